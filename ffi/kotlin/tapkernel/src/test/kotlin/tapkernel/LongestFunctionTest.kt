package tapkernel

import java.io.File
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/**
 * The wrapper translates: a function of more than ten lines belongs into `ffi/facade`. Counted are the lines between
 * the signature and the brace that closes it, in Kotlin and in Rust.
 */
internal class LongestFunctionTest {
    private val kotlin = File(checkNotNull(System.getProperty("ffi.kotlin")))

    @Test
    fun `no function of the wrapper is longer than ten lines`() {
        val sources = listOf("tapkernel/src/main", "tapkernel-android/src/main", "src")
            .flatMap { folder -> File(kotlin, folder).walk().filter { it.extension == "kt" || it.extension == "rs" } }
        val functions = sources.flatMap { file -> functions(file.readLines()).map { it to file.name } }
        assertTrue(functions.size > 90, "${functions.size}")
        val (longest, file) = functions.maxBy { it.first.body }
        println("longest wrapper function: ${longest.body} lines, ${longest.name} of $file")
        assertTrue(longest.body <= 10, "${longest.name} of $file has ${longest.body} lines")
    }

    @Test
    fun `a longer one is found`() {
        val long = listOf("fun long() {") + List(11) { "    x()" } + "}"
        assertTrue(functions(long).single().body == 11)
        val signature = listOf("    pub fn wide(", "        a: u8,", "    ) -> u8 {", "        a", "    }")
        assertTrue(functions(signature).single().body == 1)
    }

    private class Function(val name: String, val body: Int)

    /** Lines between the signature and the closing brace, which stands below the first letter of the line of `fun`. */
    private fun functions(lines: List<String>): List<Function> = lines.indices.mapNotNull { at ->
        val name = Regex("\\b(?:fun|fn) (?:<.*> )?`?([\\w. ]+)`?[(<]").find(lines[at])?.groupValues?.get(1)
        if (name == null || lines[at].trimStart().startsWith("//") || lines[at].trimStart().startsWith("*")) return@mapNotNull null
        val indent = lines[at].takeWhile { it == ' ' }
        val end = (at + 1 until lines.size).firstOrNull { lines[it] == "$indent}" } ?: return@mapNotNull null
        val next = (at + 1 until end).any { Regex("^$indent\\S").containsMatchIn(lines[it]) && !lines[it].startsWith("$indent)") && !lines[it].startsWith("$indent}") }
        val opens = (at until end).firstOrNull { lines[it].endsWith("{") } ?: return@mapNotNull null
        if (next) null else Function(name, end - opens - 1)
    }
}
