"""Writes a raw image as a stream-optimized VMDK the way ESXi does: markers, tables behind their grains, directory, footer.

    python3 stream_optimized.py RAW VMDK

Layout: VMware, Virtual Disk Format 5.0. Nothing but the standard library.
"""
import struct
import sys
import zlib

SECTOR, GRAIN, PER_TABLE = 512, 65536, 512


def pad(content):
    return content + bytes(-len(content) % SECTOR)


def header(sectors, directory, descriptor_at, descriptor_size):
    return struct.pack(
        "<4sIIQQQQIQQQB4sH", b"KDMV", 3, 0x30001, sectors, GRAIN // SECTOR, descriptor_at, descriptor_size, PER_TABLE, 0,
        directory, 128, 0, b"\n \r\n", 1).ljust(SECTOR, b"\0")


def marker(value, kind):
    return struct.pack("<QII", value, 0, kind).ljust(SECTOR, b"\0")


def main(raw, vmdk):
    with open(raw, "rb") as source:
        content = source.read()
    sectors = len(content) // SECTOR
    text = ('# Disk DescriptorFile\nversion=1\nCID=7e57ab1e\nparentCID=ffffffff\ncreateType="streamOptimized"\n'
            'RDONLY %d SPARSE "generated-disk1.vmdk"\nddb.adapterType = "lsilogic"\n' % sectors).encode("ascii")
    with open(vmdk, "wb") as out:
        out.write(header(sectors, 0xFFFFFFFFFFFFFFFF, 1, 20))
        out.write(text.ljust(20 * SECTOR, b"\0"))
        out.write(bytes(128 * SECTOR - out.tell()))
        grains = -(-len(content) // GRAIN)
        directory = []
        for first in range(0, grains, PER_TABLE):
            table = [0] * PER_TABLE
            for number in range(first, min(first + PER_TABLE, grains)):
                grain = content[number * GRAIN:(number + 1) * GRAIN]
                if any(grain):
                    packed = zlib.compress(grain.ljust(GRAIN, b"\0"), 1)
                    table[number - first] = out.tell() // SECTOR
                    out.write(pad(struct.pack("<QI", number * GRAIN // SECTOR, len(packed)) + packed))
            if not any(table):
                directory.append(0)
                continue
            out.write(marker(PER_TABLE * 4 // SECTOR, 1))
            directory.append(out.tell() // SECTOR)
            out.write(struct.pack("<%dI" % PER_TABLE, *table))
        packed = pad(struct.pack("<%dI" % len(directory), *directory))
        out.write(marker(len(packed) // SECTOR, 2))
        directory_at = out.tell() // SECTOR
        out.write(packed)
        out.write(marker(1, 3))
        out.write(header(sectors, directory_at, 0, 0))
        out.write(marker(0, 0))


main(sys.argv[1], sys.argv[2])
