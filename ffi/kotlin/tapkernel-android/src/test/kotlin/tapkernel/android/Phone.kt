package tapkernel.android

import android.app.Activity
import android.content.pm.PackageManager
import android.nfc.INfcTag
import android.nfc.NfcAdapter
import android.nfc.Tag
import android.nfc.TransceiveResult
import android.nfc.tech.IsoDep
import android.os.Bundle
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowNfcAdapter

/**
 * The NFC service behind Android's own classes: [IsoDep] is not shadowed in these tests, so what it makes of an answer of
 * the service is what a phone makes of it.
 */
internal class FakeNfcService(private val answer: (ByteArray) -> TransceiveResult) : INfcTag.Default() {
    var isPresent = true
    var isUpToDate = true
    var connects = 0
    var connectResult = 0
    var longest = 261
    var longestTimeOut = 20_000
    val timeOuts = mutableListOf<Int>()
    val commands = mutableListOf<ByteArray>()

    override fun connect(handle: Int, technology: Int): Int = connectResult.also { connects++ }
    override fun reconnect(handle: Int): Int = 0
    override fun isPresent(handle: Int): Boolean = isPresent
    override fun isTagUpToDate(cookie: Long): Boolean = isUpToDate
    override fun getMaxTransceiveLength(technology: Int): Int = longest
    override fun getExtendedLengthApdusSupported(): Boolean = false
    override fun getTimeout(technology: Int): Int = timeOuts.lastOrNull() ?: 300

    override fun setTimeout(technology: Int, millis: Int): Int {
        if (millis > longestTimeOut) return -8
        timeOuts += millis
        return 0
    }

    override fun transceive(handle: Int, command: ByteArray, raw: Boolean): TransceiveResult {
        commands += command
        return answer(command)
    }

    companion object {
        fun answering(vararg answer: Int) = FakeNfcService { success(*answer) }
        fun failing(result: Int) = FakeNfcService { TransceiveResult(result, null) }
        fun success(vararg answer: Int) =
            TransceiveResult(TransceiveResult.RESULT_SUCCESS, ByteArray(answer.size) { answer[it].toByte() })
    }
}

private const val TECHNOLOGY_NFC_A = 1
private const val TECHNOLOGY_ISO_DEP = 3

/** The identifier that no exception may show. */
internal val UID = byteArrayOf(0x04, 0x5A, 0x11, 0x33)

internal fun tag(service: INfcTag, technology: Int = TECHNOLOGY_ISO_DEP): Tag =
    Tag(UID, intArrayOf(technology), arrayOf(Bundle()), 1, 7L, service)

internal fun tagOfAnotherKind(service: INfcTag): Tag = tag(service, TECHNOLOGY_NFC_A)

/** The adapter of the phone; remembers how reader mode was asked for. */
@Implements(NfcAdapter::class)
internal class PhoneNfcAdapter : ShadowNfcAdapter() {
    var flags = 0
    var extras: Bundle? = null

    @Implementation
    public override fun enableReaderMode(
        activity: Activity,
        callback: NfcAdapter.ReaderCallback,
        flags: Int,
        extras: Bundle?,
    ) {
        this.flags = flags
        this.extras = extras
        super.enableReaderMode(activity, callback, flags, extras)
    }
}

/** Lets Android's own class run. */
@Implements(IsoDep::class)
internal class UnshadowedIsoDep

/** Lets Android's own class run. */
@Implements(className = "android.nfc.tech.BasicTagTechnology", isInAndroidSdk = false)
internal class UnshadowedTagTechnology

internal fun activity(): Activity {
    val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
    shadowOf(activity.packageManager).setSystemFeature(PackageManager.FEATURE_NFC, true)
    return activity
}

internal fun adapter(): PhoneNfcAdapter {
    ShadowNfcAdapter.setNfcHardwareExists(true)
    return Shadow.extract(NfcAdapter.getDefaultAdapter(activity()))
}
