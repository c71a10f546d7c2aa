"""Upgrades in place: from N-1 to N, over bad ones that are put back alone, through kill -9, and past forged releases."""

import datetime
import random
import re
import shutil
import time
import urllib.error

import pytest
from conftest import ROOT  # noqa: F401 (the path comes with it)
from estate import SmallVm

from harness import publisher
from harness.connector import CommandFailed, Connector

SHIPPED = "0.1.0"


@pytest.fixture(scope="module")
def made(distribution, tmp_path_factory):
    return publisher.Publisher(distribution, tmp_path_factory.mktemp("publisher"))


def started(distribution, home, root):
    daemon = Connector(distribution, home).start()
    shutil.copy(root, home / "conf" / "upgrade-root.json")
    (home / "conf" / "connector.upgrade.cfg").write_text("watchSeconds=1\nsettleSeconds=4\n", encoding="utf-8")
    daemon.stop()  # so that the settings are read before anything else happens
    return daemon.start()


def in_force(daemon):
    return daemon.get("upgrades")["set"]


def refused(daemon, file):
    with pytest.raises(CommandFailed) as failure:
        daemon.command("upgrade", "apply", str(file))
    return failure.value.text


def test_from_one_to_the_next_over_bad_ones_and_back(distribution, made, tmp_path):
    good = made.release("0.2.0", {name: publisher.marked("2") for name in ("aws", "disk-streaming", "http-api")})
    daemon = started(distribution, tmp_path / "home", made.root)
    try:
        plan = daemon.json("upgrade", "plan", str(good))
        assert (plan["restart"], len(plan["changes"])) == (False, 3)
        assert in_force(daemon) == SHIPPED
        assert daemon.json("upgrade", "apply", str(good))["outcome"] == "GOOD"
        assert in_force(daemon) == "0.2.0"
        bad = {
            "0.2.1": (publisher.with_header("Bundle-Activator: no.such.Activator"), "no.such.Activator"),
            "0.2.2": (publisher.with_header("Require-Bundle: no.such.bundle"), "no.such.bundle"),
            "0.2.3": (publisher.without("OSGI-INF/"), "disk streaming"),
        }
        for version, (change, said) in bad.items():
            text = refused(daemon, made.release(version, {"disk-streaming": change}))
            assert "PUT_BACK" in text and said in text, text
            assert in_force(daemon) == "0.2.0"
            assert daemon.get("status")["health"]["state"] == "HEALTHY"
        assert not [name for name in daemon.get("upgrades")["sets"] if name in bad]
        platform = made.release("0.3.0", {"store": publisher.marked("3")})
        assert daemon.json("upgrade", "apply", str(platform))["outcome"] == "GOOD"
        assert in_force(daemon) == "0.3.0"
        text = refused(daemon, made.release("0.3.1", {"store": publisher.with_header("Require-Bundle: no.such.bundle")}))
        assert "PUT_BACK" in text and in_force(daemon) == "0.3.0"
        assert daemon.json("upgrade", "rollback")["outcome"] == "GOOD"
        assert in_force(daemon) == "0.2.0"
        daemon.kill()
        daemon.start()
        assert in_force(daemon) == "0.2.0"
    finally:
        daemon.kill()


def test_killed_in_the_middle_it_is_one_set_or_the_other(distribution, made, tmp_path, pytestconfig):
    rng = random.Random(4)
    daemon = started(distribution, tmp_path / "home", made.root)
    seen = set()
    try:
        for number in range(200 if pytestconfig.getoption("--kills") == "long" else 4):
            kind, before = f"0.4.{number}", in_force(daemon)
            file = made.release(kind, {rng.choice(("vsphere", "access")): publisher.marked(kind)})
            daemon.command("upgrade", "apply", str(file), "--no-wait")
            time.sleep(rng.uniform(0, 3))
            daemon.kill()
            daemon.start()
            deadline = time.monotonic() + 60
            while daemon.get("upgrades")["stage"] != "IDLE":
                assert time.monotonic() < deadline
                time.sleep(0.1)
            after = in_force(daemon)
            assert after in (before, kind), number
            assert daemon.get("status")["health"]["state"] == "HEALTHY"
            seen.add(after != before)
    finally:
        daemon.kill()
    if pytestconfig.getoption("--kills") == "long":
        assert seen == {True, False}, "the kills met only one end of the upgrades"


def forgeries(base):
    """Name -> (code, maker of the file). The base was accepted with version 2 of everything."""
    def older(repository):
        repository.timestamp.version = 1
        return {}

    def expired(repository):
        repository.timestamp.expires = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
        return {}

    def mixed(repository):
        name = f"metadata/{repository.snapshot.version}.snapshot.json"
        older = base.signed("snapshot", base.snapshot)
        # of the same length, so that nothing but the digest tells
        return lambda files: {name: older + b" " * (len(files[name]) - len(older))}

    def unsigned(repository):
        data = bytearray(repository.signed("timestamp", repository.timestamp))
        at = re.search(rb'"sig": ?"', bytes(data)).end()
        data[at:at + 1] = b"0" if data[at:at + 1] != b"0" else b"1"
        return {"metadata/timestamp.json": bytes(data)}

    def stranger(repository):
        repository.signers["timestamp"] = publisher.CryptoSigner.generate_ed25519()
        return {}

    def endless(repository):
        return {"metadata/timestamp.json": b" " * 5_000_000}

    def bad_name(repository):
        repository.add("../evil/set.list", b"set 9\n")
        repository.files.clear()
        return {}

    def zip_trick(repository):
        return {"metadata/../../evil": b"x"}

    return {
        "rollback": ("version 1, and version 2 was seen", older),
        "freeze": ("was valid until", expired),
        "mix-and-match": ("does not belong to the rest", mixed),
        "short threshold": ("0 good signatures", unsigned),
        "revoked key": ("never trusted, or was revoked", stranger),
        "endless data": ("has more than its", endless),
        "path tricks": ("a file with the name", bad_name),
        "zip tricks": ("a file with the name 'metadata/../../evil'", zip_trick),
    }


