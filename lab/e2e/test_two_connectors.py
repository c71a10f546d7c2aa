"""Two connectors on one PostgreSQL: a run is one's at a time, and when its connector is killed the other takes it over."""

import time

import pytest
from estate import SmallVm

from harness import checks
from harness.connector import Connector
from harness.postgres import Postgres

LEASE_SECONDS = 30
RENEWED_WITHIN_SECONDS = 120


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    server = Postgres(tmp_path_factory.mktemp("postgres") / "server")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def pair(lab, distribution, postgres, tmp_path_factory):
    """Two daemons, each with a home and secrets of its own, set up for the same estate."""
    daemons = []
    for name in ("one", "other"):
        home = tmp_path_factory.mktemp(name) / "home"
        conf = postgres.name_in(home)
        (conf / "io.github.migrationconnector.replication.internal.service.ReplicationService.cfg").write_text(
            f"leaseSeconds={LEASE_SECONDS}\n", encoding="utf-8")
        daemon = Connector(distribution, home).start()
        daemons.append(daemon)
        report = daemon.set_up(lab.setup_document())
        assert report["state"] == "REGISTERED", report
    yield daemons
    for daemon in daemons:
        if daemon.running():
            daemon.stop()


def holder(postgres, run):
    return postgres.sql(f"select lease_home from replication_run where id = '{run}'")


def renewed(postgres, run):
    """Waits until the lease of a run lasts longer than now."""
    ask = f"select lease_until from replication_run where id = '{run}'"
    first, deadline = postgres.sql(ask), time.monotonic() + RENEWED_WITHIN_SECONDS
    while postgres.sql(ask) == first:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.5)
    return True


def name_of(daemon):
    return (daemon.home / "lease-holder").read_text(encoding="ascii").strip()


def test_the_other_takes_over_what_a_killed_one_had_in_hand(lab, postgres, pair):
    vm = SmallVm(lab, pair[0])
    # whoever has it: amid the blocks, its connector is killed, and the other goes on
    rule = lab.hold("ebs", "PutSnapshotBlock", "after", skip=3)
    run = pair[0].start_run(vm.job)
    assert lab.await_hit(rule), pair[0].run(run)
    by_name = {name_of(daemon): daemon for daemon in pair}
    killed = by_name[holder(postgres, run)]
    other = next(daemon for daemon in pair if daemon is not killed)
    # as long as it lives, it says again and again that it has it
    assert renewed(postgres, run) and by_name[holder(postgres, run)] is killed
    killed.kill()
    lab.release(rule, proceed=False)
    lab.clear_faults()
    vm.connector = other
    ended = other.await_run(run)
    assert by_name[holder(postgres, run)] is other
    assert ended["state"] == "COMPLETED", ended
    frozen = {disk["key"]: disk for disk in vm.frozen()["disks"]}
    for disk in ended["disks"]:
        assert checks.disk_equality(lab, lab.client("ebs"), disk, frozen[disk["key"]]) == []
    assert len(lab.vm_snapshots(vm.id)) == 1 and checks.vm_snapshots_left(lab, vm.id) == []

    # the killed one comes again: nothing of the run is done twice, an increment of either is right, and what it had begun goes
    killed.start()
    vm.guest_writes()
    second = killed.await_run(killed.start_run(vm.job))
    assert second["state"] == "COMPLETED", second
    wanted = checks.only_what_differs(
        lab, second["disks"][0], *(snapshot["snapshot"] for snapshot in lab.vm_snapshots(vm.id)[-2:]))
    assert wanted == []
    assert len([image for image in lab.client("ec2").describe_images(Owners=["self"])["Images"]
                if any(tag["Key"] == "connector:job" and tag["Value"] == vm.job for tag in image.get("Tags", []))]) == 2
