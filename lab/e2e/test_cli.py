"""A whole migration by bin/connector alone; completion in a real shell."""

import subprocess

import pytest

from harness import checks, guest
from harness.connector import CommandFailed, Connector

SIZE = 4 * guest.MIB + 5 * guest.SECTOR


@pytest.fixture(scope="module")
def fresh(lab, distribution, tmp_path_factory):
    """A daemon that nobody has set up."""
    daemon = Connector(distribution, tmp_path_factory.mktemp("cli") / "home").start()
    yield daemon
    daemon.stop()


def complaints(lab, vm, run):
    frozen = {disk["key"]: disk for disk in lab.vm_snapshots(vm)[-1]["disks"]}
    found = []
    for disk in run["disks"]:
        found += checks.disk_equality(lab, lab.client("ebs"), disk, frozen[disk["key"]])
    return found + checks.vm_snapshots_left(lab, vm)


def test_a_whole_migration_by_command_alone(lab, fresh):
    report = fresh.set_up(lab.setup_document())
    assert report["state"] == "REGISTERED", report
    made = lab.make_vm("cli-web", [{"sizeBytes": SIZE, "seed": 401}])
    assert "cli-web" in fresh.command("inventory")
    assert fresh.json("preflight", "cli-web")["verdict"] != "REFUSED"
    fresh.command("catalog", "import", "--wait")
    server = next(one["id"] for one in fresh.json("catalog", "servers") if one["vm"]["id"] == made["vm"])
    job = fresh.json("job", "create", server, "--keep", "2", "--every", "12", "--start", "2026-12-20T00:00:00Z")["id"]
    with pytest.raises(CommandFailed) as again:
        fresh.command("job", "create", server)
    assert again.value.code == 1 and "to mend it:" in again.value.text

    first = fresh.json("job", "run", job, "--wait")
    assert first["state"] == "COMPLETED" and complaints(lab, made["vm"], first) == []
    lab.guest_writes("cli-web", made["disks"][0]["key"], 2 * guest.MIB + 7, b"by command" * 90)
    second = fresh.json("job", "run", job, "--wait")
    older, younger = (snapshot["snapshot"] for snapshot in lab.vm_snapshots(made["vm"])[-2:])
    assert complaints(lab, made["vm"], second) == []
    assert checks.only_what_differs(lab, second["disks"][0], older, younger) == []
    assert fresh.json("verify", second["id"])["equal"] is True

    fresh.command("job", "pause", job)
    assert fresh.json("job", "show", job)["paused"] is True
    fresh.command("job", "resume", job)
    fresh.command("job", "update", job, "--description", "the web server")


def test_bash_completes_commands_and_options(fresh):
    script = fresh.home.parent / "completion"
    script.write_text(subprocess.run(
        [str(fresh.program), "completion"], capture_output=True, text=True, check=True, timeout=60).stdout, encoding="utf-8")
    said = subprocess.run(
        ["bash", "-c", f'source {script}; complete -p connector; COMP_WORDS=(connector jo); COMP_CWORD=1; _complete_connector; '
         'echo "${COMPREPLY[*]}"; COMP_WORDS=(connector job create --ke); COMP_CWORD=3; _complete_connector; echo "${COMPREPLY[*]}"'],
        capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    assert "_complete_connector" in said[0]
    assert said[1].split() == ["job"] and "--keep" in said[2].split()
