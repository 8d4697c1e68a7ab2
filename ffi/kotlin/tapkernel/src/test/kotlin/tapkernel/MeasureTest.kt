package tapkernel

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfSystemProperty
import tapkernel.ffi.CardLink
import tapkernel.ffi.Found
import tapkernel.ffi.Screen
import tapkernel.ffi.Session
import tapkernel.ffi.UiRequest

/** How long a whole tap of the recorded card takes; for `ffi/measure/run`. It asserts nothing. */
@EnabledIfSystemProperty(named = "measure", matches = "yes")
internal class MeasureTest {
    private val answers = HashMap<String, ByteArray>()

    private fun answer(command: ByteArray) = answers.getOrPut(hex(command)) { answerTo(command) }

    private fun measure(name: String, tap: () -> Unit) {
        repeat(2_000) { tap() }
        val times = List(2_000) { System.nanoTime().let { from -> tap().let { System.nanoTime() - from } } }.sorted()
        val (least, median, most) = listOf(0, times.size / 2, times.size * 95 / 100).map { times[it] / 1_000 }
        println("Kotlin, $name: least $least µs, median $median µs, 95 of 100 within $most µs")
    }

    @Test
    fun taps() {
        val reader = Profile.builtIn("lab").use { Reader(it, List(5_000) { 0xABABABAB.toInt() }) }
        measure("a tap through the wrapper") {
            runBlocking { check(reader.tap(RECORDED_TAP).run(Card()) is Approved) }
        }
        val session = Profile.builtIn("lab").lend { Session(it, List(5_000) { 0xABABABABu }) }
        val transaction = RECORDED_TAP.bridge(false)
        measure("a tap in the bridge's own loop, with a card in Kotlin") { session.run(transaction, Link(), Quiet()) }
    }

    private inner class Card : CardTransport by RecordedCard() {
        override suspend fun transceive(command: ByteArray, limit: kotlin.time.Duration) = answer(command)
    }

    private inner class Link : CardLink {
        override fun awaitCard(limitUs: ULong) = Found.CARD
        override fun transceive(command: ByteArray, limitUs: ULong) = answer(command)
        override fun fieldOff(holdUs: ULong) {}
        override fun awaitRemoval(limitUs: ULong) = true
    }

    private class Quiet : Screen {
        override fun show(request: UiRequest) {}
    }
}
