"""Verifies with pow() what software cards answered: certificates, static data, fDDA signature.

Reads one JSON document from stdin: {"ca": {modulus, exponent}, "taps": [{name, format, terminal, gpo, records}]},
all in hexadecimal; `records` are [signed, data] pairs in the order of the AFL. Prints `name ok` or fails.
"""
import hashlib
import json
import sys


def tlv(data):
    out, i = {}, 0
    while i < len(data):
        start = i
        i += 1
        if data[start] & 0x1F == 0x1F:
            while data[i] & 0x80:
                i += 1
            i += 1
        tag, length = data[start:i].hex().upper(), data[i]
        i += 1
        if length > 0x80:
            n = length & 0x7F
            length, i = int.from_bytes(data[i:i + n], "big"), i + n
        assert tag not in out, "twice: " + tag
        out[tag] = data[i:i + length]
        assert len(out[tag]) == length
        i += length
    return out


def recover(signature, modulus, exponent, head, hashed_only):
    assert len(signature) == len(modulus)
    n = int.from_bytes(modulus, "big")
    plain = pow(int.from_bytes(signature, "big"), int.from_bytes(exponent, "big"), n).to_bytes(len(modulus), "big")
    assert plain[0] == 0x6A and plain[-1] == 0xBC and plain[1] == head, plain.hex()
    assert hashlib.sha1(plain[1:-21] + hashed_only).digest() == plain[-21:-1], "hash"
    return plain


def key(plain, at, remainder):
    assert plain[at - 4:at - 2] == b"\x01\x01"
    length, room = plain[at - 2], len(plain) - 21 - at
    part = plain[at:at + room]
    if length <= room:
        assert set(part[length:]) <= {0xBB} and not remainder
        return part[:length]
    assert len(remainder) == length - room
    return part + remainder


def main():
    job = json.load(sys.stdin)
    ca, ca_exponent = (bytes.fromhex(job["ca"][name]) for name in ("modulus", "exponent"))
    for tap in job["taps"]:
        data = tlv(tlv(bytes.fromhex(tap["gpo"]))["77"])
        static = b""
        for signed, record in tap["records"]:
            content = tlv(bytes.fromhex(record))["70"]
            static += content if signed else b""
            for tag, value in tlv(content).items():
                assert tag not in data, "twice: " + tag
                data[tag] = value
        assert data["9F4A"] == b"\x82"
        static += data["82"]
        get = lambda tag: data.get(tag, b"")
        issuer = recover(data["90"], ca, ca_exponent, 2, get("92") + data["9F32"])
        assert data["5A"].hex().startswith(issuer[2:6].hex().rstrip("f"))
        issuer_key = key(issuer, 15, get("92"))
        icc = recover(data["9F46"], issuer_key, data["9F32"], 4, get("9F48") + data["9F47"] + static)
        assert icc[2:12].hex().rstrip("f") == data["5A"].hex()
        icc_key = key(icc, 21, get("9F48"))
        terminal = {tag: bytes.fromhex(value) for tag, value in tap["terminal"].items()}
        hashed = terminal["9F37"] + terminal["9F02"] + terminal["5F2A"] + data["9F69"]
        sdad = recover(data["9F4B"], icc_key, data["9F47"], int(tap["format"], 16), hashed)
        assert sdad[2:7] == b"\x01\x03\x02" + data["9F36"], sdad.hex()
        assert data["9F69"][0] == 1 and data["9F69"][5:7] == data["9F6C"]
        print(tap["name"], "ok")


if __name__ == "__main__":
    main()
