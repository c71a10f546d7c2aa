"""The OVA's disk, looked into and booted in QEMU. Asked for by ./connector appliance verify --boot; takes minutes."""

import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tarfile
import time

TOOLS = {
    "qemu-system-x86_64": "qemu-system-x86", "qemu-img": "qemu-utils", "debugfs": "e2fsprogs", "sfdisk": "fdisk", "xorriso": "xorriso",
    "curl": "curl",
}
FIRMWARE = pathlib.Path("/usr/share/ovmf/OVMF.fd")


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


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Appliance:
    """The machine, by the hardware that the OVA describes, but for the disk's controller: OVMF starts from AHCI, not from pvscsi."""

    def __init__(self, disk, folder, properties=()):
        self.folder = folder
        self.disk = disk
        self.console = folder / "console.log"
        self.https, self.ssh = free_port(), free_port()
        self.process = None
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
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "2", "-m", "2048", "-nodefaults",
             "-display", "none", "-bios", str(FIRMWARE), "-device", "ahci,id=ahci",
             "-drive", f"id=disk,if=none,file={self.disk},format=raw,cache=writeback", "-device", "ide-hd,drive=disk,bus=ahci.0",
             "-drive", f"id=cd,if=none,media=cdrom,file={self.cd},format=raw,readonly=on", "-device", "ide-cd,drive=cd,bus=ahci.1",
             "-netdev", f"user,id=net,hostfwd=tcp:127.0.0.1:{self.https}-:443,hostfwd=tcp:127.0.0.1:{self.ssh}-:22",
             "-device", "vmxnet3,netdev=net", "-serial", f"file:{self.console}", "-monitor", "none"],
        )
        return self

    def answers(self):
        """The answer of the console's page, or nothing."""
        done = subprocess.run(
            ["curl", "--silent", "--insecure", "--max-time", "20", "--output", self.folder / "page", "--write-out", "%{http_code}", f"https://127.0.0.1:{self.https}/"],
            capture_output=True, text=True, timeout=60,
        )
        return done.stdout if done.returncode == 0 else ""

    def until_it_answers(self, seconds=2400):
        """Waits for a page of the console's; the web server below it answers 404 and 503 before. Returns how long it took, and how much of
        the processors the emulation used for it."""
        begun = time.monotonic()
        while self.answers() not in ("200", "302", "303"):
            if self.process.poll() is not None:
                raise AssertionError(f"QEMU ended with {self.process.returncode}")
            if time.monotonic() - begun > seconds:
                raise AssertionError(f"no answer within {seconds} s; the console said: {self.console.read_text(errors='replace')[-2000:]}")
            time.sleep(1)
        return time.monotonic() - begun, self.processor_seconds()

    def processor_seconds(self):
        words = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def certificate(self):
        return ssl.get_server_certificate(("127.0.0.1", self.https), timeout=60)

    def cut_power(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process and self.process.poll() is None:
            self.cut_power()
