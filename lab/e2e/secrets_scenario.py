"""A whole scenario in which each kind of secret is planted and used, and whoever listens and looks meanwhile."""

import http.client
import json
import ssl
import threading
import urllib.parse

import pytest
from estate import SmallVm
from planted import Search, processes, zipped

from harness.connector import CommandFailed, Connector
from harness.forwarding import ForwardingProxy

ADMIN_PASSWORD = "planted-admin-Wz83kd/q+?x"
USER_PASSWORD = "planted-user-9fJq\"ü&=%2"
BACKUP_PASSPHRASE = "planted-backup-7yR4 mX!"
BOOT_PASSPHRASE = "planted-boot-Kd02 vv?~"
WRONG_PASSWORD = "planted-wrong-hB55tz"
PROXY_PASSWORD = "planted-proxy-4Gq7-zL"
MENU_PASSWORD = "planted-menu-x8Ty/3 nP"


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
        # apart, so that what is packed is known by its first bytes
        self.answers += [(f"{method} {path}: headers", "\n".join(kept).encode()), (f"{method} {path}", content)]
        return answer.status, content

    def forget(self):
        """The last answer shows a secret on purpose, this once."""
        del self.answers[-2:]

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


class Onlooker:
    """Looks at each process of a family as soon as it is there, those among them that live for moments only."""

    #: how often it looks, in seconds: each look reads all of /proc, and what it looks for lives for a second at least
    PAUSE = 0.1

    def __init__(self, connector):
        self.connector = connector
        self.seen = {}
        self.failure = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="onlooker", daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._over.set()
        self._thread.join()

    def _look(self):
        try:
            self._look_on()
        except Exception as failure:  # pylint: disable=broad-exception-caught
            # a thread's failure is nobody's: whoever asks what was seen is told
            self.failure = failure

    def _look_on(self):
        while not self._over.wait(self.PAUSE):
            # the shell around the daemon's Java is there before the home's lock names the latter
            process = self.connector._process  # pylint: disable=protected-access
            if process is not None and process.poll() is None:
                self.seen.update({(name, content): True for name, content in processes(process.pid)})

    def end(self):
        """What was seen, when it could look to the end."""
        self.__exit__()
        if self.failure is not None:
            raise AssertionError("the onlooker could not look on") from self.failure
        return list(self.seen)


