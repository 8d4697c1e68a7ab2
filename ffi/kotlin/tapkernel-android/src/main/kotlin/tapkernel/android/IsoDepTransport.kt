package tapkernel.android

import android.nfc.Tag
import android.nfc.TagLostException
import android.nfc.tech.IsoDep
import android.os.Looper
import java.io.IOException
import kotlin.time.Duration
import kotlin.time.DurationUnit
import tapkernel.CardException
import tapkernel.L1Error

/**
 * One card in the field of the phone, by [IsoDep] (ISO/IEC 14443-4).
 *
 * Its functions block and refuse the main thread. [NfcTapSession] makes one of each card and calls it where it may block.
 *
 * What phones do, and what is done about it:
 * - The time-out that Android starts with, 300 to 618 ms by phone, is too short for cards that compute a signature: the
 *   limit of each command is set. A phone that refuses a long one keeps the longest that it took.
 * - [IsoDep.getMaxTransceiveLength] is 253 or 261 on many phones. EMV commands are short, so a longer one is refused here
 *   before Android does, as an error of protocol.
 * - A card that leaves shows as [TagLostException], and from Android 13 on as [SecurityException] if another card was seen
 *   meanwhile. Both are a time-out of level 1 (Book A: the card is presented again).
 * - [IsoDep.close] connects the card anew and can take a while; it is called where it may.
 * - Texts of Android's exceptions can hold the identifier of the card. They go no further.
 */
public class IsoDepTransport(private val link: IsoDep) : AutoCloseable {
    /** Connects the card, if that has not happened. */
    @Throws(CardException::class)
    public fun connect() {
        refuseMainThread()
        asL1Error { if (!link.isConnected) link.connect() }
    }

    /** Sends the C-APDU [command] and waits at most [limit] for the R-APDU. */
    @Throws(CardException::class)
    public fun transceive(command: ByteArray, limit: Duration): ByteArray {
        refuseMainThread()
        if (isTooLong(command)) throw CardException(L1Error.PROTOCOL)
        allow(limit)
        val answer = asL1Error { link.transceive(command) }
        if (answer.size < STATUS_WORD) throw CardException(L1Error.PROTOCOL)
        return answer
    }

    /** Whether the card is still in the field; asks the card. */
    public fun isPresent(): Boolean {
        refuseMainThread()
        return try {
            link.isConnected
        } catch (_: SecurityException) {
            false
        }
    }

    /** Whether this phone could send commands of extended length; EMV contactless needs none. */
    @get:Throws(CardException::class)
    public val isExtendedLengthSupported: Boolean
        get() = asL1Error { link.isExtendedLengthApduSupported }

    /** Lets the card go. May be called again, and after the card has left. */
    override fun close() {
        refuseMainThread()
        try {
            link.close()
        } catch (_: IOException) {
            // The card has left before.
        } catch (_: SecurityException) {
            // The same, and another one was seen meanwhile.
        }
    }

    /** A phone whose NFC service has died names no length; sending will say so. */
    private fun isTooLong(command: ByteArray): Boolean {
        val longest = asL1Error { link.maxTransceiveLength }
        return longest > 0 && command.size > longest
    }

    private fun allow(limit: Duration) {
        val millis = limit.toLong(DurationUnit.MILLISECONDS).coerceIn(MIN_TIMEOUT, MAX_TIMEOUT).toInt()
        try {
            if (link.timeout != millis) link.timeout = millis
        } catch (_: IllegalArgumentException) {
            // This phone takes no such time-out: its own stays.
        } catch (_: SecurityException) {
            // The card has left: sending will say so.
        }
    }

    public companion object {
        private const val STATUS_WORD = 2
        private const val MIN_TIMEOUT = 1_000L
        private const val MAX_TIMEOUT = 10_000L

        /** The card behind [tag], or null if it does not speak ISO/IEC 14443-4: such a tag is no payment card. */
        public fun of(tag: Tag): IsoDepTransport? = IsoDep.get(tag)?.let(::IsoDepTransport)

        private fun refuseMainThread() =
            check(Looper.myLooper() != Looper.getMainLooper()) { "a card is not to be asked on the main thread" }

        private inline fun <T> asL1Error(ask: () -> T): T =
            try {
                ask()
            } catch (failed: Exception) {
                throw CardException(l1Error(failed) ?: throw failed)
            }
    }
}

/** What an exception of Android says about the card; null if it says nothing about it. */
internal fun l1Error(failed: Exception): L1Error? = when (failed) {
    is TagLostException, is SecurityException -> L1Error.TIME_OUT
    is IOException -> L1Error.TRANSMISSION
    // Android's "Call connect() first!": closed under our hands.
    is IllegalStateException -> L1Error.TIME_OUT
    // Android cannot connect this technology.
    is UnsupportedOperationException -> L1Error.PROTOCOL
    else -> null
}
