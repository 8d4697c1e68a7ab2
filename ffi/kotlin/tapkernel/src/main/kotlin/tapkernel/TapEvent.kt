package tapkernel

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import tapkernel.ffi.UiRequest

/** What happens during a tap, for the person before the screen. */
public sealed interface TapEvent

/**
 * Show this (User Interface Request, Book A, 9).
 *
 * @property text in English, as a device without slot and stripe says it; null leaves the text on the display, an empty one
 *   clears it
 * @property message Message Identifier (Book A, 9.4), for texts in another language; null leaves what is there
 * @property status what the reader is doing; null leaves the lights as they are
 * @property hold how long the text stays at least
 * @property languages ISO 639 codes that the cardholder prefers, most wanted first
 * @property value an amount or a balance to show
 */
public data class Show(
    public val text: String?,
    public val message: Int?,
    public val status: UiStatus?,
    public val hold: Duration,
    public val languages: List<String>,
    public val value: Value?,
) : TapEvent {
    /** [hold] for Java. */
    public val holdMillis: Long get() = hold.inWholeMilliseconds

    /**
     * A value on the display.
     *
     * @property minorUnits in the currency's minor unit
     * @property currency ISO 4217 numeric code
     * @property exponent decimals of the minor unit
     */
    public data class Value(public val minorUnits: Long, public val currency: Int, public val exponent: Int)

    internal companion object {
        fun of(from: UiRequest) = Show(
            text = from.text.takeIf { from.message != null },
            message = from.message?.toInt(),
            status = from.status,
            hold = from.holdMs.toInt().milliseconds,
            languages = from.languages.chunked(2),
            value = from.value?.let { Value(it.amount.toLong(), it.currency.toInt(), it.exponent.toInt()) },
        )
    }
}

/**
 * A card is awaited; told at once and then every second.
 *
 * @property left until the reader gives up; null if it never does
 */
public data class Waiting(public val left: Duration?) : TapEvent {
    /** [left] for Java. */
    public val leftMillis: Long? get() = left?.inWholeMilliseconds
}

/** A card is in the field: it must stay there. */
public data object CardFound : TapEvent

/** The card has been read and may go: the time for the tone of success. */
public data object CardRead : TapEvent

/** The cardholder enters the Online PIN now. Its digits go to the issuer by your way, and never into this library. */
public data object EnterPin : TapEvent

/**
 * The collector was so far behind that the oldest events were given up.
 *
 * @property count how many
 */
public data class Missed(public val count: Int) : TapEvent
