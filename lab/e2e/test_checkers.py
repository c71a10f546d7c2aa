"""Each checker of the demo and of these tests is shown to fail on a planted fault."""

import base64
import hashlib
import os

import pytest
from estate import SmallVm

from harness import checks


@pytest.fixture(autouse=True)
def snapshots_are_visible_at_once(lab):
    """boto3 does not wait for a new snapshot to be seen, as the product does."""
    before = lab.call("GET", "/ebs/settings")["visibilityDelayMs"]
    lab.call("POST", "/ebs/settings", {"visibilityDelayMs": 0})
    yield
    lab.call("POST", "/ebs/settings", {"visibilityDelayMs": before})


def child_of(ebs, parent, capacity_gib, blocks):
    """A snapshot made by boto3 alone: a parent and a few blocks."""
    started = ebs.start_snapshot(VolumeSize=capacity_gib, ParentSnapshotId=parent, ClientToken=os.urandom(8).hex())
    digests = []
    for index in sorted(blocks):
        digest = hashlib.sha256(blocks[index]).digest()
        ebs.put_snapshot_block(
            SnapshotId=started["SnapshotId"], BlockIndex=index, BlockData=blocks[index], DataLength=len(blocks[index]),
            Checksum=base64.b64encode(digest).decode(), ChecksumAlgorithm="SHA256")
        digests.append(digest)
    ebs.complete_snapshot(
        SnapshotId=started["SnapshotId"], ChangedBlocksCount=len(blocks),
        Checksum=base64.b64encode(hashlib.sha256(b"".join(digests)).digest()).decode(),
        ChecksumAlgorithm="SHA256", ChecksumAggregationMethod="LINEAR")
    return started["SnapshotId"]


def await_completed(ec2, snapshot_id):
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[snapshot_id], WaiterConfig={"Delay": 1, "MaxAttempts": 60})


def test_a_wrong_byte_a_missing_block_and_one_too_many_are_seen(lab, connector):
    vm = SmallVm(lab, connector)
    run = vm.run_to_end()
    assert vm.complaints(run) == []
    ebs, ec2 = lab.client("ebs"), lab.client("ec2")
    disk, frozen = run["disks"][0], vm.frozen()["disks"][0]
    blocks = checks.read_back(ebs, disk["snapshotId"])
    index = next(iter(blocks))

    spoilt = bytearray(blocks[index])
    spoilt[1000] ^= 1
    wrong = child_of(ebs, disk["snapshotId"], 1, {index: bytes(spoilt)})
    await_completed(ec2, wrong)
    assert checks.disk_equality(lab, ebs, {**disk, "snapshotId": wrong}, frozen) != []

    # what the guest wrote is not in the old snapshot: a block that was left out looks like this
    older = vm.frozen()
    vm.guest_writes()
    increment = vm.run_to_end()
    assert vm.complaints(increment) == []
    younger = vm.frozen()
    stale = {**increment["disks"][0], "snapshotId": disk["snapshotId"]}
    assert checks.disk_equality(lab, ebs, stale, younger["disks"][0]) != []

    right = increment["disks"][0]
    assert checks.only_what_differs(lab, right, older["snapshot"], younger["snapshot"]) == []
    same = checks.read_back(ebs, right["snapshotId"])
    first, second, third = list(same)[:3]
    more = child_of(ebs, disk["snapshotId"], 1, {first: same[first], second: same[second], third: same[third]})
    await_completed(ec2, more)
    assert checks.only_what_differs(lab, {**right, "snapshotId": more}, older["snapshot"], younger["snapshot"]) != []

    assert checks.image_disks(ec2, run["imageId"], [disk["snapshotId"]]) != []
    assert checks.ebs_snapshots_unaccounted(lab, {disk["snapshotId"]}) != []


def test_padding_that_is_not_zero_is_seen(lab, connector):
    vm = SmallVm(lab, connector)
    run = vm.run_to_end()
    ebs, ec2 = lab.client("ebs"), lab.client("ec2")
    disk, frozen = run["disks"][1], vm.frozen()["disks"][1]
    last = (frozen["sizeBytes"] - 1) // checks.BLOCK
    blocks = checks.read_back(ebs, disk["snapshotId"])
    spoilt = bytearray(blocks.get(last, bytes(checks.BLOCK)))
    spoilt[-1] = 1
    wrong = child_of(ebs, disk["snapshotId"], 1, {last: bytes(spoilt)})
    await_completed(ec2, wrong)
    assert any("behind" in c for c in checks.disk_equality(lab, ebs, {**disk, "snapshotId": wrong}, frozen))


def test_a_vm_snapshot_that_was_left_is_seen(lab, connector):
    vm = SmallVm(lab, connector)
    rule = lab.hold("ebs", "StartSnapshot", "before")
    run = connector.start_run(vm.job)
    assert lab.await_hit(rule)
    assert checks.vm_snapshots_left(lab, vm.id) != []
    lab.release(rule, proceed=True)
    assert connector.await_run(run)["state"] == "COMPLETED"
    assert checks.vm_snapshots_left(lab, vm.id) == []


def test_an_ebs_snapshot_that_no_run_accounts_for_is_seen(lab, connector):
    vm = SmallVm(lab, connector)
    assert vm.complaints(vm.run_to_end()) == []
    ebs, ec2 = lab.client("ebs"), lab.client("ec2")
    planted = ebs.start_snapshot(
        VolumeSize=1, ClientToken=os.urandom(8).hex(), Tags=[{"Key": "connector:job", "Value": vm.job}])["SnapshotId"]
    assert any(planted in complaint for complaint in vm.leaks())
    ec2.delete_snapshot(SnapshotId=planted)
    assert vm.leaks() == []
