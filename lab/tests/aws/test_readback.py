"""The oracle reads what was written, and notices what was damaged."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys

import pytest
from aws_client import BLOCK, content, snapshot_of

READBACK = pathlib.Path(__file__).resolve().parents[2] / "oracle/readback.py"
ZEROS = bytes(BLOCK)


@pytest.fixture
def readback(lab):
    def run(*arguments):
        keys = lab.user("connector")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
            "AWS_ENDPOINT_URL_EBS": lab.aws["endpoints"]["ebs"],
            "AWS_CA_BUNDLE": lab.aws["ca"],
            "AWS_DEFAULT_REGION": lab.aws["region"],
            "AWS_ACCESS_KEY_ID": keys["accessKeyId"],
            "AWS_SECRET_ACCESS_KEY": keys["secretAccessKey"],
        }
        return subprocess.run(
            [sys.executable, READBACK, *arguments], env=environment, capture_output=True, text=True, timeout=120
        )

    return run


def test_the_digest_is_that_of_the_bytes(readback, connector, tmp_path):
    parent = snapshot_of(connector.ebs, {0: content("a"), 1: content("b"), 4: content("c")})
    child = snapshot_of(connector.ebs, {1: ZEROS, 5: content("d")[:100] + bytes(BLOCK - 100)}, ParentSnapshotId=parent)
    size = 5 * BLOCK + 100
    expected = content("a") + 3 * ZEROS + content("c") + content("d")[:100]
    ran = readback(child, "--size", str(size), "--digests", "--out", tmp_path / "bytes")
    assert ran.returncode == 0, ran.stderr
    document = json.loads(ran.stdout)
    assert document["sha256"] == hashlib.sha256(expected).hexdigest()
    assert (document["volumeSizeGiB"], document["size"], document["blocks"]) == (1, size, 4)
    assert document["digests"][1] == hashlib.sha256(ZEROS).hexdigest() and len(document["digests"]) == 6
    assert (tmp_path / "bytes").read_bytes() == expected
    ran = readback(child, "--size", str(size - 1))
    assert ran.returncode == 1 and "padded" in ran.stderr


def test_damage_is_noticed(readback, connector, lab):
    made = snapshot_of(connector.ebs, {0: content("a"), 1: content("b")})
    before = json.loads(readback(made, "--size", str(2 * BLOCK)).stdout)
    lab.post(f"/ebs/snapshots/{made}/damage", {"blockIndex": 1, "byte": 9, "consistent": True})
    after = json.loads(readback(made, "--size", str(2 * BLOCK)).stdout)
    assert after["sha256"] != before["sha256"]
    lab.post(f"/ebs/snapshots/{made}/damage", {"blockIndex": 1, "byte": 9})
    ran = readback(made, "--size", str(2 * BLOCK))
    assert ran.returncode == 1 and "block 1 do not match" in ran.stderr


def test_what_cant_be_read_is_said(readback, connector):
    ran = readback("snap-00000000000000000")
    assert ran.returncode == 1 and "ResourceNotFound" in ran.stderr
    assert readback().returncode == 2
