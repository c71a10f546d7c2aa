"""Upgrades in place: from N-1 to N, over bad ones that are put back alone, through kill -9, and past forged releases."""

import datetime
import json
import random
import re
import shutil
import ssl
import threading
import time
import urllib.error
import urllib.request

import pytest
from conftest import ROOT  # noqa: F401 (the path comes with it)
from estate import SmallVm
from test_secrets import Recorder

from harness import guest, publisher
from harness.connector import Connector

SHIPPED = "0.1.0"
LIMIT_SECONDS = 120


@pytest.fixture(scope="module")
def made(distribution, tmp_path_factory):
    return publisher.Publisher(distribution, tmp_path_factory.mktemp("publisher"))


class Upgradable:
    """A daemon that trusts a root, and its upgrades by the JSON API: a JVM for each question would take most of the time."""

    def __init__(self, distribution, home, root, settings=""):
        self.daemon = Connector(distribution, home)
        (home / "conf").mkdir(parents=True, mode=0o700)
        home.chmod(0o700)
        shutil.copy(root, home / "conf" / "upgrade-root.json")
        (home / "conf" / "connector.upgrade.cfg").write_text(f"watchSeconds=1\nsettleSeconds=3\n{settings}", encoding="utf-8")
        self.daemon.start()

    def call(self, path, body=None, method=None):
        daemon = self.daemon
        trust = ssl.create_default_context(cafile=daemon.home / "tls" / "certificate.pem")
        request = urllib.request.Request(f"{daemon.url}api/v1/{path}", method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Bearer " + (daemon.home / "token").read_text().strip())
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=LIMIT_SECONDS, context=trust) as answer:
            return json.load(answer)

    def status(self):
        """Over the moments in which what answers is away itself."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            try:
                return self.call("upgrades")
            except OSError:
                assert time.monotonic() < deadline, "the daemon answers no more"
                time.sleep(0.1)

    def in_force(self):
        return self.status()["set"]

    def begin(self, file):
        return self.call("upgrades", {"file": str(file)})

    def await_stage(self, *stages):
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            status = self.status()
            if status["stage"] in stages:
                return status
            assert time.monotonic() < deadline, status
            time.sleep(0.05)

    def await_record(self, plan):
        """The record of a plan that was begun."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            status = self.status()
            newest = (status["history"] or [{}])[0]
            if status["stage"] == "IDLE" and newest.get("toSet") == plan["toSet"]:
                return newest
            assert time.monotonic() < deadline, status
            time.sleep(0.05)

    def apply(self, file):
        return self.await_record(self.begin(file))

    def refused(self, file):
        with pytest.raises(urllib.error.HTTPError) as failure:
            self.begin(file)
        return failure.value.read().decode()

    def healthy(self):
        return self.daemon.get("status")["health"]["state"] == "HEALTHY"


def test_from_one_to_the_next_over_bad_ones_and_back(distribution, made, tmp_path):
    good = made.release("0.2.0", {name: publisher.marked("2") for name in ("aws", "disk-streaming", "http-api")})
    connector = Upgradable(distribution, tmp_path / "home", made.root)
    daemon = connector.daemon
    try:
        plan = daemon.json("upgrade", "plan", str(good))
        assert (plan["restart"], len(plan["changes"])) == (False, 3)
        assert connector.in_force() == SHIPPED
        assert daemon.json("upgrade", "apply", str(good))["outcome"] == "GOOD"
        assert connector.in_force() == "0.2.0"
        bad = connector.apply(made.release("0.2.3", {"disk-streaming": publisher.without("OSGI-INF/")}))
        assert bad["outcome"] == "PUT_BACK" and "disk streaming" in bad["reason"], bad
        assert connector.in_force() == "0.2.0" and connector.healthy()
        assert "0.2.3" not in connector.status()["sets"]
        assert connector.apply(made.release("0.3.0", {"store": publisher.marked("3")}))["outcome"] == "GOOD"
        assert connector.in_force() == "0.3.0"
        bad = connector.apply(made.release("0.3.1", {"store": publisher.with_header("Require-Bundle: no.such.bundle")}))
        assert bad["outcome"] == "PUT_BACK" and connector.in_force() == "0.3.0" and connector.healthy()
        assert connector.await_record(connector.call("upgrades/rollback", method="POST"))["outcome"] == "GOOD"
        assert connector.in_force() == "0.2.0"
        daemon.kill()
        daemon.start()
        assert connector.in_force() == "0.2.0"
        assert connector.apply(made.release("0.4.0", {"vsphere": publisher.marked("4")}))["outcome"] == "GOOD"
        assert connector.in_force() == "0.4.0" and connector.healthy()
    finally:
        daemon.kill()


