"""The privileged program refuses whatever is not on its list, and nothing of it is ever run."""

import random
import re
import shutil
import subprocess

import pytest

from machines import PROGRAM

SEED = 8
MARK = "/run/executed"
SHELL = [
    f"$(touch {MARK})", f"`touch {MARK}`", f"; touch {MARK}", f"| touch {MARK}", f"&& touch {MARK}", f"\ntouch {MARK}\n", f"'; touch {MARK} #",
    f"\"; touch {MARK} #", "../../../etc/passwd", "/etc/passwd", "..%2f..%2fetc", "*", "?", "~root", "-rf", "--help", "${IFS}", "\x1b[2J", "%s%n",
    "eth0 eth0", "ｅｔｈ０", "ethо0", "\u202eeth0", "9" * 40, "A" * 5000, "", " ", "\t", "0x7f..1", "1.2.3.4/0", "::", "fe80::1%eth0", "[::1]",
]
#: In place of what would end this machine, should a check not hold.
NOTED = '#!/bin/sh\necho "${0##*/} $*" >>/run/called\n'
AREAS = ["network", "system", "ssh", "shell", "..", "network/apply", ""]
KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIKKCMRCVfH6wyt4PIPhL+AiWV+R5qGuRauakJPGoJSok"
VERBS = ["show", "apply", "confirm", "renew", "probe", "phases/../apply", "reboot;", "carry-out", "boot", "on", "*"]
# Each is right but for its one hole.
HOLES = [
    "hostname {}", "search {}", "ntp {}", "nameserver {}", "mtu {} 1500", "mtu eth0 {}", "ipv6 {} auto", "ipv6 eth0 {}", "ipv6 eth0 static {}",
    "ipv6 eth0 static 2001:db8::5/{}", "ipv6 eth0 static 2001:db8::5/64 {}", "route {} 192.0.2.1", "route 198.51.100.0/{} 192.0.2.1",
    "route 198.51.100.0/24 {}", "{} eth0", "{}", "ipv6 eth0 auto {}",
]
CALLS = [
    ["network", "confirm"], ["network", "renew"], ["network", "probe", "eth0"], ["network", "apply"], ["system", "factory-reset"],
    ["network", "revert"], ["network", "carry-out"], ["network", "probe"], ["ssh", "add-key", "ssh-ed25519"], ["ssh", "add-key"], ["ssh", "remove-key"],
]
#: Verbs that take no argument: each with one is refused.
BARE = [
    ["network", verb] for verb in
    ("show", "settings", "check", "plan", "ended", "pending", "phases", "first-boot", "tend", "boot")
] + [["system", verb] for verb in ("reboot", "power-off", "restart-daemon")] + [
    ["shell", "on"], ["shell", "off"], ["shell", "show"], ["ssh", "on"], ["ssh", "off"], ["ssh", "show"], ["ssh", "keys"]]
#: What stands behind a wrong part, so that the number of arguments is right.
BEHIND = {("network", "probe"): ["192.0.2.99"], ("ssh", "add-key"): [KEY]}


def attacks(seed, count):
    """Calls and settings of which each is right but for one part, which must be refused."""
    # what sshd would take for options of the key
    for kind in (f'command="touch {MARK}" ssh-ed25519', f'environment="ENV={MARK}",pty ssh-ed25519'):
        yield ["ssh", "add-key", kind, KEY], ""
    dice = random.Random(seed)
    for _ in range(count):
        if dice.random() < 0.7:
            yield ["network", "check"], "ipv4 eth0 dhcp\n" + dice.choice(HOLES).format(dice.choice([each for each in SHELL if each.strip()])) + "\n"
        else:
            call = dice.choice(CALLS + BARE)
            yield [*call, dice.choice(SHELL), *BEHIND.get(tuple(call), [])], "ipv4 eth0 dhcp\n"


def not_refused(machine, program, count):
    """The attacks that were not refused, each as it is found."""
    machine.stand_in(NOTED, "shutdown", "systemctl")
    for arguments, settings in attacks(SEED, count):
        done = subprocess.run(
            ["nsenter", "-t", str(machine.process.pid), "-n", "-m", "-u", "sh", program, *arguments],
            input=settings, capture_output=True, text=True, timeout=20,
        )
        if done.returncode != 64 or not done.stderr.startswith("connector-privileged: "):
            yield arguments, settings, done.returncode


def test_a_thousand_attacks_are_refused_and_nothing_is_run(segment, appliance, kills):
    assert list(not_refused(appliance, PROGRAM, 20_000 if kills == "long" else 1000)) == []
    assert not appliance.file(MARK).exists() and not appliance.file("/run/called").exists() and appliance.pending() == []
    assert segment.reaches("192.0.2.10")


CHECKS = [
    "is_key", "is_fingerprint", "is_interface", "is_id", "is_number", "is_ipv4", "is_ipv6", "is_name", "is_network", "is_route", "is_time_server", "is_this_machine",
]


def test_every_verb_is_attacked_and_every_check_removed_once():
    verbs = set(re.findall(r"(?m)(?:^    |\| )([a-z]+/[a-z-]+)(?=\)| \|)", PROGRAM.read_text()))
    assert len(verbs) > 20 and verbs == {"/".join(call[:2]) for call in CALLS + BARE}
    checks = set(re.findall(r"(?m)^(is_[a-z0-9_]+)\(\)", (PROGRAM.parent / "check.sh").read_text()))
    assert checks - {"is_setting", "is_protocol_setting", "is_address"} == set(CHECKS), "those three only choose among the others"


@pytest.mark.parametrize("check", CHECKS)
def test_a_program_with_one_check_removed_is_found_out(segment, appliance, tmp_path, check):
    copy = tmp_path / "planted"
    shutil.copytree(PROGRAM.parent, copy)
    with open(copy / "check.sh", "a", encoding="ascii") as checks:
        checks.write(f"\n{check}() {{\n    return 0\n}}\n")
    assert next(not_refused(appliance, copy / PROGRAM.name, 1000), None) is not None


@pytest.mark.parametrize("area", AREAS)
def test_unknown_verbs_are_refused(appliance, area):
    for verb in VERBS:
        if (area, verb) not in {("network", "show"), ("network", "boot"), ("ssh", "on"), ("ssh", "show"), ("shell", "on"), ("shell", "show")}:
            done = appliance.privileged(area, verb, check=False)
            assert done.returncode in (64, 3), (area, verb, done)


def test_only_root_may(appliance):
    done = appliance.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", PROGRAM, "network", "show", check=False)
    assert done.returncode == 64 and "has to run as root" in done.stderr


def test_the_caller_s_environment_changes_nothing(appliance):
    trap = appliance.file("/run/bin")
    trap.mkdir()
    for name in ("ip", "awk", "sed", "hostname"):
        (trap / name).write_text(f"#!/bin/sh\ntouch {MARK}\n")
        (trap / name).chmod(0o755)
    done = appliance.run("env", "PATH=/run/bin:/bin", "ENV=/run/bin/ip", "IFS=/", "BASH_ENV=/run/bin/ip", "/bin/sh", PROGRAM, "network", "show")
    assert "interface eth0" in done.stdout and not appliance.file(MARK).exists()


def test_shellcheck_finds_nothing():
    scripts = sorted(str(each) for each in PROGRAM.parent.glob("*.sh"))
    done = subprocess.run(["shellcheck", "-x", "-s", "sh", str(PROGRAM), *scripts], capture_output=True, text=True, timeout=60)
    assert done.stdout == "" and done.returncode == 0
