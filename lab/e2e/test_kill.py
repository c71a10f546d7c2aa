"""kill -9 in every phase of a full and of an incremental run; each run goes on and ends equal.

The daemon is killed while the lab holds one of its requests, before or after the request took effect: so the instant is
exact, and both halves of "did it happen?" are met. The phases come from the product's own source; the last test fails when
one of them was never hit.
"""

import dataclasses
import random
import re

import pytest
from conftest import ROOT
from estate import SmallVm

from harness import checks


@dataclasses.dataclass(frozen=True)
class Instant:
    """Where a run is killed: while the lab holds a request of it.

    `phase` is what the run must be in by then: such requests of earlier phases are let go; `skip` how many pass before
    that.
    """

    phase: str
    service: str
    operation: str
    when: str
    skip: int = 0

    def __str__(self):
        return f"{self.phase}-{self.operation}-{self.when}-{self.skip}"


BOTH = ("before", "after")


def instants(phase, service, operation, whens=BOTH, skip=0):
    return [Instant(phase, service, operation, when, skip) for when in whens]


AROUND_EVERY_STEP = [
    *instants("CHECKING", "ec2", "GetEbsEncryptionByDefault"),
    *instants("SNAPSHOTTING", "vcenter", "CreateSnapshot_Task"),
    *instants("TRANSFERRING", "ebs", "StartSnapshot"),
    *instants("TRANSFERRING", "ebs", "CompleteSnapshot"),
    *instants("TRANSFERRING", "ec2", "DescribeSnapshots", ("before",)),
    *instants("RECORDING", "ec2", "DescribeSnapshots"),
    *instants("RELEASING", "vcenter", "RemoveSnapshot_Task"),
    *instants("REGISTERING", "ec2", "RegisterImage"),
]
FULL = [
    *AROUND_EVERY_STEP,
    *instants("PLANNING", "vcenter", "RetrievePropertiesEx", ("before",)),
]
INCREMENTAL = [
    *AROUND_EVERY_STEP,
    *instants("PLANNING", "vcenter", "QueryChangedDiskAreas"),
]
MOST_STEPS = 100
BLOCKS_OF_A_FULL_RUN = 18
BLOCKS_OF_AN_INCREMENT = 5


def within_the_transfer(count, blocks, seed):
    """Seeded instants in the middle of a transfer: the n-th put of a block."""
    rng = random.Random(seed)
    return [
        Instant("TRANSFERRING", "ebs", "PutSnapshotBlock", rng.choice(BOTH), rng.randrange(blocks)) for _ in range(count)
    ]


def pytest_generate_tests(metafunc):
    if "instant" in metafunc.fixturenames:
        long_form = metafunc.config.getoption("--kills") == "long"
        seed = metafunc.config.getoption("--kill-seed")
        incremental = "increment" in metafunc.function.__name__
        count = 25 if long_form else 3
        blocks = BLOCKS_OF_AN_INCREMENT if incremental else BLOCKS_OF_A_FULL_RUN
        chosen = (INCREMENTAL if incremental else FULL) + within_the_transfer(count, blocks, seed)
        metafunc.parametrize("instant", chosen, ids=str)


@pytest.fixture(scope="module")
def hit():
    """(kind of run, phase) of every kill so far."""
    return set()


def hold_in_phase(lab, connector, run, rule, instant):
    """Lets one held request after the other go until the run is in the phase that is meant; returns the last rule, the phase."""
    for _ in range(MOST_STEPS):
        assert lab.await_hit(rule), f"{instant} was never met: {connector.run(run)}"
        phase = connector.run(run)["phase"]
        if phase == instant.phase:
            return rule, phase
        following = lab.hold(instant.service, instant.operation, instant.when)
        lab.release(rule, proceed=True)
        rule = following
    raise AssertionError(f"{instant}: the run is still in {phase} after {MOST_STEPS} such requests")


def kill_at(lab, connector, vm, instant):
    """Starts a run, kills the daemon at the instant, starts it again; returns the phase it was in, and the ended run."""
    rule = lab.hold(instant.service, instant.operation, instant.when, skip=instant.skip)
    run = connector.start_run(vm.job)
    rule, phase = hold_in_phase(lab, connector, run, rule, instant)
    connector.kill()
    # what was held before its effect never happens; what was held after it did happen, and the answer is lost
    lab.release(rule, proceed=False)
    lab.clear_faults()
    connector.start()
    return phase, connector.await_run(run)


def test_a_full_run(lab, connector, instant, hit):
    vm = SmallVm(lab, connector)
    phase, run = kill_at(lab, connector, vm, instant)
    assert phase == instant.phase
    hit.add(("full", phase))
    assert vm.complaints(run) == []


def test_an_increment(lab, connector, instant, hit):
    vm = SmallVm(lab, connector)
    assert vm.complaints(vm.run_to_end()) == []
    older = vm.frozen()
    vm.guest_writes()
    phase, run = kill_at(lab, connector, vm, instant)
    assert phase == instant.phase
    hit.add(("increment", phase))
    assert vm.complaints(run) == []
    for disk in run["disks"]:
        wanted = checks.blocks_that_differ(lab, older["snapshot"], vm.frozen()["snapshot"], disk["key"])
        assert lab.ebs_snapshot(disk["snapshotId"])["distinctBlocks"] == wanted


def test_every_phase_was_hit(hit):
    source = ROOT / "bundles/api/src/main/java/io/github/migrationconnector/api/replication/RunPhase.java"
    phases = set(re.findall(r"^    ([A-Z]+)[,;]?$", source.read_text(encoding="utf-8"), re.MULTILINE))
    assert {"CHECKING", "TRANSFERRING"} <= phases, "the phases were not found in the source"
    wanted = {(kind, phase) for kind in ("full", "increment") for phase in phases - {"FINISHED"}}
    assert wanted - hit == set()
