"""Planted secrets: twelve kinds are used in a whole scenario, then looked for wherever they have no business."""

import base64
import http.client
import json
import pathlib
import ssl
import subprocess
import sys
import urllib.parse

import pytest
from estate import SmallVm
from planted import Search, gzipped, processes, zipped

from harness.connector import CommandFailed, Connector

ADMIN_PASSWORD = "planted-admin-Wz83kd/q+?x"
USER_PASSWORD = "planted-user-9fJq\"ü&=%2"
BACKUP_PASSPHRASE = "planted-backup-7yR4 mX!"
BOOT_PASSPHRASE = "planted-boot-Kd02 vv?~"
WRONG_PASSWORD = "planted-wrong-hB55tz"


class Recorder:
    """Talks to the daemon and keeps every answer: status, headers, body. Cookies are kept apart, as a browser does."""

    def __init__(self, connector):
        self.connector = connector
        self.answers = []
        self.cookie = None

    def call(self, method, path, body=None, headers=None):
        trust = ssl.create_default_context(cafile=self.connector.home / "tls" / "certificate.pem")
        client = http.client.HTTPSConnection("127.0.0.1", self.connector.port, context=trust, timeout=60)
        client.request(method, path, body=body, headers=headers or {})
        answer = client.getresponse()
        content = answer.read()
        kept = []
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
            else:
                kept.append(f"{name}: {value}")
        client.close()
        self.answers.append((f"{method} {path}", "\n".join(kept).encode() + b"\n" + content))
        return answer.status, content

    def api(self, method, path, body=None, token=None):
        bearer = token or (self.connector.home / "token").read_text().strip()
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        status, content = self.call(method, f"/api/v1{path}", json.dumps(body) if body is not None else None, headers)
        return status, json.loads(content) if content.strip() else None

    def form(self, path, **fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.connector.url.rstrip("/")}
        if self.cookie:
            headers["Cookie"] = self.cookie
        return self.call("POST", path, urllib.parse.urlencode(fields), headers)


