"""Writes chains of COWD and SEsparse deltas over a flat base, straight from the published layout.

It shares nothing with the readers and writers it is held against: where tables and grains lie, in which order they
were allotted and which entries are what is drawn from a seed, and what the disk must read as is kept as a plain image
beside it. Three kinds of deliberate faults make files that a comparison must not pass.

    delta_layout.py FOLDER KIND SEED SECTORS LINKS [FAULT]

KIND is cowd, sesparse, or mapped for SEsparse without unmapped grains. FAULT is neighbour (one grain points to the next one's place), nibble (the two halves of the
entry's type byte, or of the entry's lowest byte, change places) or shift (one entry stands one place further).

In FOLDER: disk.vmdk, disk-flat.vmdk, disk-000001.vmdk, ..., and for each link N the image link-N.raw that it must
read as and link-N.areas, whose lines "offset length" are the areas it holds of its own.
"""

import os
import random
import struct
import sys

SECTOR = 512
ENTRIES = 4096


class Kind:
    def __init__(self, name, create_type, extent, grain_sectors, suffix):
        self.name = name
        self.create_type = create_type
        self.extent = extent
        self.grain = grain_sectors * SECTOR
        self.suffix = suffix


KINDS = {
    "cowd": Kind("cowd", "vmfsSparse", "VMFSSPARSE", 1, "delta"),
    "sesparse": Kind("sesparse", "seSparse", "SESPARSE", 8, "sesparse"),
    "mapped": Kind("mapped", "seSparse", "SESPARSE", 8, "sesparse"),
}
PARENT, UNMAPPED, ZERO, DATA = range(4)


