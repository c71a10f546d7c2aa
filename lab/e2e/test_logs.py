"""Logs: areas, levels, search, support bundle, and their upload; 50 planted secrets of 12 kinds in none of it."""

import gzip
import hashlib
import json
import time
import urllib.error
import zipfile

import pytest
from leaks import LEAKS, Home, base64ed, planted
from planted import Search

AREAS = ["connector", "set-up", "replication", "upgrade", "access"]


@pytest.fixture(scope="module")
def home(lab, distribution, tmp_path_factory):
    made = Home(lab, distribution, tmp_path_factory.mktemp("logs"))
    yield made
    if made.connector.running():
        made.connector.stop()


def test_fifty_secrets_of_twelve_kinds_are_planted():
    secrets, lines = planted()
    assert len(LEAKS) >= 12 and len(secrets) >= 50
    # as they are, the search finds every single one
    found = Search(secrets).in_text("\n".join(lines))
    assert found == set(secrets)


def test_each_area_has_its_file_and_lines_name_their_run(home):
    files = {file["area"] for file in home.connector.get("logs")["files"]}
    assert files == set(AREAS)
    found = home.connector.get("logs/entries?area=access&id=sms-run-1&count=5")
    assert len(found) == 5 and all(entry["run"] == "sms-run-1" for entry in found)
    assert home.connector.get("logs/entries?text=planted&area=upgrade") == []


def levels_when_there(connector):
    """The API answers before the last bundle has started."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return connector.get("logs/levels")
        except urllib.error.HTTPError as absent:
            assert absent.code == 503 and time.monotonic() < deadline, absent
            time.sleep(0.1)


def test_a_level_is_set_live_and_stays_over_a_restart(home):
    connector = home.connector
    levels = connector.json("logs", "level", "replication", "debug")
    assert {"name": "replication", "level": "DEBUG", "chosen": True} in levels
    with pytest.raises(urllib.error.HTTPError, match="422"):
        connector.post("logs/levels", {"name": "com.vmware.vim25", "level": "TRACE"})
    connector.stop()
    connector.start()
    assert {"name": "replication", "level": "DEBUG", "chosen": True} in levels_when_there(connector)
    connector.post("logs/levels", {"name": "replication", "reset": True})
    assert {"name": "replication", "level": "INFO", "chosen": False} in connector.get("logs/levels")


def test_what_comes_is_followed(home):
    begin = home.connector.get("logs/live")["next"]
    home.connector.post("logs/levels", {"name": "access", "reset": True})
    assert home.connector.refused("menu/login", {"name": "nobody", "password": "wrong horse"})["code"] == "LOGIN_REFUSED"
    seen, after, deadline = [], begin, time.monotonic() + 60
    # what else is logged meanwhile may come first
    while not any(entry["area"] == "access" and "Login from 127.0.0.1: refused" in entry["message"] for entry in seen):
        assert time.monotonic() < deadline, seen
        news = home.connector.get(f"logs/live?after={after}&wait=5")
        assert (news["next"] > after) == bool(news["entries"])
        seen, after = seen + news["entries"], news["next"]
    assert after > begin


def test_no_log_of_ours_holds_what_was_sent_to_it(home):
    log = home.connector.home / "log"
    for area in AREAS:
        text = (log / f"{area}.log").read_text(encoding="utf-8")
        ours = "\n".join(line for line in text.splitlines() if '"planted.Log"' not in line and line.startswith('{"time"'))
        assert home.search().in_text(ours) == set(), area


@pytest.mark.parametrize("hidden", [False, True])
def test_a_support_bundle_is_whole_and_holds_no_secret(home, tmp_path, hidden):
    out = tmp_path / "bundle.zip"
    home.connector.command("logs", "bundle", "--out", str(out), *(["--hide-names"] if hidden else []))
    assert out.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        names = set(archive.namelist())
        for entry in manifest["entries"]:
            content = archive.read(entry["name"])
            assert hashlib.sha256(content).hexdigest() == entry["sha256"] and len(content) == entry["bytes"]
        assert {entry["name"] for entry in manifest["entries"]} | {"manifest.json"} == names
        assert {"versions.json", "bundles.json", "components.json", "system.json", "threads.txt", "health.json",
                "network.json", "runs.json", "journals.json", "conf/planted.cfg", "logs/access.log"} <= names
        assert manifest["missing"] == []
        everything = b"\n".join(archive.read(name) for name in names)
        archive.extractall(tmp_path / "out")
    assert home.search().in_bytes(out.read_bytes()) == set()
    assert home.search().in_tree(tmp_path / "out") == []
    assert (b"vc.example" in everything) != hidden
    # and what is planted past the redaction is found, packed as well
    leaked = home.secrets["password 0"]
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("logs/extra.log", gzip.compress(base64ed("x" + leaked).encode()))
    assert home.search().in_bytes(out.read_bytes()) == {"password 0"}