def test_releases_by_python_tuf_are_taken_and_forged_ones_refused(distribution, tmp_path):
    set_list = (distribution / "bundles" / "set.list").read_bytes().replace(b"set 0.1.0\n", b"set 0.9.0\n")
    base = publisher.TufRepository(set_list, "0.9.0")
    for line in set_list.decode().splitlines()[1:]:
        words = line.split()
        base.add(f"0.9.0/{words[5]}", (distribution / "bundles" / words[5]).read_bytes())
    base.files = {name: content for name, content in base.files.items() if name.endswith("set.list")}
    root = tmp_path / "root.json"
    root.write_bytes(base.signed("root", base.root))
    for part in (base.timestamp, base.snapshot, base.targets):
        part.version = 2
    daemon = started(distribution, tmp_path / "home", root)
    try:
        plan = daemon.json("upgrade", "plan", str(base.copy().packed(tmp_path / "good.zip")))
        assert (plan["toSet"], plan["changes"]) == ("0.9.0", [])
        for name, (said, forge) in forgeries(base).items():
            repository = base.copy()
            for part in (repository.timestamp, repository.snapshot, repository.targets):
                part.version += 1
            extra = forge(repository)
            file = repository.packed(tmp_path / f"{name}.zip", lambda files, extra=extra: {**files, **(extra(files) if callable(extra) else extra)})
            text = refused(daemon, file)
            assert said in text, f"{name}: {text}"
            assert in_force(daemon) == SHIPPED
        cut = tmp_path / "cut.zip"
        cut.write_bytes((tmp_path / "good.zip").read_bytes()[:-40])
        assert "cut short" in refused(daemon, cut)
        (daemon.home / "upgrades" / "last-seen").write_text("2034-01-01T00:00:00Z\n", encoding="utf-8")
        assert "clock says" in refused(daemon, tmp_path / "good.zip")
        assert in_force(daemon) == SHIPPED
    finally:
        daemon.kill()


SWAPPED = ("disk-streaming", "aws", "vsphere", "replication", "admin-ui", "credential-store", "registration")


@pytest.mark.parametrize("bundle", SWAPPED)
def test_a_run_goes_on_through_the_swap(lab, upgradable, made, bundle):
    rng = random.Random(f"{bundle}-5")
    vm = SmallVm(lab, upgradable)
    skip = rng.randrange(4, 12)
    rule = lab.hold("ebs", "PutSnapshotBlock", rng.choice(("before", "after")), skip=skip)
    run = upgradable.start_run(vm.job)
    assert lab.await_hit(rule), upgradable.run(run)
    upgradable.command("upgrade", "apply", str(made.release(f"0.5.{bundle}", {bundle: publisher.marked("5")})), "--no-wait")
    deadline = time.monotonic() + 60
    while upgradable_stage(upgradable) not in ("SWAPPING", "WATCHING"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    lab.release(rule, proceed=True)
    lab.clear_faults()
    ended = await_end(upgradable, run)
    assert vm.complaints(ended) == []
    while upgradable_stage(upgradable) != "IDLE":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    newest = upgradable.get("upgrades")["history"][0]
    assert (newest["toSet"], newest["outcome"], newest["reason"]) == (f"0.5.{bundle}", "GOOD", "")
    puts = [lab.ebs_snapshot(disk["snapshotId"]) for disk in ended["disks"]]
    assert sum(snapshot["distinctBlocks"] for snapshot in puts) > skip, "nothing was left to put after the swap"
    again = sum(snapshot["puts"] - snapshot["distinctBlocks"] for snapshot in puts)
    assert again < skip, "what was acknowledged before the swap was put again"


def upgradable_stage(daemon):
    """What the upgrader does; the API itself is not among what is swapped here."""
    return daemon.get("upgrades")["stage"]


def await_end(daemon, run):
    """Like await_run, also over the moments in which the bundle that answers is away."""
    deadline = time.monotonic() + 120
    while True:
        try:
            return daemon.await_run(run)
        except urllib.error.HTTPError as failure:
            assert failure.code == 503 and time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture(scope="module")
def upgradable(lab, distribution, made, tmp_path_factory):
    daemon = started(distribution, tmp_path_factory.mktemp("upgradable") / "home", made.root)
    assert daemon.set_up(lab.setup_document())["state"] == "REGISTERED"
    yield daemon
    daemon.kill()
