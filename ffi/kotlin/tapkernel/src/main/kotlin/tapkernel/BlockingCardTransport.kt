@file:JvmName("BlockingTaps")

package tapkernel

import java.util.function.Consumer
import kotlin.time.Duration
import kotlin.time.DurationUnit
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible
import tapkernel.ffi.TapkernelException

/** [CardTransport] for Java, and for interfaces that block. Cancelling a tap interrupts the thread that is inside. */
public interface BlockingCardTransport {
    /** As [CardTransport.awaitCard]. */
    public fun awaitCard(limitMillis: Long): Activation

    /** As [CardTransport.transceive]. */
    @Throws(CardException::class)
    public fun transceive(command: ByteArray, limitMillis: Long): ByteArray

    /** As [CardTransport.fieldOff]. */
    public fun fieldOff(holdMillis: Long)

    /** As [CardTransport.awaitRemoval]. */
    public fun awaitRemoval(limitMillis: Long): Boolean
}

/** [card] as a [CardTransport]; it blocks threads of [io]. */
@JvmOverloads
public fun nonBlocking(card: BlockingCardTransport, io: CoroutineDispatcher = Dispatchers.IO): CardTransport =
    NonBlocking(card, io)

/** Runs [tap] in this thread to its result, for Java. [show] gets each event in the same thread. */
@Throws(TapkernelException::class, InterruptedException::class)
public fun runBlocking(tap: Tap, card: BlockingCardTransport, show: Consumer<TapEvent>): TapResult = runBlocking {
    launch { tap.events.collect(show::accept) }
    tap.run(nonBlocking(card))
}

private class NonBlocking(private val card: BlockingCardTransport, private val io: CoroutineDispatcher) : CardTransport {
    override suspend fun awaitCard(limit: Duration) = runInterruptible(io) { card.awaitCard(millis(limit)) }

    override suspend fun transceive(command: ByteArray, limit: Duration) =
        runInterruptible(io) { card.transceive(command, millis(limit)) }

    override suspend fun fieldOff(hold: Duration) = runInterruptible(io) { card.fieldOff(millis(hold)) }

    override suspend fun awaitRemoval(limit: Duration) = runInterruptible(io) { card.awaitRemoval(millis(limit)) }

    private fun millis(duration: Duration) = duration.toLong(DurationUnit.MILLISECONDS)
}
