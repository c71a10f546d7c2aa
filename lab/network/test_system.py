"""The daemon, the doors and the reset, where a command fails and where settings and logs lie as they do in the image."""

import itertools
import shutil
import subprocess

import pytest

from machines import PROGRAM, until

SERVICE = "server-migration-connector"
HOME, LOGS, SETTINGS = f"/var/db/{SERVICE}", f"/var/log/{SERVICE}", f"/usr/local/etc/{SERVICE}"
STATE = "/var/db/connector-privileged"
DONE, FAILS = "#!/bin/sh\nexit 0\n", "#!/bin/sh\nexit 1\n"


@pytest.fixture
def image(appliance, tmp_path):
    """A machine whose home has links, as the image's."""
    local = tmp_path / "local"
    (local / "etc" / SERVICE).mkdir(parents=True)
    (local / "sbin").mkdir()
    appliance.run("mount", "--bind", local, "/usr/local")
    appliance.local = local
    appliance.stand_in(DONE, "systemctl")
    for path in (HOME, LOGS):
        appliance.file(path).mkdir(parents=True)
    appliance.run("ln", "-s", SETTINGS, f"{HOME}/conf")
    appliance.run("ln", "-s", LOGS, f"{HOME}/log")
    return appliance


def test_a_reset_empties_what_the_links_lead_to_and_keeps_them(image):
    (image.local / "etc" / SERVICE / "io.example.cfg").write_text("old")
    image.file(f"{LOGS}/access.log").write_text("old")
    image.file(f"{HOME}/store").write_text("old")
    image.file(f"{HOME}/sets").mkdir()
    image.file(f"{HOME}/sets/current").write_text("kept")
    image.run("ln", "-s", "/etc", f"{HOME}/planted")
    image.privileged("system", "factory-reset", "appliance")
    assert not list((image.local / "etc" / SERVICE).iterdir()) and not list(image.file(LOGS).iterdir())
    assert sorted(each.name for each in image.file(HOME).iterdir()) == ["conf", "log", "sets"]
    assert image.file(f"{HOME}/sets/current").read_text() == "kept"
    assert [image.run("readlink", f"{HOME}/{name}").stdout.strip() for name in ("conf", "log")] == [SETTINGS, LOGS]
    assert image.file("/etc").exists() and not image.file(f"{STATE}/factory-reset").exists()


@pytest.mark.parametrize("verb", ["on", "off"])
def test_a_door_that_does_not_move_is_told(image, verb):
    image.privileged("ssh", verb)
    (image.file("/run/stand-ins") / "systemctl").write_text(FAILS)
    done = image.privileged("ssh", verb, check=False)
    assert done.returncode == 1 and "failed: systemctl" in done.stderr


def test_a_lease_that_is_not_asked_for_is_told(image):
    image.stand_in(FAILS, "dhclient")
    image.file(STATE).mkdir()
    image.file(f"{STATE}/current").write_text("ipv4 eth0 dhcp\n")
    done = image.privileged("network", "renew", "eth0", check=False)
    assert done.returncode == 1 and "failed: dhclient" in done.stderr
    (image.file("/run/stand-ins") / "dhclient").write_text(DONE)
    image.privileged("network", "renew", "eth0")


OS_UPGRADE = """#!/bin/sh
echo "os-upgrade $*" >>/run/called
case $1 in
    status) cat /run/os-upgrade ;;
    abandon) echo "os-upgrade: it is being prepared" >&2; exit 1 ;;
esac
"""


def test_an_upgrade_of_the_system_is_prepared_beside_the_caller(image):
    folder = image.local / "libexec/connector-os"
    none = image.privileged("os-upgrade", "show", check=False)
    assert none.returncode == 1 and "is not upgraded from here" in none.stderr
    folder.mkdir(parents=True)
    (folder / "os-upgrade").write_text(OS_UPGRADE)
    (folder / "os-upgrade").chmod(0o755)
    image.file("/run/os-upgrade").write_text("default NR\nnothing is under way\n")
    assert image.privileged("os-upgrade", "show").stdout == "default NR\nnothing is under way\n"
    image.privileged("os-upgrade", "prepare", "15.2-RELEASE")
    until("it is begun", lambda: "os-upgrade prepare 15.2-RELEASE\n" in image.file("/run/called").read_text())
    image.file("/run/os-upgrade").write_text("being prepared: connector-1, from default\n")
    again = image.privileged("os-upgrade", "prepare", check=False)
    assert again.returncode == 4 and "under way already" in again.stderr
    failed = image.privileged("os-upgrade", "try", check=False)
    assert failed.returncode == 3 and "nothing is prepared" in failed.stderr and "os-upgrade try" not in image.file("/run/called").read_text()
    image.file("/run/os-upgrade").write_text("default NR\nprepared: connector-1, from default\n")
    image.privileged("os-upgrade", "try")
    until("it is tried", lambda: "os-upgrade try\n" in image.file("/run/called").read_text())
    told = image.privileged("os-upgrade", "abandon", check=False)
    assert told.returncode == 1 and "being prepared" in told.stderr
    for wrong in ("15.2", "15.2-RELEASE;reboot", "-r", "15.2-RC1"):
        assert image.privileged("os-upgrade", "prepare", wrong, check=False).returncode == 64
    assert image.file("/run/called").read_text().count("prepare") == 1


