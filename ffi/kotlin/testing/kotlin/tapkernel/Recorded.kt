package tapkernel

import java.io.File
import java.time.LocalDateTime
import kotlin.time.Duration
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation

/** The folder of the transcripts that all languages run. */
internal val TRANSCRIPTS = File(System.getProperty("test.vectors"), "transcripts")

internal fun hex(text: String) = ByteArray(text.length / 2) { text.substring(2 * it, 2 * it + 2).toInt(16).toByte() }

internal fun hex(bytes: ByteArray) = bytes.joinToString("") { "%02X".format(it) }

/** Answers of the recorded test card that is approved offline, by the header of the command. */
internal val RECORDED_CARD: Map<String, ByteArray> by lazy {
    val text = File(TRANSCRIPTS, "visa.json").readText().substringBefore("dhu-mock-visa-online")
    val exchange = Regex("\"c\": \"([0-9A-F]+)\",\\s*\"r\": \"([0-9A-F]+)\"")
    exchange.findAll(text).associate { it.groupValues[1].take(8) + it.groupValues[1].drop(10).take(14) to hex(it.groupValues[2]) }
}

/** The recorded tap: 2.00 USD on its day, with its Unpredictable Number. */
internal val RECORDED_TAP = Transaction(Money(200, "USD"), at = LocalDateTime.of(2019, 8, 19, 12, 0))
internal val RECORDED_NUMBERS = List(1_000) { 0xABABABAB.toInt() }

/** Plays the recorded card, and at call number [trouble] does [what] instead. */
internal class RecordedCard(
    private val trouble: Int = -1,
    private val what: suspend () -> Unit = {},
) : CardTransport {
    var calls = 0
    var fieldOffs = 0
    val commands = mutableListOf<String>()
    val reached = CompletableDeferred<Unit>()

    private suspend fun called() {
        if (calls++ == trouble) {
            reached.complete(Unit)
            what()
        }
    }

    override suspend fun awaitCard(limit: Duration): Activation {
        called()
        return Activation.CARD
    }

    override suspend fun transceive(command: ByteArray, limit: Duration): ByteArray {
        called()
        commands += hex(command)
        return answerTo(command)
    }

    override suspend fun fieldOff(hold: Duration) {
        fieldOffs++
        called()
    }

    override suspend fun awaitRemoval(limit: Duration): Boolean {
        called()
        return true
    }
}

internal fun answerTo(command: ByteArray): ByteArray {
    val text = hex(command)
    return RECORDED_CARD.entries.firstOrNull { (key, _) -> key.take(8) == text.take(8) && sameFile(key, text) }?.value
        ?: hex("6A82")
}

/** SELECT goes by the name that is selected. */
private fun sameFile(key: String, command: String) = !command.startsWith("00A4") || key.drop(8) == command.drop(10).take(14)

internal fun labReader() = Profile.builtIn("lab").use { Reader(it, RECORDED_NUMBERS) }

internal suspend fun hang(): Nothing = awaitCancellation()
