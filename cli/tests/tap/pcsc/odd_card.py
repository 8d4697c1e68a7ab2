#!/usr/bin/env python3
"""Odd cards in a virtual reader: odd_card.py PORT NAME...; without arguments their names

Plain bytes over the socket of vsmartcard's reader, Python's standard library only, nothing of this project. Each card is
a function from a C-APDU to an R-APDU, or a dictionary from the beginning of a command to an answer, in hexadecimal. None is
a card that leaves. The next card comes when the reader has taken the power after a command, or the card has left.
"""

import socket
import sys
import time

ATR = bytes.fromhex("3B80800101")
PPSE = "00A404000E325041592E5359532E444446303100"
VISA = "A0000000031010"
PAN = "4761739001010119"


def tlv(tag, *parts):
    """An object in hexadecimal."""
    value = "".join(parts)
    length = len(value) // 2
    coded = f"{length:02X}" if length < 128 else f"81{length:02X}" if length < 256 else f"82{length:04X}"
    return tag + coded + value


def directory(*entries):
    return tlv("6F", tlv("84", "325041592E5359532E4444463031"), tlv("A5", tlv("BF0C", *entries))) + "9000"


def entry(aid=VISA):
    return tlv("61", tlv("4F", aid), tlv("87", "01"))


def application(aid=VISA, pdol="9F66049F02069F37045F2A029A03"):
    return tlv("6F", tlv("84", aid), tlv("A5", tlv("50", "56495341"), tlv("9F38", pdol))) + "9000"


TRACK = tlv("57", PAN + "D30122010000012300000F")
CRYPTOGRAM = tlv("9F10", "06011203A00000") + tlv("9F26", "0102030405060708") + tlv("9F36", "0001") + tlv("9F6C", "0000")
OPTIONS = tlv("77", tlv("82", "0000"), TRACK, CRYPTOGRAM) + "9000"
WITH_RECORDS = tlv("77", tlv("82", "0000"), tlv("94", "08010300"), TRACK, CRYPTOGRAM) + "9000"
RECORD = tlv("70", tlv("5F24", "301231"), tlv("5A", PAN), tlv("5F28", "0250")) + "9000"


def visa(**other):
    """An online card without records: directory, application, processing options."""
    answers = {
        "00A404000E": directory(entry()),
        "00A4040007": application(),
        "80A80000": OPTIONS,
        "00B2": "6A83",
    }
    answers.update(other.pop("answers", {}))
    return answers


def loop(status):
    """Always the same detour."""
    return lambda command: bytes.fromhex(status)


def slow(seconds):
    """This long for each answer: far above what cards take, far below the limit."""
    card = visa()

    def answer(command):
        time.sleep(seconds)
        return look_up(card, command)

    return answer


def chained(command):
    """Every answer is fetched with GET RESPONSE, and 6Cxx says how long it is."""
    card = visa()
    if command[1] == 0xC0:
        answer = chained.pending
        if command[4] != len(answer) - 2:
            return bytes([0x6C, len(answer) - 2])
        return answer
    chained.pending = look_up(card, command)
    return bytes([0x61, len(chained.pending) - 2]) if len(chained.pending) > 2 else chained.pending


RECORDS = {
    "00B2010C": tlv("70", tlv("5A", PAN)) + "9000",
    "00B2020C": tlv("70", tlv("5F24", "301231")) + "9000",
    "00B2030C": tlv("70", tlv("5F28", "0250"), tlv("9F69", "01BB7B409B0080")) + "9000",
}

