package tapkernel

import tapkernel.ffi.DataObject as BridgeDataObject
import tapkernel.ffi.TapkernelException

/**
 * One data object in BER-TLV. Its value may be card data: it is not printed, and whoever copies it wipes the copy.
 *
 * @property tag the number that the bytes of the tag form: `0x9F02`
 * @property value the value
 */
public class DataObject(public val tag: Int, public val value: ByteArray) {
    override fun equals(other: Any?): Boolean =
        other is DataObject && other.tag == tag && other.value.contentEquals(value)

    override fun hashCode(): Int = 31 * tag + value.contentHashCode()

    override fun toString(): String = "%X(%d bytes)".format(tag, value.size)

    public companion object {
        /** The data objects that stand in [bytes] one after the other; what is inside of them is not looked at. */
        @JvmStatic
        @Throws(TapkernelException::class)
        public fun readAll(bytes: ByteArray): List<DataObject> = tapkernel.ffi.readTlv(bytes).map(::own)

        /** [objects] in BER-TLV, one after the other. */
        @JvmStatic
        @Throws(TapkernelException::class)
        public fun writeAll(objects: List<DataObject>): ByteArray = tapkernel.ffi.writeTlv(objects.map { it.bridge() })
    }
}

internal fun own(from: BridgeDataObject) = DataObject(from.tag.toInt(), from.value)

internal fun DataObject.bridge() = BridgeDataObject(tag.toUInt(), value)
