package tapkernel

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import tapkernel.ffi.Outcome
import tapkernel.ffi.OutcomeKind
import tapkernel.ffi.TapkernelException

/** How a tap ended (Book A, 6.1). */
public sealed class TapResult(
    /** The outcome with all its parameters. */
    public val details: TapDetails,
)

/** Approved by card and reader alone. */
public class Approved internal constructor(details: TapDetails) : TapResult(details)

/** Declined by card and reader alone. */
public class Declined internal constructor(details: TapDetails) : TapResult(details)

/** The card wants another interface, or the amount is not for contactless. */
public class TryAnotherInterface internal constructor(details: TapDetails) : TapResult(details)

/** The tap ended without a decision. */
public class EndApplication internal constructor(details: TapDetails) : TapResult(details)

/**
 * The issuer must decide: send [TapDetails.dataRecord], and the Online PIN if [TapDetails.cvm] says so, then [answer].
 *
 * Where [holdsCard] says so, the card waits in the field, and the reader is free only after [answer] or [letGo].
 */
public class OnlineRequest internal constructor(details: TapDetails, private val taps: Taps) : TapResult(details) {
    /** Whether the card is held in the field for the answer. */
    public val holdsCard: Boolean get() = details.outcome.cardHeld

    /** How long a held card can be asked to stay, from the result on; null if the kernel sets no time. */
    public val holdLimit: Duration? get() = details.outcome.removalTimeoutMs.toInt().milliseconds.takeIf { it > Duration.ZERO }

    /**
     * Gives the issuer's answer: Authorisation Response Code `8A`, Issuer Authentication Data `91`, scripts `71` and `72`.
     *
     * @return what is left to do: run it like the first tap. A second tap of the card, or the rest of this one where the card is
     *   held. Null if nothing is: the card does not get the answer, which stands as it is.
     * @throws TapkernelException if it is answered already, or the reader has had another tap since; an answer that is refused
     *   for what is in it may be given again
     */
    @Throws(TapkernelException::class)
    public fun answer(response: List<DataObject>): Tap? = taps.answer(this, response)

    /**
     * Goes on without an answer. May be called again, and does nothing once the reader has another tap.
     *
     * @return what lets a held card go: run it like the first tap, it ends with [CardReleased]. Null if no card is held.
     */
    @Throws(TapkernelException::class)
    public fun letGo(): Tap? = taps.letGo(this)
}

/**
 * A card that was held has been let go without another outcome: the issuer's answer, if there is one, stands as it is. The
 * details are those of the online request.
 */
public class CardReleased internal constructor(details: TapDetails) : TapResult(details)

/**
 * An outcome and what goes with it (Book A, 6.2).
 */
public class TapDetails internal constructor(internal val outcome: Outcome) {
    /** The cardholder verification. */
    public val cvm: Cvm get() = outcome.cvm

    /** What the acquirer gets; it is card data. Empty if the kernel gave nothing. */
    public val dataRecord: List<DataObject> by lazy { outcome.dataRecord.orEmpty().map(::own) }

    /** What the terminal gets beside it. Empty if the kernel gave nothing. */
    public val discretionaryData: List<DataObject> by lazy { outcome.discretionaryData.orEmpty().map(::own) }

    /** Identifier of the kernel that ran. */
    public val kernel: Int? get() = outcome.kernel?.toInt()

    /** AID of the application; null if none was selected. */
    public val aid: ByteArray? get() = outcome.aid.takeIf { it.isNotEmpty() }

    /** The interface wanted instead. */
    public val alternateInterface: AlternateInterface get() = outcome.alternateInterface

    /** Whether the kernel wants a receipt. */
    public val receipt: Boolean get() = outcome.receipt

    /** The method of offline data authentication. */
    public val odaMethod: OdaMethod get() = outcome.odaMethod

    /** Its result. */
    public val odaResult: OdaResult get() = outcome.odaResult

    /** Why it failed or was not done: a stable word with hyphens. */
    public val odaReason: String? get() = outcome.odaReason

    /** The error of the interface behind the outcome, coded as in `DF8115`; 0 is none. */
    public val l1Error: Int get() = outcome.error.l1.toInt()

    /** The error of the card's data behind it; 0 is none. */
    public val l2Error: Int get() = outcome.error.l2.toInt()

    /** The error of the terminal behind it; 0 is none, 1 a time-out, 2 a stop. */
    public val l3Error: Int get() = outcome.error.l3.toInt()

    /** Requirements and symbols of the books that were executed, in order. Never card data. */
    public val path: List<String> get() = outcome.path

    /** Kind and verification; no card data. */
    override fun toString(): String = "${outcome.kind}, CVM $cvm, ODA $odaMethod $odaResult"
}

internal fun result(outcome: Outcome, taps: Taps): TapResult {
    val details = TapDetails(outcome)
    return when (outcome.kind) {
        OutcomeKind.APPROVED -> Approved(details)
        OutcomeKind.DECLINED -> Declined(details)
        OutcomeKind.ONLINE_REQUEST -> OnlineRequest(details, taps).also(taps::asks)
        OutcomeKind.TRY_ANOTHER_INTERFACE -> TryAnotherInterface(details)
        else -> EndApplication(details)
    }
}
