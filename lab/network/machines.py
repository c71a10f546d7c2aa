"""Machines for the tests of networking: each a process with its own network, mounts and host name, on one segment.

Everything runs for real: iproute2, dhclient, dnsmasq, radvd, ARP and neighbour discovery of the kernel. What a machine writes
(/etc, /var/db, /run) lies in folders of its own, so nothing of the host changes.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "appliance-image" / "privileged" / "connector-privileged"
PRIVATE = ("/etc", "/var/db", "/var/lib/dhcp", "/var/log", "/run")
TOOLS = {
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "ip": "iproute2",
    "dhclient": "isc-dhcp-client",
    "dnsmasq": "dnsmasq-base",
    "radvd": "radvd",
    "arping": "iputils-arping",
    "ping": "iputils-ping",
    "shellcheck": "shellcheck",
    "genisoimage": "genisoimage",
    "isoinfo": "genisoimage",
}


class Missing(Exception):
    """This machine can't make the test's machines; the text says why and what to do."""


def demand():
    """Raises Missing unless namespaces can be made here and every tool is there."""
    absent = sorted({package for tool, package in TOOLS.items() if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None})
    if absent:
        raise Missing(f"install what is missing with: apt-get install {' '.join(absent)}")
    made = subprocess.run(["unshare", "-n", "-m", "-u", "true"], capture_output=True, text=True, timeout=20)
    if made.returncode != 0:
        raise Missing(f"network namespaces can't be made here ({made.stderr.strip()}); run the tests as root on Linux")


def until(what, condition, seconds=20):
    """Waits until the condition holds and returns what it is then."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.1)


