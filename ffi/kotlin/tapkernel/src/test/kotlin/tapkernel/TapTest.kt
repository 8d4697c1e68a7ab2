package tapkernel

import java.util.Collections
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.ExperimentalTime
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What the wrapper makes of a tap. */
internal class TapTest {
    @Test
    fun `a recorded card is approved offline, its signature verified`() = runBlocking {
        labReader().use { reader ->
            val result = assertInstanceOf(Approved::class.java, reader.tap(RECORDED_TAP).run(RecordedCard()))
            assertEquals(OdaResult.VERIFIED, result.details.odaResult)
            assertEquals(Cvm.NO_CVM, result.details.cvm)
            assertEquals("A0000000031010", result.details.aid?.let(::hex))
            assertEquals(3, result.details.kernel)
            assertTrue(result.details.path.isNotEmpty())
        }
    }

    @Test
    fun `events come in order, also to a collector that is late, and end with the tap`() = runBlocking {
        val tap = labReader().tap(RECORDED_TAP)
        tap.run(RecordedCard())
        val events = tap.events.toList()
        assertEquals(listOf("PRESENT CARD", "CARD READ OK, PLEASE REMOVE CARD", "APPROVED"), events.mapNotNull { (it as? Show)?.text })
        val kinds = events.map { it::class.simpleName }
        assertEquals(listOf("Show", "Waiting", "CardFound", "Show", "CardRead", "Show", "Show"), kinds)
    }

    @Test
    fun `a collector beside the tap ends with it`() = runBlocking {
        val tap = labReader().tap(RECORDED_TAP)
        val shown = Collections.synchronizedList(mutableListOf<TapEvent>())
        val collector = launch { tap.events.collect(shown::add) }
        tap.run(RecordedCard())
        collector.join()
        assertEquals(7, shown.size)
    }

    /** The time-out of the profile passes on a virtual clock. */
    @OptIn(ExperimentalCoroutinesApi::class, ExperimentalTime::class)
    @Test
    fun `without a card the tap ends by itself, and the time left is told every second`() = runTest(timeout = 1.minutes) {
        val reader = Profile.builtIn("lab").use { Reader(it, RECORDED_NUMBERS, testTimeSource) }
        val tap = reader.tap(RECORDED_TAP)
        val told = async { tap.events.filterIsInstance<Waiting>().toList() }
        assertInstanceOf(EndApplication::class.java, tap.run(NoCard()))
        val left = told.await().map { checkNotNull(it.left) }
        assertTrue(left.size > 2, "$left")
        assertEquals(left.sortedDescending(), left)
    }

    @Test
    fun `a tap that is stopped ends as the book has it`() = runBlocking {
        val tap = labReader().tap(RECORDED_TAP)
        val ended = async { tap.run(NoCard()) }
        delay(20)
        tap.stop()
        val result = assertInstanceOf(EndApplication::class.java, ended.await())
        assertTrue(result.details.l3Error != 0)
    }

    @Test
    fun `stopped between two commands`() = runBlocking {
        lateinit var tap: Tap
        tap = labReader().tap(RECORDED_TAP)
        val card = RecordedCard(trouble = 2) { tap.stop() }
        assertInstanceOf(EndApplication::class.java, tap.run(card))
        assertEquals(2, card.commands.size)
    }

    @Test
    fun `more than one card`() = runBlocking {
        val card = RecordedCard()
        var first = true
        val two = object : CardTransport by card {
            override suspend fun awaitCard(limit: Duration) =
                if (first) Activation.COLLISION.also { first = false } else Activation.CARD
        }
        val tap = labReader().tap(RECORDED_TAP)
        assertInstanceOf(Approved::class.java, tap.run(two))
        assertTrue(tap.events.filterIsInstance<Show>().toList().any { it.message == 0x19 })
    }

    @Test
    fun `a profile without the card's key asks the issuer or declines, and never approves`() = runBlocking {
        val reader = Profile.builtIn("softpos-eur").use { Reader(it) }
        assertFalse(reader.purchase(Money(10_00, "EUR")).run(RecordedCard()) is Approved)
    }

    @Test
    fun `a collector that comes late gets the latest time and all else, or is told what it missed`() = runBlocking {
        val events = Events()
        repeat(1_000) { events.tell(Waiting(it.seconds)) }
        events.tell(CardFound)
        events.close()
        assertEquals(listOf(Waiting(999.seconds), CardFound), events.flow.toList())
        val many = Events()
        repeat(100) { many.tell(if (it % 2 == 0) CardFound else CardRead) }
        many.close()
        val left = many.flow.toList()
        assertEquals(Missed(36), left.first())
        assertEquals(List(64) { if (it % 2 == 0) CardFound else CardRead }, left.drop(1))
    }

    @Test
    fun `a collector that hangs does not hold up the tap`() = runBlocking {
        val tap = labReader().tap(RECORDED_TAP)
        val collector = launch { tap.events.collect { awaitCancellation() } }
        assertInstanceOf(Approved::class.java, tap.run(RecordedCard()))
        assertTrue(collector.isActive)
        collector.cancel()
    }

    @Test
    fun `the profile is told and explained`() {
        Profile.builtIn("softpos-eur").use { profile ->
            assertEquals("softpos-eur", profile.name)
            assertEquals(64, profile.checksum.length)
            assertEquals(profile.checksum, profile.explain().checksum)
            assertTrue(profile.explain().transactions.any { it.pinFrom != null })
            assertTrue(profile.explainJson().startsWith("{"))
        }
        assertTrue(Profile.problemsInJson("{}").any { it.isError })
        assertTrue("softpos-eur" in Library.profiles)
        assertTrue(3 in Library.kernels)
        assertEquals(64, Library.buildChecksum.length)
    }

    @Test
    fun `data objects are written and read`() {
        val objects = listOf(DataObject(0x9F02, hex("000000000200")), DataObject(0x5A, hex("4761739001010010")))
        assertEquals(objects, DataObject.readAll(DataObject.writeAll(objects)))
    }

    private class NoCard : CardTransport {
        override suspend fun awaitCard(limit: Duration): Activation {
            delay(limit)
            return Activation.TIME_OUT
        }

        override suspend fun transceive(command: ByteArray, limit: Duration): ByteArray = error("there is no card")
        override suspend fun fieldOff(hold: Duration) = delay(hold.coerceAtMost(10.milliseconds))
        override suspend fun awaitRemoval(limit: Duration) = true
    }
}
