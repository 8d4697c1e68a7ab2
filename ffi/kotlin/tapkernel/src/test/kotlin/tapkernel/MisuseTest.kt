package tapkernel

import java.io.IOException
import java.lang.ref.WeakReference
import java.nio.charset.CharacterCodingException
import java.time.LocalDateTime
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import tapkernel.ffi.CardLink
import tapkernel.ffi.Found
import tapkernel.ffi.LinkException
import tapkernel.ffi.Profile as BridgeProfile
import tapkernel.ffi.Replay
import tapkernel.ffi.Screen
import tapkernel.ffi.Session
import tapkernel.ffi.TapkernelException
import tapkernel.ffi.UiRequest

/** What callers do wrong, and what happens to objects that are closed, forgotten, shared or cancelled. */
internal class MisuseTest {
    private val cases = mutableListOf<DynamicTest>()

    private fun case(name: String, run: suspend () -> Unit) {
        cases += dynamicTest(name) { runBlocking { withTimeout(20.seconds) { run() } } }
    }

    @TestFactory
    fun misuse(): List<DynamicTest> {
        closing()
        refusals()
        trouble()
        theBridgesOwnLoop()
        severalAtOnce()
        garbage()
        bigArrays()
        println("Kotlin misuse and lifecycle: ${cases.size} cases")
        assertTrue(cases.size >= 40, "${cases.size}")
        return cases
    }

    private fun closing() {
        case("a profile closed twice") { Profile.builtIn("lab").run { close(); close() } }
        case("a profile used after it is closed") {
            val profile = Profile.builtIn("lab").apply { close() }
            assertThrows(IllegalStateException::class.java) { profile.name }
            assertThrows(IllegalStateException::class.java) { profile.explain() }
            // As an argument: `bindgen` adds what UniFFI does not look at.
            assertThrows(IllegalStateException::class.java) { Reader(profile) }
            assertThrows(IllegalStateException::class.java) { labReader().replaceProfile(profile) }
        }
        case("a closed object of the bridge as an argument") {
            val profile = BridgeProfile.builtIn("lab").apply { close() }
            assertThrows(IllegalStateException::class.java) { Session(profile, null) }
            assertThrows(IllegalStateException::class.java) { session().replaceProfile(profile) }
            val closed = session().apply { close() }
            val replay = Replay.parse("[]")
            assertThrows(IllegalStateException::class.java) { replay.next(closed, true, ByteArray(0)) }
            assertThrows(IllegalStateException::class.java) { replay.begin(profile) }
        }
        case("a reader outlives its profile") { assertApproved(labReader()) }
        case("a reader closed twice") { labReader().run { close(); close() } }
        case("a reader used after it is closed") {
            val reader = labReader().apply { close() }
            assertThrows(IllegalStateException::class.java) { reader.versions }
            assertInstanceOf(IllegalStateException::class.java, failureOf(reader.tap(RECORDED_TAP), RecordedCard()))
        }
        case("a reader closed during a tap") {
            val reader = labReader()
            val card = RecordedCard(trouble = 3) { reader.close() }
            assertInstanceOf(IllegalStateException::class.java, failureOf(reader.tap(RECORDED_TAP), card))
            assertEquals(1, card.fieldOffs)
        }
        case("a reader closed from another thread during a call") {
            val reader = labReader()
            val card = RecordedCard(trouble = 2) { Thread { reader.close() }.run { start(); join() } }
            assertInstanceOf(IllegalStateException::class.java, failureOf(reader.tap(RECORDED_TAP), card))
        }
        case("a profile closed by another thread while readers are made") {
            repeat(50) {
                val profile = Profile.builtIn("lab")
                val closing = Thread { profile.close() }.apply { start() }
                runCatching { repeat(20) { Reader(profile).close() } }.exceptionOrNull()?.let {
                    assertInstanceOf(IllegalStateException::class.java, it)
                }
                closing.join()
            }
        }
        case("a replaced profile may be closed") {
            val reader = labReader()
            Profile.builtIn("lab").use { reader.replaceProfile(it) }
            assertApproved(reader)
        }
    }

