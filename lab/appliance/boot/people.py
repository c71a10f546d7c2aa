"""Those who use the booted appliance: somebody at its console, and an administrator at its pages and its API."""

import hashlib
import http.client
import json
import re
import socket
import ssl
import time
import urllib.parse

from harness.terminal import Person
from machine import PATIENCE

PAGES = "/system/console/connector-"
SESSION = "__Host-connector-session"


class AtTheConsole(Person):
    """At the serial line, whose other end is the menu."""

    seconds = PATIENCE

    def __init__(self, appliance):
        super().__init__()
        self.appliance = appliance

    def receive(self, seconds):
        return self.appliance.line.receive(seconds)

    def type(self, text):
        self.appliance.line.type(text)

    def first_screen(self):
        """What stands there before anybody typed; the newest."""
        return self.expect("Press Enter for the menu: ").rsplit("\x1b[2J", 1)[-1]

    def wake(self):
        """Brings the menu, also where it locked itself for want of a key."""
        while self.receive(0):
            pass
        self.seen = ""
        self.line()
        end = time.monotonic() + self.seconds
        while "Your choice: " not in self.seen:
            if time.monotonic() > end:
                raise AssertionError(f"no menu; there is:\n{self.seen}")
            _, asked, rest = self.seen.partition("Press Enter for the menu: ")
            if asked:
                self.seen = rest
                self.line()
            self.seen += self.receive(min(10, self.seconds)).replace("\r\n", "\n")


class Administrator:
    """With a browser's session, who believes the certificate that the machine's own console shows and no other."""

    def __init__(self, port, certificate):
        self.port, self.cookie, self.csrf = port, "", ""
        self.trust = ssl.create_default_context(cadata=certificate)
        # the console shows a fingerprint; names are not what is compared
        self.trust.check_hostname = False

    def move(self, port):
        self.port = port

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=600, context=self.trust)
        try:
            sent = {"Origin": f"https://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin", **(headers or {})}
            if self.cookie:
                sent["Cookie"] = f"{SESSION}={self.cookie}"
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def form(self, path, **fields):
        return self.send("POST", path, urllib.parse.urlencode({"csrf": self.csrf, **fields}), {"Content-Type": "application/x-www-form-urlencoded"})

    def choose_first_password(self, code, password):
        answer, page = self.form("/welcome", licence="accepted", code=code, password=password, again=password)
        assert answer.status == 303, (answer.status, page[-2000:])

    def log_in(self, password):
        self.cookie = ""
        answer, page = self.form("/login", username="admin", password=password)
        found = re.search(rf"{SESSION}=([^;]+)", answer.headers.get("Set-Cookie") or "")
        assert answer.status == 303 and found, (answer.status, page[-2000:])
        self.cookie = found.group(1)
        self.csrf = re.search(r'data-csrf="([^"]+)"', self.send("GET", PAGES + "account")[1]).group(1)

    def call(self, method, path, body=None):
        """The JSON API; the status, and the document."""
        headers = {"X-CSRF-Token": self.csrf, "Content-Type": "application/json"}
        answer, text = self.send(method, f"/api/v1/{path}", None if body is None else json.dumps(body), headers)
        return answer.status, json.loads(text) if text.strip() else None

    def read(self, path):
        status, document = self.call("GET", path)
        assert status == 200, (path, status, document)
        return document

    def done(self, path, body=None):
        status, document = self.call("POST", path, body)
        assert status in (200, 201, 202), (path, status, document)
        return document


def until(what, condition, seconds=PATIENCE):
    """Asks again, also over the moments in which the daemon itself is away."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            last = condition()
            if last:
                return last
        except (OSError, AssertionError, http.client.HTTPException) as away:
            last = away
        time.sleep(5)
    raise AssertionError(f"not within {seconds} s: {what}; last: {last}")


def listening(shown):
    """Who listens, of what `ss -Hltnu` shows: the protocol and the port. Without the DHCP client's own port."""
    lines = [words for words in map(str.split, shown.splitlines()) if len(words) > 4 and words[0] in ("tcp", "udp")]
    return {(words[0], words[4].rsplit(":", 1)[1]) for words in lines} - {("udp", "68")}


def owners_of_java(shown):
    """Whose the Java processes are, of what `ps -eo user:20,comm` shows."""
    return {line.split()[0] for line in shown.splitlines() if line.split()[1:] == ["java"]}


def fingerprint(certificate):
    """As the console's menu writes it, without its line ends."""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest().upper()
    return ":".join(digest[at:at + 2] for at in range(0, len(digest), 2))


def banner(port):
    """What a server says first; nothing when the guest refuses, which QEMU tells by dropping what it took itself."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.settimeout(120)
        try:
            return connection.recv(100)
        except (ConnectionResetError, TimeoutError):
            return b""
