package tapkernel

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import tapkernel.ffi.Profile as BridgeProfile
import tapkernel.ffi.Replay
import tapkernel.ffi.ReplayMove
import tapkernel.ffi.Session
import tapkernel.ffi.Step
import tapkernel.ffi.TapkernelException

/** Every transcript through the bridge: the report is that of `tap replay --json`, byte for byte. */
internal class TranscriptsTest {
    /** What `tap replay --json` printed for each file; `./test` writes it. */
    private val expected = File(checkNotNull(System.getProperty("replay.folder")))

    @TestFactory
    fun transcripts() = files().map { file ->
        dynamicTest(file.name) { assertEquals(File(expected, file.name).readText().trimEnd(), report(file)) }
    }

    private fun files(): List<File> {
        val files = TRANSCRIPTS.listFiles { file -> file.extension == "json" }.orEmpty().sorted()
        assertTrue(files.size >= 2, "the folder is empty")
        return files
    }

    private fun report(file: File): String = Replay.parse(file.readText()).use { replay ->
        repeat(replay.count().toInt()) {
            val wanted = replay.profileWanted()?.let { BridgeProfile.fromJson(File(file.parentFile, it).readText()) }
            try {
                replay.begin(wanted).use { play(replay, it) }
            } catch (_: TapkernelException) {
                // The report has it.
            }
        }
        replay.reportJson()
    }

    private fun play(replay: Replay, session: Session) {
        while (true) {
            val step = session.step()
            val command = (step as? Step.Transmit)?.command ?: ByteArray(0)
            val move = replay.next(session, awaits(step), command)
            if (move is ReplayMove.End) return
            try {
                tell(session, move)
            } catch (refused: TapkernelException.Refused) {
                return replay.failed(refused.text)
            }
        }
    }

    private fun awaits(step: Step) = when (step) {
        is Step.Display, is Step.FieldOff, is Step.KernelOutcome, is Step.Concluded, is Step.EnterPin, is Step.Released -> false
        is Step.DataExchange -> step.answerNeeded
        else -> true
    }

    private fun tell(session: Session, move: ReplayMove) {
        when (move) {
            is ReplayMove.Go, is ReplayMove.End -> {}
            is ReplayMove.CardPresent -> session.cardPresent(move.nowUs)
            is ReplayMove.Collision -> session.collision(move.nowUs)
            is ReplayMove.FieldClear -> session.fieldClear(move.nowUs)
            is ReplayMove.CardAnswered -> session.cardAnswered(move.rapdu, move.elapsedUs, move.nowUs)
            is ReplayMove.CardLost -> session.cardLost(move.error, move.nowUs)
            is ReplayMove.Data -> session.data(move.data, move.nowUs)
            is ReplayMove.IssuerAnswered -> session.onlineResponse(move.response, move.nowUs)
            is ReplayMove.Elapsed -> session.elapsed(move.nowUs)
            is ReplayMove.Stop -> session.stop(move.nowUs)
        }
    }
}
