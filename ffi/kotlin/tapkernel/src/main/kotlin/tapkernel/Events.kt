package tapkernel

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.flow

/** The events of a tap that were not collected yet. Telling one never waits. */
internal class Events {
    private val left = ArrayDeque<TapEvent>()
    private var missed = 0
    private val news = Channel<Unit>(Channel.CONFLATED)

    /** All of them, until [close]. */
    val flow: Flow<TapEvent> = flow {
        emitLeft()
        while (news.receiveCatching().isSuccess) emitLeft()
        emitLeft()
    }

    @Synchronized
    fun tell(event: TapEvent) {
        if (event is Waiting && left.lastOrNull() is Waiting) left.removeLast()
        if (left.size == MOST) left.removeFirst().also { missed++ }
        left.addLast(event)
        news.trySend(Unit)
    }

    fun close() {
        news.close()
    }

    private suspend fun FlowCollector<TapEvent>.emitLeft() {
        while (true) emit(next() ?: return)
    }

    @Synchronized
    private fun next(): TapEvent? {
        if (missed == 0) return left.removeFirstOrNull()
        return Missed(missed).also { missed = 0 }
    }

    private companion object {
        /** A tap tells about ten events, and some more for each time that a card is presented again. */
        const val MOST = 64
    }
}
