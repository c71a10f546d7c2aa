"""The OVA's disk, looked into and booted in QEMU. Asked for by ./connector appliance verify --boot; takes minutes."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tarfile
import threading
import time

TOOLS = {
    "qemu-system-x86_64": "qemu-system-x86", "qemu-img": "qemu-utils", "debugfs": "e2fsprogs", "sfdisk": "fdisk", "xorriso": "xorriso",
    "curl": "curl",
}
FIRMWARE = pathlib.Path("/usr/share/ovmf/OVMF.fd")
# Of AMD: on processors that leak the kernel's memory, Intel's of that age, the kernel changes its page tables at each call, and
# under emulation that takes as long as all the rest. No AVX: emulated, it is slower than what it replaces.
PROCESSOR = "EPYC,-avx,-avx2,-f16c,-fma,-xsave"
# What QEMU's own DHCP server gives, and what a test gives instead; the host itself is 10.0.2.2.
LEASED, MOVED, GATEWAY, NAME_SERVER = "10.0.2.15", "10.0.2.20", "10.0.2.2", "10.0.2.3"
# How long anything may take: emulated, beside whatever else the machine does. Nothing is measured by it.
PATIENCE = 3600


class Missing(Exception):
    """This machine can't run the tests; the text says why and what to do."""


def demand():
    """Raises Missing unless there is an OVA to look at, and what looks at it."""
    absent = sorted({package for tool, package in TOOLS.items() if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None})
    if not FIRMWARE.exists():
        absent.append("ovmf")
    if absent:
        raise Missing(f"install what is missing with: apt-get install {' '.join(absent)}")
    if not os.environ.get("CONNECTOR_OVA"):
        raise Missing("name an OVA in CONNECTOR_OVA, or run: ./connector appliance verify --os debian --boot")
    if os.geteuid() != 0:
        raise Missing("the file system in the OVA is taken out with its owners, which takes root")


