package tapkernel

/** What is built in, as a laboratory notes it down. */
public object Library {
    private val built by lazy { tapkernel.ffi.library() }

    /** Version of the library. */
    @JvmStatic
    public val version: String get() = built.version

    /** SHA-256 over all source files and the selection of kernels, in hexadecimal. */
    @JvmStatic
    public val buildChecksum: String get() = built.buildChecksum

    /** The kernels that are built in: identifier and version. */
    @JvmStatic
    public val kernels: Map<Int, String> get() = built.kernels.associate { it.kernel.toInt() to it.version }

    /** Names of the built-in profiles. */
    @JvmStatic
    public val profiles: List<String> get() = built.profiles
}