def public_key(folder, *kind):
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-C", "somebody@desk", "-f", str(folder), *kind], check=True, timeout=60)
    return (folder.parent / f"{folder.name}.pub").read_text().split()[:2]


def test_keys_of_ssh_are_added_listed_and_removed(image, tmp_path):
    first, second = public_key(tmp_path / "first", "-t", "ed25519"), public_key(tmp_path / "second", "-t", "ecdsa")
    assert image.privileged("ssh", "keys").stdout == ""
    shown = [image.privileged("ssh", "add-key", *key).stdout for key in (first, second)]
    assert image.privileged("ssh", "keys").stdout == "".join(shown) and "(ED25519)" in shown[0] and "(ECDSA)" in shown[1]
    file = image.file(f"{STATE}/connector-menu.keys")
    assert file.read_text().splitlines() == [f"restrict,pty {' '.join(first)}", f"restrict,pty {' '.join(second)}"]
    assert file.stat().st_mode & 0o777 == 0o644, "sshd reads it as the menu's user"
    again = image.privileged("ssh", "add-key", *first, check=False)
    assert again.returncode == 64 and "opens already" in again.stderr
    image.privileged("ssh", "remove-key", shown[0].split()[0])
    assert image.privileged("ssh", "keys").stdout == shown[1]
    gone = image.privileged("ssh", "remove-key", shown[0].split()[0], check=False)
    assert gone.returncode == 1 and image.privileged("ssh", "keys").stdout == shown[1]


@pytest.mark.parametrize("fails_on", ["the list", "a single key"])
def test_a_key_that_ssh_keygen_can_not_read_is_not_said_to_be_removed(image, tmp_path, fails_on):
    key = public_key(tmp_path / "key", "-t", "ed25519")
    shown = image.privileged("ssh", "add-key", *key).stdout
    image.run("cp", shutil.which("ssh-keygen"), "/run/real-ssh-keygen")
    fails, works = ("connector-menu.keys", "key.") if fails_on == "the list" else ("key.", "connector-menu.keys")
    image.stand_in(f'#!/bin/sh\ncase $3 in */{fails}*) exit 1 ;; */{works}*) exec /run/real-ssh-keygen "$@" ;; esac\n', "ssh-keygen")
    kept = image.privileged("ssh", "remove-key", shown.split()[0], check=False)
    assert kept.returncode == 1 and ("can't read" in kept.stderr or "opens still" in kept.stderr), kept
    assert key[1] in image.file(f"{STATE}/connector-menu.keys").read_text()
    if fails_on == "the list":
        other = public_key(tmp_path / "other", "-t", "ed25519")
        more = image.privileged("ssh", "add-key", *other, check=False)
        assert more.returncode == 1 and "can't read" in more.stderr
        assert image.privileged("ssh", "keys", check=False).returncode == 1


def test_keys_that_are_none_or_too_weak_are_refused(image, tmp_path):
    weak, sound = public_key(tmp_path / "weak", "-t", "rsa", "-b", "1024"), public_key(tmp_path / "sound", "-t", "rsa", "-b", "2048")
    for key, why in ((weak, "2048 bits"), ((sound[0], sound[1][:-40]), "no whole public key"), (("ssh-ed25519", sound[1]), "no whole public key")):
        done = image.privileged("ssh", "add-key", *key, check=False)
        assert done.returncode == 64 and why in done.stderr, done
    image.privileged("ssh", "add-key", *sound)
    assert "(RSA)" in image.privileged("ssh", "keys").stdout


def test_each_call_is_in_the_system_s_log_with_its_end(image):
    image.stand_in('#!/bin/sh\necho "$*" >>/run/log\n', "logger")
    image.privileged("shell", "on")
    image.privileged("shell", "show")
    image.privileged("network", "confirm", "0a1b", check=False)
    image.privileged("network", "check", given="hostname -x\n", check=False)
    said = [line.split("auth.notice ")[1] for line in image.file("/run/log").read_text().splitlines()]
    assert said == [
        "root: shell on", "root: shell on: exit 0", "root: network confirm 0a1b",
        "root: network confirm: refused: the change 0a1b does not wait; it was confirmed or reverted before", "root: network confirm 0a1b: exit 3",
        "root: network check", "root: network check: refused: not a name of a host or domain: -x", "root: network check: exit 64"]