def test_killed_in_the_middle_it_is_one_set_or_the_other(distribution, made, tmp_path, pytestconfig):
    rng = random.Random(pytestconfig.getoption("--kill-seed"))
    connector = Upgradable(distribution, tmp_path / "home", made.root)
    seen = set()
    try:
        for number in range(200 if pytestconfig.getoption("--kills") == "long" else 4):
            offered, before = f"0.5.{number}", connector.in_force()
            # one in five starts the framework anew
            file = made.release(offered, {rng.choice(("vsphere", "aws", "disk-streaming", "replication", "access")): publisher.marked(offered)})
            begun = threading.Thread(target=ask_quietly, args=(connector, file))
            begun.start()
            time.sleep(rng.uniform(0, 4))
            connector.daemon.kill()
            begun.join()
            connector.daemon.start()
            after = connector.await_stage("IDLE")["set"]
            assert after in (before, offered), number
            assert connector.healthy(), number
            assert running(connector) == set_of(connector, distribution, after), number
            seen.add(after != before)
    finally:
        connector.daemon.kill()
    if pytestconfig.getoption("--kills") == "long":
        assert seen == {True, False}, "the kills met only one end of the upgrades"


def ask_quietly(connector, file):
    """The daemon is killed under the question."""
    try:
        connector.begin(file)
    except OSError:
        pass


def running(connector):
    """How many bundles there are, all of them at work."""
    bundles = connector.call("bundles")
    assert {bundle["state"] for bundle in bundles} <= {"ACTIVE", "STARTING", "RESOLVED"}, bundles
    return len(bundles)


def set_of(connector, distribution, version):
    """How many bundles a set has for the daemon, each whole by its digest."""
    place = distribution / "bundles" if version == SHIPPED else connector.daemon.home / "sets" / version
    lines = [line.split() for line in (place / "set.list").read_text(encoding="utf-8").splitlines() if line.startswith("bundle ")]
    for words in lines:
        assert publisher.sha256(place / words[5]) == words[4], words
    return sum("run" in words[3] for words in lines)


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
    connector = Upgradable(distribution, tmp_path / "home", root)
    try:
        good = base.copy().packed(tmp_path / "good.zip")
        plan = connector.call("upgrades", {"file": str(good), "dryRun": True})
        assert (plan["toSet"], plan["changes"]) == ("0.9.0", [])
        for name, (said, forge) in forgeries(base).items():
            repository = base.copy()
            for part in (repository.timestamp, repository.snapshot, repository.targets):
                part.version += 1
            extra = forge(repository)
            file = repository.packed(tmp_path / f"{name}.zip", lambda files, extra=extra: {**files, **(extra(files) if callable(extra) else extra)})
            text = connector.refused(file)
            assert said in text, f"{name}: {text}"
            assert connector.in_force() == SHIPPED
        cut = tmp_path / "cut.zip"
        cut.write_bytes(good.read_bytes()[:-40])
        assert "cut short" in connector.refused(cut)
        (connector.daemon.home / "upgrades" / "last-seen").write_text("2034-01-01T00:00:00Z\n", encoding="utf-8")
        assert "clock says" in connector.refused(good)
        assert connector.in_force() == SHIPPED
    finally:
        connector.daemon.kill()


SWAPPED = ("disk-streaming", "aws", "vsphere", "replication", "admin-ui", "credential-store", "registration")
SWAPS_IN_A_RUN = 5
BLOCK = 524288
FACES = {"console": "/", "API": "/healthz"}
PASSWORD = "lives on through each swap 1"


