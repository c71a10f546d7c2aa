"""`connector copy` into strict EBS: whole, incremental, killed in the middle, with a full disk."""

import hashlib
import json
import os
import random
import signal
import subprocess

import pytest

from harness import checks, guest

SIZE = 12 * guest.MIB + guest.SECTOR
BLOCKS = 25


@pytest.fixture
def disk(tmp_path):
    path = tmp_path / "disk.raw"
    rng = random.Random(7)
    path.write_bytes(rng.randbytes(4 * guest.MIB) + bytes(4 * guest.MIB) + rng.randbytes(SIZE - 8 * guest.MIB))
    return path


@pytest.fixture
def copy(lab, distribution, tmp_path):
    """Runs `connector copy`; returns the process, to be waited for or killed."""

    def start(*arguments):
        return subprocess.Popen(
            [str(distribution / "bin" / "connector"), "copy", *map(str, arguments), "--json",
             "--home", str(tmp_path / "home")],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **lab.aws_environment()}, start_new_session=True)

    return start


def result(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out)


def complaints(lab, path, snapshot_id):
    content = path.read_bytes()
    frozen = {"key": str(path), "sizeBytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return checks.disk_equality(lab, lab.client("ebs"), {"snapshotId": snapshot_id}, frozen)


def test_whole_then_increment(lab, copy, disk):
    full = result(copy(f"raw:{disk}", "ebs:"))
    assert complaints(lab, disk, full["snapshot"]) == []
    assert full["blocksPut"] == BLOCKS - 8  # the 4 MiB of zeros are left out

    with open(disk, "r+b") as changed:
        changed.seek(9 * guest.MIB + 3)
        changed.write(b"changed")
        changed.seek(guest.MIB)
        changed.write(bytes(guest.MIB))
    increment = result(copy(f"raw:{disk}", "ebs:", "--parent", full["snapshot"]))
    assert complaints(lab, disk, increment["snapshot"]) == []
    assert increment["blocksPut"] == lab.ebs_snapshot(increment["snapshot"])["puts"] == 3


def test_encrypted_whole_then_increment_as_an_instance_sees_it(lab, copy, disk):
    """Blocks that are absent from an encrypted snapshot read as noise: the lab shows the whole volume as it would be."""

    def seen(snapshot_id):
        return lab.call("GET", f"/ebs/snapshots/{snapshot_id}/volume/sha256?size={checks.GIB}")["sha256"]

    def wanted():
        content = disk.read_bytes()
        return hashlib.sha256(content + bytes(checks.GIB - len(content))).hexdigest()

    full = result(copy(f"raw:{disk}", "ebs:", "--encrypt"))
    assert lab.ebs_snapshot(full["snapshot"])["encrypted"]
    assert seen(full["snapshot"]) == wanted()
    with open(disk, "r+b") as changed:
        changed.write(bytes(guest.MIB))
    increment = result(copy(f"raw:{disk}", "ebs:", "--parent", full["snapshot"]))
    assert seen(increment["snapshot"]) == wanted()
    assert increment["blocksPut"] == 2


@pytest.mark.parametrize("skip", [0, 7, 15])
@pytest.mark.parametrize("when", ["before", "after"])
def test_kill_in_the_middle_then_go_on(lab, copy, disk, skip, when):
    rule = lab.hold("ebs", "PutSnapshotBlock", when, skip=skip)
    process = copy(f"raw:{disk}", "ebs:", "--concurrency", "1")
    assert lab.await_hit(rule)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    lab.release(rule, proceed=False)
    lab.clear_faults()
    done = result(copy(f"raw:{disk}", "ebs:", "--concurrency", "1"))
    assert complaints(lab, disk, done["snapshot"]) == []
    snapshot = lab.ebs_snapshot(done["snapshot"])
    # one connection: at most the block whose answer was lost is put again
    assert snapshot["puts"] - snapshot["distinctBlocks"] <= 1
    assert snapshot["distinctBlocks"] == BLOCKS - 8


def test_another_disk_begins_anew(lab, copy, disk):
    rule = lab.hold("ebs", "PutSnapshotBlock", "after", skip=5)
    process = copy(f"raw:{disk}", "ebs:")
    assert lab.await_hit(rule)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    lab.release(rule, proceed=False)
    lab.clear_faults()
    before = {s["snapshotId"] for s in lab.ebs_snapshots()}
    disk.write_bytes(random.Random(8).randbytes(SIZE))
    done = result(copy(f"raw:{disk}", "ebs:"))
    assert done["snapshot"] not in before
    assert complaints(lab, disk, done["snapshot"]) == []


def test_a_full_disk_is_said(lab, distribution, disk, tmp_path):
    """A directory target on a file system of 4 MiB, in a mount namespace of its own."""
    target = tmp_path / "small"
    target.mkdir()
    script = 'mount -t tmpfs -o size=4m small "$1" && exec "$2" copy "raw:$3" "dir:$1" --json --home "$4"'
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", str(target),
         str(distribution / "bin" / "connector"), str(disk), str(tmp_path / "home")],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    assert "space" in done.stderr.lower() and "Traceback" not in done.stderr and "\tat " not in done.stderr
