"""Attacks on the console, by raw HTTPS as an attacker would: each is refused by the connector as it is shipped, and each
succeeds on a copy whose guards were taken out, so that no attack here is one that could not work anyway."""

import dataclasses
import html
import http.client
import http.server
import json
import os
import pathlib
import re
import ssl
import threading
import time
import urllib.parse

import pytest

from harness.connector import Connector
from harness.lab import Lab
from harness.unguarded import without_guards

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "an administrator to attack 1"
SCRIPT = "<img src=x onerror=alert(1)>${app.root}"
PAGES = "/system/console/connector-"
FORM = "application/x-www-form-urlencoded"
FOREIGN = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
OVERSIZED = 8 << 20
#: how long one with its guard may take to refuse, and one without it is given to show that it waits for a body
REFUSED_SECONDS, WAITING_SECONDS = 90, 15


@dataclasses.dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


class Visitor:
    """A client that sends what it is told, and nothing by itself; `cookie` is the session that it has."""

    def __init__(self, port, cafile):
        self.port, self.cookie, self.csrf = port, "", ""
        self._cafile = cafile
        self.origin = f"https://127.0.0.1:{port}"

    def send(self, method, path, fields=None, headers=None, body=None, seconds=30):
        kind = http.client.HTTPSConnection if self._cafile else http.client.HTTPConnection
        # read anew each time: without its guards the connector renews its certificate for anybody
        more = {"context": ssl.create_default_context(cafile=self._cafile)} if self._cafile else {}
        connection = kind("127.0.0.1", self.port, timeout=seconds, **more)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            sent = dict(headers or {})
            if fields is not None:
                body = urllib.parse.urlencode(fields).encode()
                sent.setdefault("Content-Type", FORM)
            if self.cookie:
                sent.setdefault("Cookie", f"__Host-connector-session={self.cookie}")
            if body is not None:
                sent["Content-Length"] = str(len(body))
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders()
            try:
                for start in range(0, len(body or b""), 65536):
                    connection.send(body[start:start + 65536])
            except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                pass  # it hung up on what is too long; what it said before may still be read
            try:
                answer = connection.getresponse()
                return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
            except (ConnectionError, http.client.HTTPException, ssl.SSLError):
                return Answer(0, http.client.HTTPMessage(), "")
        finally:
            connection.close()

    def own(self, path, **fields):
        """Sends a form as our own page does."""
        return self.send("POST", path, {"csrf": self.csrf, **fields}, {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"})

    def login(self, name, password):
        answer = self.own("/login", username=name, password=password)
        found = re.search(r"__Host-connector-session=([^;]+)", answer.headers.get("Set-Cookie") or "")
        if found and answer.status == 303:
            self.login_cookie(answer)
        return answer


    def choose(self, given, own):
        """Chooses a password of one's own, as whoever was given one has to; the browser gets another session by it."""
        self.login_cookie(self.own(PAGES + "account", action="password", current=given, fresh=own, again=own))

    def login_cookie(self, answer):
        self.cookie = re.search(r"__Host-connector-session=([^;]+)", answer.headers["Set-Cookie"]).group(1)
        self.csrf = re.search(r'data-csrf="([^"]+)"', self.send("GET", PAGES + "account").text).group(1)


class Target:
    """A connector to attack: set up, with an administrator, a viewer, and a VM whose name is a script."""

    def __init__(self, lab, distribution, home):
        self.lab = lab
        self.connector = Connector(distribution, home).start()
        self.admin = self.visitor()
        code = (home / "one-time-code").read_text(encoding="utf-8").strip()
        self.admin.own("/welcome", licence="accepted", code=code, password=PASSWORD, again=PASSWORD)
        assert self.admin.login("admin", PASSWORD).status == 303
        made = self.admin.own(PAGES + "users", action="create", name="vera", role="VIEWER")
        self.viewer_password = "a viewer of her own 1"
        vera = self.visitor()
        given = re.search(r'id="secret"[^>]* value="([^"]+)"', made.text).group(1)
        assert vera.login("vera", given).status == 303
        self.before_the_choice = vera.send("GET", PAGES + "dashboard")
        vera.choose(given, self.viewer_password)

    def visitor(self):
        return Visitor(self.connector.port, self.connector.home / "tls" / "certificate.pem")

    def viewer(self):
        vera = self.visitor()
        assert vera.login("vera", self.viewer_password).status == 303
        return vera

    def users(self):
        return [user["name"] for user in self.connector.get("users")]

    def stop(self):
        self.connector.stop()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """One of its own: what is planted in it would be in the way of others."""
    running = Lab(os.environ.get("CONNECTOR_LAB_BINARY", str(ROOT / ".lab" / "bin" / "lab")), tmp_path_factory.mktemp("hostile-lab"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def shipped(lab, distribution, tmp_path_factory):
    target = Target(lab, distribution, tmp_path_factory.mktemp("attacked") / "home")
    yield target
    target.stop()


@pytest.fixture(scope="module")
def unguarded(lab, distribution, tmp_path_factory):
    place = tmp_path_factory.mktemp("unguarded")
    target = Target(lab, without_guards(distribution, ROOT, place / "distribution"), place / "home")
    yield target
    target.stop()


def planted(kind):
    """A script that tells by itself which text of vCenter's it is."""
    return f"<img src=x onerror=alert(1) alt={kind}>${{app.root}}"


def shown(kind):
    """How it has to stand on a page."""
    return html.escape(planted(kind)).replace("&#x27;", "&#39;")


#: every text of vCenter's that the console shows, and a page at least that shows it
TEXTS = {"name": "inventory", "guest": "inventory", "folder": "inventory", "label": "vm", "datastore": "vm", "refused-label": "vm-refused",
         "refused-datastore": "vm-refused", "product": "dashboard", "fault": "run-failed"}


@pytest.fixture(scope="module")
def hostile(lab, shipped, unguarded):
    """Both are set up for a vCenter all of whose texts are scripts; its VM has a job and two runs in both, of which one failed."""
    lab.call("POST", "/vcenter/product", {"fullName": planted("product")})
    lab.call("POST", "/vcenter/datastores", {"name": planted("datastore")})
    lab.call("POST", "/vcenter/datastores", {"name": planted("refused-datastore"), "type": "vvol"})
    told = {"shownGuestId": planted("guest"), "folder": planted("folder")}
    made = lab.make_vm(planted("name"), [{"sizeBytes": 1 << 20, "seed": 8, "label": planted("label")}], datastore=planted("datastore"), **told)
    refused = lab.make_vm(planted("refused"), [{"sizeBytes": 1 << 20, "seed": 9, "label": planted("refused-label"), "mode": "independent_persistent"}],
                          datastore=planted("refused-datastore"), **told)
    for target in (shipped, unguarded):
        target.connector.set_up(lab.setup_document())
        job = target.connector.create_job(made["vm"])
        run = target.connector.await_run(target.connector.start_run(job))
        assert run["state"] == "COMPLETED", run["problems"]
        lab.fault("vcenter", "CreateSnapshot_Task", "error", count=0, code="GenericVmConfigFault", message=planted("fault"))
        failed = target.connector.await_run(target.connector.start_run(job))
        lab.clear_faults()
        assert failed["state"] == "FAILED"
        settled(target, PAGES + "inventory?again=yes")
        chosen = target.admin.own(PAGES + "replicate", action="choose", vm=refused["vm"])
        assert chosen.status == 303, chosen.text
        target.job, target.run = job, run["id"]
        target.paths = {
            "dashboard": PAGES + "dashboard", "health": PAGES + "health", "inventory": PAGES + "inventory?again=yes", "vm": PAGES + f"inventory/{made['vm']}",
            "vm-refused": PAGES + f"inventory/{refused['vm']}", "verdict": PAGES + f"inventory/{refused['vm']}/verdict", "jobs": PAGES + "jobs",
            "job": PAGES + f"jobs/{job}", "edit": PAGES + f"edit/{job}", "cutover": PAGES + f"cutover/{job}", "run": PAGES + f"runs/{run['id']}",
            "run-failed": PAGES + f"runs/{failed['id']}", "replicate": chosen.headers["Location"], "audit": PAGES + "audit", "logs": PAGES + "logs",
            "setup": PAGES + "setup"}
    return made


# --- the attacks: each returns what it achieved, nothing when it was refused everywhere

def forge(target, headers, token=None):
    """Lets an administrator's browser send forms that a foreign page wrote; strict cookies go along, as from a sibling host."""
    admin, done = target.admin, []
    before = set(target.users())
    sent = {"action": "create", "name": "mallory", "role": "ADMIN", **({"csrf": token} if token else {})}
    answer = admin.send("POST", PAGES + "users", sent, headers)
    if answer.status != 403 or set(target.users()) != before:
        done.append(f"a user: {answer.status}")
    for path, fields in {
        "/system/console/bundles": {"action": "refreshPackages"},
        "/system/console/configMgr/planted": {"apply": "true", "action": "ajaxConfigManager", "propertylist": "a", "a": "b"},
        "/system/console/install": {"action": "install"},
    }.items():
        answer = admin.send("POST", path, fields, headers)
        if answer.status not in (403, 405):
            done.append(f"{path}: {answer.status}")
    return done


def fixate(target):
    """The attacker plants their own session in the victim's browser; it must be worth nothing once the victim logged in."""
    attacker, victim = target.viewer(), target.visitor()
    victim.cookie = attacker.cookie
    victim.csrf = attacker.csrf
    victim.login("admin", PASSWORD)
    done = []
    if victim.cookie == attacker.cookie:
        done.append("the victim goes on in the attacker's session")
    if attacker.send("GET", PAGES + "account").status == 200:
        done.append("the planted session still opens")
    return done


def guess(target):
    """Goes on guessing; the last guess is right, and by then nobody may be listening. Of a name that nobody else here needs."""
    guesser = target.visitor()
    target.admin.own(PAGES + "users", action="create", name="greta", role="VIEWER")
    known = re.search(r'id="secret"[^>]* value="([^"]+)"', target.admin.own(PAGES + "users/greta", action="password").text).group(1)
    statuses = [guesser.own("/login", username="greta", password=f"guess number {number}").status for number in range(12)]
    last = guesser.login("greta", known)
    return [] if last.status == 429 and 429 in statuses else [f"{statuses}, then {last.status}"]


def pages(target):
    """What stands on each page, once vCenter was asked."""
    return {name: settled(target, path) for name, path in target.paths.items()}


def settled(target, path):
    """A page whose work in the background has ended."""
    for _ in range(300):
        answer = target.admin.send("GET", path)
        assert answer.status == 200, f"{path}: {answer.status}"
        if 'aria-busy="true"' not in answer.text:
            return answer.text
        path = path.removesuffix("?again=yes")
        time.sleep(0.1)
    raise AssertionError(f"{path} is busy for ever")


def script(target):
    """Pages on which a text of vCenter's, or of the address itself, is markup."""
    done = []
    for name, text in pages(target).items():
        done += [f"stored: {kind}" for kind in re.findall(r"<img src=x onerror=alert\(1\) alt=([a-z-]+)", text)]
        if "<img src=x" in text and not any(line.startswith("stored") for line in done):
            done.append(f"stored: {name}")
    text = urllib.parse.quote(SCRIPT)
    for path in [PAGES + f"inventory?q={text}&search={text}&text={text}", PAGES + f"audit?text={text}", f"/login?username={text}&next={text}",
                 PAGES + f"users?done={text}", PAGES + f"jobs/{text}", f"/system/console/connector-{text}", f"/{text}"]:
        if "<img src=x" in target.admin.send("GET", path).text:
            done.append(f"reflected: {path}")
    named = target.admin.own(PAGES + "users", action="create", name=SCRIPT, role="VIEWER")
    if "<img src=x" in named.text:
        done.append("reflected: a refused user's name")
    return done


TRAVERSALS = ["/ui/assets/../../token", "/ui/assets/..%2f..%2ftoken", "/ui/assets/%2e%2e/%2e%2e/token", "/ui/assets/....//token",
              "/ui/assets/..%5c..%5ctoken", "/ui/assets/..;/..;/token", "//token", "/../token", "/%2e%2e/token",
              "/ui/assets/%c0%ae%c0%ae/token", "/system/console/res/../../../token", "/system/console/res/%2e%2e/%2e%2e/token",
              "/ui/assets/..%252f..%252ftoken", "/api/v1/../../token", "/ui/assets/token"]
#: what is no ambiguous address
PLAIN = {"/ui/assets/../../token", "/system/console/res/../../../token", "/api/v1/../../token", "/ui/assets/token"}


def traverse(visitor, secret):
    """Addresses that lead out of what is served, to the token of the home."""
    done = []
    for path in TRAVERSALS:
        answer = visitor.send("GET", path)
        if answer.status == 200 and secret in answer.text:
            done.append(path)
    return done


def flood(visitor, paths):
    """Sends more than any form needs."""
    body = b"csrf=" + visitor.csrf.encode() + b"&action=pem&chain=" + b"A" * OVERSIZED
    own = {"Origin": visitor.origin, "Sec-Fetch-Site": "same-origin", "Content-Type": FORM}
    done = []
    for path in paths:
        answer = visitor.send("POST", path, headers=own, body=body)
        if answer.status != 0 and not 400 <= answer.status < 500:  # 0: it hung up
            done.append(f"{path}: {answer.status}")
    return done


#: what takes a body; the longest that it takes by far; the code of the guard that refuses more
BOUNDED = {PAGES + "certificate": (OVERSIZED, "FORM_TOO_LONG"), "/api/v1/upgrades/upload": ((1 << 30) + 1, "UPGRADE_TOO_LONG")}


def announce(visitor, path, kind, seconds):
    """Says that a body comes that is too long, and sends none of it; tells what came of it."""
    length, code = BOUNDED[path]
    headers = {"Origin": visitor.origin, "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": visitor.csrf, "Content-Type": kind,
               "Content-Length": str(length)}
    try:
        answer = visitor.send("POST", path, headers=headers, seconds=seconds)
    except TimeoutError:
        return [f"{path}: it waits for all of it"]
    return [] if answer.status in (413, 422) and code in answer.text else [f"{path}: {answer.status} {answer.text[:300]}"]


def long_document(visitor):
    """What the API says of a document that is too long."""
    headers = {"Origin": visitor.origin, "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": visitor.csrf, "Content-Type": "application/json"}
    return visitor.send("POST", "/api/v1/jobs", headers=headers, body=b'{"vm": "' + b"x" * (2 << 20) + b'"}').text


def overreach(target):
    """A viewer asks for everything that only an administrator, or an operator, may do."""
    vera, done = target.viewer(), []
    for page in ["users", "users/admin", "sessions", "keys", "audit", "audit?export=csv", "certificate", "notifications", "setup",
                 "logs", "upgrades", f"edit/{target.job}", f"cutover/{target.job}", "replicate/x"]:
        if vera.send("GET", PAGES + page).status != 403:
            done.append(f"sees {page}")
    for page, fields in {
        "users": {"action": "create", "name": "eve", "role": "ADMIN"}, "users/vera": {"action": "role", "role": "ADMIN"},
        "sessions": {"session": "x"}, "keys": {"action": "token", "name": "eve", "owner": "admin", "role": "ADMIN", "days": "7"},
        "audit": {}, "certificate": {"action": "renew"}, "trust": {"action": "look", "server": "127.0.0.1"},
        "setup": {"step": "network"}, "jobs": {"action": "create", "vm": "vm-1"}, "dashboard": {},
        "logs": {"action": "level"}, "network": {"action": "check"}, "upgrades": {"action": "unpin"}, f"edit/{target.job}": {"description": "hers"},
        f"cutover/{target.job}": {"name": "another"}, "replicate": {"action": "choose", "vm": "vm-1"},
    }.items():
        if vera.own(PAGES + page, **fields).status != 403:
            done.append(f"does {page}")
        # a role that was changed ends the session
        vera = vera if vera.send("GET", PAGES + "account").status == 200 else target.viewer()
    for path in ["bundles", "configMgr", "logs"]:
        if vera.send("GET", "/system/console/" + path).status == 200:
            done.append(f"sees the console's {path}")
    for method, path in [("GET", "users"), ("GET", "audit"), ("GET", "tokens"), ("GET", "api-keys")]:
        if vera.send(method, "/api/v1/" + path).status == 200:
            done.append(f"asks the API for {path}")
    return done


READABLE = ["jobs", "users", "api-keys", "tokens", "notifications", "setup/steps", "logs/levels", "certificate", "network/proxy"]


def reserved(target):
    """Each operation of the API that changes something and that a viewer may not, by the document that the connector serves."""
    found = []
    for path, operations in target.connector.get("openapi.json")["paths"].items():
        found += [(method.upper(), path) for method, operation in operations.items()
                  if method not in ("get", "head", "parameters") and operation.get("x-role") in ("OPERATOR", "ADMIN")]
    return found


def mutate(target, operations):
    """A viewer, logged in at the console, asks the API for what others may; tells what was not refused, and what is not as it was."""
    vera, done = target.viewer(), []
    before = {name: target.connector.get(name) for name in READABLE}
    headers = {"Origin": vera.origin, "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": vera.csrf}
    for method, template in operations:
        path = template.replace("/jobs/{id}", f"/jobs/{target.job}").replace("/runs/{id}", f"/runs/{target.run}").replace("{name}", "admin")
        path = path.replace("{channel}", "webhook").replace("{step}", "network").replace("{id}", "x")
        body = json.dumps({"name": "vicky", "role": "ADMIN", "password": "a password of vicky's 1"} if template == "/users" else {}).encode()
        kind = "application/zip" if template == "/upgrades/upload" else "application/json"
        answer = vera.send(method, "/api/v1" + path, headers={**headers, "Content-Type": kind}, body=body)
        if answer.status != 403 or json.loads(answer.text)["code"] != "FORBIDDEN":
            done.append(f"{method} {template}: {answer.status}")
    return done + [f"changed: {name}" for name in READABLE if target.connector.get(name) != before[name]]


# --- what is refused, and that it would work

def test_forms_of_foreign_pages_are_refused(shipped, unguarded):
    for headers, token in [(FOREIGN, None), (FOREIGN, shipped.admin.csrf), ({"Origin": "null"}, shipped.admin.csrf),
                           ({"Origin": shipped.admin.origin, "Sec-Fetch-Site": "same-site"}, shipped.admin.csrf), ({}, None),
                           ({"Origin": shipped.admin.origin}, None), ({"Origin": shipped.admin.origin}, "guessed")]:
        assert forge(shipped, headers, token) == []
    # the console's own pages take no form at all, not even from themselves with the right token
    assert shipped.admin.own("/system/console/bundles", action="refreshPackages").status == 403
    achieved = forge(unguarded, FOREIGN)
    assert any(line.startswith("a user") for line in achieved)
    assert any("/system/console/" in line for line in achieved)


def test_a_planted_session_is_worth_nothing_after_the_login(shipped, unguarded):
    assert fixate(shipped) == []
    assert fixate(unguarded) == ["the planted session still opens"]


def test_texts_of_vcenter_and_of_addresses_are_text(shipped, unguarded, hostile):
    assert script(shipped) == []
    seen = pages(shipped)
    assert {kind: page for kind, page in TEXTS.items() if shown(kind) not in seen[page]} == {}
    achieved = script(unguarded)
    assert {f"stored: {kind}" for kind in TEXTS} <= set(achieved)
    assert any(line.startswith("reflected") for line in achieved)
    for path in shipped.paths.values():
        policy = shipped.admin.send("GET", path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_a_password_that_somebody_else_chose_opens_the_choice_of_another_alone(shipped):
    seen = shipped.before_the_choice
    assert (seen.status, seen.headers["Location"]) == (302, PAGES + "account")


def test_a_viewer_changes_nothing_by_the_api(shipped, unguarded, hostile):
    operations = reserved(shipped)
    assert {("POST", "/setup"), ("PATCH", "/jobs/{id}"), ("DELETE", "/users/{name}")} <= set(operations)
    assert mutate(shipped, operations) == []
    achieved = mutate(unguarded, [("POST", "/jobs/{id}/pause"), ("POST", "/users")])
    assert {"POST /jobs/{id}/pause: 200", "changed: jobs", "changed: users"} <= set(achieved), achieved


def test_a_viewer_does_what_a_viewer_may(shipped, unguarded, hostile):
    assert overreach(shipped) == []
    assert shipped.viewer().send("GET", PAGES + "network").status == 200
    achieved = overreach(unguarded)
    for kind in ("sees users", "does users", "sees logs", "sees upgrades", f"sees edit/{unguarded.job}", f"sees cutover/{unguarded.job}", "sees the console's bundles", "asks the API for users"):
        assert kind in achieved, achieved


@pytest.fixture
def careless(tmp_path):
    """A server that does what is asked: any file by any path, and a body of any length."""
    (tmp_path / "served").mkdir()
    (tmp_path / "token").write_text("the secret of this home")

    class Careless(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name = urllib.parse.unquote(self.path).removeprefix("/ui/assets/")
            found = tmp_path / "served" / "assets" / ".." / name.removeprefix("../") if ".." in name else tmp_path / "none"
            self._answer(found.read_bytes() if found.is_file() else b"", 200 if found.is_file() else 404)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(b"taken", 200)

        def _answer(self, body, status):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Says nothing."""

    (tmp_path / "served" / "assets").mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Careless) as server:
        threading.Thread(target=server.serve_forever, name="careless", daemon=True).start()
        yield Visitor(server.server_port, None)
        server.shutdown()


def test_no_address_leads_out_of_what_is_served(shipped, unguarded, careless):
    secret = (shipped.connector.home / "token").read_text().strip()
    assert traverse(shipped.admin, secret) == []
    # what is ambiguous is refused by the web server, before any page is asked; what it makes plain leads to nothing
    refused = {path: shipped.admin.send("GET", path).status for path in TRAVERSALS}
    assert set(refused.values()) == {400, 404}
    assert {path for path, status in refused.items() if status == 404} == PLAIN
    # behind it, of the assets only the listed names are looked for: without the list it is found
    assert traverse(unguarded.admin, (unguarded.connector.home / "token").read_text().strip()) == ["/ui/assets/token"]
    assert traverse(careless, "the secret of this home") != []
    # nor does a login lead to another site
    for away in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]:
        assert shipped.visitor().own("/login", username="vera", password=shipped.viewer_password, next=away).headers["Location"] == "/"


def test_what_says_that_it_is_too_long_is_refused_before_it_is_read(shipped, unguarded):
    for path, kind in {PAGES + "certificate": FORM, "/api/v1/upgrades/upload": "application/zip"}.items():
        assert announce(shipped.admin, path, kind, REFUSED_SECONDS) == []
        assert announce(unguarded.admin, path, kind, WAITING_SECONDS) != []
    assert not list(shipped.connector.home.glob("upgrades/uploaded*"))
    # the API reads some of what is too long, so that a client that sends first gets its answer
    assert "BODY_TOO_LARGE" in long_document(shipped.admin)
    assert "BODY_TOO_LARGE" not in long_document(unguarded.admin)


def test_what_is_too_long_is_refused(shipped, careless):
    paths = ["/login", "/welcome", PAGES + "certificate", PAGES + "users", PAGES + "setup", "/api/v1/jobs"]
    assert flood(shipped.admin, paths) == []
    assert flood(careless, paths) != []
    assert shipped.connector.get("status")["health"]


def test_guesses_are_slowed_down(shipped, unguarded):
    """The last: an address that guessed has to wait."""
    assert guess(shipped) == []
    assert guess(unguarded) != []
