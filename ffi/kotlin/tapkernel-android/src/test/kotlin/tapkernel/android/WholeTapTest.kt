package tapkernel.android

import android.nfc.NfcAdapter
import android.nfc.TransceiveResult
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.TextView
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowNfcAdapter
import tapkernel.Approved
import tapkernel.EndApplication
import tapkernel.RECORDED_TAP
import tapkernel.answerTo
import tapkernel.labReader
import tapkernel.sample.TapActivity

/** A recorded card behind Android's own NFC classes, through the session, the wrapper and the native library. */
@RunWith(RobolectricTestRunner::class)
@Config(shadows = [PhoneNfcAdapter::class, UnshadowedIsoDep::class, UnshadowedTagTechnology::class])
internal class WholeTapTest {
    private val phone by lazy { adapter().also { it.setEnabled(true) } }

    @After
    fun afterwards() = ShadowNfcAdapter.reset()

    private fun card(lostAt: Int = Int.MAX_VALUE): FakeNfcService {
        var calls = 0
        return FakeNfcService { command ->
            if (calls++ >= lostAt) TransceiveResult(TransceiveResult.RESULT_TAGLOST, null)
            else TransceiveResult(TransceiveResult.RESULT_SUCCESS, answerTo(command))
        }
    }

    private fun isPolling() = phone.flags and NfcAdapter.FLAG_READER_NFC_A != 0

    @Test
    fun `a recorded card is approved`() = runBlocking {
        phone
        NfcTapSession(activity()).use { nfc ->
            val result = async(Dispatchers.Default) { labReader().tap(RECORDED_TAP).run(nfc) }
            while (!isPolling()) delay(1)
            phone.dispatchTagDiscovered(tag(card()))
            assertTrue("${result.await()}", result.await() is Approved)
        }
        assertFalse(phone.isInReaderMode)
    }

    @Test
    fun `a card that is lost at each command may be presented again, and is approved then`() {
        phone
        for (lostAt in 0..5) {
            val reader = labReader()
            NfcTapSession(activity()).use { nfc -> assertTrue("$lostAt", lostThenApproved(nfc, reader.tap(RECORDED_TAP), lostAt)) }
        }
    }

    /** The tap ends, or waits for the card again and takes it. */
    private fun lostThenApproved(nfc: NfcTapSession, tap: tapkernel.Tap, lostAt: Int): Boolean = runBlocking {
        val result = async(Dispatchers.Default) { tap.run(nfc) }
        var presented = 0
        while (result.isActive) {
            if (isPolling()) phone.dispatchTagDiscovered(tag(if (presented++ == 0) card(lostAt) else card()))
            delay(5)
        }
        result.await().let { it is Approved || it is EndApplication }
    }

    @Test
    fun `the sample asks for a card, reads it and says what came of it`() {
        phone
        val activity = Robolectric.buildActivity(TapActivity::class.java).setup()
        val (message, _, pay) = views(activity.get().window.decorView).filterIsInstance<TextView>()
        assertTrue((pay as Button).performClick())
        until { isPolling() }
        assertEquals("PRESENT CARD", message.text.toString())
        phone.dispatchTagDiscovered(tag(card()))
        until { pay.isEnabled }
        assertFalse(message.text.toString(), message.text.toString() in listOf("", "PRESENT CARD"))
        activity.destroy()
        assertFalse(phone.isInReaderMode)
    }

    private fun until(condition: () -> Boolean) {
        repeat(2_000) {
            shadowOf(Looper.getMainLooper()).idle()
            if (condition()) return
            Thread.sleep(5)
        }
        throw AssertionError("it never happened")
    }

    private fun views(view: View): List<View> =
        listOf(view) + if (view is ViewGroup) (0 until view.childCount).flatMap { views(view.getChildAt(it)) } else emptyList()
}
