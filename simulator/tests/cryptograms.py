"""Second formulation of the simulator's symmetric cryptography, in plain Python without libraries.

Prints one line `name value` for each number that test-vectors/cryptograms/second-formulation.json holds.
DES after FIPS 46-3; its tables are those of the standard.
"""
import hashlib

IP = [58 - 8 * (i % 8) + 2 * (i // 8) if i < 32 else 57 - 8 * (i % 8) + 2 * ((i - 32) // 8) for i in range(64)]
FP = [IP.index(i + 1) + 1 for i in range(64)]
E = [((4 * (i // 6) + i % 6 - 1) % 32) + 1 for i in range(48)]
P = [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
     2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25]
PC1 = [57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
       63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4]
PC2 = [14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
       41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32]
S = ["e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d",
     "f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9",
     "a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c",
     "7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e",
     "2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453",
     "c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d",
     "4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c",
     "d2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b"]
S = [[int(c, 16) for c in row.replace(" ", "")] for row in S]


def pick(value, width, table):
    return sum(((value >> (width - t)) & 1) << (len(table) - 1 - i) for i, t in enumerate(table))


def des(key, block, decrypt=False):
    c, keys = pick(int.from_bytes(key, "big"), 64, PC1), []
    for n in [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]:
        left, right = c >> 28, c & 0xFFFFFFF
        left, right = [((h << n) | (h >> (28 - n))) & 0xFFFFFFF for h in (left, right)]
        c = left << 28 | right
        keys.append(pick(c, 56, PC2))
    x = pick(int.from_bytes(block, "big"), 64, IP)
    left, right = x >> 32, x & 0xFFFFFFFF
    for k in keys[::-1] if decrypt else keys:
        t, out = pick(right, 32, E) ^ k, 0
        for i in range(8):
            six = t >> (42 - 6 * i) & 63
            out = out << 4 | S[i][(six >> 4 & 2 | six & 1) * 16 + (six >> 1 & 15)]
        left, right = right, left ^ pick(out, 32, P)
    return pick(right << 32 | left, 64, FP).to_bytes(8, "big")


def tdes(key, block):
    return des(key[:8], des(key[8:], des(key[:8], block), True))


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def derive(imk, seed):
    key = tdes(imk, seed) + tdes(imk, xor(seed, b"\xff" * 8))
    return bytes(b if bin(b).count("1") % 2 else b ^ 1 for b in key)


def option_a(imk, pan, psn):
    return derive(imk, bytes.fromhex((pan + psn)[-16:].zfill(16)))


def option_b(imk, pan, psn):
    digits = pan + psn
    h = hashlib.sha1(bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2))).hexdigest()
    y = "".join(c for c in h if c.isdigit()) + "".join(str(int(c, 16) - 10) for c in h if not c.isdigit())
    return derive(imk, bytes.fromhex(y[:16]))


def retail_mac(key, data, method):
    data += b"\x80" if method == 2 else b""
    data += bytes(-len(data) % 8)
    state = bytes(8)
    for i in range(0, len(data), 8):
        state = des(key[:8], xor(state, data[i:i + 8]))
    return des(key[:8], des(key[8:], state, True))


IMK = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")


def main():
    card = option_a(IMK, "4761739001010036", "01")
    cvn17 = bytes.fromhex("000000004100" "AB12CD34" "0007" "A0")
    # PUT DATA 9F7C: header, counter 0007, cryptogram, data; the card's key with counter and inverted counter.
    sk_smi = xor(card, bytes.fromhex("000000000000" "0007" "000000000000" "FFF8"))
    put_data = bytes.fromhex("04DA9F7C0B" "0007" "29CCA15AE665FA2E" "010203")
    lines = {
        "kcv": tdes(IMK, bytes(8))[:3],
        "option_a_15_digits": option_a(IMK, "376100000000004", "00"),
        "option_a_16_digits": card,
        "option_b_17_digits": option_b(IMK, "12345678901234567", "45"),
        "option_b_18_digits": option_b(IMK, "123456789012345678", "00"),
        "option_b_19_digits": option_b(IMK, "1234567890123456789", "12"),
        "cvn17": retail_mac(card, cvn17, 1),
        "mac_put_data": retail_mac(sk_smi, put_data, 2),
        "mac_zeros_whole_block": retail_mac(card, bytes(range(16)), 1),
        "mac_one_bit_whole_block": retail_mac(card, bytes(range(16)), 2),
    }
    for name, value in lines.items():
        print(name, value.hex().upper())
    # For option B an example whose hash has fewer than 16 decimal digits, so that letters count too.
    for n in range(10 ** 6):
        pan = "4" + str(n).zfill(16)
        if sum(c.isdigit() for c in hashlib.sha1(bytes.fromhex("0" + pan + "00")).hexdigest()) < 16:
            print("option_b_letters", pan, option_b(IMK, pan, "00").hex().upper())
            break


if __name__ == "__main__":
    main()
