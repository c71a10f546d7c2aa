"""Planted secrets: each kind that there is is used in a whole scenario, then looked for wherever it has no business."""

import base64
import json
import pathlib
import shutil
import subprocess
import sys
import types
import urllib.parse
import zipfile

import pytest
from planted import Search, files, gzipped, processes, zipped
from secrets_scenario import Onlooker, Scenario


@pytest.fixture(scope="module")
def scenario(lab, distribution, tmp_path_factory):
    done = Scenario(lab, distribution, tmp_path_factory.mktemp("planted") / "home")
    yield done
    done.end()


#: where a secret lives on purpose, for the connector's own user alone
HOMES = {"token": {"second token file"}, "tls/keystore.password": {"keystore password"}}


def test_all_kinds_were_used(scenario):
    assert len(scenario.secrets) >= 22, sorted(scenario.secrets)
    assert len(set(scenario.secrets.values())) == len(scenario.secrets), "a kind is no secret of its own"


def test_no_file_of_the_home_holds_one(scenario):
    assert scenario.search().in_tree(scenario.connector.home, HOMES) == []
    for name in HOMES:
        assert (scenario.connector.home / name).stat().st_mode & 0o077 == 0


def test_the_output_holds_none(scenario):
    told = scenario.connector.output()
    assert scenario.search().in_text(told) == set()
    assert scenario.search().in_text(told + scenario.secrets["one-time code"]) == {"one-time code"}


def test_no_process_shows_one_in_its_command_line_or_environment(scenario):
    pid = scenario.connector._process.pid  # pylint: disable=protected-access
    texts = list(processes(pid))
    assert any("cmdline" in name and b"java" in content for name, content in texts)
    search = scenario.search()
    assert [(name, search.in_bytes(content)) for name, content in texts if search.in_bytes(content)] == []


def test_no_process_that_came_and_went_showed_one(scenario):
    search = scenario.search()
    assert [(name, search.in_bytes(content)) for name, content in scenario.family if search.in_bytes(content)] == []
    # both lives of the daemon, each a shell and its Java
    assert len({name for name, _ in scenario.family if name.endswith("cmdline")}) >= 4


def test_the_onlooker_sees_one_that_lives_for_a_moment(scenario):
    class Stray:
        _process = None

    stray = Stray()
    onlooker = Onlooker(stray)
    secret = scenario.secrets["user password"]
    with subprocess.Popen(["sh", "-c", 'sh -c "exec sleep 1" "$0"; exit 0', secret], stdin=subprocess.DEVNULL) as stray._process:
        stray._process.wait()
    search = scenario.search()
    assert {"user password"} <= set().union(*(search.in_bytes(content) for _, content in onlooker.end()))


def test_an_onlooker_that_can_not_look_does_not_pass_for_one_that_saw_nothing():
    class Broken:
        @property
        def _process(self):
            raise RuntimeError("planted")

    with Onlooker(Broken()) as onlooker:
        onlooker._thread.join()  # pylint: disable=protected-access
        with pytest.raises(AssertionError, match="could not look on"):
            onlooker.end()


def test_an_onlooker_ends_when_the_scenario_fails():
    with pytest.raises(RuntimeError, match="planted"):
        with Onlooker(types.SimpleNamespace(_process=None)) as onlooker:
            raise RuntimeError("planted")
    assert not onlooker._thread.is_alive()  # pylint: disable=protected-access


