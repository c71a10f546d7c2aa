"""Backups of the store by command: made while a run is under way, read by SQLite itself, restored, and killed in the middle."""

import hashlib
import sqlite3
import stat
import subprocess
import time
import zipfile

import pytest
from estate import SmallVm

from harness.connector import CommandFailed, Connector

BEGIN_SECONDS = 60
KILLS = 3


def opened(backup, directory):
    """The database of a backup, after Python's own reading of the archive."""
    with zipfile.ZipFile(backup) as archive:
        assert archive.testzip() is None
        manifest = dict(line.split("=", 1) for line in archive.read("manifest.txt").decode("ascii").splitlines())
        path = archive.extract("connector.db", directory)
    with open(path, "rb") as database:
        read = database.read()
    assert len(read) == int(manifest["bytes"]) and hashlib.sha256(read).hexdigest() == manifest["sha256"]
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    return manifest, database


def drafts(connector):
    store = connector.home / "store"
    return sorted(path.name for path in store.iterdir() if path.name.startswith(".") or path.name.startswith("restore"))


def restart(connector):
    assert connector.stop() == 0
    connector.start()


@pytest.fixture(scope="module")
def vm(lab, connector):
    return SmallVm(lab, connector)


def test_a_backup_is_made_while_a_run_is_under_way_and_holds_no_secret(lab, connector, vm, tmp_path):
    run = connector.start_run(vm.job)
    backup = tmp_path / "store.zip"
    made = connector.json("store", "backup", str(backup))
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    manifest, database = opened(backup, tmp_path)
    assert manifest["connector"] == made["connector"] == connector.get("status")["registration"]["id"]
    assert database.execute("select count(*) from replication_run where id = ?", (run,)).fetchone() == (1,)
    with open(tmp_path / "connector.db", "rb") as database:
        raw = database.read()
    secrets = [lab.user()["secretAccessKey"], lab.vcenter_user()["password"], (connector.home / "token").read_text().strip()]
    assert not [secret for secret in secrets if secret.encode() in raw]
    assert connector.await_run(run)["state"] == "COMPLETED"
    with pytest.raises(CommandFailed, match="already"):
        connector.command("store", "backup", str(backup))
    assert drafts(connector) == []


def test_a_restore_goes_back_and_the_next_run_is_right(lab, connector, vm, tmp_path):
    backup = tmp_path / "store.zip"
    connector.command("store", "backup", str(backup))
    vm.guest_writes()
    after = vm.run_to_end()
    assert after["state"] == "COMPLETED"
    connector.command("store", "restore", str(backup))
    assert connector.json("store", "show")["restore"]["state"] == "WAITING"
    assert connector.run(after["id"])["state"] == "COMPLETED", "nothing changes before the next start"
    restart(connector)
    shown = connector.json("store", "show")
    assert shown["restore"]["state"] == "DONE" and "replaced.db" in shown["restore"]["message"]
    assert after["id"] not in [run["id"] for run in connector.get(f"jobs/{vm.job}/runs")]
    replaced = sqlite3.connect(f"file:{connector.home}/store/replaced.db?mode=ro", uri=True)
    assert replaced.execute("select count(*) from replication_run where id = ?", (after["id"],)).fetchone() == (1,)
    # what the forgotten run has made stays, as docs/operations.md says: nobody who restores may lose an image by it
    images = [image["ImageId"] for image in lab.client("ec2").describe_images(Owners=["self"])["Images"]]
    assert after["imageId"] in images
    vm.guest_writes()
    run = vm.run_to_end()
    left = [complaint for complaint in vm.complaints(run) if "belongs to no run" not in complaint]
    assert left == [], left
    trail = {(record["action"], record["result"]) for record in connector.json("audit", "list", "--count", "1000")}
    assert {("store.backup", "DONE"), ("store.restore", "DONE")} <= trail


def test_a_damaged_store_is_replaced_while_the_daemon_is_stopped(connector, vm, tmp_path):
    backup = tmp_path / "store.zip"
    connector.command("store", "backup", str(backup))
    runs = [run["id"] for run in connector.get(f"jobs/{vm.job}/runs")]
    assert connector.stop() == 0
    with open(connector.home / "store" / "connector.db", "r+b") as database:
        database.write(b"\0" * 4096)
    (connector.home / "store" / "connector.db-wal").unlink(missing_ok=True)
    assert connector.json("store", "restore", str(backup))["inForce"] == "AT_NEXT_START"
    connector.start()
    assert connector.json("store", "show")["restore"]["state"] == "DONE"
    assert [run["id"] for run in connector.get(f"jobs/{vm.job}/runs")] == runs
    assert vm.run_to_end()["state"] == "COMPLETED"


