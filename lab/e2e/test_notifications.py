"""Notifications: what happens is told, signed, at least once, also over kill -9; what can't be sent is tried again and told."""

import email
import email.policy
import hashlib
import hmac
import http.server
import json
import socketserver
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from estate import SmallVm
from planted import files

from harness.connector import Connector, CommandFailed

KEY = "a key that the receiver knows"
PATIENCE = 90


class Receiver:
    """An HTTP server that checks signatures as a receiver would; by turns it takes what comes, or refuses it."""

    def __init__(self):
        self.status, self.taken, self.wrong = 204, [], []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = self.headers["Connector-Timestamp"].encode() + b"." + body
                wanted = "v1=" + hmac.new(KEY.encode(), signed, hashlib.sha256).hexdigest()
                fresh = abs(time.time() - int(self.headers["Connector-Timestamp"])) < 300
                if not (hmac.compare_digest(wanted, self.headers["Connector-Signature"]) and fresh):
                    receiver.wrong.append(body)
                elif receiver.status < 300:
                    receiver.taken.append({**json.loads(body), "header": self.headers["Connector-Notification"]})
                self.send_response(receiver.status)
                if receiver.status == 302:
                    self.send_header("Location", receiver.url + "elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, event):
        """The first that came of an event."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for each in list(self.taken):
                if each["event"] == event:
                    return each
            time.sleep(0.1)
        raise AssertionError(f"no {event} within {PATIENCE} s: {[each['event'] for each in self.taken]}")

    def stop(self):
        self.server.shutdown()


class MailServer:
    """As much of an SMTP server as takes a mail (RFC 5321)."""

    def __init__(self):
        self.mails = []
        mails = self.mails

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line + b"\r\n")

            def handle(self):
                self.say(b"220 here")
                for line in self.rfile:
                    if line.startswith(b"DATA"):
                        self.say(b"354 go on")
                        lines = []
                        for text in iter(self.rfile.readline, b".\r\n"):
                            lines.append(text)
                        mails.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
                    self.say(b"250 ok")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver():
    running = Receiver()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def vm(lab, connector):
    return SmallVm(lab, connector)


def refused_login(connector):
    """As the login page sends it."""
    trust = ssl.create_default_context(cafile=connector.home / "tls" / "certificate.pem")
    form = urllib.parse.urlencode({"username": "admin", "password": "not the password"}).encode()
    request = urllib.request.Request(connector.url + "login", form, {"Origin": connector.url.rstrip("/"),
                                                                     "Sec-Fetch-Site": "same-origin"})
    try:
        with urllib.request.urlopen(request, timeout=30, context=trust) as answer:
            assert "password" in answer.read().decode()
    except urllib.error.HTTPError as refusal:
        assert refusal.code in (401, 429, 503), refusal


def deliveries(connector):
    return connector.get("notifications/deliveries")


def webhook(connector, receiver, tmp_path, *more):
    secret = tmp_path / "key"
    secret.write_text(KEY + "\n")
    return connector.json("notifications", "set", "webhook", "--url", receiver.url, "--allow-http",
                          "--password-file", str(secret), *more)


def test_a_run_is_told_with_a_signature_that_others_can_check(connector, receiver, vm, tmp_path):
    set_up = webhook(connector, receiver, tmp_path)
    assert set_up["secretKept"] and set_up["settings"]["url"] == receiver.url
    test = connector.json("notifications", "test", "webhook")
    assert receiver.wait("TEST")["id"] == test["id"]
    run = vm.run_to_end()
    told = receiver.wait("RUN_COMPLETED")
    assert told["facts"]["run"] == run["id"] and told["facts"]["job"] == run["jobId"]
    assert told["header"] == told["id"] and told["connector"]["id"].startswith("c-")
    assert not receiver.wrong
    audited = [record["action"] for record in connector.get("audit")]
    assert "notification.set" in audited and "notification.test" in audited
    connector.json("notifications", "remove", "webhook")
    assert connector.get("notifications") == []


def test_what_happened_before_a_kill_arrives_after_it(connector, receiver, vm, tmp_path):
    receiver.status = 503
    webhook(connector, receiver, tmp_path, "--events", "RUN_COMPLETED,RUN_FAILED")
    run = vm.run_to_end()
    deadline = time.monotonic() + PATIENCE
    while not any(each["attempts"] > 0 for each in deliveries(connector)):
        assert time.monotonic() < deadline, deliveries(connector)
        time.sleep(0.1)
    waiting = deliveries(connector)[0]
    assert waiting["state"] == "WAITING" and "503" in waiting["trouble"]
    assert "503" in connector.get("notifications")[0]["trouble"]
    connector.kill()
    receiver.status = 204
    connector.start()
    told = receiver.wait("RUN_COMPLETED")
    assert told["facts"]["run"] == run["id"] and told["id"] == waiting["id"]
    deadline = time.monotonic() + PATIENCE
    while deliveries(connector)[0]["state"] != "DELIVERED":
        assert time.monotonic() < deadline, deliveries(connector)
        time.sleep(0.1)
    assert {each["id"] for each in receiver.taken} == {waiting["id"]}, "told of something that it was not to be told"
    connector.json("notifications", "remove", "webhook")


def test_mails_tell_what_webhooks_tell(connector, vm):
    server = MailServer()
    connector.json("notifications", "set", "mail", "--server", f"127.0.0.1:{server.port}", "--security", "none",
                   "--from", "connector@example.com", "--to", "ops@example.com,olga@example.com",
                   "--events", "RUN_COMPLETED")
    connector.json("notifications", "test", "mail")
    run = vm.run_to_end()
    deadline = time.monotonic() + PATIENCE
    while len(server.mails) < 2:
        assert time.monotonic() < deadline, deliveries(connector)
        time.sleep(0.1)
    test, told = server.mails
    assert "test" in test["Subject"] and told["Subject"] == f"Replication of {vm.name} completed"
    assert told["To"] == "ops@example.com, olga@example.com" and told["Auto-Submitted"] == "auto-generated"
    assert f"run: {run['id']}" in told.get_content() and deliveries(connector)[0]["id"] in told.get_content()
    connector.json("notifications", "remove", "mail")
    server.server.shutdown()


def test_a_refused_login_is_told(connector, receiver, tmp_path):
    webhook(connector, receiver, tmp_path, "--events", "LOGIN_LOCKED")
    for _ in range(6):
        refused_login(connector)
    told = receiver.wait("LOGIN_LOCKED")
    assert told["facts"]["address"] == "127.0.0.1"
    connector.json("notifications", "remove", "webhook")


def test_what_is_not_fit_is_refused(connector, receiver, tmp_path):
    secret = tmp_path / "key"
    secret.write_text("short\n")
    with pytest.raises(CommandFailed, match="shorter than 16"):
        connector.json("notifications", "set", "webhook", "--url", receiver.url, "--allow-http",
                       "--password-file", str(secret))
    secret.write_text(KEY)
    with pytest.raises(CommandFailed, match="https"):
        connector.json("notifications", "set", "webhook", "--url", receiver.url, "--password-file", str(secret))
    with pytest.raises(CommandFailed, match="no webhook to test"):
        connector.json("notifications", "test", "webhook")
    webhook(connector, receiver, tmp_path)
    receiver.status = 302
    with pytest.raises(CommandFailed, match="redirect"):
        connector.json("notifications", "test", "webhook")
    assert receiver.taken == [] and receiver.wrong == []
    connector.json("notifications", "remove", "webhook")


def test_the_key_is_in_no_file_and_no_answer(connector, receiver, tmp_path):
    webhook(connector, receiver, tmp_path)
    assert KEY not in json.dumps(connector.get("notifications"))
    looked_at = set()
    for name, content in files(connector.home):
        assert KEY.encode() not in content, name
        looked_at.add(name)
    assert "conf/io.github.migrationconnector.notifications.cfg" in looked_at
    connector.json("notifications", "remove", "webhook")
