"""Small VMs for the tests, and what a finished run of theirs must be."""

import contextlib
import itertools

from harness import checks, guest

FIRST_SIZE = 6 * guest.MIB
SECOND_SIZE = 3 * guest.MIB + 5 * guest.SECTOR
RECORDED = {"RELEASING", "REGISTERING", "FINISHED"}
_numbers = itertools.count(1)


class SmallVm:
    """A VM with two small disks and a job for it."""

    def __init__(self, lab, connector):
        self.lab, self.connector = lab, connector
        number = next(_numbers)
        self.name = f"vm{number:03}"
        made = lab.make_vm(self.name, [
            {"sizeBytes": FIRST_SIZE, "seed": 1000 + number},
            {"sizeBytes": SECOND_SIZE, "seed": 2000 + number, "holes": True},
        ])
        self.id = made["vm"]
        self.keys = [disk["key"] for disk in made["disks"]]
        self.job = connector.create_job(self.name)
        self.seed = number

    def run_to_end(self):
        return self.connector.await_run(self.connector.start_run(self.job))

    def guest_writes(self):
        rng_seed = 3000 + self.seed
        for offset, written in guest.awkward_writes(SECOND_SIZE, rng_seed):
            if offset + len(written) <= SECOND_SIZE:
                self.lab.guest_writes(self.name, self.keys[1], offset, written)
        self.lab.guest_writes(self.name, self.keys[0], 4 * guest.MIB + 17, bytes(range(256)) * 3)

    def frozen(self, back=1):
        """The VM snapshot that the run before last … last (1) froze."""
        return self.lab.vm_snapshots(self.id)[-back]

    def complaints(self, run):
        """Everything that is wrong with a run that should have completed."""
        if run["state"] != "COMPLETED":
            return [f"{run['id']} is {run['state']}: {run['problems']}"]
        ebs, ec2 = self.lab.client("ebs"), self.lab.client("ec2")
        by_key = {disk["key"]: disk for disk in self.frozen()["disks"]}
        found = []
        for disk in run["disks"]:
            found += checks.disk_equality(self.lab, ebs, disk, by_key[disk["key"]])
        found += checks.image_disks(ec2, run["imageId"], [disk["snapshotId"] for disk in run["disks"]])
        found += self.leaks()
        return found

    def leaks(self):
        """What is left of this VM's runs that no run accounts for.

        A run that was not recorded has no right to an EBS snapshot: it has to be gone with it.
        """
        found = checks.vm_snapshots_left(self.lab, self.id)
        runs = self.connector.get(f"jobs/{self.job}/runs")
        accounted = {disk["snapshotId"] for run in runs if run["phase"] in RECORDED for disk in run["disks"]}
        for snapshot in self.lab.ebs_snapshots():
            tags = snapshot.get("tags") or {}
            if tags.get("connector:job") == self.job and snapshot["snapshotId"] not in accounted:
                found.append(f"{snapshot['snapshotId']} ({snapshot['state']}) belongs to no run")
        return found


@contextlib.contextmanager
def allowed_to_power(lab):
    """The connector's user may switch machines off and on meanwhile: a cut-over needs it, and nothing else does."""
    user = lab.vcenter_user()
    more = ["VirtualMachine.Interact.PowerOff", "VirtualMachine.Interact.PowerOn"]
    lab.call("POST", "/vcenter/users", {**user, "privileges": [*user["privileges"], *more]})
    try:
        yield
    finally:
        lab.call("POST", "/vcenter/users", user)