def test_another_connectors_backup_takes_force_and_a_broken_one_nothing(connector, distribution, tmp_path):
    other = Connector(distribution, tmp_path / "other" / "home").start()
    try:
        backup = tmp_path / "other.zip"
        other.command("store", "backup", str(backup))
        name = other.get("status")["registration"]["id"]
    finally:
        other.stop()
    own = connector.get("status")["registration"]["id"]
    with pytest.raises(CommandFailed, match=f"{name}.*{own}"):
        connector.command("store", "restore", str(backup))
    # with the daemon stopped it is the next start that refuses, and goes on with what it has
    assert connector.stop() == 0
    connector.command("store", "restore", str(backup))
    connector.start()
    shown = connector.json("store", "show")
    assert shown["restore"]["state"] == "REFUSED" and "--force" in shown["restore"]["message"]
    assert connector.get("status")["registration"]["id"] == own
    (connector.home / "store" / "restore-refused.zip").unlink()

    broken = tmp_path / "broken.zip"
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 2] ^= 1
    broken.write_bytes(whole)
    with pytest.raises(CommandFailed, match="no whole backup"):
        connector.command("store", "restore", str(broken))
    assert drafts(connector) == []

    connector.command("store", "restore", str(backup), "--force")
    restart(connector)
    assert connector.get("status")["registration"]["id"] == name


def newer(backup, directory):
    """The backup as a connector whose every table is many steps on would write it, and the owners of the tables."""
    with zipfile.ZipFile(backup) as archive:
        manifest = archive.read("manifest.txt").decode("ascii")
        path = archive.extract("connector.db", directory)
    database = sqlite3.connect(path)
    histories = [name for (name,) in database.execute("select name from sqlite_master where name glob 'history_of_*' and type = 'table'")]
    for history in histories:
        database.execute(
            f"insert into {history} select max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql', 0, 'other', 0, 0, 1 from {history}")
    database.commit()
    database.close()
    with open(path, "rb") as changed:
        read = changed.read()
    values = dict(line.split("=", 1) for line in manifest.splitlines())
    values |= {"version": "9.9.9", "bytes": str(len(read)), "sha256": hashlib.sha256(read).hexdigest()}
    made = directory / "newer.zip"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("manifest.txt", "".join(f"{name}={value}\n" for name, value in values.items()))
        archive.writestr("connector.db", read)
    return made, sorted(history.removeprefix("history_of_") for history in histories)


def test_a_newer_connectors_backup_is_refused_though_the_store_is_gone(connector, tmp_path):
    backup = tmp_path / "store.zip"
    connector.command("store", "backup", str(backup))
    made, owners = newer(backup, tmp_path)
    assert len(owners) >= 5, owners
    with pytest.raises(CommandFailed, match="(?s)newer connector 9.9.9.*Upgrade the connector first"):
        connector.command("store", "restore", str(made))
    assert connector.stop() == 0
    for file in (connector.home / "store").glob("connector.db*"):
        file.unlink()
    connector.command("store", "restore", str(made))
    connector.start()
    shown = connector.json("store", "show")["restore"]
    assert shown["state"] == "REFUSED" and "its tables of " + ", ".join(owners) in shown["message"], shown
    (connector.home / "store" / "restore-refused.zip").unlink()
    # the way on: a backup that this connector knows; the one that began without a store has an id of its own by now
    connector.command("store", "restore", str(backup), "--force")
    restart(connector)
    assert connector.json("store", "show")["restore"]["state"] == "DONE"


def test_a_kill_in_the_middle_of_a_backup_leaves_the_store(connector, tmp_path):
    store = connector.home / "store"
    draft = (store / ".backup.db", store / "..backup.db.draft")
    before = connector.get("users")
    for attempt in range(KILLS):
        seen = False
        deadline = time.monotonic() + BEGIN_SECONDS
        while not seen:
            assert time.monotonic() < deadline, "no backup was met in the middle"
            asking = subprocess.Popen(
                [str(connector.program), "store", "backup", str(tmp_path / f"{attempt}-{time.monotonic_ns()}.zip"), "--home",
                 str(connector.home)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while asking.poll() is None and not seen:
                seen = any(path.exists() for path in draft)
            if seen:
                connector.kill()
            asking.wait()
        connector.start()
        assert drafts(connector) == []
        assert [user["name"] for user in connector.get("users")] == [user["name"] for user in before]
    database = sqlite3.connect(f"file:{store}/connector.db?mode=ro", uri=True)
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
