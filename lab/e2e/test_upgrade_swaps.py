"""Bundles are swapped amid a run, and the run goes on."""

import gzip
import random
import statistics
import subprocess
import threading
import time
import types
import urllib.error

import pytest
from estate import SmallVm
from secrets_scenario import Recorder
from test_log_upload import PART_BYTES, grow, objects

from harness import guest, publisher
from harness.upgradable import LIMIT_SECONDS, Upgradable

SWAPPED = ("disk-streaming", "aws", "vsphere", "replication", "admin-ui", "credential-store", "registration", "networking")
SWAPS_IN_A_RUN = 5
BLOCK = 524288
FACES = {"console": "/", "API": "/healthz"}
PASSWORD = "lives on through each swap 1"


class TwoDisks(SmallVm):
    """A VM with enough blocks for several swaps to fall within one run."""

    SIZES = (40 * guest.MIB, 28 * guest.MIB)

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


@pytest.fixture
def seen_at_once(lab):
    """New EBS snapshots answer at once: a put that meets a 404 counts for a rule as one that came by, and puts nothing."""
    delay = lab.call("GET", "/ebs/settings")["visibilityDelayMs"]
    lab.call("POST", "/ebs/settings", {"visibilityDelayMs": 0})
    yield
    lab.call("POST", "/ebs/settings", {"visibilityDelayMs": delay})


def logged_in(daemon):
    visitor = Recorder(daemon)
    code = (daemon.home / "one-time-code").read_text().strip()
    assert visitor.form("/welcome", code=code, password=PASSWORD, again=PASSWORD, licence="accepted")[0] in (302, 303)
    return visitor, visitor.cookie


def still_logged_in(visitor, session):
    return visitor.call("GET", "/system/console/connector-dashboard", headers={"Cookie": session})[0]


def test_runs_go_on_through_swaps(lab, seen_at_once, upgradable, made, pytestconfig, record_property):
    """A full run and an increment; in each, bundles are swapped one after the other at seeded blocks of it."""
    rng = random.Random(pytestconfig.getoption("--kill-seed"))
    daemon = upgradable.daemon
    vm, (visitor, session) = TwoDisks(lab, daemon), logged_in(daemon)
    bundles, gaps = [], []
    for number in range(20 if pytestconfig.getoption("--kills") == "long" else 2):
        if number:
            vm.change_most_blocks(number)
        rule = lab.fault("ebs", "PutSnapshotBlock", f"hold-{rng.choice(('before', 'after'))}", skip=rng.randrange(1, 8), count=0)
        run = daemon.post(f"jobs/{vm.job}/runs", {})["id"]
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
            held = lab.call("GET", f"/faults/{rule}")["hits"]
            under_way += held
            # beyond those that are put a second time, since their answers were lost
            skip = held + rng.randrange(1, 5)
            following = lab.fault("ebs", "PutSnapshotBlock", f"hold-{rng.choice(('before', 'after'))}", skip=skip, count=0)
            lab.call("DELETE", f"/faults/{rule}")
            rule = following
            record = upgradable.await_record(plan)
            assert (record["outcome"], record["reason"]) == ("GOOD", ""), (bundle, record)
            gaps.append((bundle, gap.end()))
            assert lab.await_hit(rule), (bundle, daemon.run(run))
            vm.await_blocks_put(run, before, "after")
            assert still_logged_in(visitor, session) == 200, f"the session ended with {bundle}: {visitor.answers[-1]}"
        lab.clear_faults()
        ended = await_end(daemon, run)
        assert vm.complaints(ended) == []
        puts = [lab.ebs_snapshot(disk["snapshotId"]) for disk in ended["disks"]]
        again = sum(snapshot["puts"] - snapshot["distinctBlocks"] for snapshot in puts)
        assert again <= under_way, "more was put again than was under way at the swaps"
    record_property("away", "; ".join(f"{bundle}: {seconds(times)}" for bundle, times in gaps))
    for face in FACES:
        record_property(f"{face} away", summary([times[face] for _, times in gaps]))


def seconds(times):
    return ", ".join(f"{face} {time:.2f} s" for face, time in times.items())


def summary(times):
    return f"median {statistics.median(times):.2f} s, longest {max(times):.2f} s of {len(times)}"


def await_end(daemon, run):
    """Like await_run, also over the moments in which the bundle that answers is away."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        try:
            return daemon.await_run(run)
        except urllib.error.HTTPError as failure:
            assert failure.code == 503 and time.monotonic() < deadline
            time.sleep(0.1)


def test_an_upload_of_logs_goes_on_through_a_swap_of_its_bundle(lab, upgradable, made):
    connector, s3 = upgradable.daemon, lab.client("s3")
    printed = subprocess.run(
        [str(connector.program), "iam", "policy", "--log-bucket", "connector-logs-*", "--make-log-bucket"],
        check=True, capture_output=True, timeout=60)
    keys = lab.call("POST", "/aws/users/uploads-amid-a-swap", printed.stdout)
    document = lab.setup_document()
    document["aws"] |= {"accessKeyId": keys["accessKeyId"], "secretAccessKey": keys["secretAccessKey"]}
    connector.set_up(document)
    connector.json("logs", "upload", "set", "--s3", "--bucket", "connector-logs-swapped", "--make-bucket")
    lines = grow(types.SimpleNamespace(connector=connector), 24, seed=5)
    held = lab.hold("s3", "UploadPart", "before", skip=1)
    uploading = threading.Thread(target=upload_quietly, args=(connector,))
    uploading.start()
    assert lab.await_hit(held), connector.get("logs/upload")
    record = upgradable.apply(made.release("0.6.900", {"log-upload": publisher.marked("swapped")}))
    assert (record["outcome"], record["reason"]) == ("GOOD", "")
    lab.release(held, proceed=False)
    uploading.join()
    assert connector.get("logs/upload")["trouble"]["code"] == "", "a swap is no trouble"
    (begun,) = s3.list_multipart_uploads(Bucket="connector-logs-swapped")["Uploads"]
    arrived = s3.list_parts(Bucket="connector-logs-swapped", Key=begun["Key"], UploadId=begun["UploadId"])["Parts"]
    assert [part["PartNumber"] for part in arrived] == [1]
    again = lab.fault("s3", "UploadPart", "delay", count=0, delayMs=1, match={"key": begun["Key"]})
    assert connector.json("logs", "upload", "now")["waitingFiles"] == 0
    content = s3.get_object(Bucket="connector-logs-swapped", Key=begun["Key"])["Body"].read()
    assert lab.call("GET", f"/faults/{again}")["hits"] == -(-len(content) // PART_BYTES) - 1, "the part that had arrived is not sent again"
    # a log that grew beyond its size was packed, and is another object
    text = "".join(gzip.decompress(each).decode() for each in objects(s3, "connector-logs-swapped").values())
    assert [line for line in lines if text.count(line) != 1] == []


def upload_quietly(connector):
    """Its bundle is replaced under the question."""
    try:
        connector.post("logs/upload/now", {})
    except OSError:
        pass
