"""A daemon that is upgraded in place."""

import json
import shutil
import ssl
import time
import urllib.error
import urllib.request

import pytest

from harness import publisher
from harness.connector import Connector

SHIPPED = "0.1.0"
LIMIT_SECONDS = 120


class Upgradable:
    """A daemon that trusts a root, and its upgrades by the JSON API: a JVM for each question would take most of the time."""

    def __init__(self, distribution, home, root, settings=""):
        self.distribution, self.daemon = distribution, Connector(distribution, home)
        (home / "conf").mkdir(parents=True, mode=0o700)
        home.chmod(0o700)
        shutil.copy(root, home / "conf" / "upgrade-root.json")
        # of a name that comes twice the last one counts
        (home / "conf" / "connector.upgrade.cfg").write_text(f"watchSeconds=1\nsettleSeconds=3\n{settings}", encoding="utf-8")
        self.daemon.start()

    def call(self, path, body=None, method=None):
        return self._send(path, None if body is None else json.dumps(body).encode(), "application/json", method)

    def upload(self, content):
        """Bytes, or a file that is open for reading: then they go in pieces."""
        return self._send("upgrades/upload", content, "application/zip", "POST")

    def _send(self, path, data, kind, method):
        daemon = self.daemon
        trust = ssl.create_default_context(cafile=daemon.home / "tls" / "certificate.pem")
        request = urllib.request.Request(f"{daemon.url}api/v1/{path}", method=method, data=data)
        request.add_header("Authorization", "Bearer " + (daemon.home / "token").read_text().strip())
        request.add_header("Content-Type", kind)
        with urllib.request.urlopen(request, timeout=LIMIT_SECONDS, context=trust) as answer:
            return json.load(answer)

    def status(self):
        """Over the moments in which what answers is away itself."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            try:
                return self.call("upgrades")
            except OSError:
                assert time.monotonic() < deadline, "the daemon answers no more"
                time.sleep(0.1)

    def in_force(self):
        return self.status()["set"]

    def begin(self, file):
        return self.call("upgrades", {"file": str(file)})

    def await_stage(self, *stages):
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            status = self.status()
            if status["stage"] in stages:
                return status
            assert time.monotonic() < deadline, status
            time.sleep(0.05)

    def await_record(self, plan):
        """The record of a plan that was begun."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            status = self.status()
            newest = (status["history"] or [{}])[0]
            if status["stage"] == "IDLE" and newest.get("toSet") == plan["toSet"]:
                return newest
            assert time.monotonic() < deadline, status
            time.sleep(0.05)

    def apply(self, file):
        return self.await_record(self.begin(file))

    def refused(self, file):
        return self.problem("upgrades", {"file": str(file)})

    def problem(self, path, body):
        return self._problem(lambda: self.call(path, body))

    def refused_upload(self, content):
        return self._problem(lambda: self.upload(content))

    @staticmethod
    def _problem(call):
        with pytest.raises(urllib.error.HTTPError) as failure:
            call()
        return failure.value.read().decode()

    def healthy(self):
        return self.daemon.get("status")["health"]["state"] == "HEALTHY"

    def running(self):
        """How many bundles there are, all of them at work."""
        bundles = self.call("bundles")
        assert {bundle["state"] for bundle in bundles} <= {"ACTIVE", "STARTING", "RESOLVED"}, bundles
        return len(bundles)

    def bundles_of(self, version):
        """How many bundles a set has for the daemon, each whole by its digest."""
        place = self.distribution / "bundles" if version == SHIPPED else self.daemon.home / "sets" / version
        lines = [line.split() for line in (place / "set.list").read_text(encoding="utf-8").splitlines() if line.startswith("bundle ")]
        for words in lines:
            assert publisher.sha256(place / words[5]) == words[4], words
        return sum("run" in words[3] for words in lines)
