"""A job with encryption, a key, the guest at rest and a cap: what AWS and vCenter were asked for, by the lab's own word."""

import pytest
from estate import SmallVm

from harness.connector import CommandFailed


def key_arn(lab, name):
    return f"arn:aws:kms:{lab.endpoints['aws']['region']}:{lab.client('sts').get_caller_identity()['Account']}:key/{name}"


@pytest.fixture(scope="module")
def vm(lab, connector):
    return SmallVm(lab, connector)


def kept(lab, run):
    return [(snapshot["encrypted"], snapshot.get("kmsKeyArn", "")) for disk in run["disks"] for snapshot in [lab.ebs_snapshot(disk["snapshotId"])]]


def ways(run):
    return [disk["way"].split(":")[0] for disk in run["disks"]]


def test_what_a_job_asks_for_reaches_aws_and_vcenter_and_its_key_stays_while_a_run_goes_on(lab, connector, vm):
    first, second = (key_arn(lab, f"0000000{number}-0000-0000-0000-000000000000") for number in (1, 2))
    connector.command("job", "update", vm.job, "--encrypt", "--kms-key", first, "--quiesce", "--rate", str(64 << 20))
    held = lab.hold("ebs", "PutSnapshotBlock", "before")
    run = connector.start_run(vm.job)
    assert lab.await_hit(held)
    with pytest.raises(CommandFailed, match="encryption and KMS key can't change"):
        connector.command("job", "update", vm.job, "--kms-key", second)
    connector.command("job", "update", vm.job, "--description", "told while it runs")
    lab.release(held, True)
    ended = connector.await_run(run)
    assert vm.complaints(ended) == []
    assert kept(lab, ended) == [(True, first)] * 2 and ways(ended) == ["full"] * 2
    assert vm.frozen()["quiesced"]

    vm.guest_writes()
    increment = vm.run_to_end()
    assert vm.complaints(increment) == []
    assert kept(lab, increment) == [(True, first)] * 2 and ways(increment) == ["changed areas"] * 2

    connector.command("job", "update", vm.job, "--kms-key", second, "--no-quiesce")
    vm.guest_writes()
    other = vm.run_to_end()
    assert vm.complaints(other) == []
    assert kept(lab, other) == [(True, second)] * 2 and ways(other) == ["full"] * 2
    assert not vm.frozen()["quiesced"]
