"""Writes the smallest whole file of each sparse format, for fuzzers to begin with.

    python3 fuzz_seeds.py FOLDER      gives FOLDER/{descriptor,hostedSparse,grainStream,cowd,seSparse}/

Layouts: VMware, Virtual Disk Format 5.0; SEsparse as QEMU reads it.
"""
import os
import struct
import sys
import zlib

SECTOR = 512
TEXT = ('# Disk DescriptorFile\nversion=1\nCID=7e57ab1e\nparentCID=ffffffff\ncreateType="%s"\n'
        '%s\nddb.adapterType = "lsilogic"\n')
NOISE = bytes(number * 7 % 251 for number in range(4096))


def header(flags, version, directory, overhead, compression):
    return struct.pack("<4sIIQQQQIQQQB4sH", b"KDMV", version, flags, 16, 8, 1, 1, 512, 0, directory, overhead, 0, b"\n \r\n",
                       compression).ljust(SECTOR, b"\0")


def text(kind):
    return (TEXT % (kind, 'RW 16 SPARSE "a.vmdk"')).encode("ascii").ljust(SECTOR, b"\0")


def hosted():
    table = struct.pack("<512I", 8, 16, *[0] * 510)
    directory = struct.pack("<I", 3).ljust(SECTOR, b"\0")
    return header(1, 1, 2, 8, 0) + text("monolithicSparse") + directory + table + bytes(SECTOR) + NOISE + NOISE[::-1]


def marker(value, kind):
    return struct.pack("<QII", value, 0, kind).ljust(SECTOR, b"\0")


def stream():
    out = header(0x30001, 3, 0xFFFFFFFFFFFFFFFF, 2, 1) + text("streamOptimized")
    places = []
    for number, grain in enumerate((NOISE, NOISE[::-1])):
        places.append(len(out) // SECTOR)
        packed = zlib.compress(grain)
        out += struct.pack("<QI", number * 8, len(packed)) + packed
        out += bytes(-len(out) % SECTOR)
    out += marker(4, 1)
    table = len(out) // SECTOR
    out += struct.pack("<512I", *places, *[0] * 510) + marker(1, 2)
    directory = len(out) // SECTOR
    out += struct.pack("<I", table).ljust(SECTOR, b"\0") + marker(1, 3)
    return out + header(0x30001, 3, directory, 2, 1) + marker(0, 0)


def cowd():
    start = struct.pack("<4s7I", b"COWD", 1, 3, 8192, 1, 4, 2, 45).ljust(4 * SECTOR, b"\0")
    directory = struct.pack("<2I", 5, 0).ljust(SECTOR, b"\0")
    return start + directory + struct.pack("<4096I", *range(37, 45), *[1, 0] * 2044) + NOISE


def se_sparse():
    fields = {0: 0xCAFEBABE, 8: 0x200000001, 16: 8192, 24: 8, 32: 64, 80: 1, 88: 1, 128: 2, 136: 1, 144: 3, 152: 64,
              192: 67, 200: 16, 512: 0xCAFECAFE, 1024: 1 << 60}
    entries = {0: 3 << 60, 1: 3 << 60 | 1 << 48, 2: 2 << 60, 3: 1 << 60}
    fields.update({1536 + 8 * at: entry for at, entry in entries.items()})
    out = bytearray(67 * SECTOR)
    for at, value in fields.items():
        struct.pack_into("<Q", out, at, value)
    return bytes(out) + NOISE + NOISE[::-1]


def deflated(content, level, strategy=zlib.Z_DEFAULT_STRATEGY):
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, 8, strategy)
    return packer.compress(content) + packer.flush()


def inflater():
    """Deflated data (RFC 1951) with each kind of block, and with copies at short distances."""
    lines = b"".join(b"extent %d of disk %x: %s\n" % (at, at * 2654435761 & 0xFFFF, b"abcdefgh"[:at % 8] * (at % 5))
                     for at in range(60))
    return {"dynamic": deflated(lines, 6), "fixed": deflated(lines[:300], 6, zlib.Z_FIXED),
            "stored": deflated(lines[:100], 0), "run": deflated(bytes(3000) + b"ab" * 300, 6)}


def main(folder):
    seeds = {
        "descriptor": (TEXT % ("twoGbMaxExtentFlat", 'RW 8 FLAT "a-f001.vmdk" 0\nRDONLY 63 ZERO')).encode("ascii"),
        "hostedSparse": hosted(), "grainStream": stream(), "cowd": cowd(), "seSparse": se_sparse()}
    for name, content in seeds.items():
        os.makedirs(os.path.join(folder, name), exist_ok=True)
        with open(os.path.join(folder, name, "whole"), "wb") as out:
            out.write(content)
    os.makedirs(os.path.join(folder, "inflater"), exist_ok=True)
    for name, content in inflater().items():
        with open(os.path.join(folder, "inflater", name), "wb") as out:
            out.write(content)
    with open(os.path.join(folder, "hostedSparse", "stream"), "wb") as out:
        out.write(seeds["grainStream"])


main(sys.argv[1])