def test_files_that_go_away_meanwhile_hide_no_others(tmp_path):
    for name in ("a", "b", "c", "gone/d", "here/e"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = files(tmp_path)
    assert next(found) == ("a", b"a")
    (tmp_path / "b").unlink()
    shutil.rmtree(tmp_path / "gone")
    assert list(found) == [("c", b"c"), ("here/e", b"here/e")]
    # what was never there is no tree without a secret
    with pytest.raises(FileNotFoundError):
        list(files(tmp_path / "never"))


def test_what_leaves_the_machine_holds_none(scenario):
    content = scenario.bundle.read_bytes()
    assert scenario.search().in_bytes(content) == set()
    # the search looks into it: a line that is packed is found
    with zipfile.ZipFile(scenario.bundle) as archive:
        logs = [archive.read(name).decode() for name in archive.namelist() if ".log" in name]
    line = max(logs, key=len).splitlines()[0][:80]
    assert line.encode() not in content
    assert Search({"line": line}).in_bytes(content) == {"line"}


def test_a_passphrase_given_by_a_descriptor_opens_the_store_and_shows_nowhere(scenario):
    assert scenario.after_boot["protection"] == "PASSPHRASE" and scenario.after_boot["unsealed"], scenario.after_boot
    search = scenario.search()
    assert [name for name, content in scenario.boot_processes if search.in_bytes(content)] == []
    assert any(b"connector.passphrasefile=/dev/fd/" in content for _, content in scenario.boot_processes)


def test_no_answer_and_no_message_repeats_one(scenario):
    search = scenario.search()
    found = []
    for asked, answer in scenario.recorder.answers:
        kinds = search.in_bytes(answer)
        if kinds:
            found.append((asked, sorted(kinds)))
    assert found == []
    assert len(scenario.recorder.answers) > 20
    assert [search.in_text(text) for text in scenario.errors if search.in_text(text)] == []


def test_the_audit_trail_tells_of_it_and_holds(scenario):
    records = scenario.recorder.api("GET", "/audit?count=1000")[1]
    actions = {(entry["action"], entry["result"]) for entry in records}
    assert {("session.login", "DONE"), ("session.login", "REFUSED"), ("user.create", "DONE"), ("token.create", "DONE"),
            ("api-key.create", "DONE"), ("credential.read", "DONE"), ("credential.rotate", "DONE"),
            ("credential.backup", "BEGUN"), ("credential.backup", "DONE"), ("one-time-code.issue", "DONE")} <= actions
    verified = scenario.connector.json("audit", "verify")
    assert verified["intact"] and verified["records"] >= len(records)


GUISES = {
    "plain": lambda text: text.encode(),
    "JSON": lambda text: json.dumps({"x": text}).encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 in the midst": lambda text: base64.b64encode(b"ab" + text.encode() + b"cd"),
    "base64url": lambda text: base64.urlsafe_b64encode(b"user:" + text.encode()),
    "URL": lambda text: urllib.parse.quote(text, safe="").encode(),
    "form": lambda text: urllib.parse.urlencode({"x": text}).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "gzip": gzipped,
    "zip": zipped,
    "zip of base64": lambda text: zipped(base64.b64encode(text.encode()).decode()),
}


@pytest.mark.parametrize("guise", GUISES)
def test_the_search_finds_what_is_planted_on_purpose(scenario, tmp_path, guise):
    search = scenario.search()
    for kind, secret in scenario.secrets.items():
        (tmp_path / "deep").mkdir(exist_ok=True)
        (tmp_path / "deep" / "file.log").write_bytes(b"" if "zip" in guise else b"noise ")
        with open(tmp_path / "deep" / "file.log", "ab") as file:
            file.write(GUISES[guise](secret))
        assert f"{kind} in deep/file.log" in search.in_tree(tmp_path), kind


def test_the_search_finds_one_in_a_command_line_and_an_environment(scenario):
    secret = scenario.secrets["user password"]
    with subprocess.Popen([sys.executable, "-c", "input()", secret], stdin=subprocess.PIPE,
                          env={"SECRET": scenario.secrets["admin password"]}) as child:
        try:
            pathlib.Path(f"/proc/{child.pid}/cmdline").read_bytes()
            search = scenario.search()
            found = set().union(*(search.in_bytes(content) for _, content in processes(child.pid)))
            assert {"user password", "admin password"} <= found
        finally:
            child.stdin.close()
