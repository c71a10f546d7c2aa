"""Reads a VMDK with dissect.hypervisor or libvmdk, which share no code with the connector: read_by.py READER VMDK RAW.

Readers: libvmdk, which knows no SEsparse; dissect; and dissect-unmapped, which is dissect but for SEsparse's entries of
type 1 (unmapped by the guest). dissect 3.21 asks the parent for those. It names them "fallthrough", after the comment
in QEMU's source that says that the case falls through to that of type 2, zeros.
"""

import os
import re
import sys

PIECE = 1 << 20


def dissect(path):
    from dissect.hypervisor.disk.vmdk import VMDK

    # its stream reads on to a whole alignment, behind the end of a disk of odd size: sectors are asked for
    disk = VMDK(path)
    return lambda offset, length: disk.read_sectors(offset // 512, length // 512), disk.size


def dissect_unmapped(path):
    from dissect.hypervisor.disk.vmdk import SparseDisk

    as_it_is = SparseDisk._lookup_grain

    def lookup(disk, grain):
        directory, entry = divmod(grain, disk._grain_table_size)
        table = disk._lookup_grain_table(directory) if disk.is_sesparse else None
        return 1 if table and table[entry] >> 60 == 1 else as_it_is(disk, grain)

    SparseDisk._lookup_grain = lookup
    return dissect(path)


def opened_by_libvmdk(path):
    import pyvmdk

    disk = pyvmdk.handle()
    disk.open(path)
    disk.open_extent_data_files()
    hint = re.search(rb'parentFileNameHint="([^"]+)"', open(path, "rb").read(1 << 16))
    if hint:
        disk.set_parent(opened_by_libvmdk(os.path.join(os.path.dirname(path), hint[1].decode())))
    return disk


def libvmdk(path):
    disk = opened_by_libvmdk(path)
    return lambda offset, length: disk.read_buffer_at_offset(length, offset), disk.get_media_size()


READERS = {"dissect": dissect, "dissect-unmapped": dissect_unmapped, "libvmdk": libvmdk}


def main(reader, path, raw):
    read, size = READERS[reader](path)
    with open(raw, "wb") as out:
        for offset in range(0, size, PIECE):
            out.write(read(offset, min(PIECE, size - offset)))


if __name__ == "__main__":
    main(*sys.argv[1:])
