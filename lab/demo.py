"""The main job on the lab: a VM with two disks replicated fully and incrementally, and verified by outside readers.

Run by `./connector demo`. Each line that begins with `ok` or `FAILED` is one check; the last line is their sum.
"""

import argparse
import hashlib
import pathlib
import shutil
import signal
import sys
import tempfile
import time

from harness import checks, guest
from harness.connector import CommandFailed, Connector
from harness.lab import Lab

VM = "web01"
EXT4_SIZE = 96 * guest.MIB
ODD_SIZE = 40 * guest.MIB + 3 * guest.SECTOR
NEW_FILE = b"written by the guest between two runs\n" * 500


class Demo:
    def __init__(self, lab, connector, work):
        self.lab, self.connector, self.work = lab, connector, work
        self.passed = self.failed = 0
        self.ebs, self.ec2 = lab.client("ebs"), lab.client("ec2")

    def check(self, what, complaints):
        if complaints:
            self.failed += 1
            print(f"FAILED  {what}: {'; '.join(complaints)}", flush=True)
        else:
            self.passed += 1
            print(f"ok      {what}", flush=True)

    def play(self):
        image = guest.ext4_disk(self.work, EXT4_SIZE, seed=1)
        vm = self.lab.make_vm(VM, [
            {"file": str(image)},
            {"sizeBytes": ODD_SIZE, "seed": 2, "holes": True},
        ])
        system, data = vm["disks"]
        say(f"a VM '{VM}' in the lab's vCenter: an ext4 disk of {EXT4_SIZE >> 20} MiB, "
            f"and one with random data and holes of {ODD_SIZE} bytes")

        report = self.connector.set_up(self.lab.setup_document())
        self.check("set up unattended", [] if report["state"] == "REGISTERED" else [str(report)])
        job = self.connector.create_job(VM)

        say("the full run")
        full, frozen_full = self.run(job, vm)
        self.equal("full", full, frozen_full)

        say("the guest writes: a new file on the ext4 disk; unaligned, last sector and zeros over data on the other")
        changed = guest.add_file(image, "news.txt", NEW_FILE)
        for offset, page in guest.differing_pages(image, changed):
            self.lab.guest_writes(VM, system["key"], offset, page)
        for offset, written in guest.awkward_writes(ODD_SIZE, seed=3):
            self.lab.guest_writes(VM, data["key"], offset, written)

        say("the incremental run")
        increment, frozen_increment = self.run(job, vm)
        self.equal("increment", increment, frozen_increment)
        self.only_what_differs(increment, frozen_full, frozen_increment)
        self.file_arrived(increment, system["key"])

        self.check("the connector's own verification agrees", self.disagreement(increment["id"]))
        self.check("no VM snapshot is left", checks.vm_snapshots_left(self.lab, vm["vm"]))
        accounted = {d["snapshotId"] for run in (full, increment) for d in run["disks"]}
        self.check("every EBS snapshot belongs to a run", checks.ebs_snapshots_unaccounted(self.lab, accounted))

    def run(self, job, vm):
        """One run to its end, with progress bars; returns it and the VM snapshot that it froze."""
        try:
            run = self.connector.json("job", "run", job, "--wait", progress=sys.stderr)
        except CommandFailed as failed:
            self.check("the run ends well", [failed.text.strip()])
            raise DemoEnds() from None
        self.check(f"{run['id']} has completed", [] if run["state"] == "COMPLETED" else [run["state"]])
        return run, self.lab.vm_snapshots(vm["vm"])[-1]

    def disagreement(self, run_id):
        try:
            verified = self.connector.json("verify", run_id)
        except CommandFailed as failed:
            return [failed.text.strip()]
        return [] if verified["equal"] else [str(verified)]

    def equal(self, what, run, frozen):
        by_key = {disk["key"]: disk for disk in frozen["disks"]}
        for disk in run["disks"]:
            self.check(f"{what}: {disk['label']} read back by boto3 equals the frozen disk",
                       checks.disk_equality(self.lab, self.ebs, disk, by_key[disk["key"]]))
        snapshots = [disk["snapshotId"] for disk in run["disks"]]
        self.check(f"{what}: {run['imageId']} has all disks", checks.image_disks(self.ec2, run["imageId"], snapshots))

    def only_what_differs(self, increment, older, younger):
        for disk in increment["disks"]:
            self.check(f"increment: {disk['label']}: the blocks put are those that differ",
                       checks.only_what_differs(self.lab, disk, older["snapshot"], younger["snapshot"]))

    def file_arrived(self, increment, key):
        """The file system itself is sound, and has what the guest wrote: a proof above the level of blocks."""
        disk = next(d for d in increment["disks"] if d["key"] == key)
        image = self.work / "read-back.raw"
        image.write_bytes(checks.assemble(checks.read_back(self.ebs, disk["snapshotId"]), EXT4_SIZE))
        found = hashlib.sha256(guest.read_file(image, "news.txt")).digest()
        self.check("increment: the ext4 file system is sound (e2fsck)", guest.check_file_system(image))
        self.check("increment: the file that the guest wrote is there (debugfs)",
                   [] if found == hashlib.sha256(NEW_FILE).digest() else ["its content differs"])


