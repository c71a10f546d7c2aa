"""A client without shared code sees in the lab's vCenter what the lab's own copy says is there."""

import hashlib
import pathlib
import sys
import urllib.parse
import uuid

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "oracle"))
from vcenter_client import Fault, VIM, Vcenter  # noqa: E402

SECTOR = 512
FIRST_DISK = 2000


class Machine:
    """A virtual machine of the lab, with a session of one of its users."""

    def __init__(self, lab, user, disks):
        self.lab = lab
        self.name = f"vm {uuid.uuid4().hex[:8]}"
        self.made = lab.post("/vcenter/vms", {"name": self.name, "powerOn": True, "disks": disks})
        self.user = next(u for u in lab.endpoints["vcenter"]["users"] if u["name"] == user + "@vsphere.local")
        self.client = Vcenter(lab.endpoints["vcenter"]["url"], lab.endpoints["vcenter"]["fingerprint"])
        self.client.login(self.user["name"], self.user["password"])
        self.moref = self.client.machine(self.name)

    def write(self, offset, length, **how):
        query = urllib.parse.urlencode({"offset": offset, "length": length, **how})
        self.lab.post(f"/vcenter/vms/{urllib.parse.quote(self.name)}/disks/{FIRST_DISK}/write?{query}", {})

    def snapshot(self):
        return self.client.create_snapshot(self.moref, "test")

    def change_id(self, snapshot):
        return self.client.disks(snapshot)[0].find(VIM + "backing").findtext(VIM + "changeId", "")

    def track(self):
        self.client.wait(
            self.client.call(
                f'<ReconfigVM_Task><_this type="VirtualMachine">{self.moref}</_this>'
                "<spec><changeTrackingEnabled>true</changeTrackingEnabled></spec></ReconfigVM_Task>"
            )
        )

    def frozen(self, snapshot):
        listed = self.lab.get(f"/vcenter/snapshots?vm={urllib.parse.quote(self.name)}")
        return {d["key"]: d["sha256"] for s in listed if s["snapshot"] == snapshot for d in s["disks"]}

    def sectors(self, snapshot):
        return self.lab.get(f"/vcenter/snapshots/{snapshot}/disks/{FIRST_DISK}/blocks?size={SECTOR}")["digests"]

    def read(self, disk):
        path = disk.find(VIM + "backing").findtext(VIM + "fileName").replace(".vmdk", "-flat.vmdk")
        size = int(disk.findtext(VIM + "capacityInBytes"))
        return self.client.read_folder(path, size, self.user["name"], self.user["password"])


@pytest.fixture
def machine(lab):
    return lambda user: Machine(
        lab, user, [{"sizeBytes": (3 << 20) + 3 * SECTOR, "seed": 5, "holes": True}, {"sizeBytes": 1 << 20, "seed": 6}]
    )


@pytest.mark.parametrize("user", ["connector", "seed"])
def test_the_frozen_bases_are_served_while_the_guest_writes(machine, user):
    vm = machine(user)
    snapshot = vm.snapshot()
    vm.write(1000, 70_000, seed=1)
    disks = vm.client.disks(snapshot)
    read = {int(d.findtext(VIM + "key")): vm.read(d) for d in disks}
    assert read == vm.frozen(snapshot)
    vm.client.remove_snapshot(snapshot)
    after = vm.snapshot()
    assert vm.frozen(after)[FIRST_DISK] != read[FIRST_DISK]
    vm.client.remove_snapshot(after)


def missed(vm, before, after, areas):
    """The sectors that differ and lie in no area."""
    pairs = enumerate(zip(vm.sectors(before), vm.sectors(after), strict=True))
    differing = [i * SECTOR for i, (old, new) in pairs if old != new]
    assert differing, "nothing differs: the check can't fail"
    return [at for at in differing if not any(s <= at and at + SECTOR <= s + n for s, n in areas)]


def test_changed_areas_cover_what_differs_and_an_omission_is_seen(lab, machine):
    vm = machine("connector")
    size = vm.made["disks"][0]["sizeBytes"]
    vm.track()
    first = vm.snapshot()
    for offset, length, how in ((7, 1, {"seed": 2}), (size - 1, 1, {"seed": 3}), (700_000, 300_000, {"zero": "true"})):
        vm.write(offset, length, **how)
    second = vm.snapshot()
    areas = vm.client.changed_areas(vm.moref, second, FIRST_DISK, vm.change_id(first), size)
    assert missed(vm, first, second, areas) == []
    lab.post("/vcenter/settings", {"cbtLie": {"vm": vm.name, "offset": 0, "length": 0}})
    try:
        areas = vm.client.changed_areas(vm.moref, second, FIRST_DISK, vm.change_id(first), size)
    finally:
        lab.post("/vcenter/settings", {"cbtLie": None})
    assert missed(vm, first, second, areas) != []


def test_who_lacks_a_privilege_or_a_session_is_told_so(lab, machine):
    vm = machine("seed")
    with pytest.raises(Fault) as refused:
        vm.track()
    assert refused.value.kind == "NoPermission"
    snapshot = vm.snapshot()
    with pytest.raises(Fault) as refused:
        vm.client.changed_areas(vm.moref, snapshot, FIRST_DISK, "*", 1)
    assert refused.value.kind == "NoPermission"
    with pytest.raises(Fault) as refused:
        Vcenter(lab.endpoints["vcenter"]["url"], lab.endpoints["vcenter"]["fingerprint"]).login(vm.user["name"], "no")
    assert refused.value.kind == "InvalidLogin"
    lab.post("/vcenter/sessions/expire", {})
    with pytest.raises(Fault) as refused:
        vm.snapshot()
    assert refused.value.kind == "NotAuthenticated"


def test_the_digest_of_a_snapshot_is_that_of_its_blocks(machine):
    vm = machine("connector")
    snapshot = vm.snapshot()
    blocks = vm.lab.get(f"/vcenter/snapshots/{snapshot}/disks/{FIRST_DISK + 1}/blocks?size={1 << 20}")["digests"]
    assert blocks == [vm.frozen(snapshot)[FIRST_DISK + 1]]
    assert hashlib.sha256(bytes(SECTOR)).hexdigest() in vm.sectors(snapshot), "a disk with holes has sectors of zeros"