def up(value, unit):
    return -(-value // unit)


def draw_bytes(rng, length):
    return rng.choice((rng.randbytes(length), b"\0" * length, rng.randbytes(1) * length))


def draw_spots(rng, kind, sectors):
    """Where the links of the chain write, so that they lie over each other: the ends of the disk and of tables, too."""
    count = up(sectors * SECTOR, kind.grain)
    ends = [table * ENTRIES - 2 for table in range(1, up(count, ENTRIES))]
    return [0, count - 1] + [rng.randrange(count) for _ in range(6)] + rng.sample(ends, min(6, len(ends)))


def draw_grains(rng, kind, sectors, spots):
    """Some grains of the disk in clusters: number -> (state, bytes)."""
    count = up(sectors * SECTOR, kind.grain)
    grains = {}
    for spot in spots:
        start = max(0, spot - rng.randrange(12))
        for number in range(start, min(count, start + rng.randrange(12, 40))):
            state = rng.choice((PARENT, ZERO, DATA, DATA, DATA, UNMAPPED if kind.name == "sesparse" else ZERO))
            if state != PARENT:
                grains[number] = (state, draw_bytes(rng, kind.grain) if state == DATA else b"\0" * kind.grain)
    return grains


def spoil(fault, entries, data):
    """Changes entries (number -> value): what a writer with one slip would have written."""
    first = min(data)
    if fault == "neighbour":
        entries[first] = entries[data[1]]
    elif fault == "shift":
        entries[first + 1] = entries.pop(first)


def write_cowd(path, sectors, grains, rng, fault):
    tables = up(sectors, ENTRIES)
    directory_sectors = up(tables * 4, SECTOR)
    free = 4 + directory_sectors
    entries, places = {}, {}
    used = sorted({number // ENTRIES for number in grains})
    table_at = {}
    pending = [("table", table) for table in used]
    pending += [("grain", number) for number, (state, _) in grains.items() if state == DATA]
    rng.shuffle(pending)
    for what, number in pending:
        free += rng.choice((0, 0, 0, 3))
        if what == "table":
            table_at[number] = free
            free += ENTRIES * 4 // SECTOR
        else:
            places[number] = free
            free += 1
    for number, (state, _) in grains.items():
        entries[number] = places[number] if state == DATA else 1
    if fault in ("neighbour", "shift"):
        spoil(fault, entries, sorted(places))
    if fault == "nibble":
        number = min(places)
        low = entries[number] & 0xFF
        entries[number] = (entries[number] & ~0xFF) | (low & 0xF) << 4 | low >> 4
    with open(path, "wb") as out:
        out.write(struct.pack("<4sIIIIIII", b"COWD", 1, 3, sectors, 1, 4, tables, free))
        out.truncate(free * SECTOR)
        for table, sector in table_at.items():
            out.seek(4 * SECTOR + table * 4)
            out.write(struct.pack("<I", sector))
        for number, entry in entries.items():
            out.seek(table_at[number // ENTRIES] * SECTOR + number % ENTRIES * 4)
            out.write(struct.pack("<I", entry))
        for number, sector in places.items():
            out.seek(sector * SECTOR)
            out.write(grains[number][1])


def write_sesparse(path, sectors, grains, rng, fault):
    table_sectors, grain_sectors = 64, 8
    tables = up(sectors, ENTRIES * grain_sectors)
    used = sorted({number // ENTRIES for number in grains})
    at = 1
    place = {}
    for region, size in (
        ("volatile", 1),
        ("journal header", 1),
        ("journal", rng.choice((8, 2048))),
        ("directory", up(tables * 8, SECTOR)),
        ("tables", (len(used) + 2) * table_sectors),
        ("free bitmap", 8),
        ("backmap", 8),
    ):
        at += rng.choice((0, 1, 5))
        place[region] = (at, size)
        at += size
    at = up(at, grain_sectors) * grain_sectors
    data = [number for number, (state, _) in grains.items() if state == DATA]
    # beyond 4,096 grains the index no longer fits its first twelve bits
    slots = rng.sample(range(3 * ENTRIES), len(data))
    slots[0] = 70 * ENTRIES + 5
    slot_of = dict(zip(data, slots))
    place["grains"] = (at, (max(slots) + 1) * grain_sectors)
    table_slots = rng.sample(range(len(used) + 2), len(used))
    slot_of_table = dict(zip(used, table_slots))
    entries = {}
    for number, (state, _) in grains.items():
        if state == DATA:
            index = slot_of[number]
            entries[number] = 3 << 60 | (index & 0xFFF) << 48 | index >> 12
        else:
            entries[number] = state << 60
    if fault in ("neighbour", "shift"):
        spoil(fault, entries, sorted(data))
    if fault == "nibble":
        number = min(data)
        top = entries[number] >> 56
        entries[number] = (entries[number] & (1 << 56) - 1) | ((top & 0xF) << 4 | top >> 4) << 56
    with open(path, "wb") as out:
        fields = [0xCAFEBABE, 0x200000001, sectors, grain_sectors, table_sectors, 0, 0, 0, 0, 0]
        for region in ("volatile", "journal header", "journal", "directory", "tables", "free bitmap", "backmap", "grains"):
            fields += place[region]
        out.write(struct.pack("<26Q", *fields))
        out.seek(place["volatile"][0] * SECTOR)
        out.write(struct.pack("<4Q", 0xCAFECAFE, 0, 0, 0))
        out.truncate(sum(place["grains"]) * SECTOR)
        for table, slot in slot_of_table.items():
            out.seek(place["directory"][0] * SECTOR + table * 8)
            out.write(struct.pack("<Q", 0x10000000 << 32 | slot))
        for number, entry in entries.items():
            slot = slot_of_table[number // ENTRIES]
            out.seek((place["tables"][0] + slot * table_sectors) * SECTOR + number % ENTRIES * 8)
            out.write(struct.pack("<Q", entry))
        for number, slot in slot_of.items():
            out.seek(place["grains"][0] * SECTOR + slot * grain_sectors * SECTOR)
            out.write(grains[number][1])



def descriptor(path, sectors, cid, parent, extent, create_type, file):
    lines = ["# Disk DescriptorFile", "version=1", f"CID={cid:08x}", f"parentCID={parent[0]:08x}"]
    lines.append(f'createType="{create_type}"')
    if parent[1]:
        lines.append(f'parentFileNameHint="{parent[1]}"')
    lines += ["# Extent description", f'RW {sectors} {extent} "{file}"', "# The Disk Data Base", "#DDB", ""]
    lines.append('ddb.adapterType = "lsilogic"')
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def areas(grains, grain, size):
    merged = []
    for number in sorted(grains):
        start, end = number * grain, min(size, (number + 1) * grain)
        if merged and merged[-1][1] == start:
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return merged


def main(folder, kind_name, seed, sectors, links, fault=""):
    kind, sectors, size = KINDS[kind_name], int(sectors), int(sectors) * SECTOR
    rng = random.Random(f"{kind_name} {seed} {sectors} {links}")
    spots = draw_spots(rng, kind, sectors)
    image = os.path.join(folder, "link-0.raw")
    with open(image, "wb") as out:
        out.truncate(size)
        for spot in spots:
            offset = spot * kind.grain
            out.seek(offset)
            out.write(rng.randbytes(min(25 * kind.grain, size - offset)))
        out.seek(size - SECTOR)
        out.write(rng.randbytes(SECTOR))
    copy_sparse(image, os.path.join(folder, "disk-flat.vmdk"))
    cid = rng.getrandbits(31)
    descriptor(os.path.join(folder, "disk.vmdk"), sectors, cid, (0xFFFFFFFF, ""), "VMFS", "vmfs", "disk-flat.vmdk")
    parent = (cid, "disk.vmdk")
    for link in range(1, int(links) + 1):
        name = f"disk-{link:06}"
        grains = draw_grains(rng, kind, sectors, spots)
        grains[0] = (DATA, rng.randbytes(kind.grain))
        grains[1] = (DATA, rng.randbytes(kind.grain))
        write = write_cowd if kind.name == "cowd" else write_sesparse
        file = f"{name}-{kind.suffix}.vmdk"
        write(os.path.join(folder, file), sectors, grains, rng, fault if link == int(links) else "")
        cid = rng.getrandbits(31)
        descriptor(os.path.join(folder, name + ".vmdk"), sectors, cid, parent, kind.extent, kind.create_type, file)
        parent = (cid, name + ".vmdk")
        below, image = image, os.path.join(folder, f"link-{link}.raw")
        copy_sparse(below, image)
        with open(image, "r+b") as out:
            for number, (_, content) in grains.items():
                out.seek(number * kind.grain)
                out.write(content[: size - number * kind.grain])
        with open(os.path.join(folder, f"link-{link}.areas"), "w", encoding="utf-8") as out:
            for start, end in areas(grains, kind.grain, size):
                out.write(f"{start} {end - start}\n")


def copy_sparse(source, target):
    with open(source, "rb") as read, open(target, "wb") as write:
        size = os.fstat(read.fileno()).st_size
        write.truncate(size)
        at = 0
        while at < size:
            try:
                at = os.lseek(read.fileno(), at, os.SEEK_DATA)
            except OSError:
                break  # nothing but a hole up to the end
            end = os.lseek(read.fileno(), at, os.SEEK_HOLE)
            os.lseek(read.fileno(), at, os.SEEK_SET)
            os.lseek(write.fileno(), at, os.SEEK_SET)
            while at < end:
                at += os.sendfile(write.fileno(), read.fileno(), at, min(1 << 24, end - at))


if __name__ == "__main__":
    main(*sys.argv[1:])
