package tapkernel

import kotlin.time.Duration

/**
 * A contactless interface: what an NFC stack, a PC/SC reader or a script must offer.
 *
 * Between taps the field is off; [awaitCard] switches it on, [fieldOff] off. One tap uses it at a time, and never calls
 * two functions at once. Cancelling the tap cancels the call that is under way: implement the functions cancellable.
 */
public interface CardTransport {
    /** Switches the field on and waits at most [limit] until one card is activated. */
    public suspend fun awaitCard(limit: Duration): Activation

    /**
     * Sends the C-APDU [command] and waits at most [limit] for the R-APDU, which is returned with its status word.
     *
     * @throws CardException when no answer came. Any other exception ends the tap and reaches its caller.
     */
    public suspend fun transceive(command: ByteArray, limit: Duration): ByteArray

    /** Switches the field off and waits for [hold] before it may be on again. */
    public suspend fun fieldOff(hold: Duration)

    /** Waits at most [limit] until no card is in the field; whether it is so. */
    public suspend fun awaitRemoval(limit: Duration): Boolean
}

/** What came of looking for a card. */
public enum class Activation {
    /** One card is activated. */
    CARD,

    /** More than one card is in the field. */
    COLLISION,

    /** No card came in time. */
    TIME_OUT,
}

/**
 * The card did not answer. It carries no text of the platform: such a text may hold the card's identifier.
 *
 * @property error what happened on level 1
 */
public class CardException(public val error: L1Error) : Exception("no answer from the card: $error")
