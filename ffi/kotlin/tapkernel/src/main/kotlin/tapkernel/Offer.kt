package tapkernel

/**
 * One application of the card that may be chosen.
 *
 * @property label a name to show
 * @property aid AID of the reader's Combination
 * @property kernel identifier of the kernel that would run
 * @property priority the card's, 1 the best; 0 if it gives none
 */
public class Offer internal constructor(from: tapkernel.ffi.Offer) {
    public val label: String = from.label
    public val aid: ByteArray = from.aid
    public val kernel: Int = from.kernel.toInt()
    public val priority: Int = from.priority.toInt()
}
