package tapkernel

import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration
import kotlin.time.Duration.Companion.microseconds
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withContext
import tapkernel.ffi.SessionInterface
import tapkernel.ffi.Step
import tapkernel.ffi.TapkernelException

/**
 * One tap of a card: [run] it once, and show its [events] meanwhile.
 *
 * A card that breaks the rules leads to a [TapResult] like any other. An exception means that the caller or the transport has
 * failed: the tap is dropped, the field is switched off, and the reader is free for the next tap. The same happens when the
 * coroutine is cancelled; [stop] is the orderly way.
 */
public class Tap internal constructor(
    private val session: SessionInterface,
    private val clock: Clock,
    private val taps: Taps,
    private val begin: (choice: Boolean) -> Unit,
) {
    private val told = Events()
    private val stopped = CompletableDeferred<Unit>()
    private val used = AtomicBoolean()
    private var choose: (suspend (List<Offer>) -> Int)? = null
    private var exchange: (suspend (List<DataObject>) -> List<DataObject>)? = null

    /**
     * What happens, in order, for one collector; it may begin at any time and ends with the tap.
     *
     * The tap never waits for its collector. Of [Waiting] only the latest is kept; of everything else up to 64 events, and a
     * collector that is further behind gets [Missed] in the place of the oldest.
     */
    public val events: Flow<TapEvent> = told.flow

    /** Puts a card with several applications to a choice: the number of one in the list, from 0, best first. */
    public fun onChoice(choose: suspend (List<Offer>) -> Int): Tap = apply { this.choose = choose }

    /** Answers the data exchange of a kernel: it gets what the kernel offers, with empty values for what it asks for. */
    public fun onData(exchange: suspend (List<DataObject>) -> List<DataObject>): Tap = apply { this.exchange = exchange }

    /**
     * Runs the tap to its result.
     *
     * @throws TapkernelException if the reader has another tap, or the transaction is not configured
     * @throws IllegalStateException if this tap has run already, or the reader is closed
     */
    public suspend fun run(card: CardTransport): TapResult {
        check(used.compareAndSet(false, true)) { "a tap runs once" }
        try {
            return taps.alone {
                begin(choose != null)
                orDrop(card) { drive(card) }
            }
        } finally {
            told.close()
        }
    }

    /** Ends the tap: [run] soon returns [EndApplication], or the outcome if there is one already. From any thread. */
    public fun stop() {
        stopped.complete(Unit)
    }

    private suspend fun drive(card: CardTransport): TapResult {
        var released = false
        while (true) {
            val step = session.step()
            if (step is Step.Idle || step is Step.GoOnline) break
            if (step is Step.Released) released = true
            perform(step, card)
        }
        val outcome = checkNotNull(session.outcome()) { "the tap ended without an outcome" }
        return if (released) CardReleased(TapDetails(outcome)) else result(outcome, taps)
    }

    private suspend fun perform(step: Step, card: CardTransport): Unit = when (step) {
        is Step.Transmit -> if (stopped.isCompleted) session.stop(clock.now()) else send(step.command, card)
        is Step.AwaitCard -> find(clock.left(step.deadlineUs), card)
        is Step.AwaitFieldClear -> clear(card)
        is Step.Wait -> pause(clock.left(step.deadlineUs) ?: SLICE)
        is Step.FieldOff -> card.fieldOff(step.holdUs.toLong().microseconds)
        else -> inform(step)
    }

    private suspend fun inform(step: Step): Unit = when (step) {
        is Step.Display -> show(Show.of(step.request))
        is Step.EnterPin -> tell(EnterPin)
        is Step.Choose -> session.chosen(choice(step).toUInt(), clock.now())
        is Step.DataExchange -> answer(step)
        else -> Unit
    }

    private suspend fun send(command: ByteArray, card: CardTransport) {
        val sent = clock.now()
        val answer = try {
            card.transceive(command, ANSWER_LIMIT)
        } catch (lost: CardException) {
            return session.cardLost(lost.error, clock.now())
        }
        clock.now().let { now -> session.cardAnswered(answer, now - sent, now) }
    }

    private suspend fun find(left: Duration?, card: CardTransport) {
        when (unlessStopped { ticking(left) { card.awaitCard(left ?: SLICE) } }) {
            Activation.CARD -> tell(CardFound).also { session.cardPresent(clock.now()) }
            Activation.COLLISION -> session.collision(clock.now())
            Activation.TIME_OUT -> session.elapsed(clock.now())
            null -> Unit
        }
    }

    private suspend fun clear(card: CardTransport) {
        val isClear = unlessStopped { card.awaitRemoval(SLICE) } ?: return
        if (isClear) session.fieldClear(clock.now()) else session.elapsed(clock.now())
    }

    private suspend fun pause(left: Duration) {
        unlessStopped { delay(left) } ?: return
        session.elapsed(clock.now())
    }

    private suspend fun choice(step: Step.Choose): Int {
        val offers = step.offers.map(::Offer)
        return choose?.invoke(offers)?.takeIf { it in offers.indices } ?: 0
    }

    private suspend fun answer(step: Step.DataExchange) {
        val answer = exchange?.invoke(step.data.map(::own))
        check(answer != null || !step.answerNeeded) { "the kernel asks for data, and the tap has no onData" }
        if (answer != null) session.data(answer.map { it.bridge() }, clock.now())
    }

    private fun show(request: Show) {
        tell(request)
        if (request.status == UiStatus.CARD_READ_SUCCESSFULLY) tell(CardRead)
    }

    private fun tell(event: TapEvent) = told.tell(event)

    /** Tells every second how much of [left] is left, until [wait] is over. */
    private suspend fun <T> ticking(left: Duration?, wait: suspend () -> T): T = coroutineScope {
        val deadline = left?.let { clock.now() + it.inWholeMicroseconds.toULong() }
        tell(Waiting(left))
        val ticker = launch {
            while (true) delay(1.seconds).also { tell(Waiting(clock.left(deadline))) }
        }
        wait().also { ticker.cancel() }
    }

    /** What [wait] gives; null if the tap is stopped meanwhile, which the session then knows. */
    private suspend fun <T : Any> unlessStopped(wait: suspend () -> T): T? = coroutineScope {
        val waiting = async { wait() }
        val ended = select<T?> { stopped.onAwait { null }; waiting.onAwait { it } }
        waiting.cancel()
        if (ended == null) session.stop(clock.now())
        ended
    }

    private suspend fun <T> orDrop(card: CardTransport, work: suspend () -> T): T =
        try {
            work()
        } catch (failed: Throwable) {
            drop(card, failed)
            throw failed
        }

    private suspend fun drop(card: CardTransport, failed: Throwable) = withContext(NonCancellable) {
        runCatching { session.abandon() }.onFailure(failed::addSuppressed)
        runCatching { card.fieldOff(Duration.ZERO) }.onFailure(failed::addSuppressed)
    }

    private companion object {
        /** Contactless cards extend their time by protocol, so this only bounds a transport that hangs. */
        val ANSWER_LIMIT = 10.seconds

        /** How long to look for a removal, or for a card without a deadline, before asking the session again. */
        val SLICE = 500.milliseconds
    }
}