class Machine:
    """A network of its own. Ended by close()."""

    def __init__(self, name, folder):
        self.folder = pathlib.Path(folder) / name
        script = ["set -e"]
        for path in PRIVATE:
            own = self.folder / path.strip("/")
            if path == "/etc":
                shutil.copytree("/etc", own, symlinks=True, ignore_dangling_symlinks=True)
            else:
                own.mkdir(parents=True)
            script.append(f"mkdir -p {path}; mount --bind {own} {path}")
        script += [f"hostname {name}", "ip link set lo up", "echo ready", "exec sleep 3600"]
        self.process = subprocess.Popen(
            ["unshare", "-n", "-m", "-u", "--propagation", "private", "sh", "-c", "; ".join(script)],
            stdout=subprocess.PIPE, text=True,
        )
        if self.process.stdout.readline().strip() != "ready":
            raise Missing("a machine of the tests did not start; run the tests as root on Linux")
        self.others = []

    def run(self, *command, given=None, check=True, seconds=60):
        done = subprocess.run(
            ["nsenter", "-t", str(self.process.pid), "-n", "-m", "-u", *map(str, command)],
            input=given, capture_output=True, text=True, timeout=seconds,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def start(self, *command):
        """A server that runs as long as the machine."""
        started = subprocess.Popen(
            ["nsenter", "-t", str(self.process.pid), "-n", "-m", "-u", *map(str, command)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        self.others.append(started)
        return started

    def stand_in(self, script, *names):
        """Commands in place of the system's own, wherever the privileged program would find these."""
        own = self.file("/run/stand-ins")
        if not own.exists():
            own.mkdir()
            self.run("mkdir", "-p", "/usr/local/sbin")
            self.run("mount", "--bind", "/run/stand-ins", "/usr/local/sbin")
        for name in names:
            (own / name).write_text(script)
            (own / name).chmod(0o755)
            for folder in ("/sbin", "/bin", "/usr/sbin", "/usr/bin"):
                if (pathlib.Path(folder) / name).exists():
                    self.run("mount", "--bind", f"/run/stand-ins/{name}", os.path.realpath(f"{folder}/{name}"))

    def privileged(self, *arguments, given=None, check=True):
        return self.run("sh", PROGRAM, *arguments, given=given, check=check)

    def file(self, path):
        """Where a private path of the machine lies for the test."""
        return self.folder / path.strip("/")

    def addresses(self, interface):
        shown = self.run("ip", "-o", "addr", "show", "dev", interface, "scope", "global").stdout
        return {line.split()[3] for line in shown.splitlines()}

    def gateway(self, family="-4"):
        words = self.run("ip", family, "route", "show", "default").stdout.split()
        return words[words.index("via") + 1] if "via" in words else ""

    def reaches(self, address):
        """Asked three times: a first packet may wait for its neighbour's answer longer than a busy machine allows."""
        return any(self.run("ping", "-c", 1, "-W", 1, address, check=False).returncode == 0 for _ in range(3))

    def pending(self):
        return self.privileged("network", "pending").stdout.split()

    def settings(self):
        return self.privileged("network", "settings").stdout

    def _processes(self):
        """What runs in the machine, as folders of /proc."""
        own = os.readlink(f"/proc/{self.process.pid}/ns/net")
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(entry / "ns" / "net") == own and int(entry.name) != os.getpid():
                    yield entry
            except OSError:
                continue

    def programs(self):
        """The names of what runs in the machine."""
        found = set()
        for entry in self._processes():
            with contextlib.suppress(OSError):
                found.add((entry / "comm").read_text().strip())
        return found

    def command_lines(self):
        """What runs in the machine, each with its arguments."""
        lines = []
        for entry in self._processes():
            with contextlib.suppress(OSError):
                lines.append((entry / "cmdline").read_text().replace("\0", " "))
        return lines

    def close(self):
        for entry in self._processes():
            with contextlib.suppress(OSError):
                os.kill(int(entry.name), 9)
        self.process.wait(timeout=10)
        self.process.stdout.close()
        for other in self.others:
            other.wait(timeout=10)
            other.stderr.close()


class Segment(Machine):
    """The router of one network, 192.0.2.0/24 and 2001:db8:1::/64 (documentation's own: RFC 5737, RFC 3849)."""

    ADDRESS = "192.0.2.1"
    PREFIX6 = "2001:db8:1::"

    def __init__(self, folder):
        super().__init__("router", folder)
        self.run("ip", "link", "add", "bridge0", "type", "bridge")
        self.run("ip", "link", "set", "bridge0", "up")
        self.run("ip", "addr", "add", f"{self.ADDRESS}/24", "dev", "bridge0")
        self.run("ip", "-6", "addr", "add", f"{self.PREFIX6}1/64", "dev", "bridge0", "nodad")
        self.ports = 0

    def join(self, machine, interface):
        port = f"port{self.ports}"
        self.ports += 1
        self.run("ip", "link", "add", port, "type", "veth", "peer", "name", interface, "netns", machine.process.pid)
        self.run("ip", "link", "set", port, "master", "bridge0", "up")
        machine.run("ip", "link", "set", interface, "up")

    def serve_dhcp(self):
        self.start(
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--interface=bridge0", "--bind-interfaces",
            "--dhcp-range=192.0.2.100,192.0.2.150,2m", "--dhcp-option=option:router,192.0.2.1", "--domain=lab.example",
            "--address=/vcenter.lab.example/192.0.2.1", "--dhcp-leasefile=/run/leases", "--pid-file=/run/dnsmasq.pid", "--user=root",
        )
        until("dnsmasq serves", lambda: self.file("/run/dnsmasq.pid").exists())

    def advertise(self):
        conf = self.file("/etc/radvd.conf")
        conf.write_text(
            "interface bridge0 { AdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4;"
            f" prefix {self.PREFIX6}/64 {{ AdvOnLink on; AdvAutonomous on; }}; }};\n"
        )
        self.run("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1")
        self.start("radvd", "--nodaemon", "--config=/etc/radvd.conf", "--pidfile=/run/radvd.pid", "--logmethod=stderr")
