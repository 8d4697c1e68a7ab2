package tapkernel.sample

import android.app.Activity
import android.os.Bundle
import android.view.Gravity
import android.view.View
import android.view.WindowManager
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import tapkernel.Approved
import tapkernel.CardRead
import tapkernel.CardReleased
import tapkernel.Declined
import tapkernel.EndApplication
import tapkernel.EnterPin
import tapkernel.Money
import tapkernel.OnlineRequest
import tapkernel.Profile
import tapkernel.Reader
import tapkernel.Show
import tapkernel.Tap
import tapkernel.TapEvent
import tapkernel.TapResult
import tapkernel.TryAnotherInterface
import tapkernel.Waiting
import tapkernel.android.NfcTapSession
import tapkernel.android.NfcUnavailableException

/**
 * One purchase of 41.00 EUR, again and again. It shows what a shop's screen needs: the messages of the reader, the time that is
 * left, a tone when the card may go, and what came of it. There is no acquirer here: an online request ends with its size.
 *
 * The screen stays on and upright: a phone that turns or sleeps during a tap loses the card.
 */
class TapActivity : Activity() {
    private val scope = MainScope()
    private val reader by lazy { Profile.builtIn("softpos-eur").use(::Reader) }
    private lateinit var message: TextView
    private lateinit var left: TextView
    private lateinit var pay: Button
    private var nfc: NfcTapSession? = null

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        message = TextView(this).apply { textSize = 24f }
        left = TextView(this)
        pay = Button(this).apply { text = "41.00 EUR"; setOnClickListener { begin() } }
        setContentView(screen())
    }

    private fun screen(): LinearLayout {
        val column = LinearLayout(this)
        column.orientation = LinearLayout.VERTICAL
        column.gravity = Gravity.CENTER
        listOf<View>(message, left, pay).forEach { column.addView(it) }
        return column
    }

    private fun begin(): Job {
        pay.isEnabled = false
        return scope.launch {
            message.text = try {
                worded(purchase(session()))
            } catch (unavailable: NfcUnavailableException) {
                unavailable.message
            }
            left.text = ""
            pay.isEnabled = true
        }
    }

    /** One session for the whole screen: the reader mode stays on while the card is still there after the tap. */
    private fun session() = nfc ?: NfcTapSession(this).also { nfc = it }

    private suspend fun purchase(nfc: NfcTapSession): TapResult = coroutineScope {
        val tap: Tap = reader.purchase(Money(41_00, "EUR"))
        launch { tap.events.collect(::show) }
        tap.run(nfc)
    }

    private fun show(event: TapEvent) = when (event) {
        is Show -> event.text?.let { message.text = it }
        is Waiting -> event.left?.let { left.text = it.inWholeSeconds.toString() }
        is CardRead -> message.playSoundEffect(android.view.SoundEffectConstants.CLICK)
        is EnterPin -> left.text = "PIN"
        else -> Unit
    }

    private fun worded(result: TapResult): String = when (result) {
        is Approved -> "Approved"
        is Declined -> "Declined"
        is OnlineRequest -> "Online request with ${result.details.dataRecord.size} data objects"
        is TryAnotherInterface -> "Another way, please"
        is EndApplication, is CardReleased -> "Not paid"
    }

    override fun onDestroy() {
        scope.cancel()
        nfc?.close()
        reader.close()
        super.onDestroy()
    }
}
