package tapkernel.android

import android.app.Activity
import android.nfc.NfcAdapter
import android.nfc.Tag
import android.os.Bundle
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.DurationUnit
import kotlin.time.TimeSource
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withTimeoutOrNull
import tapkernel.Activation
import tapkernel.CardException
import tapkernel.CardTransport
import tapkernel.L1Error

/**
 * The NFC of the phone as a card reader, while [activity] is in the foreground.
 *
 * Make one for the screen on which cards are tapped and [close] it when the screen goes: until then the phone's reader mode
 * belongs to it, also between two taps and while a card is still held against the phone, so that no other app is opened by
 * the card and no wallet on this phone answers. Its functions may be called on the main thread; the card is asked on [io].
 *
 * The field cannot be switched by itself on Android. [fieldOff] lets the card go and stops the polling for cards; whether the
 * phone then switches off its carrier is the phone's affair. Nor does Android tell of two cards at once on most phones: the
 * one that it activated is taken.
 *
 * Cancelling a tap waits for the answer that is under way; [close] ends it at once, and the tap sees a card that has left.
 *
 * @param presenceCheck how long Android leaves the card alone between commands before it looks whether it is still there.
 *   Its own 125 ms disturb a tap on some phones.
 */
public class NfcTapSession(
    private val activity: Activity,
    private val presenceCheck: Duration = 5.seconds,
    private val io: CoroutineDispatcher = Dispatchers.IO,
) : CardTransport, AutoCloseable {
    private val adapter: NfcAdapter = NfcAdapter.getDefaultAdapter(activity) ?: throw NfcUnavailableException.Missing()
    private val tags = Channel<Tag>(capacity = 1, onBufferOverflow = BufferOverflow.DROP_OLDEST)

    @Volatile private var card: IsoDepTransport? = null
    @Volatile private var isClosed = false

    init {
        if (!adapter.isEnabled) throw NfcUnavailableException.SwitchedOff()
        readerMode(NO_POLLING)
    }

    override suspend fun awaitCard(limit: Duration): Activation {
        check(!isClosed) { "this session is closed" }
        forget()
        tags.tryReceive()
        readerMode(POLLING)
        val found = withTimeoutOrNull(limit) { nextCard() }
        card = found
        return if (found == null) Activation.TIME_OUT else Activation.CARD
    }

    override suspend fun transceive(command: ByteArray, limit: Duration): ByteArray {
        val card = card ?: throw CardException(L1Error.TIME_OUT)
        return runInterruptible(io) { card.transceive(command, limit) }
    }

    override suspend fun fieldOff(hold: Duration) {
        forget()
        if (!isClosed) readerMode(NO_POLLING)
        delay(hold)
    }

    override suspend fun awaitRemoval(limit: Duration): Boolean {
        val began = TimeSource.Monotonic.markNow()
        while (isPresent()) {
            if (began.elapsedNow() >= limit) return false
            delay(REMOVAL_LOOK)
        }
        return true
    }

    /** Gives the reader mode back. May be called again. */
    override fun close() {
        isClosed = true
        // Without reader mode Android disconnects the card by itself.
        card = null
        adapter.disableReaderMode(activity)
    }

    /** The next tag that is a card and can be connected; others are no payment cards, or have left. */
    private suspend fun nextCard(): IsoDepTransport {
        while (true) {
            val found = IsoDepTransport.of(tags.receive()) ?: continue
            if (runInterruptible(io) { connects(found) }) return found
        }
    }

    private fun connects(found: IsoDepTransport): Boolean =
        try {
            found.connect()
            true
        } catch (_: CardException) {
            false
        }

    private suspend fun isPresent(): Boolean {
        val card = card ?: return false
        return runInterruptible(io) { card.isPresent() }
    }

    private suspend fun forget() {
        val former = card ?: return
        card = null
        runInterruptible(io) { former.close() }
    }

    private fun readerMode(flags: Int) {
        val extras = Bundle()
        val delay = presenceCheck.toInt(DurationUnit.MILLISECONDS)
        extras.putInt(NfcAdapter.EXTRA_READER_PRESENCE_CHECK_DELAY, delay)
        adapter.enableReaderMode(activity, { tag -> tags.trySend(tag) }, flags, extras)
    }

    private companion object {
        /** No look for NDEF, which costs time and confuses some cards; no sounds of Android's. */
        const val NO_POLLING = NfcAdapter.FLAG_READER_SKIP_NDEF_CHECK or NfcAdapter.FLAG_READER_NO_PLATFORM_SOUNDS

        /** The two technologies of payment cards (Book D). */
        const val POLLING = NO_POLLING or NfcAdapter.FLAG_READER_NFC_A or NfcAdapter.FLAG_READER_NFC_B

        val REMOVAL_LOOK = 100.milliseconds
    }
}

/** Why this phone cannot read cards. */
public sealed class NfcUnavailableException(message: String) : Exception(message) {
    /** It has no NFC, or no right to it: is the permission in the manifest? */
    public class Missing : NfcUnavailableException("this phone has no NFC")

    /** NFC is switched off in the settings. */
    public class SwitchedOff : NfcUnavailableException("NFC is switched off")
}
