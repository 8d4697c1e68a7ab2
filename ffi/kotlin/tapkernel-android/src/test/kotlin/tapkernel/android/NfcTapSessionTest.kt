package tapkernel.android

import android.nfc.NfcAdapter
import android.nfc.Tag
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowNfcAdapter
import tapkernel.Activation
import tapkernel.CardException
import tapkernel.L1Error

@RunWith(RobolectricTestRunner::class)
@Config(shadows = [PhoneNfcAdapter::class, UnshadowedIsoDep::class, UnshadowedTagTechnology::class])
internal class NfcTapSessionTest {
    private val select = byteArrayOf(0x00, 0xA4.toByte(), 0x04, 0x00)
    private val service = FakeNfcService.answering(0x90, 0x00)
    private val phone by lazy { adapter().also { it.setEnabled(true) } }
    private val session by lazy {
        phone
        NfcTapSession(activity())
    }

    @After
    fun afterwards() = ShadowNfcAdapter.reset()

    private fun has(flag: Int) = phone.flags and flag != 0

    /** Presents [tags] once the session waits for a card. */
    private suspend fun CoroutineScope.find(limit: Duration, vararg tags: Tag): Activation {
        val found = async { session.awaitCard(limit) }
        while (!has(NfcAdapter.FLAG_READER_NFC_A)) delay(1)
        tags.forEach { phone.dispatchTagDiscovered(it) }
        return found.await()
    }

    private fun tapped(then: suspend CoroutineScope.() -> Unit) = runBlocking {
        assertEquals(Activation.CARD, find(5.seconds, tag(service)))
        then()
    }

    @Test
    fun `reader mode from the beginning, and nothing polled before a card is awaited`() {
        session
        assertTrue(phone.isInReaderMode)
        assertFalse(has(NfcAdapter.FLAG_READER_NFC_A) || has(NfcAdapter.FLAG_READER_NFC_B))
        assertTrue(has(NfcAdapter.FLAG_READER_SKIP_NDEF_CHECK))
    }

    @Test
    fun `cards of type A and B, no NDEF, no sounds, and a late presence check`() = tapped {
        val flags = listOf(
            NfcAdapter.FLAG_READER_NFC_A,
            NfcAdapter.FLAG_READER_NFC_B,
            NfcAdapter.FLAG_READER_SKIP_NDEF_CHECK,
            NfcAdapter.FLAG_READER_NO_PLATFORM_SOUNDS,
        )
        assertEquals(flags.reduce(Int::or), phone.flags)
        assertEquals(5_000, phone.extras?.getInt(NfcAdapter.EXTRA_READER_PRESENCE_CHECK_DELAY))
    }

    @Test
    fun `a card is found, connected and asked`() = tapped {
        assertEquals(1, service.connects)
        assertEquals(2, session.transceive(select, 1.seconds).size)
    }

    @Test
    fun `no card in time`() = runBlocking {
        assertEquals(Activation.TIME_OUT, session.awaitCard(20.milliseconds))
    }

    @Test
    fun `a tag that is no card is passed over`() = runBlocking {
        assertEquals(Activation.TIME_OUT, find(50.milliseconds, tagOfAnotherKind(service)))
        assertEquals(0, service.connects)
    }

    @Test
    fun `a card that leaves before it is connected is passed over`() = runBlocking {
        service.connectResult = -1
        assertEquals(Activation.TIME_OUT, find(50.milliseconds, tag(service)))
        assertEquals(1, service.connects)
    }

    @Test
    fun `without a card there is no answer`() = runBlocking {
        val failed = runCatching { session.transceive(select, 1.seconds) }.exceptionOrNull()
        assertEquals(L1Error.TIME_OUT, (failed as CardException).error)
    }

    @Test
    fun `field off lets the card go and keeps the reader mode`() = tapped {
        session.fieldOff(1.milliseconds)
        assertFalse(has(NfcAdapter.FLAG_READER_NFC_A))
        assertTrue(phone.isInReaderMode)
        val failed = runCatching { session.transceive(select, 1.seconds) }.exceptionOrNull()
        assertTrue(failed is CardException)
    }

    @Test
    fun `a card of the tap before is not taken for a new one`() = tapped {
        phone.dispatchTagDiscovered(tag(service))
        assertEquals(Activation.TIME_OUT, session.awaitCard(20.milliseconds))
    }

    @Test
    fun `removal is seen, and that it has not happened`() = tapped {
        assertFalse(session.awaitRemoval(1.milliseconds))
        service.isPresent = false
        assertTrue(session.awaitRemoval(1.seconds))
    }

    @Test
    fun `without a card the field is clear`() = runBlocking {
        assertTrue(session.awaitRemoval(Duration.ZERO))
    }

    @Test
    fun `waiting for a card can be cancelled`() = runBlocking {
        val waiting = launch { session.awaitCard(60.seconds) }
        delay(10)
        waiting.cancelAndJoin()
        assertTrue(waiting.isCancelled)
    }

    @Test
    fun `closing ends the reader mode, and may be repeated`() = tapped {
        session.close()
        session.close()
        assertFalse(phone.isInReaderMode)
        assertTrue(runCatching { session.transceive(select, 1.seconds) }.exceptionOrNull() is CardException)
    }

    @Test
    fun `a closed session waits for no card`() = runBlocking {
        session.close()
        val failed = runCatching { session.awaitCard(1.seconds) }.exceptionOrNull()
        assertTrue("$failed", failed is IllegalStateException && failed !is CancellationException)
        assertFalse(phone.isInReaderMode)
    }

    @Test
    fun `a phone whose NFC is off says so`() {
        phone.setEnabled(false)
        assertThrows(NfcUnavailableException.SwitchedOff::class.java) { NfcTapSession(activity()) }
    }

    @Test
    fun `a phone without NFC says so`() {
        ShadowNfcAdapter.setNfcHardwareExists(false)
        assertThrows(NfcUnavailableException.Missing::class.java) { NfcTapSession(activity()) }
    }
}
