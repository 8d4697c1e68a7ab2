package tapkernel

import java.io.File
import java.lang.reflect.Proxy
import java.time.LocalDateTime
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import tapkernel.ffi.ErrorIndication
import tapkernel.ffi.Occasion
import tapkernel.ffi.Outcome
import tapkernel.ffi.OutcomeKind
import tapkernel.ffi.OnlineResponseData
import tapkernel.ffi.ResponseUse
import tapkernel.ffi.SessionInterface
import tapkernel.ffi.Start
import tapkernel.ffi.Step
import tapkernel.ffi.TapkernelException
import tapkernel.ffi.UiRequest

/** What follows an online request: with the card of `second_tap.json`, and, for a card that is held, with a session by script. */
internal class OnlineRequestTest {
    private val tap = Transaction(Money(9000, "USD"), at = LocalDateTime.of(2020, 3, 16, 12, 0))

    /** The issuer's answer that the kernel wants at a second tap. */
    private val wanted = listOf(
        DataObject(0x8A, hex("3030")),
        DataObject(0x91, hex("0102030405060708")),
        DataObject(0x72, hex("9F180400000001860684DA00000100")),
    )

    /** The one that it does not want. */
    private val unwanted = listOf(DataObject(0x8A, hex("3030")))

    private fun reader(): Reader {
        val text = File(TRANSCRIPTS, "../profiles/visa-softpos-usd.json").readText().replace("24004000", "2400C000")
        return Profile.fromJson(text).use { Reader(it, listOf(0xABABABAB.toInt(), 0x01020304, 0x01020305)) }
    }

    private suspend fun Reader.ask(): OnlineRequest =
        assertInstanceOf(OnlineRequest::class.java, tap(tap).run(SecondTapCard()))

    @Test
    fun `the answer is brought to the card at a second tap`() = runBlocking {
        val request = reader().ask()
        assertFalse(request.holdsCard)
        assertNull(request.holdLimit)
        assertEquals(Cvm.ONLINE_PIN, request.details.cvm)
        assertTrue(request.details.dataRecord.any { it.tag == 0x9F26 })
        val second = checkNotNull(request.answer(wanted))
        val card = SecondTapCard()
        assertInstanceOf(Approved::class.java, second.run(card))
        assertEquals(listOf("00A40400", "00A40400", "00820000", "84DA0000"), card.commands.map { it.take(8) })
        assertEquals("PRESENT CARD AGAIN", second.events.toList().firstNotNullOf { (it as? Show)?.text })
    }

    @Test
    fun `an answer that the card does not get stands as it is`() = runBlocking {
        val reader = reader()
        val request = reader.ask()
        assertNull(request.answer(unwanted))
        assertOver(request)
        assertInstanceOf(OnlineRequest::class.java, reader.tap(tap).run(SecondTapCard()))
        Unit
    }

    @Test
    fun `an answer is not taken twice`() = runBlocking {
        val request = reader().ask()
        val second = checkNotNull(request.answer(wanted))
        assertOver(request)
        assertInstanceOf(Approved::class.java, second.run(SecondTapCard()))
        assertOver(request)
    }

    @Test
    fun `an answer that is refused may be given again`() = runBlocking {
        val request = reader().ask()
        val refused = assertThrows(TapkernelException.Refused::class.java) { request.answer(listOf(DataObject(0x9F, hex("00")))) }
        assertEquals(ErrorCode.BAD_ARGUMENT, refused.code)
        assertNotNull(request.answer(wanted))
        Unit
    }

    @Test
    fun `another card at the second tap`() = runBlocking {
        val second = checkNotNull(reader().ask().answer(wanted))
        assertInstanceOf(EndApplication::class.java, second.run(SecondTapCard(select = "6A82")))
        Unit
    }

    @Test
    fun `a second tap that nobody runs leaves the reader free`() = runBlocking {
        val reader = reader()
        val second = checkNotNull(reader.ask().answer(wanted))
        val request = reader.ask()
        assertThrows(IllegalStateException::class.java) { runBlocking { second.run(SecondTapCard()) } }
        assertInstanceOf(Approved::class.java, checkNotNull(request.answer(wanted)).run(SecondTapCard()))
        Unit
    }

    @Test
    fun `a request is over when another tap begins, and does not disturb it`() = runBlocking {
        val reader = reader()
        val former = reader.ask()
        val meddling = SecondTapCard {
            assertNull(former.letGo())
            assertOver(former)
        }
        val request = assertInstanceOf(OnlineRequest::class.java, reader.tap(tap).run(meddling))
        assertTrue(meddling.commands.size > 2)
        assertOver(former)
        assertNotNull(request.answer(wanted))
        Unit
    }

    @Test
    fun `a refused tap leaves the request`() = runBlocking {
        val reader = reader()
        val request = reader.ask()
        val tooMuch = reader.tap(tap.copy(money = Money(1_000_000_000_000, "USD")))
        assertThrows(TapkernelException.Refused::class.java) { runBlocking { tooMuch.run(SecondTapCard()) } }
        assertNotNull(request.answer(wanted))
        Unit
    }

    @Test
    fun `without an answer`() = runBlocking {
        val reader = reader()
        val request = reader.ask()
        assertNull(request.letGo())
        assertNull(request.letGo())
        assertOver(request)
        assertInstanceOf(OnlineRequest::class.java, reader.tap(tap).run(SecondTapCard()))
        Unit
    }

