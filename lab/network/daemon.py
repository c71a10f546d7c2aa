"""The shipped daemon on a machine of these tests, with the privileged program, and the place that a browser looks from."""

import contextlib
import ctypes
import os
import re
import sys

from machines import PROGRAM, ROOT, Machine, Segment

sys.path.insert(0, str(ROOT / "lab"))

from harness.connector import Connector  # noqa: E402 (the path comes first)

PID = "io.github.migrationconnector.networking.internal.HelpedNetworking"
OLD, NEW = "192.0.2.10", "192.0.2.20"
CLONE_NEWNET = 0x40000000
PASSWORD = "a network to move 1 about"

# What these tests start ends within seconds, half of which the JVM's second compiler would take.
os.environ.setdefault("CONNECTOR_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")


def distribution():
    version = re.search(r"<version>([^<]+)</version>", (ROOT / "pom.xml").read_text(encoding="utf-8")).group(1)
    path = ROOT / "distribution" / "target" / f"server-migration-connector-{version}"
    assert (path / "bin" / "connector").exists(), f"{path} is not built; run ./connector build"
    return path


@contextlib.contextmanager
def seen_from(machine):
    """What this thread opens and starts meanwhile has the machine's network; files and the rest stay the test's own."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as own, open(f"/proc/{machine.process.pid}/ns/net") as there:
        if libc.setns(there.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "the test can't enter the machine's network")
        try:
            yield
        finally:
            libc.setns(own.fileno(), CLONE_NEWNET)


class Appliance(Connector):
    """A daemon on a machine, reached over its network."""

    def __init__(self, place, home, machine, address):
        super().__init__(place, home)
        self.machine, self.address, self.port, self.bind = machine, address, 8443, "0.0.0.0"
        conf = home / "conf"
        conf.mkdir(parents=True, mode=0o700)
        home.chmod(0o700)
        (conf / f"{PID}.cfg").write_text(f'command=["sh","{PROGRAM}"]\n', encoding="utf-8")

    def start(self):
        wrapper = self.home.parent / "connector"
        wrapper.write_text(f'#!/bin/sh\nexec nsenter -t {self.machine.process.pid} -n -m -u {self.program} "$@"\n', encoding="ascii")
        wrapper.chmod(0o755)
        self.program = wrapper
        return super().start()

    @property
    def url(self):
        return f"https://{self.address}:{self.port}/"


class Scene:
    """A router to look from, and an appliance that runs the shipped daemon."""

    def __init__(self, folder, settings=()):
        self.segment, self.machine = Segment(folder), Machine("appliance", folder)
        self.segment.join(self.machine, "eth0")
        self.machine.run("ip", "addr", "add", f"{OLD}/24", "dev", "eth0")
        self.machine.run("ip", "route", "add", "default", "via", Segment.ADDRESS)
        self.daemon = Appliance(distribution(), folder / "home", self.machine, OLD)
        for name, content in dict(settings).items():
            (self.daemon.home / "conf" / name).write_bytes(content)
        with seen_from(self.segment):
            self.daemon.start()

    def close(self):
        self.daemon.kill()
        self.machine.close()
        self.segment.close()