    private fun refusals() {
        case("a tap run twice") {
            val tap = labReader().tap(RECORDED_TAP)
            tap.run(RecordedCard())
            assertInstanceOf(IllegalStateException::class.java, failureOf(tap, RecordedCard()))
        }
        case("two taps of one reader at once") {
            val reader = labReader()
            val first = RecordedCard(trouble = 2) {
                assertCode(ErrorCode.BUSY) { reader.tap(RECORDED_TAP).run(RecordedCard()) }
            }
            assertInstanceOf(Approved::class.java, reader.tap(RECORDED_TAP).run(first))
        }
        case("another profile during a tap") {
            val reader = labReader()
            val card = RecordedCard(trouble = 2) {
                Profile.builtIn("lab").use { assertCode(ErrorCode.BUSY) { reader.replaceProfile(it) } }
            }
            assertInstanceOf(Approved::class.java, reader.tap(RECORDED_TAP).run(card))
        }
        case("a currency that the profile does not know") { assertRefused(ErrorCode.NOT_CONFIGURED, Money(1, "NZD")) }
        case("a currency that nobody knows") {
            val tap = labReader().tap(RECORDED_TAP.copy(money = Money(1, "ZZZ")))
            assertInstanceOf(IllegalArgumentException::class.java, failureOf(tap, RecordedCard()))
        }
        case("a negative amount") {
            assertThrows(IllegalArgumentException::class.java) { Transaction(Money(-1, "EUR")) }
        }
        case("an amount of thirteen digits") { assertRefused(ErrorCode.BAD_ARGUMENT, Money(1_000_000_000_000, "USD")) }
        case("the greatest amount of a Long") { assertRefused(ErrorCode.BAD_ARGUMENT, Money(Long.MAX_VALUE, "USD")) }
        case("a year that has no two digits") {
            val tap = labReader().tap(RECORDED_TAP.copy(at = LocalDateTime.of(1949, 1, 1, 0, 0)))
            assertCode(ErrorCode.BAD_ARGUMENT) { tap.run(RecordedCard()) }
        }
        case("a year beyond sixteen bits") {
            val tap = labReader().tap(RECORDED_TAP.copy(at = LocalDateTime.of(200_000, 1, 1, 0, 0)))
            assertCode(ErrorCode.BAD_ARGUMENT) { tap.run(RecordedCard()) }
        }
        case("a profile that there is not") { assertCode(ErrorCode.PROFILE) { Profile.builtIn("") } }
        case("a profile that is no JSON") { assertCode(ErrorCode.PROFILE) { Profile.fromJson("{") } }
        case("a profile that is no TOML") { assertCode(ErrorCode.PROFILE) { Profile.fromToml("=") } }
        case("a profile with a lone surrogate, which is no UTF-8") {
            assertThrows(CharacterCodingException::class.java) { Profile.fromJson("\uD800") }
        }
        case("given numbers under a profile for a shop") {
            val shop = Profile.builtIn("softpos-eur").use { it.isProduction }
            val made = runCatching { Profile.builtIn("softpos-eur").use { Reader(it, RECORDED_NUMBERS) } }
            assertEquals(shop, (made.exceptionOrNull() as? TapkernelException.Refused)?.code == ErrorCode.RANDOM)
        }
        case("numbers that run out") {
            val reader = Profile.builtIn("lab").use { Reader(it, emptyList()) }
            assertCode(ErrorCode.RANDOM) { reader.tap(RECORDED_TAP).run(RecordedCard()) }
            assertCode(ErrorCode.RANDOM) { reader.tap(RECORDED_TAP).run(RecordedCard()) }
        }
        case("bytes that are no TLV") { assertCode(ErrorCode.DATA) { DataObject.readAll(hex("9F02FF")) } }
        case("a number that is no tag") {
            assertCode(ErrorCode.BAD_ARGUMENT) { DataObject.writeAll(listOf(DataObject(0x9F, ByteArray(1)))) }
        }
        case("stopping before, after and twice") {
            val tap = labReader().tap(RECORDED_TAP).apply { stop(); stop() }
            assertInstanceOf(EndApplication::class.java, tap.run(RecordedCard()))
            tap.stop()
        }
    }