class Scenario:
    """What happened: the secrets by kind, the answers, the daemon."""

    def __init__(self, lab, distribution, home):
        self.secrets, self.allowed = {}, {}
        self.door = home.parent / "menu"
        self.door.mkdir(mode=0o700)
        (home / "conf").mkdir(parents=True, mode=0o700)
        home.chmod(0o700)
        (home / "conf" / "io.github.migrationconnector.access.cfg").write_text(f'menuDirectory="{self.door}"\n', encoding="utf-8")
        self.connector = Connector(distribution, home)
        self.proxy = ForwardingProxy(home.parent / "proxy", PROXY_PASSWORD)
        self.errors = []
        try:
            with Onlooker(self.connector) as onlooker:
                self._play(lab)
                self.family = onlooker.end()
        except BaseException:
            self.end()
            raise

    def end(self):
        if self.connector.running():
            self.connector.kill()
        self.proxy.stop()

    def _play(self, lab):
        self.connector.start()
        self.recorder = Recorder(self.connector)
        self._first_login()
        self._talkative()
        self._set_up(lab)
        self._people_and_keys()
        self._runs(lab)
        self._wrong_credentials(lab)
        self._menu()
        self._credential_store()
        self._upgrades()
        self._pages()
        self._what_leaves_the_machine()

    def _talkative(self):
        """The logs tell all that they can, from here on and behind the restart."""
        names = [level["name"] for level in self.recorder.api("GET", "/logs/levels")[1]]
        assert len(names) >= 5, names
        for name in names:
            self.recorder.api("POST", "/logs/levels", {"name": name, "level": "DEBUG"})
        assert {"DEBUG"} <= {level["level"] for level in self.recorder.api("GET", "/logs/levels")[1]}

    def _first_login(self):
        home, recorder = self.connector.home, self.recorder
        self.secrets["one-time code"] = (home / "one-time-code").read_text().strip()
        # printed on a terminal alone; here it is told where the code stands
        assert f"stands in {home / 'one-time-code'}" in self.connector.output()
        status, page = recorder.form("/welcome", code=self.secrets["one-time code"], password=ADMIN_PASSWORD,
                                     again=ADMIN_PASSWORD, licence="accepted")
        assert status in (302, 303), (status, page[-3000:])
        self.secrets["admin password"] = ADMIN_PASSWORD
        self.secrets["session cookie"] = recorder.cookie.split("=", 1)[1]
        recorder.form("/login", username="admin", password=WRONG_PASSWORD)
        self.secrets["wrong password"] = WRONG_PASSWORD
        self.secrets["token file"] = (home / "token").read_text().strip()

    def _set_up(self, lab):
        """With keys of a session, by a proxy that wants a login: both secrets are in use for as long as the daemon runs."""
        document = lab.setup_document() | {"proxy": self.proxy.settings()}
        session = lab.call("POST", "/aws/users/connector/sessions", {"seconds": 3600})
        keys = ("accessKeyId", "secretAccessKey", "sessionToken")
        document["aws"] |= {name: session[name] for name in keys}
        assert self.connector.set_up(document)["state"] == "REGISTERED"
        assert "CONNECT" in self.proxy.seen()
        self.secrets["vCenter password"] = document["vcenter"]["password"]
        self.secrets["AWS secret access key"] = document["aws"]["secretAccessKey"]
        self.secrets["AWS session token"] = document["aws"]["sessionToken"]
        self.secrets["proxy password"] = PROXY_PASSWORD
        self.secrets["keystore password"] = (self.connector.home / "tls" / "keystore.password").read_text().strip()

    def _people_and_keys(self):
        recorder = self.recorder
        self.secrets["user password"] = USER_PASSWORD
        assert recorder.api("POST", "/users", {"name": "olga", "role": "OPERATOR", "password": USER_PASSWORD})[0] == 201
        token = recorder.api("POST", "/tokens", {"name": "ci", "owner": "olga", "role": "VIEWER", "days": 1})
        self.secrets["bearer token"] = token[1]["token"]
        recorder.forget()
        key = recorder.api("POST", "/api-keys", {"owner": "olga", "role": "VIEWER"})
        self.secrets["API key secret"] = key[1]["secretAccessKey"]
        recorder.forget()
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
        spoilt["aws"]["sessionToken"] = "planted-session-token-" + "Zx9" * 12
        self.secrets["wrong session token"] = spoilt["aws"]["sessionToken"]
        self.recorder.api("POST", "/setup?dryRun=true", spoilt)

        # where nobody listens: refused, with the password of the one that is in force
        proxy = {"host": "127.0.0.1", "port": 9, "user": "p", "password": PROXY_PASSWORD}
        assert self.recorder.api("POST", "/network/proxy", proxy)[0] == 422
        # a client that takes the one secret for the other
        self.recorder.call("POST", "/sms", "{}", {"Authorization": f"Bearer {WRONG_PASSWORD}", "X-Amz-Target": "x.GetConnectors"})

    def _menu(self):
        """What the menu on the machine's console asks for, by its own token, and a login by its code."""
        recorder, token = self.recorder, (self.door / "token").read_text().strip()
        self.secrets["menu token"] = token
        assert recorder.api("GET", "/users", token=token)[0] == 403
        assert recorder.api("POST", "/menu/login", {"name": "admin", "password": WRONG_PASSWORD}, token=token)[0] >= 400
        assert recorder.api("POST", "/menu/login", {"name": "admin", "password": ADMIN_PASSWORD}, token=token)[0] == 200
        self.secrets["menu password"] = MENU_PASSWORD
        assert recorder.api("POST", "/menu/password", {"password": MENU_PASSWORD}, token=token)[0] == 204
        status, code = recorder.api("POST", "/menu/one-time-code", {}, token=token)
        assert status == 200, code
        self.secrets["login code"] = code["code"]
        recorder.forget()
        status, page = recorder.form("/login", username="admin", password=code["code"])
        assert status in (302, 303), (status, page[-3000:])
        self.secrets["second session cookie"] = recorder.cookie.split("=", 1)[1]

    def _upgrades(self):
        recorder = self.recorder
        assert recorder.api("GET", "/upgrades")[0] == 200
        # what is no release is refused, and not shown
        stray = self.connector.home.parent / "stray.zip"
        stray.write_bytes(zipped(self.secrets["admin password"]))
        assert recorder.api("POST", "/upgrades", {"file": str(stray), "dryRun": True})[0] >= 400
        stray.unlink()

    def _what_leaves_the_machine(self):
        token = (self.connector.home / "token").read_text().strip()
        bearer = {"Authorization": f"Bearer {token}"}
        for path in ("/metrics", "/healthz", "/api/v1/health", "/api/v1/logs/entries?count=500", "/api/v1/logs/bundle",
                     "/api/v1/audit?count=1000", "/api/v1/openapi.json", "/api/v1/upgrades", "/api/v1/connectivity"):
            status, content = self.recorder.call("GET", path, headers=bearer)
            assert status == 200, (path, status, content[:300])
        self.bundle = self.connector.home.parent / "support.zip"
        self.connector.command("logs", "bundle", "--out", str(self.bundle))

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
        connector.stop()
        # of the daemon that has ended; those of the next one are others
        connector.start(passphrase=BOOT_PASSPHRASE)
        self.secrets["second token file"] = (home / "token").read_text().strip()
        self.secrets["second menu token"] = (self.door / "token").read_text().strip()
        self.after_boot = self.recorder.api("GET", "/credentials")[1]
        self.boot_processes = list(processes(connector.pid))
        assert self.recorder.api("POST", "/credentials/unseal", {"passphrase": BOOT_PASSPHRASE})[0] == 200
        assert self.recorder.api("DELETE", "/credentials/passphrase")[0] == 200

    def _pages(self):
        for path in ("/", "/login", "/setup", "/system/console/connector-settings", "/system/console/bundles", "/system/console/configMgr", "/nothing"):
            self.recorder.call("GET", path, headers={"Cookie": self.recorder.cookie})

    def search(self):
        return Search(self.secrets)
