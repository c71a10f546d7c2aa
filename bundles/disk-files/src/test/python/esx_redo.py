"""Writes chains of ESX redo files with random content, and what a guest would read from them.

    python3 esx_redo.py cowd|sesparse FOLDER SEED SECTORS

FOLDER gets base.vmdk (flat), first.vmdk and second.vmdk (deltas), expected.raw, and changed.txt: the byte ranges, one
"offset length" a line, that the deltas hold. Layouts: COWD as in VMware's Virtual Disk Format 5.0, SEsparse as QEMU reads
it. Nothing but the standard library; tables and grains are scattered on purpose, so that no order can be relied on.
"""
import os
import random
import struct
import sys

SECTOR = 512


class Cowd:
    magic, kind, create, grain, per_table = b"COWD", "VMFSSPARSE", "vmfsSparse", SECTOR, 4096

    def write(self, path, sectors, grains, rng):
        tables = sorted({number // self.per_table for number in grains})
        entries = -(-sectors // self.per_table)
        directory = [0] * (-(-entries // 128) * 128)
        free = 4 + len(directory) * 4 // SECTOR
        places = list(range(len(tables)))
        rng.shuffle(places)
        for table, place in zip(tables, places):
            directory[table] = free + place * (self.per_table * 4 // SECTOR)
        first = free + len(tables) * (self.per_table * 4 // SECTOR)
        slots = list(range(len(grains)))
        rng.shuffle(slots)
        with open(path, "wb") as out:
            out.write(struct.pack("<4s7I", self.magic, 1, 3, sectors, 1, 4, entries, first + len(slots)))
            out.seek(4 * SECTOR)
            out.write(struct.pack("<%dI" % len(directory), *directory))
            out.truncate(first * SECTOR)
            for (number, content), slot in zip(sorted(grains.items()), slots):
                out.seek(directory[number // self.per_table] * SECTOR + number % self.per_table * 4)
                out.write(struct.pack("<I", first + slot))
                out.seek((first + slot) * SECTOR)
                out.write(content if content is not None else bytes(self.grain))


class SeSparse:
    kind, create, grain, per_table = "SESPARSE", "seSparse", 4096, 4096

    def write(self, path, sectors, grains, rng):
        total = -(-sectors // 8)
        entries = -(-total // self.per_table)
        directory_at = 4096
        directory_size = -(-entries * 8 // SECTOR)
        tables_at = 6144
        tables_size = directory_size * 64 * 64
        bitmap_at = tables_at + tables_size
        backmap_at = bitmap_at + 2048
        grains_at = (backmap_at + 4096) // 2048 * 2048
        tables = sorted({number // self.per_table for number in grains})
        places = list(range(len(tables)))
        rng.shuffle(places)
        place = dict(zip(tables, places))
        stored = [number for number, content in sorted(grains.items()) if content is not None]
        slots = rng.sample(range(3 * 4096), len(stored))
        with open(path, "wb") as out:
            header = {0: 0xCAFEBABE, 8: 0x200000001, 16: sectors, 24: 8, 32: 64, 80: 1, 88: 1, 96: 2, 104: 2,
                      112: 2048, 120: 2048, 128: directory_at, 136: directory_size, 144: tables_at, 152: tables_size,
                      160: bitmap_at, 168: 2048, 176: backmap_at, 184: 2048, 192: grains_at, 200: 3 * 4096 * 8,
                      SECTOR: 0xCAFECAFE}
            for at, value in header.items():
                out.seek(at)
                out.write(struct.pack("<Q", value))
            for table, index in place.items():
                out.seek(directory_at * SECTOR + table * 8)
                out.write(struct.pack("<Q", 0x1000000000000000 + index))
            where = dict(zip(stored, slots))
            for number, content in grains.items():
                out.seek(tables_at * SECTOR + place[number // self.per_table] * 32768 + number % self.per_table * 8)
                if content is None:
                    entry = rng.choice((0x1000000000000000, 0x2000000000000000))
                else:
                    slot = where[number]
                    entry = 3 << 60 | (slot % 4096) << 48 | slot // 4096
                out.write(struct.pack("<Q", entry))
                if content is not None:
                    out.seek(grains_at * SECTOR + where[number] * 4096)
                    out.write(content)
            out.truncate((grains_at + 3 * 4096 * 8) * SECTOR)


def descriptor(path, cid, parent, create, extent):
    with open(path, "w", encoding="ascii") as out:
        out.write('# Disk DescriptorFile\nversion=1\nencoding="UTF-8"\nCID=%08x\nparentCID=%08x\ncreateType="%s"\n'
                  % (cid, parent[0] if parent else 0xFFFFFFFF, create))
        if parent:
            out.write('parentFileNameHint="%s"\n' % parent[1])
        out.write("%s\nddb.adapterType = \"lsilogic\"\n" % extent)


def main(kind, folder, seed, sectors):
    rng = random.Random(seed)
    layout = {"cowd": Cowd, "sesparse": SeSparse}[kind]()
    size = sectors * SECTOR
    content = bytearray(rng.randbytes(size))
    with open(os.path.join(folder, "base-flat.vmdk"), "wb") as out:
        out.write(content)
    descriptor(os.path.join(folder, "base.vmdk"), 0x100, None, "vmfs", 'RW %d VMFS "base-flat.vmdk"' % sectors)
    changed = set()
    total = -(-size // layout.grain)
    for level, name in enumerate(("first", "second")):
        grains = {}
        for _ in range(60):
            start = rng.randrange(total)
            if start // layout.per_table == 1:
                continue  # one whole table stays absent
            zeros = kind == "sesparse" and rng.random() < 0.3
            for number in range(start, min(start + rng.randrange(1, 40), total)):
                if number // layout.per_table != 1:
                    grains[number] = None if zeros else rng.randbytes(layout.grain)
        grains[total - 1] = rng.randbytes(layout.grain)
        grains[0] = rng.randbytes(layout.grain)
        for number, grain in grains.items():
            end = min((number + 1) * layout.grain, size)
            at = number * layout.grain
            content[at:end] = (grain or bytes(layout.grain))[: end - at]
            changed.add((at, end))
        extent = "%s-delta.vmdk" % name
        layout.write(os.path.join(folder, extent), sectors, grains, rng)
        parent = (0x100 + level, ("base", "first")[level] + ".vmdk")
        descriptor(os.path.join(folder, name + ".vmdk"), 0x101 + level, parent, layout.create,
                   'RW %d %s "%s"' % (sectors, layout.kind, extent))
    with open(os.path.join(folder, "expected.raw"), "wb") as out:
        out.write(content)
    with open(os.path.join(folder, "changed.txt"), "w", encoding="ascii") as out:
        last = None
        for at, end in sorted(changed):
            if last and last[1] == at:
                last = (last[0], end)
                continue
            if last:
                out.write("%d %d\n" % (last[0], last[1] - last[0]))
            last = (at, end)
        out.write("%d %d\n" % (last[0], last[1] - last[0]))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