    /** Each call of a whole tap fails, is lost, hangs and is cancelled, or cancels itself. */
    private fun trouble() {
        for (call in 0..7) {
            case("the transport fails at call $call") {
                val reader = labReader()
                val card = RecordedCard(call) { throw IOException("card 4761739001010010") }
                assertInstanceOf(IOException::class.java, failureOf(reader.tap(RECORDED_TAP), card))
                assertApproved(reader)
            }
            case("the tap is cancelled at call $call") {
                val reader = labReader()
                val card = RecordedCard(call) { hang() }
                val tap = reader.tap(RECORDED_TAP)
                runBlocking {
                    val running = launch { tap.run(card) }
                    card.reached.await()
                    running.cancelAndJoin()
                    assertTrue(running.isCancelled)
                }
                assertTrue(card.fieldOffs >= 1)
                assertApproved(reader)
            }
        }
        for (call in 1..6) {
            for (error in L1Error.entries) {
                case("the card is lost at call $call: $error") {
                    val reader = labReader()
                    val result = reader.tap(RECORDED_TAP).run(RecordedCard(call) { throw CardException(error) })
                    assertFalse(result is OnlineRequest)
                    assertApproved(reader)
                }
            }
        }
        case("an error of the machine goes through") {
            val failed = failureOf(labReader().tap(RECORDED_TAP), RecordedCard(2) { throw StackOverflowError() })
            assertInstanceOf(StackOverflowError::class.java, failed)
        }
        case("switching the field off fails too") {
            val reader = labReader()
            val card = object : CardTransport by RecordedCard(2, { throw IOException("first") }) {
                override suspend fun fieldOff(hold: Duration) = throw IOException("second")
            }
            val failed = failureOf(reader.tap(RECORDED_TAP), card)
            assertEquals("first", failed.message)
            assertTrue(failed.suppressed.any { it.message == "second" })
            assertApproved(reader)
        }
        case("cancelled before it begins") {
            val reader = labReader()
            runBlocking { launch { reader.tap(RECORDED_TAP).run(RecordedCard()) }.cancel() }
            assertApproved(reader)
        }
        case("a transport that throws a cancellation of its own") {
            val failed = failureOf(labReader().tap(RECORDED_TAP), RecordedCard(2) { throw CancellationException("own") })
            assertInstanceOf(CancellationException::class.java, failed)
        }
    }

    private fun theBridgesOwnLoop() {
        case("the bridge runs a tap with a card in Kotlin") {
            val shown = mutableListOf<UiRequest>()
            val outcome = session().run(RECORDED_TAP.bridge(false), Link(), screen(shown::add))
            assertEquals("APPROVED", outcome?.kind?.name)
            assertTrue(shown.isNotEmpty())
        }
        case("an unexpected exception crosses the border as its kind alone") {
            val session = session()
            val link = Link { throw IllegalArgumentException("card 4761739001010010") }
            val failed = assertThrows(TapkernelException.Link::class.java) { run(session, link) }
            assertEquals("java.lang.IllegalArgumentException", failed.reason)
            assertFalse("4761739001010010" in failed.stackTraceToString())
            assertEquals("APPROVED", run(session, Link())?.kind?.name)
        }
        case("a card that is lost is told by its type") {
            var lost = 0
            val outcome = run(session(), Link { if (lost++ == 2) throw LinkException.NoAnswer(L1Error.TRANSMISSION) })
            assertTrue(outcome?.kind?.name in listOf("APPROVED", "END_APPLICATION"))
            assertTrue(lost > 2)
        }
        case("a screen that fails ends the tap") {
            val failed = assertThrows(TapkernelException.Link::class.java) {
                session().run(RECORDED_TAP.bridge(false), Link(), screen { throw IllegalStateException("x") })
            }
            assertEquals("java.lang.IllegalStateException", failed.reason)
        }
        case("a callback that calls the session again") {
            val session = session()
            val link = Link { assertCode(ErrorCode.BUSY) { session.start(RECORDED_TAP.bridge(false), 0u) } }
            assertEquals("APPROVED", run(session, link)?.kind?.name)
        }
        case("a callback that closes the session") {
            val session = session()
            assertEquals("APPROVED", run(session, Link { session.close() })?.kind?.name)
            assertThrows(IllegalStateException::class.java) { session.step() }
        }
    }

    private fun severalAtOnce() {
        case("two readers at once") {
            runBlocking(Dispatchers.Default) {
                List(2) { async { repeat(20) { assertApproved(labReader()) } } }.awaitAll()
            }
        }
        case("one reader from two threads is refused or in order, never worse") {
            val reader = labReader()
            val ended = runBlocking(Dispatchers.Default) {
                List(4) { async { List(20) { runCatching { reader.tap(RECORDED_TAP).run(RecordedCard()) } } } }.awaitAll()
            }
            ended.flatten().mapNotNull { it.exceptionOrNull() }.forEach { assertInstanceOf(TapkernelException.Refused::class.java, it) }
            assertApproved(reader)
        }
        case("two collectors share the events of a tap") {
            val tap = labReader().tap(RECORDED_TAP)
            val counts = runBlocking {
                val collectors = List(2) { async { var count = 0; tap.events.collect { count++ }; count } }
                tap.run(RecordedCard())
                collectors.awaitAll()
            }
            assertEquals(7, counts.sum())
        }
    }

