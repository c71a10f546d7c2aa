"""A home on a small disk that gets full: the logs give way, runs wait and say why, nothing acknowledged is lost, and all goes on
when there is room again."""

import contextlib
import json
import os
import subprocess
import threading
import time
import urllib.error
from errno import ENOSPC

import pytest
from estate import SmallVm

from harness.connector import CommandFailed, Connector

MEBIBYTE = 1 << 20
DISK_MEBIBYTES = 128
#: below that much the check says so; a disk of this size never has the half GiB that is shipped
LEAST_MEBIBYTES = 8
LOG_MEBIBYTES = 20
PATIENCE_SECONDS = 120
#: what may be answered while the disk is full
FULL = {"STORE_FULL", "DISK_FULL", "AUDIT_UNWRITABLE", "SETTINGS_UNUSABLE"}
HELD_STEPS = [
    ("vcenter", "CreateSnapshot_Task", "before"),
    ("ebs", "StartSnapshot", "after"),
    ("ebs", "PutSnapshotBlock", "after"),
    ("ebs", "CompleteSnapshot", "after"),
]


class SmallDisk:
    """A file system of its own (tmpfs), which something else than the connector fills."""

    def __init__(self, folder):
        self.folder = folder
        self._ballast = folder / "ballast"
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEBIBYTES}m,mode=0700", "small", str(folder)],
            capture_output=True, text=True, timeout=30, check=False)
        if mounted.returncode != 0:
            pytest.fail(f"no small file system can be mounted here ({mounted.stderr.strip()}); run the tests as root on Linux")

    def free_bytes(self):
        told = os.statvfs(self.folder)
        return told.f_bavail * told.f_frsize

    def fill(self):
        """Takes all that is free, to the last byte."""
        with open(self._ballast, "ab", buffering=0) as ballast:
            for piece in (MEBIBYTE, 4096, 1):
                try:
                    while True:
                        ballast.write(b"x" * piece)
                except OSError as full:
                    if full.errno != ENOSPC:
                        raise

    @contextlib.contextmanager
    def kept_full(self):
        """Takes whatever becomes free meanwhile too."""
        ended = threading.Event()

        def go_on():
            while not ended.is_set():
                self.fill()
                ended.wait(0.02)

        filler = threading.Thread(target=go_on, name="filler", daemon=True)
        self.fill()
        filler.start()
        try:
            yield
        finally:
            ended.set()
            filler.join()

    def make_room(self):
        self._ballast.unlink(missing_ok=True)

    def close(self):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True, timeout=30)


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    small = SmallDisk(tmp_path_factory.mktemp("small"))
    yield small
    small.close()


@pytest.fixture(scope="module")
def daemon(lab, distribution, disk):
    made = Connector(distribution, disk.folder).start()
    (made.home / "conf" / "io.github.migrationconnector.health.disk.cfg").write_text(f"leastMebibytes = {LEAST_MEBIBYTES}\n")
    assert made.set_up(lab.setup_document())["state"] == "REGISTERED"
    yield made
    if made.running():
        assert made.stop() == 0


@pytest.fixture(autouse=True)
def room_afterwards(disk):
    yield
    disk.make_room()


def until(what, condition, seconds=PATIENCE_SECONDS):
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def check_of(connector, name):
    return next(check for check in connector.get("health")["checks"] if check["name"] == name)


