package tapkernel.android

import android.nfc.TransceiveResult
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import tapkernel.CardException
import tapkernel.L1Error

@RunWith(RobolectricTestRunner::class)
@Config(shadows = [UnshadowedIsoDep::class, UnshadowedTagTechnology::class])
internal class IsoDepTransportTest {
    private val select = byteArrayOf(0x00, 0xA4.toByte(), 0x04, 0x00)

    /** Away from the main thread, which is the thread of the test. */
    private fun <T> beside(ask: () -> T): T {
        val thread = Executors.newSingleThreadExecutor()
        try {
            return thread.submit(Callable { ask() }).get()
        } catch (failed: ExecutionException) {
            throw failed.cause ?: failed
        } finally {
            thread.shutdown()
        }
    }

    private fun transport(service: FakeNfcService) = checkNotNull(IsoDepTransport.of(tag(service)))

    private fun connected(service: FakeNfcService) = transport(service).also { beside { it.connect() } }

    private fun errorOf(card: IsoDepTransport, command: ByteArray = select): CardException =
        assertThrows(CardException::class.java) { beside { card.transceive(command, 1.seconds) } }

    @Test
    fun `the answer comes with its status word`() {
        val card = connected(FakeNfcService.answering(0x6F, 0x00, 0x90, 0x00))
        val answer = beside { card.transceive(select, 1.seconds) }
        assertArrayEquals(byteArrayOf(0x6F, 0x00, 0x90.toByte(), 0x00), answer)
    }

    @Test
    fun `a lost tag is a time-out`() {
        val card = connected(FakeNfcService.failing(TransceiveResult.RESULT_TAGLOST))
        assertEquals(L1Error.TIME_OUT, errorOf(card).error)
    }

    @Test
    fun `a failed exchange is a transmission error`() {
        val card = connected(FakeNfcService.failing(TransceiveResult.RESULT_FAILURE))
        assertEquals(L1Error.TRANSMISSION, errorOf(card).error)
    }

    @Test
    fun `a tag that is out of date is a time-out, and its identifier stays here`() {
        val service = FakeNfcService.answering(0x90, 0x00)
        val card = connected(service)
        service.isUpToDate = false
        val failed = errorOf(card)
        assertEquals(L1Error.TIME_OUT, failed.error)
        assertNull(failed.cause)
        val told = failed.stackTraceToString().uppercase()
        assertFalse(told, UID.joinToString("") { "%02X".format(it) } in told || "OUT OF DATE" in told)
    }

    @Test
    fun `a command that is too long is refused before the card gets it`() {
        val service = FakeNfcService.answering(0x90, 0x00)
        service.longest = 253
        val card = connected(service)
        assertEquals(L1Error.PROTOCOL, errorOf(card, ByteArray(254)).error)
        assertTrue(service.commands.isEmpty())
        beside { card.transceive(ByteArray(253), 1.seconds) }
    }

    @Test
    fun `a phone that exceeds its own length is a transmission error`() {
        val card = connected(FakeNfcService.failing(TransceiveResult.RESULT_EXCEEDED_LENGTH))
        assertEquals(L1Error.TRANSMISSION, errorOf(card).error)
    }

    @Test
    fun `an answer without a status word is a protocol error`() {
        assertEquals(L1Error.PROTOCOL, errorOf(connected(FakeNfcService.answering(0x90))).error)
        assertEquals(L1Error.PROTOCOL, errorOf(connected(FakeNfcService.answering())).error)
    }

    @Test
    fun `sending without a connection is a time-out`() {
        assertEquals(L1Error.TIME_OUT, errorOf(transport(FakeNfcService.answering(0x90, 0x00))).error)
    }

    @Test
    fun `the time-out follows the limit, within bounds`() {
        val service = FakeNfcService.answering(0x90, 0x00)
        val card = connected(service)
        for (limit in listOf(4.seconds, 4.seconds, 1.milliseconds, 3.hours)) beside { card.transceive(select, limit) }
        assertEquals(listOf(4_000, 1_000, 10_000), service.timeOuts)
    }

    @Test
    fun `a phone that refuses a time-out keeps its own`() {
        val service = FakeNfcService.answering(0x90, 0x00)
        service.longestTimeOut = 2_000
        val card = connected(service)
        beside { card.transceive(select, 10.seconds) }
        assertTrue(service.timeOuts.isEmpty())
        assertEquals(1, service.commands.size)
    }

    @Test
    fun `a card that cannot be connected is an error of level 1`() {
        val service = FakeNfcService.answering(0x90, 0x00)
        service.connectResult = -1
        assertThrows(CardException::class.java) { connected(service) }
        service.connectResult = -21
        val failed = assertThrows(CardException::class.java) { connected(service) }
        assertEquals(L1Error.PROTOCOL, failed.error)
    }

    @Test
    fun `the main thread is refused`() {
        val card = transport(FakeNfcService.answering(0x90, 0x00))
        assertThrows(IllegalStateException::class.java) { card.connect() }
        assertThrows(IllegalStateException::class.java) { card.transceive(select, 1.seconds) }
        assertThrows(IllegalStateException::class.java) { card.isPresent() }
        assertThrows(IllegalStateException::class.java) { card.close() }
    }

    @Test
    fun `a tag without ISO-DEP is no card`() {
        assertNull(IsoDepTransport.of(tagOfAnotherKind(FakeNfcService.answering(0x90, 0x00))))
    }

    @Test
    fun `closing twice, and after the card has left`() {
        val service = FakeNfcService.answering(0x90, 0x00)
        val card = connected(service)
        beside { card.close() }
        service.isUpToDate = false
        beside { card.close() }
        assertFalse(beside { card.isPresent() })
    }

    @Test
    fun `extended length is as the phone says`() {
        assertFalse(connected(FakeNfcService.answering(0x90, 0x00)).isExtendedLengthSupported)
    }
}