    private fun garbage() {
        case("readers and profiles that nobody closes") {
            repeat(500) { Reader(Profile.builtIn("lab")) }
            System.gc()
            assertApproved(labReader())
        }
        case("a forgotten reader goes with the garbage") { assertCollected { labReader() } }
        case("a forgotten tap goes with the garbage") { assertCollected { labReader().tap(RECORDED_TAP) } }
        case("a card goes when the bridge's loop has ended") { assertCollected { Link().also { run(session(), it) } } }
        case("garbage collection during a tap") { assertApproved(labReader(), RecordedCard(3) { System.gc() }) }
    }

    private fun bigArrays() {
        for (size in listOf(0, 1, 2, 255, 256, 65_538, 1 shl 20, 16 shl 20)) {
            case("an answer of $size bytes") {
                val reader = labReader()
                val recorded = RecordedCard()
                val card = object : CardTransport by recorded {
                    override suspend fun transceive(command: ByteArray, limit: Duration) =
                        if (recorded.calls == 1) ByteArray(size).also { recorded.calls++ } else recorded.transceive(command, limit)
                }
                // A broken answer to the first command ends the tap, or the card is asked for again and is whole then.
                assertFalse(reader.tap(RECORDED_TAP).run(card) is OnlineRequest)
                assertApproved(reader)
            }
        }
        case("a text of sixteen million letters as a profile") {
            assertCode(ErrorCode.PROFILE) { Profile.fromJson("[".repeat(16 shl 20)) }
        }
        case("a hundred thousand data objects") {
            val objects = List(100_000) { DataObject(0x9F02, ByteArray(6)) }
            assertEquals(objects.size, DataObject.readAll(DataObject.writeAll(objects)).size)
        }
        case("a value of more than sixteen bits") {
            assertCode(ErrorCode.BAD_ARGUMENT) { DataObject.writeAll(listOf(DataObject(0x9F02, ByteArray(65_536)))) }
        }
        case("a million unpredictable numbers") {
            assertApproved(Profile.builtIn("lab").use { Reader(it, List(1_000_000) { 0xABABABAB.toInt() }) })
        }
    }

    private class Link(private val before: () -> Unit = {}) : CardLink {
        override fun awaitCard(limitUs: ULong) = Found.CARD
        override fun transceive(command: ByteArray, limitUs: ULong): ByteArray = before().let { answerTo(command) }
        override fun fieldOff(holdUs: ULong) {}
        override fun awaitRemoval(limitUs: ULong) = true
    }

    private fun screen(shown: (UiRequest) -> Unit) = object : Screen {
        override fun show(request: UiRequest) = shown(request).let {}
    }

    private fun session() = Profile.builtIn("lab").lend { Session(it, RECORDED_NUMBERS.map(Int::toUInt)) }

    private fun run(session: Session, link: Link) = session.run(RECORDED_TAP.bridge(false), link, screen {})

    private suspend fun assertApproved(reader: Reader, card: CardTransport = RecordedCard()) {
        assertInstanceOf(Approved::class.java, reader.tap(RECORDED_TAP).run(card))
    }

    private suspend fun assertRefused(code: ErrorCode, money: Money) =
        assertCode(code) { labReader().tap(RECORDED_TAP.copy(money = money)).run(RecordedCard()) }

    private inline fun assertCode(code: ErrorCode, ask: () -> Unit) {
        try {
            ask()
        } catch (refused: TapkernelException.Refused) {
            assertEquals(code, refused.code, refused.text)
            assertTrue(refused.advice.isNotEmpty())
            return
        }
        fail<Unit>("not refused, and should be $code")
    }

    private suspend fun failureOf(tap: Tap, card: CardTransport): Throwable =
        try {
            fail("no exception but ${tap.run(card).details}")
        } catch (failed: org.opentest4j.AssertionFailedError) {
            throw failed
        } catch (failed: Throwable) {
            failed
        }

    private fun assertCollected(make: () -> Any) {
        val forgotten = WeakReference(make())
        repeat(100) {
            System.gc()
            if (forgotten.get() == null) return
            Thread.sleep(20)
        }
        fail<Unit>("it is still there")
    }
}