class Acknowledged:
    """What a connector said is done, to be held against what it knows later."""

    def __init__(self, connector):
        self.connector = connector
        self.jobs, self.runs, self.users, self.levels = [], [], [], {}
        self.records = {}

    def change(self, path, body, keep):
        """Asks for a change. Notes it when it was taken; else what was answered has to name the full disk, and the fix."""
        try:
            answer = self.connector.post(path, body)
        except urllib.error.HTTPError as refusal:
            problem = json.load(refusal)
            assert problem["code"] in FULL, problem
            assert refusal.code == 503 and problem["retry"] == "WHEN_FREE", problem
            assert "space" in problem["fix"], problem
            return False
        keep(answer)
        return True

    def add_user(self, name):
        return self.change("users", {"name": name, "role": "VIEWER", "password": "wide river 4711"}, lambda _: self.users.append(name))

    def add_job(self, vm):
        return self.change("jobs", {"vm": vm}, lambda job: self.jobs.append(job["id"]))

    def set_level(self, area, level):
        return self.change("logs/levels", {"name": area, "level": level}, lambda _: self.levels.update({area: level}))

    def start_run(self, job):
        return self.change(f"jobs/{job}/runs", {}, lambda run: self.runs.append((job, run["id"])))

    def note_audit(self):
        """Each record that is told is on the disk."""
        self.records |= {record["number"]: record for record in self.connector.get("audit?count=1000")}

    def lost(self):
        """Everything that was acknowledged and is not known."""
        connector = self.connector
        found = [f"job {job}" for job in self.jobs if job not in {each["id"] for each in connector.get("jobs")}]
        for job, run in self.runs:
            if job in {each["id"] for each in connector.get("jobs")}:
                if run not in {each["id"] for each in connector.get(f"jobs/{job}/runs")}:
                    found.append(f"run {run}")
        found += [f"user {user}" for user in self.users if user not in {each["name"] for each in connector.get("users")}]
        levels = {each["name"]: each["level"] for each in connector.get("logs/levels")}
        found += [f"level {area}" for area, level in self.levels.items() if levels.get(area) != level]
        now = {record["number"]: record for record in connector.get("audit?count=1000")}
        found += [f"record {number}" for number, record in self.records.items() if now.get(number) != record]
        if not connector.get("audit/verification")["intact"]:
            found.append("the audit trail")
        return found