    @Test
    fun `a held card gets the answer where it is`() = runBlocking {
        val held = Script(goOnline, ResponseUse.HELD_CARD)
        val request = held.ask()
        assertTrue(request.holdsCard)
        assertEquals(10.seconds, request.holdLimit)
        held.steps += listOf(Step.FieldOff(0u), Step.Concluded(OutcomeKind.APPROVED, Cvm.NO_CVM), Step.Idle)
        held.outcome = outcome(OutcomeKind.APPROVED, held = false)
        val card = RecordedCard()
        assertInstanceOf(Approved::class.java, checkNotNull(request.answer(wanted)).run(card))
        assertEquals(listOf("elapsed", "onlineResponse"), held.told)
        assertEquals(1, card.fieldOffs)
        assertOver(request)
    }

    @Test
    fun `a held card that does not get the answer is let go, its field off, its message shown`() = runBlocking {
        val held = Script(goOnline, ResponseUse.FINAL)
        val request = held.ask()
        assertReleased(held, checkNotNull(request.answer(unwanted)))
        assertEquals(listOf("elapsed", "onlineResponse"), held.told)
        assertOver(request)
    }

    @Test
    fun `a held card is let go without an answer`() = runBlocking {
        val held = Script(goOnline, ResponseUse.FINAL)
        val request = held.ask()
        assertReleased(held, checkNotNull(request.letGo()))
        assertEquals(listOf("stop"), held.told)
        assertNull(request.letGo())
        assertOver(request)
    }

    @Test
    fun `a request that is over stops no other tap`() = runBlocking {
        val held = Script(goOnline, ResponseUse.FINAL)
        val request = held.ask()
        held.steps += Step.Idle
        held.outcome = outcome(OutcomeKind.APPROVED, held = false)
        assertInstanceOf(Approved::class.java, held.run())
        assertNull(request.letGo())
        assertTrue(held.told.isEmpty())
    }

    private suspend fun assertReleased(held: Script, rest: Tap) {
        held.steps += listOf(Step.Display(removeCard), Step.FieldOff(0u), Step.Released, Step.Idle)
        val card = RecordedCard()
        val released = assertInstanceOf(CardReleased::class.java, rest.run(card))
        assertTrue(released.details.dataRecord.isEmpty())
        assertEquals(1, card.fieldOffs)
        assertEquals(listOf("PLEASE REMOVE CARD"), rest.events.toList().mapNotNull { (it as? Show)?.text })
    }

    private fun assertOver(request: OnlineRequest) {
        val refused = assertThrows(TapkernelException.Refused::class.java) { request.answer(wanted) }
        assertEquals(ErrorCode.NO_OUTCOME, refused.code)
    }

    private val goOnline = Step.GoOnline(cardHeld = true, deadlineUs = 10_000_000u)

    private val removeCard = UiRequest(Occasion.PROCESSING, 0x10u, UiStatus.CARD_READ_SUCCESSFULLY, 0u, "PLEASE REMOVE CARD", "", null)

    private fun outcome(kind: OutcomeKind, held: Boolean) = Outcome(
        kind, Start.D.takeIf { held }, OnlineResponseData.ANY, Cvm.NO_CVM, null, null, null, null, AlternateInterface.NOT_APPLICABLE, false,
        null, 10_000u, ErrorIndication(0u, 0u, 0u, 0u, null), OdaMethod.NONE, OdaResult.NOT_PERFORMED, null, 0x2Au, ByteArray(0),
        ByteArray(0), emptyList(), emptyList(), held, held,
    )

    /** A session that gives the steps of a script: the kernels that are built in hold no card. */
    private inner class Script(first: Step, private val use: ResponseUse) {
        val steps = ArrayDeque(listOf(first))
        val told = mutableListOf<String>()
        var outcome = outcome(OutcomeKind.ONLINE_REQUEST, held = true)

        private val session = Proxy.newProxyInstance(
            SessionInterface::class.java.classLoader,
            arrayOf(SessionInterface::class.java),
        ) { _, method, _ ->
            // Kotlin adds to the names of functions with unsigned numbers.
            when (val name = method.name.substringBefore('-')) {
                "step" -> steps.removeFirst()
                "outcome" -> outcome
                "onlineResponse" -> use.also { told += name }
                "start" -> Unit
                else -> Unit.also { told += name }
            }
        } as SessionInterface

        private val taps = Taps(session, Clock(TimeSource.Monotonic))

        suspend fun run(): TapResult = taps.tap(tap).run(RecordedCard())

        suspend fun ask(): OnlineRequest = assertInstanceOf(OnlineRequest::class.java, run())
    }

    /** The card of `second_tap.json`; [before] is called at its second command. */
    private class SecondTapCard(private val select: String? = null, private val before: () -> Unit = {}) : CardTransport {
        val commands = mutableListOf<String>()

        override suspend fun awaitCard(limit: Duration) = Activation.CARD
        override suspend fun fieldOff(hold: Duration) {}
        override suspend fun awaitRemoval(limit: Duration) = true

        override suspend fun transceive(command: ByteArray, limit: Duration): ByteArray {
            commands += hex(command)
            if (commands.size == 2) before()
            return hex(if (commands.size == 2) select ?: answer(commands.last()) else answer(commands.last()))
        }

        private fun answer(command: String) = when (command.take(12)) {
            "00A404000E32" -> "6F2D840E325041592E5359532E4444463031A51BBF0C1861164F07A0000000031010500B56495341204352454449549000"
            "00A4040007A0" -> "6F338407A0000000031010A528500B56495341204352454449549F38189F66049F02069F03069F1A0295055F2A029A039C019F37049000"
            "80A800002383" -> "7757820220005F34010157114761739001010010D221220111438444895F201656495341204352454449542F43415244484F4C" +
                "4445529F100706010A03A000009F260848325309BE82CBA29F2701809F360200779F6C0290409000"
            "008200000801", "84DA00000100" -> "9000"
            else -> "6D00"
        }
    }
}