class DemoEnds(Exception):
    """A run failed, so nothing further can be shown."""


def say(text):
    print(f"\n--- {text}", flush=True)


def tell_console(connector):
    code = (connector.home / "one-time-code")
    print(f"\nThe console: {connector.url}   (its certificate is its own: accept it, fingerprint below)")
    for line in connector.output().splitlines():
        if "SHA-256" in line:
            print(f"             {line.strip()}")
    if code.exists():
        print(f"Log in with the one-time code {code.read_text().strip()} and choose a password.")
    print(f"From a shell: {connector.program} status --home {connector.home}\n", flush=True)


# as shells tell an end by Ctrl-C: 128 and the number of SIGINT
STOPPED = 130


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lab", type=pathlib.Path, required=True)
    parser.add_argument("--distribution", type=pathlib.Path, required=True)
    parser.add_argument("--keep", action=argparse.BooleanOptionalAction, default=sys.stdout.isatty())
    arguments = parser.parse_args()

    # a signal ends the demo as Ctrl-C does, so that lab and daemon go with it
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    work = pathlib.Path(tempfile.mkdtemp(prefix="connector-demo-"))
    lab = Lab(arguments.lab, work / "lab")
    connector = Connector(arguments.distribution, work / "home")
    demo = Demo(lab, connector, work)
    stopped = False
    try:
        connector.start()
        say(f"the daemon answers at {connector.url}, its home is {connector.home}")
        show(demo, work)
        tell_console(connector)
        print(f"demo: {demo.passed} passed, {demo.failed} failed", flush=True)
        if arguments.keep:
            print("All is left running; Ctrl-C ends it.", file=sys.stderr, flush=True)
            wait_for_interrupt()
    except KeyboardInterrupt:
        stopped = True
        say("stopped before its end; the daemon and the lab are ended")
    finally:
        if connector.running():
            connector.stop()
        lab.stop()
    if stopped or (demo.passed and not demo.failed):
        shutil.rmtree(work, ignore_errors=True)
    if stopped:
        sys.exit(STOPPED)
    sys.exit(0 if demo.passed and not demo.failed else 1)


def show(demo, work):
    """Plays the demo; whatever ends it early is a failed check, and what it left behind is told."""
    try:
        demo.play()
    except DemoEnds:
        pass
    except (CommandFailed, RuntimeError, OSError, KeyError) as unforeseen:
        demo.check("the demo goes to its end", [f"{type(unforeseen).__name__}: {unforeseen}"])
    if demo.failed:
        say(f"the logs of the daemon and the lab are kept in {work}")


def wait_for_interrupt():
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