class TwoDisks(SmallVm):
    """A VM with enough blocks for several swaps to fall within one run."""

    SIZES = (16 * guest.MIB, 12 * guest.MIB)

    def __init__(self, lab, connector):
        self.lab, self.connector, self.name = lab, connector, "swapped"
        made = lab.make_vm(self.name, [{"sizeBytes": size, "seed": 7000 + size} for size in self.SIZES])
        self.id, self.keys = made["vm"], [disk["key"] for disk in made["disks"]]
        self.job = connector.create_job(self.name)

    def change_most_blocks(self, number):
        for key, size in zip(self.keys, self.SIZES):
            for offset in range(0, size - BLOCK, BLOCK):
                self.lab.guest_writes(self.name, key, offset + 100, bytes([number, offset // BLOCK + 1]) * 300)

    def blocks_put(self, run):
        """How many different blocks EBS has acknowledged for a run."""
        disks = self.connector.run(run)["disks"]
        return sum(self.lab.ebs_snapshot(disk["snapshotId"])["distinctBlocks"] for disk in disks if disk["snapshotId"])

    def await_blocks_put(self, run, more_than, when):
        """As many, once they are more; those that were let through may still be on their way when the next is held."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while (put := self.blocks_put(run)) <= more_than:
            assert time.monotonic() < deadline, f"no block was acknowledged {when} the swap"
            time.sleep(0.2)
        return put


class Gap:
    """The longest time for which each face did not answer."""

    def __init__(self, daemon):
        self.longest = dict.fromkeys(FACES, 0.0)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._watch, args=(daemon, face)) for face in FACES]
        for thread in self._threads:
            thread.start()

    def _watch(self, daemon, face):
        last = time.monotonic()
        while not self._over.wait(0.02):
            try:
                status, _ = Recorder(daemon).call("GET", FACES[face])
            except OSError:
                continue
            if status < 500 and status != 404:
                now = time.monotonic()
                self.longest[face], last = max(self.longest[face], now - last), now

    def end(self):
        self._over.set()
        for thread in self._threads:
            thread.join()
        return self.longest


@pytest.fixture(scope="module")
def upgradable(lab, distribution, made, tmp_path_factory):
    connector = Upgradable(distribution, tmp_path_factory.mktemp("upgradable") / "home", made.root)
    assert connector.daemon.set_up(lab.setup_document())["state"] == "REGISTERED"
    yield connector
    connector.daemon.kill()


def logged_in(daemon):
    visitor = Recorder(daemon)
    code = (daemon.home / "one-time-code").read_text().strip()
    assert visitor.form("/welcome", code=code, password=PASSWORD, again=PASSWORD, licence="accepted")[0] in (302, 303)
    return visitor, visitor.cookie


def still_logged_in(visitor, session):
    return visitor.call("GET", "/system/console/connector-dashboard", headers={"Cookie": session})[0]


def test_runs_go_on_through_swaps(lab, upgradable, made, pytestconfig, record_property):
    """A full run, in the long form increments too; in each, bundles are swapped one after the other at seeded blocks of it."""
    rng = random.Random(pytestconfig.getoption("--kill-seed"))
    daemon = upgradable.daemon
    vm, (visitor, session) = TwoDisks(lab, daemon), logged_in(daemon)
    bundles, gaps = [], []
    for number in range(20 if pytestconfig.getoption("--kills") == "long" else 1):
        if number:
            vm.change_most_blocks(number)
        rule = lab.fault("ebs", "PutSnapshotBlock", f"hold-{rng.choice(('before', 'after'))}", skip=rng.randrange(1, 8), count=0)
        run = daemon.start_run(vm.job)
        under_way = 0
        for swap in range(SWAPS_IN_A_RUN):
            assert lab.await_hit(rule), daemon.run(run)
            before = vm.await_blocks_put(run, 0, "before")
            bundles = bundles or rng.sample(SWAPPED, len(SWAPPED))
            bundle, release = bundles.pop(), f"0.6.{number}.{swap}"
            file = made.release(release, {bundle: publisher.marked(release)})
            gap = Gap(daemon)
            plan = upgradable.begin(file)
            assert run in plan["runs"], plan
            upgradable.await_stage("SWAPPING", "WATCHING", "IDLE")
            under_way += lab.call("GET", f"/faults/{rule}")["hits"]
            following = lab.fault("ebs", "PutSnapshotBlock", f"hold-{rng.choice(('before', 'after'))}", skip=rng.randrange(1, 5), count=0)
            lab.call("DELETE", f"/faults/{rule}")
            rule = following
            record = upgradable.await_record(plan)
            assert (record["outcome"], record["reason"]) == ("GOOD", ""), (bundle, record)
            gaps.append(f"{bundle} {', '.join(f'{face} {seconds:.2f} s' for face, seconds in gap.end().items())}")
            assert lab.await_hit(rule), (bundle, daemon.run(run))
            vm.await_blocks_put(run, before, "after")
            assert still_logged_in(visitor, session) == 200, f"the session ended with {bundle}: {visitor.answers[-1]}"
        lab.clear_faults()
        ended = await_end(daemon, run)
        assert vm.complaints(ended) == []
        puts = [lab.ebs_snapshot(disk["snapshotId"]) for disk in ended["disks"]]
        again = sum(snapshot["puts"] - snapshot["distinctBlocks"] for snapshot in puts)
        assert again <= under_way, "more was put again than was under way at the swaps"
    record_property("gaps", "; ".join(gaps))
    print("away:", *gaps, sep="\n  ")


def await_end(daemon, run):
    """Like await_run, also over the moments in which the bundle that answers is away."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        try:
            return daemon.await_run(run)
        except urllib.error.HTTPError as failure:
            assert failure.code == 503 and time.monotonic() < deadline
            time.sleep(0.1)
