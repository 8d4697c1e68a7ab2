package tapkernel

import java.time.LocalDateTime
import java.util.Currency
import tapkernel.ffi.LocalTime
import tapkernel.ffi.Transaction as BridgeTransaction

/**
 * An amount of money.
 *
 * @property minorUnits in the currency's minor unit: cents for EUR
 * @property currency ISO 4217 letters
 */
public data class Money(public val minorUnits: Long, public val currency: String) {
    /** @throws IllegalArgumentException if ISO 4217 does not know [currency] */
    internal val code: Int get() = Currency.getInstance(currency).numericCode
}

/**
 * What a tap is about.
 *
 * @property money the total, cashback included
 * @property type Transaction Type
 * @property other the cashback part, in minor units
 * @property at local date and time
 */
public data class Transaction @JvmOverloads constructor(
    public val money: Money,
    public val type: TransactionType = TransactionType.PURCHASE,
    public val other: Long = 0,
    public val at: LocalDateTime = LocalDateTime.now(),
) {
    init {
        require(money.minorUnits >= 0 && other >= 0) { "an amount is not negative" }
    }

    internal fun bridge(choice: Boolean) = BridgeTransaction(
        transactionType = type,
        amount = money.minorUnits.toULong(),
        amountOther = other.toULong(),
        currency = money.code.toUShort(),
        currencyExponent = 0u,
        `when` = at.bridge(),
        choice = choice,
    )
}

private fun LocalDateTime.bridge() = LocalTime(
    year.toUShort(),
    monthValue.toUByte(),
    dayOfMonth.toUByte(),
    hour.toUByte(),
    minute.toUByte(),
    second.toUByte(),
)