def plant_logs(daemon):
    """Packed logs of some days, and a line or two in each of those that are written to."""
    log = daemon.home / "log"
    for day in range(10):
        (log / f"replication.2026-11-{10 + day}.0.log.gz").write_bytes(os.urandom(LOG_MEBIBYTES * MEBIBYTE // 10))
    with open(log / "replication.log", "a", encoding="utf-8") as current:
        current.write("".join('{"time":"2026-11-29T01:02:03.000Z","level":"INFO","message":"%s"}\n' % ("x" * 1000) for _ in range(3000)))


def packed_logs(daemon):
    return sorted(path.name for path in (daemon.home / "log").glob("*.log.gz"))


def changes_while_full(lab, acknowledged, rounds):
    """Asks for a change of each kind, again and again; returns how many were refused."""
    refused = 0
    for number in range(rounds):
        vm = lab.make_vm(f"full{number:02}-{time.monotonic_ns()}", [{"sizeBytes": MEBIBYTE, "seed": number}])["name"]
        answers = [
            acknowledged.add_user(f"user{number}-{time.monotonic_ns()}"),
            acknowledged.add_job(vm),
            acknowledged.set_level("access", "DEBUG" if number % 2 else "WARN"),
        ]
        refused += answers.count(False)
    return refused


def test_an_idle_connector_lets_its_logs_go_first_and_loses_nothing_that_it_acknowledged(lab, daemon, disk):
    kept = Acknowledged(daemon)
    assert kept.add_user("early") and kept.set_level("upgrade", "DEBUG")
    vm = SmallVm(lab, daemon)
    kept.jobs.append(vm.job)
    assert vm.complaints(vm.run_to_end()) == []
    plant_logs(daemon)
    before = packed_logs(daemon)
    disk.fill()
    until("the logs give way", lambda: daemon.get("logs")["shrunk"])
    # the oldest go, and no more of them than have to
    left = packed_logs(daemon)
    assert left and left == before[-len(left):] and len(left) < len(before)
    with disk.kept_full():
        until("all packed logs are gone", lambda: packed_logs(daemon) == [])
        until("the others are short", lambda: all(p.stat().st_size < 256 << 10 for p in (daemon.home / "log").glob("*.log")))
        assert changes_while_full(lab, kept, 12) > 0, "nothing was refused on a full disk"
        kept.note_audit()
        found = until("the check sees it", lambda: check_of(daemon, "DISK_SPACE")["state"] == "FAILING" and check_of(daemon, "DISK_SPACE"))
        assert found["code"] == "DISK_SPACE_LOW" and found["fix"] and "free" in found["why"]
        with pytest.raises(CommandFailed) as unhealthy:
            daemon.command("health")
        assert unhealthy.value.code == 1 and "DISK_SPACE" in unhealthy.value.text and found["fix"] in unhealthy.value.text
        assert daemon.running()
    disk.make_room()
    assert kept.lost() == []
    assert changes_while_full(lab, kept, 2) == 0, "it does not go on"
    until("the check sees the room", lambda: check_of(daemon, "DISK_SPACE")["state"] == "OK")
    assert daemon.stop() == 0
    daemon.start()
    assert kept.lost() == []
    assert vm.complaints(vm.run_to_end()) == []


@pytest.mark.parametrize("step", HELD_STEPS, ids=lambda step: f"{step[1]}-{step[2]}")
def test_a_run_waits_says_why_and_goes_on_by_itself(lab, daemon, disk, step):
    vm = SmallVm(lab, daemon)
    assert vm.complaints(vm.run_to_end()) == []
    vm.guest_writes()
    kept = Acknowledged(daemon)
    kept.jobs.append(vm.job)
    rule = lab.hold(*step)
    assert kept.start_run(vm.job)
    run = kept.runs[0][1]
    assert lab.await_hit(rule)
    with disk.kept_full():
        lab.release(rule, proceed=True)
        waiting = until("the run waits", lambda: daemon.run(run)["waitingFor"] and daemon.run(run))
        assert waiting["state"] == "ACTIVE", waiting
        assert "full" in waiting["waitingFor"] or "space" in waiting["waitingFor"], waiting
        assert waiting["waitingFor"] in daemon.command("run", "show", run)
        changes_while_full(lab, kept, 4)
        kept.note_audit()
    disk.make_room()
    ended = daemon.await_run(run)
    assert vm.complaints(ended) == []
    assert ended["waitingFor"] == ""
    assert kept.lost() == []


def test_a_kill_on_a_full_disk_loses_nothing_and_it_starts_there(lab, daemon, disk):
    vm = SmallVm(lab, daemon)
    kept = Acknowledged(daemon)
    kept.jobs.append(vm.job)
    rule = lab.hold("ebs", "PutSnapshotBlock", "after", skip=4)
    assert kept.start_run(vm.job)
    run = kept.runs[0][1]
    assert lab.await_hit(rule)
    with disk.kept_full():
        lab.release(rule, proceed=True)
        until("the run waits", lambda: daemon.run(run)["waitingFor"])
        changes_while_full(lab, kept, 6)
        kept.note_audit()
        daemon.kill()
    disk.fill()
    daemon.start()
    assert kept.lost() == []
    disk.make_room()
    assert vm.complaints(daemon.await_run(run)) == []
    assert kept.lost() == []


def test_what_is_lost_is_found(lab, daemon):
    """The search for what was acknowledged finds each kind of loss."""
    kept = Acknowledged(daemon)
    job = SmallVm(lab, daemon).job
    kept.jobs.append("sms-job-0000000000000000")
    kept.runs.append((job, "sms-run-0000000000000000"))
    kept.users.append("nobody-at-all")
    kept.levels["access"] = "TRACE"
    kept.note_audit()
    newest = max(kept.records)
    kept.records[newest] = {**kept.records[newest], "who": "somebody else"}
    assert kept.lost() == [
        "job sms-job-0000000000000000", "run sms-run-0000000000000000", "user nobody-at-all", "level access", f"record {newest}"]
    trail = sorted((daemon.home / "audit").glob("audit-*.jsonl"))[-1]
    content = trail.read_bytes()
    trail.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
    try:
        assert "the audit trail" in kept.lost()
    finally:
        with trail.open("r+b") as file:
            file.seek(40)
            file.write(content[40:41])
    assert "the audit trail" not in kept.lost()
