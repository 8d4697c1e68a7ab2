package tapkernel

import java.time.LocalDateTime
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicReference
import kotlin.time.Duration
import kotlin.time.Duration.Companion.microseconds
import kotlin.time.TimeSource
import tapkernel.ffi.OnlineResponse
import tapkernel.ffi.ResponseUse
import tapkernel.ffi.Session
import tapkernel.ffi.SessionInterface
import tapkernel.ffi.TapkernelException

/**
 * A reader under a profile. It runs one [Tap] after the other.
 *
 * It may be used from any thread, but not from two at once. One that is never closed goes with the garbage.
 *
 * @param profile what the acquirer configured; it may be closed afterwards
 * @param unpredictableNumbers for laboratories: drawn in order, four bytes each; null takes the system's
 * @param clock for tests
 * @throws TapkernelException if the profile needs a kernel that is not built in, or is for a shop and the numbers are given
 */
public class Reader
@JvmOverloads
@Throws(TapkernelException::class)
constructor(
    profile: Profile,
    unpredictableNumbers: List<Int>? = null,
    clock: TimeSource = TimeSource.Monotonic,
) : AutoCloseable {
    private val session = profile.lend { Session(it, unpredictableNumbers?.map(Int::toUInt)) }
    private val taps = Taps(session, Clock(clock))

    /** Library, kernels, profile and checksum of the configuration in one line. */
    public val versions: String get() = session.versions()

    /** A tap about [transaction]; it begins with [Tap.run]. */
    public fun tap(transaction: Transaction): Tap = taps.tap(transaction)

    /** A purchase of [money]. */
    @JvmOverloads
    public fun purchase(money: Money, at: LocalDateTime = LocalDateTime.now()): Tap = tap(Transaction(money, at = at))

    /** A refund of [money]. */
    @JvmOverloads
    public fun refund(money: Money, at: LocalDateTime = LocalDateTime.now()): Tap =
        tap(Transaction(money, TransactionType.REFUND, at = at))

    /** Puts [profile] into force for the next tap. */
    @Throws(TapkernelException::class)
    public fun replaceProfile(profile: Profile): Unit = profile.lend(session::replaceProfile)

    /** May be called again. A tap that runs ends with an [IllegalStateException]. */
    override fun close(): Unit = session.close()
}

/** Makes the taps of one reader. */
internal class Taps(private val session: SessionInterface, private val clock: Clock) {
    private val running = AtomicBoolean()

    /** The online request that waits for its answer. */
    private val asking = AtomicReference<OnlineRequest>()

    /** What follows its answer and has not begun. */
    private val owed = AtomicReference<Any>()

    fun tap(transaction: Transaction): Tap = Tap(session, clock, this) { choice ->
        if (owed.getAndSet(null) != null) session.abandon()
        session.start(transaction.bridge(choice), clock.now())
        asking.set(null)
    }

    fun asks(request: OnlineRequest) = asking.set(request)

    fun answer(to: OnlineRequest, response: List<DataObject>): Tap? {
        if (!asking.compareAndSet(to, null)) throw over()
        val use = try {
            tell(response)
        } catch (refused: TapkernelException) {
            asking.set(to)
            throw refused
        }
        return if (use == ResponseUse.FINAL && !to.holdsCard) null else rest()
    }

    private fun over() =
        TapkernelException.Refused(ErrorCode.NO_OUTCOME, "this request is answered or over", "answer a request once")

    private fun tell(response: List<DataObject>): ResponseUse {
        session.elapsed(clock.now())
        return session.onlineResponse(OnlineResponse(response.map { it.bridge() }), clock.now())
    }

    fun letGo(of: OnlineRequest): Tap? {
        if (!asking.compareAndSet(of, null) || !of.holdsCard) return null
        session.stop(clock.now())
        return rest()
    }

    private fun rest(): Tap {
        val own = Any().also(owed::set)
        return Tap(session, clock, this) { check(owed.compareAndSet(own, null)) { "the reader has had another tap since" } }
    }

    /** Keeps the reader for one tap, from its beginning until its result has been taken. */
    suspend fun <T> alone(tap: suspend () -> T): T {
        if (!running.compareAndSet(false, true)) {
            throw TapkernelException.Refused(ErrorCode.BUSY, "another tap of this reader runs", "wait for its result")
        }
        try {
            return tap()
        } finally {
            running.set(false)
        }
    }
}

/** Microseconds since it was made. */
internal class Clock(source: TimeSource) {
    private val origin = source.markNow()

    fun now(): ULong = origin.elapsedNow().inWholeMicroseconds.toULong()

    fun left(deadline: ULong?): Duration? = deadline?.let { (it.toLong() - now().toLong()).coerceAtLeast(0).microseconds }
}