class Scenario:
    """What happened: the secrets by kind, the answers, the daemon."""

    def __init__(self, lab, distribution, home):
        self.secrets, self.allowed = {}, {}
        self.connector = Connector(distribution, home).start()
        self.recorder = Recorder(self.connector)
        self.errors = []
        self._first_login()
        self._set_up(lab)
        self._people_and_keys()
        self._runs(lab)
        self._wrong_credentials(lab)
        self._credential_store()
        self._pages()

    def _first_login(self):
        home, recorder = self.connector.home, self.recorder
        self.secrets["one-time code"] = (home / "one-time-code").read_text().strip()
        # printed to whoever starts the daemon, and nowhere else
        assert self.secrets["one-time code"] in self.connector.output()
        status, page = recorder.form("/welcome", code=self.secrets["one-time code"], password=ADMIN_PASSWORD,
                                     again=ADMIN_PASSWORD, licence="accepted")
        assert status in (302, 303), (status, page[-3000:])
        self.secrets["admin password"] = ADMIN_PASSWORD
        self.secrets["session cookie"] = recorder.cookie.split("=", 1)[1]
        recorder.form("/login", username="admin", password=WRONG_PASSWORD)
        self.secrets["wrong password"] = WRONG_PASSWORD
        self.secrets["token file"] = (home / "token").read_text().strip()

    def _set_up(self, lab):
        document = lab.setup_document()
        assert self.connector.set_up(document)["state"] == "REGISTERED"
        self.secrets["vCenter password"] = document["vcenter"]["password"]
        self.secrets["AWS secret access key"] = document["aws"]["secretAccessKey"]
        self.secrets["keystore password"] = (self.connector.home / "tls" / "keystore.password").read_text().strip()

    def _people_and_keys(self):
        recorder = self.recorder
        self.secrets["user password"] = USER_PASSWORD
        assert recorder.api("POST", "/users", {"name": "olga", "role": "OPERATOR", "password": USER_PASSWORD})[0] == 201
        token = recorder.api("POST", "/tokens", {"name": "ci", "owner": "olga", "role": "VIEWER", "days": 1})
        self.secrets["bearer token"] = token[1]["token"]
        key = recorder.api("POST", "/api-keys", {"owner": "olga", "role": "VIEWER"})
        self.secrets["API key secret"] = key[1]["secretAccessKey"]
        # the two answers that show a secret, once
        del recorder.answers[-2:]
        for path in ("/users", "/sessions", "/tokens", "/api-keys", "/status", "/jobs"):
            assert recorder.api("GET", path)[0] == 200, path
        assert recorder.api("GET", "/jobs", token=self.secrets["bearer token"])[0] == 200
        assert recorder.api("GET", "/users", token=self.secrets["bearer token"])[0] == 403
        assert recorder.api("POST", "/users", {"name": "eve", "role": "KING", "password": USER_PASSWORD})[0] == 400

    def _runs(self, lab):
        vm = SmallVm(lab, self.connector)
        ended = vm.run_to_end()
        assert ended["state"] == "COMPLETED", ended
        self.recorder.api("GET", f"/runs/{ended['id']}")

    def _wrong_credentials(self, lab):
        document = lab.setup_document()
        for section, field in (("vcenter", "password"), ("aws", "secretAccessKey")):
            spoilt = json.loads(json.dumps(document))
            spoilt[section][field] = WRONG_PASSWORD
            self.recorder.api("POST", "/setup", spoilt)
            with pytest.raises(CommandFailed) as refused:
                self.connector.set_up(spoilt)
            self.errors.append(refused.value.text)
        spoilt = json.loads(json.dumps(document))
        spoilt["aws"]["sessionToken"] = self.secrets["AWS session token"] = "planted-session-token-" + "Zx9" * 12
        self.recorder.api("POST", "/setup?dryRun=true", spoilt)

    def _credential_store(self):
        home, connector = self.connector.home, self.connector
        self.secrets["backup passphrase"], self.secrets["boot passphrase"] = BACKUP_PASSPHRASE, BOOT_PASSPHRASE
        assert self.recorder.api("POST", "/credentials/rotation")[1]["primary"] == 2
        assert self.recorder.api("POST", "/credentials/backup", {"passphrase": BACKUP_PASSPHRASE})[0] == 200
        given = home.parent / "passphrase"
        given.write_text(BACKUP_PASSPHRASE + "\n", encoding="utf-8")
        connector.command("credentials", "backup", "--out", str(home / "secrets.backup"), "--password-file", str(given))
        given.unlink()
        assert self.recorder.api("POST", "/credentials/passphrase", {"passphrase": BOOT_PASSPHRASE})[0] == 200
        assert self.recorder.api("POST", "/credentials/unseal", {"passphrase": BOOT_PASSPHRASE})[0] == 200
        assert self.recorder.api("DELETE", "/credentials/passphrase")[0] == 200

    def _pages(self):
        for path in ("/", "/login", "/setup", "/system/console/connector-settings", "/system/console/bundles", "/system/console/configMgr", "/nothing"):
            self.recorder.call("GET", path, headers={"Cookie": self.recorder.cookie})

    def search(self):
        return Search(self.secrets)


@pytest.fixture(scope="module")
def scenario(lab, distribution, tmp_path_factory):
    done = Scenario(lab, distribution, tmp_path_factory.mktemp("planted") / "home")
    yield done
    if done.connector.running():
        done.connector.stop()


#: where a secret lives on purpose, for the connector's own user alone
HOMES = {"token": {"token file"}, "tls/keystore.password": {"keystore password"}}


def test_twelve_kinds_were_used(scenario):
    assert len(scenario.secrets) >= 12, sorted(scenario.secrets)


def test_no_file_of_the_home_holds_one(scenario):
    assert scenario.search().in_tree(scenario.connector.home, HOMES) == []
    for name in HOMES:
        assert (scenario.connector.home / name).stat().st_mode & 0o077 == 0


def test_the_output_holds_the_one_time_code_alone(scenario):
    assert scenario.search().in_text(scenario.connector.output()) == {"one-time code"}


def test_no_process_shows_one_in_its_command_line_or_environment(scenario):
    pid = scenario.connector._process.pid  # pylint: disable=protected-access
    texts = list(processes(pid))
    assert any("cmdline" in name and b"java" in content for name, content in texts)
    search = scenario.search()
    assert [(name, search.in_bytes(content)) for name, content in texts if search.in_bytes(content)] == []


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
            ("credential.backup", "DONE")} <= actions
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
