"""A whole migration by bin/connector alone; completion in a real shell."""

import hashlib
import json
import os
import pathlib
import ssl
import subprocess

import pytest

from estate import allowed_to_power
from harness import checks, guest
from harness.connector import CommandFailed, Connector

ROOT = pathlib.Path(__file__).resolve().parents[2]
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

    with pytest.raises(CommandFailed) as unsure:
        fresh.command("cutover", job)
    assert "--yes" in unsure.value.text and powered(lab, "cli-web")
    with allowed_to_power(lab):
        last = fresh.json("cutover", job, "--yes", "--power-off", "--wait")
        assert last["state"] == "COMPLETED" and complaints(lab, made["vm"], last) == []
        assert not powered(lab, "cli-web") and fresh.json("job", "show", job)["paused"] is True
        fresh.command("cutover", job, "--back")
        assert powered(lab, "cli-web")


def powered(lab, name):
    return next(vm["poweredOn"] for vm in lab.call("GET", "/vcenter/vms") if vm["name"] == name)


def test_a_daemon_elsewhere_is_asked_with_its_certificate_and_a_token(fresh, tmp_path):
    """As from another machine: without the home, by address, fingerprint and token file."""
    password = tmp_path / "password"
    password.touch(mode=0o600)
    password.write_text("five boxing wizards jump\n", encoding="utf-8")
    fresh.command("user", "create", "rita", "--role", "operator", "--password-file", str(password))
    made = fresh.json("token", "create", "elsewhere", "--owner", "rita", "--role", "viewer")
    token = tmp_path / "token"
    token.touch(mode=0o600)
    token.write_text(made["token"] + "\n", encoding="ascii")
    der = ssl.PEM_cert_to_DER_cert((fresh.home / "tls" / "certificate.pem").read_text(encoding="ascii"))
    fingerprint = hashlib.sha256(der).hexdigest()

    def elsewhere(*arguments, fingerprint=fingerprint, token=token):
        return subprocess.run(
            [str(fresh.program), *arguments, "--host", f"127.0.0.1:{fresh.port}", "--fingerprint", fingerprint,
             *(["--token-file", str(token)] if token else [])],
            env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True, timeout=120, check=False)

    listed = elsewhere("job", "list", "--json")
    assert listed.returncode == 0 and json.loads(listed.stdout)[0]["description"] == "the web server", listed.stderr
    refused = elsewhere("catalog", "import")
    assert refused.returncode == 1 and "OPERATOR" in refused.stderr.upper(), refused.stderr
    another = elsewhere("status", fingerprint="ab" * 32)
    assert another.returncode == 1 and "certificate" in another.stderr and made["token"] not in another.stderr
    assert elsewhere("status", token=None).returncode == 1
    fresh.command("token", "revoke", "elsewhere")
    assert elsewhere("status").returncode == 1


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


#: Programs of their own, that the command line only starts: what its own document test can't ask.
PROGRAMS = {"run": "connector run", "copy": "connector copy", "inspect": "connector inspect", "verify": "connector verify SNAPSHOT",
            "menu": "connector menu"}
BEGIN, END = (f"<!-- {where} made from the help of the programs -->\n" for where in ("from here on", "up to here"))


def test_the_help_of_what_runs_without_a_daemon_stands_in_the_document(distribution):
    """Made anew by CLI_WRITE=1 in the environment of this test."""
    made = ""
    for program, title in PROGRAMS.items():
        shown = subprocess.run([str(distribution / "bin" / "connector"), program, "--help"], stdin=subprocess.DEVNULL, capture_output=True,
                               text=True, timeout=60, check=True).stdout
        assert "usage" in shown.lower() and "xit code" in shown, shown
        made += f"\n### {title}\n```\n{shown.strip()}\n```\n"
    document = ROOT / "docs" / "cli.md"
    before, rest = document.read_text(encoding="utf-8").split(BEGIN)
    stood, after = rest.split(END)
    if os.environ.get("CLI_WRITE"):
        document.write_text(f"{before}{BEGIN}{made}\n{END}{after}", encoding="utf-8")
        return
    assert stood == made + "\n", "docs/cli.md is stale; run this test with CLI_WRITE=1"
