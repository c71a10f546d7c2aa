"""A daemon in a machine of its own network, and people at that machine's terminals; the fixtures are for the tests of the menu."""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios

import pytest

from conftest import ROOT

from harness.terminal import SECONDS, Person

sys.path.insert(0, str(ROOT / "lab" / "network"))

import machines  # noqa: E402 (the path comes first)
from machines import PROGRAM, until  # noqa: E402

MENU = ROOT / "appliance-image" / "menu"
HOME = "/var/db/server-migration-connector"
DOOR = "/var/db/connector-menu"
FILES = "/var/db/connector-menu-files"
PASSWORD = "correct horse battery"
OTHER = "another horse battery"
CONSOLE = "/dev/tty9"
CTRL_C, BACKSPACE = "\x03", "\x7f"
COLUMNS, LINES = 80, 24

#: In place of the service manager: it starts and stops the daemon for real. Everything else is noted and not done.
SERVICES = """#!/bin/sh
echo "${0##*/} $*" >>/run/called
stop() {
    kill "$(cat /run/daemon.pid)" && while kill -0 "$(cat /run/daemon.pid)" 2>/dev/null; do sleep 0.1; done
}
start() {
    setsid @DISTRIBUTION@/bin/connector run --home @HOME@ >>/var/log/daemon 2>&1 </dev/null &
    echo $! >/run/daemon.pid
}
case ${0##*/}/$*/ in
    systemctl/stop*) stop ;;
    systemctl/start*) start ;;
    systemctl/restart*) stop; start ;;
    systemctl/is-active*) exit 3 ;;
esac
exit 0
"""


class Typist(Person):
    """Somebody at a terminal of a machine of its own network."""

    def __init__(self, machine, *command, console=False, environment=None):
        super().__init__()
        self.machine = machine
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        name = os.ttyname(slave)
        self.mounted = console
        if console:
            machine.run("mount", "--bind", name, CONSOLE)
            name = CONSOLE
        self.process = subprocess.Popen(
            ["nsenter", "-t", str(machine.process.pid), "-n", "-m", "-u", "env", "-u", "SSH_CONNECTION", "TERM=vt100", *(environment or []),
             "sh", "-c", f'exec setsid -c "$@" <{name} >{name} 2>&1', "sh", *map(str, command)],
        )
        self.slave = slave

    def receive(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return ""
        try:
            return os.read(self.master, 65536).decode(errors="replace")
        except OSError:
            return ""

    def type(self, text):
        os.write(self.master, text.encode())

    def hang_up(self):
        """The line is lost."""
        self._hang_up()
        return self.process.wait(timeout=SECONDS)

    def _hang_up(self):
        os.close(self.master)
        os.close(self.slave)
        self.master = self.slave = -1

    def close(self):
        if self.master >= 0:
            self._hang_up()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=SECONDS)
        if self.mounted:
            self.machine.run("umount", "--lazy", CONSOLE)
        self.mounted = False


class Site:
    """The machine with its daemon, and the people at its terminals."""

    def __init__(self, machine, distribution, segment):
        self.machine, self.segment = machine, segment
        self.distribution = distribution
        self.people = []

    def menu(self, *options, console=True):
        person = Typist(
            self.machine, self.distribution / "bin" / "connector", "menu", "--menu-directory", DOOR, "--privileged", f"sh {PROGRAM}",
            "--files", FILES, *options,
            console=console,
        )
        self.people.append(person)
        return person

    def shell(self, *arguments, console=True, environment=None):
        """By the login shell of the menu's user."""
        person = Typist(self.machine, "/usr/local/libexec/connector-menu/connector-menu", *arguments, console=console, environment=environment)
        self.people.append(person)
        return person

    def api(self, path, body):
        """By the token in the home, as an administrator's program does it."""
        token, address = (self.machine.file(f"{HOME}/{name}").read_text().strip() for name in ("token", "run/address"))
        answer = self.machine.run(
            "curl", "--silent", "--insecure", "--fail-with-body", "--max-time", 60, "--config", "-", "--data", json.dumps(body),
            "--header", "Content-Type: application/json", f"{address}/api/v1/{path}", given=f'header = "Authorization: Bearer {token}"\n', seconds=90,
        )
        return json.loads(answer.stdout or "{}")

    def _records(self):
        lines = []
        for file in sorted(self.machine.file(f"{HOME}/audit").glob("audit-*")):
            lines += [json.loads(line) for line in file.read_text().splitlines()]
        return [each for each in lines if "action" in each]

    def trail(self):
        return [(each["who"], each["action"], each["result"]) for each in self._records()]

    def targets(self, action):
        return {each["target"] for each in self._records() if each["action"] == action}

    def acted(self, action):
        """How an action of the menu stands in the trail, time by time."""
        return [result for who, done, result in self.trail() if who == "console menu" and done == action]

    def answers(self):
        return self.machine.file(f"{HOME}/run/address").exists() and self.machine.file(f"{DOOR}/token").exists()

    def leave(self):
        for person in self.people:
            person.close()
        self.people = []


@pytest.fixture(scope="module")
def machine_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("menu")


@pytest.fixture(scope="module")
def built(distribution, machine_folder):
    try:
        machines.demand()
    except machines.Missing as missing:
        pytest.fail(str(missing), pytrace=False)
    segment = machines.Segment(machine_folder)
    machine = machines.Machine("appliance", machine_folder)
    segment.join(machine, "eth0")
    machine.run("ip", "addr", "add", "192.0.2.10/24", "dev", "eth0")
    machine.run("ip", "route", "add", "default", "via", segment.ADDRESS)
    machine.stand_in(SERVICES.replace("@DISTRIBUTION@", str(distribution)).replace("@HOME@", HOME), "systemctl", "shutdown")
    settings = machine.file(f"{HOME}/conf")
    settings.mkdir(parents=True)
    machine.file(HOME).chmod(0o700)
    (settings / "io.github.migrationconnector.networking.internal.HelpedNetworking.cfg").write_text(f'command=["sh","{PROGRAM}"]\n')
    (settings / "io.github.migrationconnector.access.cfg").write_text(f'menuDirectory="{DOOR}"\n')
    machine.file(DOOR).mkdir()
    machine.file(FILES).mkdir()
    machine.run("systemctl", "start")
    made = Site(machine, distribution, segment)
    until("the daemon answers", made.answers, 120)
    yield made
    machine.close()
    segment.close()


@pytest.fixture
def site(built):
    until("the daemon answers", built.answers, 120)
    yield built
    built.leave()