def disk_of(ova, folder):
    """The OVA's disk as it is, byte by byte; the file has holes."""
    with tarfile.open(ova) as archive:
        member = next(one for one in archive.getmembers() if one.name.endswith(".vmdk"))
        with archive.extractfile(member) as content, (folder / "disk.vmdk").open("wb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
    subprocess.run(["qemu-img", "convert", "-f", "vmdk", "-O", "raw", folder / "disk.vmdk", folder / "disk.raw"], check=True, timeout=1800)
    (folder / "disk.vmdk").unlink()
    return folder / "disk.raw"


def tree_of(disk, label, folder):
    """A partition's files with their owners, and the modes that its file system has."""
    table = json.loads(subprocess.run(["sfdisk", "--json", disk], check=True, capture_output=True, text=True, timeout=60).stdout)
    start = next(one["start"] for one in table["partitiontable"]["partitions"] if one.get("name") == label)
    tree = folder / label
    tree.mkdir()
    done = subprocess.run(
        ["debugfs", "-R", f"rdump / {tree}", f"{disk}?offset={start * 512}"], capture_output=True, text=True, timeout=1800, check=True,
    )
    if not any(tree.iterdir()):
        raise AssertionError(f"nothing was taken out of {label}: {done.stderr}")
    return tree, modes_of(tree, (disk, start * 512))


def modes_of(tree, raw_start):
    """The modes of a partition's files as its file system has them: debugfs takes files out without the bits for root's rights."""
    raw, start = raw_start
    folders = ["/", *(f"/{path.relative_to(tree)}" for path in sorted(tree.rglob("*")) if path.is_dir() and not path.is_symlink())]
    commands = tree.with_suffix(".commands")
    commands.write_text("".join(f'ls -p "{folder}"\n' for folder in folders))
    listed = subprocess.run(
        ["debugfs", "-f", commands, f"{raw}?offset={start}"], capture_output=True, text=True, timeout=600, check=True,
    ).stdout
    modes, folder = {}, ""
    for line in listed.splitlines():
        if line.startswith("debugfs: ls -p "):
            folder = line.removeprefix("debugfs: ls -p ").strip('"').strip("/")
        elif line.startswith("/") and (words := line.split("/"))[5] not in (".", ".."):
            modes[f"{folder}/{words[5]}".lstrip("/")] = int(words[2], 8)
    return modes


def plant(disk, label, files, owner):
    """Lays files into a partition of a disk that no machine uses: {path in it: (file, mode)}. As somebody with the disk could."""
    table = json.loads(subprocess.run(["sfdisk", "--json", disk], check=True, capture_output=True, text=True, timeout=60).stdout)
    start = next(one["start"] for one in table["partitiontable"]["partitions"] if one.get("name") == label)
    commands = []
    for path, (file, mode) in files.items():
        folder, _, name = path.rpartition("/")
        commands += [f"cd /{folder}", f"write {file} {name}"]
        commands += [f"set_inode_field {name} {field} {value}" for field, value in (("uid", owner), ("gid", owner), ("mode", f"0{0o100000 | mode:o}"))]
    done = subprocess.run(
        ["debugfs", "-w", "-f", "-", f"{disk}?offset={start * 512}"], input="\n".join(commands) + "\n", capture_output=True, text=True, timeout=600,
    )
    complaints = [line for line in done.stderr.splitlines() if not line.startswith("debugfs ")]
    if done.returncode != 0 or complaints:
        raise AssertionError(f"nothing could be laid into {label}: {done.stderr}")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class SerialLine:
    """The machine's serial console. It is read all the time: a guest whose console nobody reads waits for it at each character."""

    def __init__(self, path, log):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._log, self._came, self._waiting = log, threading.Condition(), ""
        threading.Thread(target=self._read, name="serial-line", daemon=True).start()

    def _read(self):
        with self._log.open("ab", buffering=0) as kept:
            while True:
                try:
                    came = self._socket.recv(65536)
                except OSError:
                    came = b""
                if not came:
                    return
                kept.write(came)
                with self._came:
                    self._waiting += came.decode(errors="replace")
                    self._came.notify_all()

    def receive(self, seconds):
        """What came since the last time; empty when nothing does within that time."""
        with self._came:
            # half of a line's end waits for its other half
            self._came.wait_for(lambda: self._waiting not in ("", "\r"), seconds)
            whole = len(self._waiting) - self._waiting.endswith("\r")
            came, self._waiting = self._waiting[:whole], self._waiting[whole:]
            return came

    def type(self, text):
        self._socket.sendall(text.encode())

    def close(self):
        self._socket.close()


class Appliance:
    """The machine, by the hardware that the OVA describes, but for the disk's controller: OVMF starts from AHCI, not from pvscsi.

    Everything that its serial console says stays in console.log, and what QEMU says in qemu.log.
    """

    def __init__(self, disk, folder, properties=()):
        self.folder, self.disk = folder, disk
        self.log = folder / "console.log"
        self.https, self.moved, self.ssh = free_port(), free_port(), free_port()
        self.process = self.line = None
        self.cd = folder / "properties.iso"
        environment = folder / "properties"
        environment.mkdir()
        (environment / "ovf-env.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<Environment xmlns="http://schemas.dmtf.org/ovf/environment/1" '
            'xmlns:oe="http://schemas.dmtf.org/ovf/environment/1" oe:id="">\n<PropertySection>\n'
            + "".join(f'<Property oe:key="{key}" oe:value="{value}"/>\n' for key, value in properties)
            + "</PropertySection>\n</Environment>\n"
        )
        subprocess.run(["xorriso", "-as", "mkisofs", "-quiet", "-V", "OVF ENV", "-J", "-R", "-o", self.cd, environment], check=True, timeout=60)

    def start(self):
        # paths of sockets are short
        serial = self.folder / "tty"
        serial.unlink(missing_ok=True)
        with (self.folder / "qemu.log").open("ab") as said:
            self.process = subprocess.Popen(
                ["qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", PROCESSOR, "-smp", "2", "-m", "2048", "-nodefaults",
                 "-display", "none", "-bios", str(FIRMWARE), "-device", "ahci,id=ahci",
                 "-drive", f"id=disk,if=none,file={self.disk},format=raw,cache=writeback", "-device", "ide-hd,drive=disk,bus=ahci.0",
                 "-drive", f"id=cd,if=none,media=cdrom,file={self.cd},format=raw,readonly=on", "-device", "ide-cd,drive=cd,bus=ahci.1",
                 "-netdev", f"user,id=net,hostfwd=tcp:127.0.0.1:{self.https}-{LEASED}:443,hostfwd=tcp:127.0.0.1:{self.moved}-{MOVED}:443,"
                 f"hostfwd=tcp:127.0.0.1:{self.ssh}-:22",
                 "-device", "vmxnet3,netdev=net", "-chardev", f"socket,id=tty,path={serial},server=on,wait=on",
                 "-serial", "chardev:tty", "-monitor", "none"],
                stdout=said, stderr=said,
            )
        self.line = self._serial(serial)
        return self

    def _serial(self, path):
        """QEMU starts the machine when somebody is at the line."""
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                return SerialLine(path, self.log)
            self._still_runs()
            if time.monotonic() > end:
                raise AssertionError(f"QEMU has no serial line; {self.folder / 'qemu.log'} says why")
            time.sleep(0.1)

    def _still_runs(self):
        if self.process.poll() is not None:
            raise AssertionError(f"QEMU ended with {self.process.returncode}: {(self.folder / 'qemu.log').read_text(errors='replace')[-2000:]}")

    def said(self):
        """All that the serial console has said, since the first start."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def answers(self, port):
        """The answer of the console's page, or nothing."""
        done = subprocess.run(
            ["curl", "--silent", "--insecure", "--max-time", "120", "--output", self.folder / "page", "--write-out", "%{http_code}", f"https://127.0.0.1:{port}/"],
            capture_output=True, text=True, timeout=180,
        )
        return done.stdout if done.returncode == 0 else ""

    def until_it_answers(self, port, seconds=PATIENCE):
        """Waits for a page of the console's; the web server below it answers 404 and 503 before. Returns how long it took, and how much of
        the processors the emulation used for it."""
        begun, used = time.monotonic(), self.processor_seconds()
        while self.answers(port) not in ("200", "302", "303"):
            self._still_runs()
            if time.monotonic() - begun > seconds:
                raise AssertionError(f"no answer within {seconds} s; the end of {self.log}: {self.said()[-2000:]}")
            # each try is a handshake, which the machine has to pay for
            time.sleep(5)
        return time.monotonic() - begun, self.processor_seconds() - used

    def processor_seconds(self):
        words = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def certificate(self, port):
        return ssl.get_server_certificate(("127.0.0.1", port), timeout=300)

    def cut_power(self):
        self.process.kill()
        self.process.wait()
        self.line.close()

    def close(self):
        if self.process and self.process.poll() is None:
            self.cut_power()
