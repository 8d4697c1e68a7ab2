package tapkernel

import java.time.LocalDate
import tapkernel.ffi.Explanation
import tapkernel.ffi.LocalTime
import tapkernel.ffi.Problem
import tapkernel.ffi.Profile as BridgeProfile
import tapkernel.ffi.TapkernelException

/**
 * What an acquirer configured, checked and compiled: applications, limits, keys, rules, policies. Immutable.
 *
 * A [Reader] keeps what it needs, so a profile may be closed as soon as the reader is made. One that is never closed goes
 * with the garbage.
 */
public class Profile private constructor(private val bridge: BridgeProfile) : AutoCloseable {
    /** Its name. */
    public val name: String get() = bridge.name()

    /** Its version, as its author counts. */
    public val version: String get() = bridge.version()

    /** Checksum of the configuration: SHA-256 in hexadecimal. */
    public val checksum: String get() = bridge.checksum()

    /** Whether it is for a shop. */
    public val isProduction: Boolean get() = bridge.isProduction()

    /** What is allowed and looks wrong on the day [today]. */
    @JvmOverloads
    public fun lint(today: LocalDate = LocalDate.now()): List<Problem> = bridge.lint(today.bridge())

    /** What happens at which amount. */
    public fun explain(): Explanation = bridge.explain()

    /** The same as a JSON document. */
    public fun explainJson(): String = bridge.explainJson()

    /** May be called again; every other call then throws [IllegalStateException]. */
    override fun close(): Unit = bridge.close()

    internal fun <T> lend(use: (BridgeProfile) -> T): T = use(bridge)

    public companion object {
        /** A built-in profile, one of [Library.profiles]. */
        @JvmStatic
        @Throws(TapkernelException::class)
        public fun builtIn(name: String): Profile = Profile(BridgeProfile.builtIn(name))

        /** Reads, checks and compiles a profile in JSON; the exception lists every problem. */
        @JvmStatic
        @Throws(TapkernelException::class)
        public fun fromJson(text: String): Profile = Profile(BridgeProfile.fromJson(text))

        /** The same in TOML. */
        @JvmStatic
        @Throws(TapkernelException::class)
        public fun fromToml(text: String): Profile = Profile(BridgeProfile.fromToml(text))

        /** Everything that is wrong with a profile in JSON, or, if nothing is, what looks wrong on the day [today]. */
        @JvmStatic
        @JvmOverloads
        public fun problemsInJson(text: String, today: LocalDate = LocalDate.now()): List<Problem> =
            tapkernel.ffi.problemsInJson(text, today.bridge())
    }
}

private fun LocalDate.bridge() =
    LocalTime(year.toUShort(), monthValue.toUByte(), dayOfMonth.toUByte(), 0u, 0u, 0u)
