"""Disks as a guest would have them: an ext4 file system with files, changed by e2fsprogs; random data with holes."""

import pathlib
import random
import shutil
import subprocess

MIB = 1 << 20
SECTOR = 512
PAGE = 4096


def ext4_disk(directory, size, seed):
    """A raw image with a real ext4 file system that holds a few hundred files; returns its path."""
    tree = directory / "files"
    rng = random.Random(seed)
    for number in range(200):
        folder = tree / f"srv{number % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"file{number}.bin").write_bytes(rng.randbytes(rng.randrange(1, 120_000)))
    image = directory / "ext4.raw"
    with open(image, "wb") as disk:
        disk.truncate(size)
    _e2fsprogs("mke2fs", "-q", "-F", "-t", "ext4", "-d", str(tree), str(image))
    shutil.rmtree(tree)
    return image


def add_file(image, name, content):
    """Puts a file into an ext4 image, as the guest's kernel would; returns the changed image's path."""
    changed = image.with_suffix(".changed")
    shutil.copyfile(image, changed)
    source = image.parent / "new-file"
    source.write_bytes(content)
    _e2fsprogs("debugfs", "-w", "-R", f"write {source} {name}", str(changed))
    return changed


def read_file(image, name):
    """The content of a file in an ext4 image, read by debugfs; empty when there is none."""
    return _e2fsprogs("debugfs", "-R", f"cat {name}", str(image))


def check_file_system(image):
    """Complaints of fsck about an image that was read back."""
    done = subprocess.run(["e2fsck", "-f", "-n", str(image)], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"e2fsck: {done.stdout.strip().splitlines()[-1]}"]


def differing_pages(before, after):
    """(offset, bytes) of every page that differs between two images of the same size."""
    old, new = pathlib.Path(before).read_bytes(), pathlib.Path(after).read_bytes()
    for offset in range(0, len(new), PAGE):
        page = new[offset : offset + PAGE]
        if page != old[offset : offset + PAGE]:
            yield offset, page


def awkward_writes(size, seed):
    """(offset, bytes) of writes that catch a careless copy: unaligned, the last sector, zeros over data, a block's edge."""
    rng = random.Random(seed)
    yield 12_345, rng.randbytes(700)
    yield 524_288 * 3 - 256, rng.randbytes(512)
    yield 8 * MIB, bytes(MIB + SECTOR)
    yield size - SECTOR, rng.randbytes(SECTOR)


def _e2fsprogs(program, *arguments):
    try:
        done = subprocess.run([program, *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise RuntimeError(f"{program} is missing; install it with: apt-get install e2fsprogs") from None
    if done.returncode != 0:
        raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}")
    return done.stdout
