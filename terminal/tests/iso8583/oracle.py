"""Reads and writes messages with pyiso8583 (MIT), a codec by others, and says whether it agrees.

One JSON object a line on standard input:
  {"table": [[number, content, prefix_digits, most], ...]}             what our table says; stays for what follows
  {"dialect": {"bcd", "hex_bitmap", "f_behind"}, "hex", "type", "fields": {number: text or hex for b}}
One line of output each: "ok", or what differs.
"""

import json
import sys

import iso8583
import iso8583.specs


def field(content, prefix_digits, most, bcd, f_behind):
    """One row of a pyiso8583 specification."""
    row = {"data_enc": "ascii", "len_enc": "ascii", "len_type": prefix_digits, "max_len": most, "desc": ""}
    if bcd:
        row["len_enc"], row["len_type"] = "bcd", (prefix_digits + 1) // 2
    if content == "B":
        row["data_enc"] = "b"
    elif bcd and content in ("N", "Z"):
        row.update(data_enc="b", len_count="nibbles")
        row.update({"right_pad": "F"} if f_behind and prefix_digits else {"left_pad": "0"})
    elif bcd and content == "Xn":
        # A character and packed digits: to pyiso8583, bytes.
        row.update(data_enc="b", max_len=1 + (most - 1) // 2)
    return row


def specification(table, dialect):
    bcd = dialect["bcd"]
    fixed = lambda encoding, length: {"data_enc": encoding, "len_enc": "ascii", "len_type": 0, "max_len": length, "desc": ""}
    bitmap = fixed("ascii", 16) if dialect["hex_bitmap"] else fixed("b", 8)
    spec = {"h": fixed("ascii", 0), "t": fixed("b", 2) if bcd else fixed("ascii", 4), "p": bitmap, "1": dict(bitmap)}
    for number, content, prefix_digits, most in table:
        spec[str(number)] = field(content, prefix_digits, most, bcd, dialect["f_behind"])
    # Never used; pyiso8583 wants every field.
    spec.setdefault("65", fixed("b", 1))
    return spec


def expected(table, message):
    """The fields as pyiso8583 has them: bytes in hexadecimal."""
    contents = {str(number): content for number, content, _, _ in table}
    fields = {}
    for number, value in message["fields"].items():
        content = contents[number]
        if message["dialect"]["bcd"] and content == "Z":
            value = "".join("%X" % (ord(character) & 15) for character in value)
        elif message["dialect"]["bcd"] and content == "Xn":
            value = "%02X" % ord(value[0]) + value[1:]
        fields[number] = value
    return fields


def check(table, message):
    spec = specification(table, message["dialect"])
    decoded, _ = iso8583.decode(bytes.fromhex(message["hex"]), spec)
    wanted = expected(table, message)
    if decoded["t"] != message["type"]:
        return f"type {decoded['t']}"
    seen = {number: value for number, value in decoded.items() if number.isdigit() and number != "1"}
    for number in sorted(set(seen) | set(wanted), key=int):
        if seen.get(number) != wanted.get(number):
            return f"field {number}"
    encoded, _ = iso8583.encode({"h": "", "t": message["type"], **wanted}, spec)
    return "ok" if bytes(encoded).hex() == message["hex"].lower() else "written otherwise"


def compare_tables(table):
    """Rows that pyiso8583's own table of 1987 has otherwise, as "number: theirs"."""
    theirs, differences = iso8583.specs.default, []
    for number, content, prefix_digits, most in table:
        row = theirs[str(number)]
        if (row["len_type"], row["max_len"], row["data_enc"] == "b") != (prefix_digits, most, content == "B"):
            differences.append(f"{number}: {row['len_type']} {row['max_len']} {row['data_enc']}")
    return "; ".join(differences) or "ok"


def main():
    table = []
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "table" in request:
                table = request["table"]
                answer = compare_tables(table)
            else:
                answer = check(table, request)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        print(answer, flush=True)


main()