def test_whoever_is_refused_is_in_the_system_s_log(image):
    image.stand_in('#!/bin/sh\necho "$*" >>/run/log\n', "logger")
    image.file("/run/log").touch()
    image.file("/run/log").chmod(0o666)
    image.privileged("ssh", "show", "more", check=False)
    image.privileged("network", "probe\nroot: shell on", check=False)
    image.run("setpriv", "--reuid", "65534", "--clear-groups", "sh", PROGRAM, "network", "show", check=False)
    said = [line.split("auth.notice ")[1] for line in image.file("/run/log").read_text().splitlines()]
    assert said == [
        "root: ssh show: refused: ssh show takes 0 arguments, and 1 were given", "root: network probe?root: shell on",
        "root: network probe?root: shell on: refused: there is no such verb; connector-privileged alone lists them",
        "root: network probe?root: shell on: exit 64",
        "nobody, who is not root: network show: refused: this has to run as root, through doas or sudo"]


def test_a_change_that_is_taken_back_by_itself_is_in_the_system_s_log(image):
    image.stand_in('#!/bin/sh\necho "$*" >>/run/log\n', "logger")
    image.privileged("network", "apply", 60, given="ipv4 eth0 static 192.0.2.20/24 192.0.2.1\n")
    until("it waits", lambda: "waiting" in image.pending())
    image.run("kill", "-9", image.file(f"{STATE}/pending/pid").read_text().split()[0])
    image.file("/run/log").unlink()
    image.privileged("network", "tend")
    said = [line.split("auth.notice ")[1] for line in image.file("/run/log").read_text().splitlines()]
    assert said == ["root: network tend: nobody carries out the change any more that is waiting", "root: network tend: it is reverted"]
    image.privileged("network", "tend")
    assert len(image.file("/run/log").read_text().splitlines()) == 2, "nothing waited"


#: Each command of a reset counts; at the one that is chosen the power goes, before it or in its middle. What has been written
#: until then stays: the marker is synced before anything is removed.
CUT = """#!/bin/sh
count=$(($(cat /run/count) + 1))
echo $count >/run/count
if [ $count = "$(cat /run/cut)" ]; then
    case $(cat /run/moment)/${0##*/} in
        within/rm) /run/real/rm "$1" "$2" ;;
        within/ln | within/systemctl) /run/real/"${0##*/}" "$@" ;;
    esac
    kill -9 0
fi
exec /run/real/"${0##*/}" "$@"
"""
COMMANDS = ("find", "rm", "ln", "sync", "systemctl")


def lived_in(image):
    """A home that was used, its settings and its logs."""
    written = {
        f"/usr/local/etc/{SERVICE}/io.example.cfg": "settings", f"{LOGS}/access.log": "log", f"{HOME}/store": "store", f"{HOME}/keys/one": "key",
        f"{HOME}/audit/one": "audit", f"{STATE}/shell": "", f"{STATE}/connector-menu.keys": "restrict,pty ssh-ed25519 AAAA\n",
    }
    for path, text in written.items():
        image.run("mkdir", "-p", path.rsplit("/", 1)[0])
        image.run("sh", "-c", 'cat >"$0"', path, given=text)
    image.run("sh", "-c", f"mkdir -p {HOME}/sets && echo kept >{HOME}/sets/current; ln -sfn {SETTINGS} {HOME}/conf; ln -sfn {LOGS} {HOME}/log")


def contents(image):
    return image.run("sh", "-c", f"cd / && find .{HOME} .{LOGS} .{SETTINGS} .{STATE}/shell .{STATE}/connector-menu.keys ! -type d | sort", check=False).stdout


@pytest.mark.parametrize("moment", ["before", "within"])
def test_a_power_cut_at_any_command_of_a_reset_leaves_the_old_home_or_a_fresh_one(image, moment):
    real = image.file("/run/real")
    real.mkdir()
    for name in COMMANDS[:-1]:
        image.run("cp", shutil.which(name), f"/run/real/{name}")
    (real / "systemctl").write_text(DONE)
    (real / "systemctl").chmod(0o755)
    image.file("/run/moment").write_text(moment)
    image.file("/run/cut").write_text("0")
    image.file("/run/count").write_text("0")
    image.stand_in(CUT, *COMMANDS)
    lived_in(image)
    old = contents(image)
    image.privileged("system", "factory-reset", "appliance")
    fresh = contents(image)
    assert fresh == f".{HOME}/conf\n.{HOME}/log\n.{HOME}/sets/current\n"
    left = []
    for cut in itertools.count(1):
        lived_in(image)
        image.file("/run/count").write_text("0")
        image.file("/run/cut").write_text(str(cut))
        ended = image.run("setsid", "--wait", "sh", PROGRAM, "system", "factory-reset", "appliance", check=False)
        if ended.returncode == 0:
            break
        image.file("/run/cut").write_text("0")
        image.privileged("network", "boot")
        left.append(contents(image))
        assert left[-1] in (old, fresh), f"cut at command {cut}: {left[-1]}"
    assert len(left) > 10 and {old, fresh} == set(left) and left == sorted(left, key=lambda each: each == fresh), "first the old one, then fresh ones"