CARDS = {
    # The directory.
    "ppse-refused": {"00A404": "6A82"},
    "ppse-not-supported": {"00A404": "6D00"},
    "contact-only": {
        "00A404000E31": tlv("6F", tlv("84", "315041592E5359532E4444463031"), tlv("A5", tlv("88", "01"))) + "9000",
        "00A404": "6A82",
    },
    "empty-directory": {"00A404000E": directory(), "00A404": "6A82"},
    "directory-without-template": {"00A404000E": entry() + "9000", "00A404": "6A82"},
    "directory-cut-short": {"00A404000E": directory(entry())[:40] + "9000", "00A404": "6A82"},
    "nested-directory": {"00A404000E": tlv("6F", tlv("A5", *[tlv("BF0C", tlv("BF0C", entry()))])) + "9000"},
    "wrong-template": {"00A404000E": directory(entry()).replace("6F", "70", 1), "00A404": "6A82"},
    "all-bits-set": {"00A404000E": "FF" * 256 + "9000"},
    # Status words.
    "warning-with-data": visa(answers={"00A404000E": directory(entry())[:-4] + "6283"}),
    "odd-status": visa(answers={"80A80000": "9F10"}),
    "status-zero": visa(answers={"80A80000": "0000"}),
    "blocked": visa(answers={"00A4040007": "6283"}),
    "not-now": visa(answers={"80A80000": "6985"}),
    "memory-problem": visa(answers={"80A80000": "6581"}),
    "endless-61": loop("6110"),
    "endless-6C": loop("6C10"),
    "chained": chained,
    # Answers that are none, or too much.
    "one-byte": visa(answers={"80A80000": "90"}),
    "empty-answer": visa(answers={"80A80000": "9000"}),
    "empty-select": visa(answers={"00A4040007": "9000"}),
    "full-answer": visa(answers={"00A4040007": tlv("6F", tlv("84", VISA), tlv("A5", tlv("DF01", "55" * 230))) + "9000"}),
    "too-long": visa(answers={"80A80000": "77" * 300 + "9000"}),
    "slow": slow(0.5),
    # Records.
    "records-out-of-order": visa(answers={
        "80A80000": tlv("77", tlv("82", "0000"), tlv("94", "080303000801010008020200"), TRACK, CRYPTOGRAM) + "9000",
        **RECORDS,
    }),
    "record-missing": visa(answers={"80A80000": WITH_RECORDS, "00B2010C": RECORDS["00B2010C"], "00B2": "6A83"}),
    "record-empty": visa(answers={"80A80000": WITH_RECORDS, "00B2": "7000" + "9000"}),
    "record-twice": visa(answers={"80A80000": WITH_RECORDS, "00B2": RECORD}),
    "records-backwards": visa(answers={
        "80A80000": tlv("77", tlv("82", "0000"), tlv("94", "08030100"), TRACK, CRYPTOGRAM) + "9000",
    }),
    "unknown-tags": visa(answers={
        "80A80000": tlv("77", tlv("82", "0000"), tlv("94", "08010100"), tlv("DF7F", "00" * 20), TRACK, CRYPTOGRAM) + "9000",
        "00B2": tlv("70", tlv("5F24", "301231"), tlv("9F7F", "11" * 30), tlv("BF70", tlv("DF01", "FF")), tlv("5A", PAN)) + "9000",
    }),
    "format-1": visa(answers={"80A80000": tlv("80", "0000", "08010100") + "9000", "00B2": RECORD}),
    "pdol-too-long": visa(answers={"00A4040007": application(pdol="9F66FF9F02FF9F37FF")}),
    "pdol-cut-short": visa(answers={"00A4040007": application(pdol="9F669F")}),
    # The field.
    "gone-at-once": lambda command: None,
    "mute-after-select": lambda command: look_up(visa(), command) if command[1] == 0xA4 else None,
    # One that is as it should be, for comparison.
    "good": visa(),
}


def look_up(answers, command):
    sent = command.hex().upper()
    for header in sorted(answers, key=len, reverse=True):
        if sent.startswith(header):
            return bytes.fromhex(answers[header])
    return bytes.fromhex("6D00")


def receive(reader):
    def exactly(count):
        taken = b""
        while len(taken) < count:
            # The reader writes length and message apart, and waits for the acknowledgement of the first.
            reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            more = reader.recv(count - len(taken))
            if not more:
                raise EOFError
            taken += more
        return taken

    return exactly(int.from_bytes(exactly(2), "big"))


def serve(card, port):
    """Whether a tap is over; not if the reader went away."""
    answers = CARDS[card]
    react = answers if callable(answers) else lambda command: look_up(answers, command)
    asked = 0
    with socket.create_connection(("127.0.0.1", port)) as reader:
        while True:
            message = receive(reader)
            if message == b"\4":
                reader.sendall(len(ATR).to_bytes(2, "big") + ATR)
            elif message == b"\0" and asked:
                return
            elif len(message) > 1:
                asked += 1
                answer = react(message)
                if answer is None:
                    return
                reader.sendall(len(answer).to_bytes(2, "big") + answer)


def main(port, names):
    for name in names:
        done = False
        while not done:
            try:
                serve(name, port)
                done = True
            except EOFError:
                # The reader closed the connection: after a broken answer, or because its service ended.
                done = True
            except ConnectionError:
                time.sleep(0.1)
        time.sleep(0.5)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print("\n".join(CARDS))
    else:
        main(int(sys.argv[1]), sys.argv[2:])
