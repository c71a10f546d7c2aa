"""`connector copy vmdk:F raw:OUT` against `qemu-img convert -O raw F`, over a corpus of every subformat, made from seeds.

QEMU makes what it can write; COWD and SEsparse chains come from the generator that was written after the layout alone, and
stream-optimized files with their directory at the end from another one.
"""

import os
import pathlib
import random
import subprocess
import sys

import pytest

from harness import guest

BUNDLES = pathlib.Path(__file__).parents[2] / "bundles"
LAYOUT = BUNDLES / "disk-files/src/test/python/delta_layout.py"
STREAM = BUNDLES / "vmdk/src/test/python/stream_optimized.py"
ODD = 41_003 * guest.SECTOR  # neither whole grains nor whole blocks
LARGE = (5 << 30) + 77 * guest.SECTOR


def qemu_img(*arguments):
    done = subprocess.run(["qemu-img", *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def python(program, *arguments):
    subprocess.run([sys.executable, str(program), *map(str, arguments)], check=True, timeout=120)


def raw(path, seed, size, runs):
    """Runs of random bytes, of one byte and of zeros over others, at odd places; the last sector holds something."""
    rng = random.Random(seed)
    with open(path, "wb") as image:
        image.truncate(size)
        for _ in range(runs):
            offset, length = rng.randrange(size), rng.randrange(1, 300_000)
            content = rng.choice((rng.randbytes(length), rng.randbytes(1) * length, bytes(length)))
            image.seek(offset)
            image.write(content[: size - offset])
        image.seek(size - guest.SECTOR)
        image.write(rng.randbytes(guest.SECTOR))
    return path


def converted(folder, seed, size, runs, options):
    vmdk = folder / "disk.vmdk"
    qemu_img("convert", "-f", "raw", "-O", "vmdk", "-o", options, raw(folder / "made.raw", seed, size, runs), vmdk)
    return vmdk


def chain(folder, seed, size):
    """A base, and two deltas on it, written through QEMU."""
    below = converted(folder, seed, size, 60, "subformat=monolithicSparse")
    rng = random.Random(seed)
    for name in ("first.vmdk", "second.vmdk"):
        delta = folder / name
        qemu_img("create", "-q", "-f", "vmdk", "-F", "vmdk", "-b", below, delta)
        commands = []
        for _ in range(12):
            offset = rng.randrange(size // guest.SECTOR - 100) * guest.SECTOR
            length = rng.randrange(1, 100) * guest.SECTOR
            commands += ["-c", f"write -q -P {rng.randrange(256)} {offset} {length}"]
        subprocess.run(["qemu-io", "-f", "vmdk", *commands, str(delta)], check=True, capture_output=True, timeout=120)
        below = delta
    return below


def generated(folder, kind, seed, sectors):
    python(LAYOUT, folder, kind, seed, sectors, 3)
    return folder / "disk-000003.vmdk"


def directory_at_end(folder, seed, size):
    vmdk = folder / "disk.vmdk"
    python(STREAM, raw(folder / "made.raw", seed, size, 60), vmdk)
    return vmdk


CORPUS = {
    "monolithicSparse": lambda folder: converted(folder, 1, ODD, 60, "subformat=monolithicSparse"),
    "monolithicSparse, zeroed grains": lambda folder: converted(
        folder, 2, ODD, 60, "subformat=monolithicSparse,zeroed_grain=on"),
    "monolithicSparse, many tables": lambda folder: converted(folder, 3, LARGE, 150, "subformat=monolithicSparse"),
    "twoGbMaxExtentSparse": lambda folder: converted(folder, 4, LARGE, 150, "subformat=twoGbMaxExtentSparse"),
    "streamOptimized": lambda folder: converted(folder, 5, LARGE, 150, "subformat=streamOptimized"),
    "streamOptimized, small": lambda folder: converted(folder, 6, 3 * guest.SECTOR, 0, "subformat=streamOptimized"),
    "streamOptimized, directory at the end": lambda folder: directory_at_end(folder, 7, ODD),
    "monolithicFlat": lambda folder: converted(folder, 8, ODD, 60, "subformat=monolithicFlat"),
    "twoGbMaxExtentFlat": lambda folder: converted(
        folder, 9, (2 << 30) + 77 * guest.SECTOR, 60, "subformat=twoGbMaxExtentFlat"),
    "chain": lambda folder: chain(folder, 10, ODD),
    "vmfsSparse": lambda folder: generated(folder, "cowd", 11, 41_003),
    "seSparse": lambda folder: generated(folder, "sesparse", 12, 5 << 18 | 77),
}


@pytest.mark.parametrize("case", CORPUS)
def test_copies_what_qemu_converts(distribution, tmp_path, case):
    vmdk = CORPUS[case](tmp_path)
    ours, theirs = tmp_path / "ours.raw", tmp_path / "theirs.raw"
    done = subprocess.run(
        [str(distribution / "bin" / "connector"), "copy", f"vmdk:{vmdk}", f"raw:{ours}", "--home", str(tmp_path / "home")],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, env=dict(os.environ))
    assert done.returncode == 0, done.stdout + done.stderr
    qemu_img("convert", "-f", "vmdk", "-O", "raw", vmdk, theirs)
    assert ours.stat().st_size == theirs.stat().st_size
    qemu_img("compare", "-f", "raw", "-F", "raw", ours, theirs)


def test_one_other_byte_is_seen(tmp_path):
    image = raw(tmp_path / "one.raw", 13, LARGE, 20)
    other = tmp_path / "other.raw"
    qemu_img("convert", "-f", "raw", "-O", "raw", image, other)
    qemu_img("compare", "-f", "raw", "-F", "raw", image, other)
    with open(other, "r+b") as changed:
        changed.seek(LARGE - 1)
        last = changed.read(1)
        changed.seek(LARGE - 1)
        changed.write(bytes([last[0] ^ 1]))
    with pytest.raises(AssertionError, match="Content mismatch"):
        qemu_img("compare", "-f", "raw", "-F", "raw", image, other)
