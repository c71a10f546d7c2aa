"""The upgrade of the system under a bectl and a freebsd-update of our own. It was never run on FreeBSD: this holds what it does and calls."""

import json
import os
import subprocess

import pytest
from conftest import ROOT, until

APPLIANCE = ROOT / "appliance-image"


class Upgrade:
    """os-upgrade with boot environments of the test's own."""

    def __init__(self, folder):
        self.folder = folder
        self.commands = folder / "bin"
        self.commands.mkdir()
        self.called = folder / "called"
        self.environments = folder / "environments"
        self.environments.write_text("default NR\n")
        self.parts = folder / "parts"
        self.parts.write_text("3")
        (folder / "state").mkdir()
        (folder / "freebsd-update.conf").write_text("KeyPrint abc\nComponents src world kernel\nMergeChanges /etc/ /boot/device.hints\nServerName update.FreeBSD.org\n")
        self.etc = folder / "etc"
        (self.etc / "ssh").mkdir(parents=True)
        (self.etc / "rc.conf").write_text('sshd_enable="NO"\n')
        #: the /etc of a boot environment that is mounted: the same for each, as if one were mounted at a time
        self.other_etc = folder / f"state/mount/{self.etc}"
        self.log = log = f'echo "${{0##*/}} $*" >>{self.called}\n'
        for name in ("shutdown", "logger", "sleep", "mount", "umount", "chflags"):
            self.command(name, log)
        self.command("pkg", log + '[ "$1" != info ]\n')
        self.command("freebsd-version", "echo 15.1-RELEASE-p2\n")
        # install takes one part; updatesready ends with 2 when none is left
        self.command("freebsd-update", log + f"""
case "$*" in
    *" upgrade") read -r answer && echo "answered $answer" >>{self.called} ;;
    *" updatesready") [ "$(cat {self.parts})" -gt 0 ] || exit 2 ;;
    *" install") echo $(($(cat {self.parts}) - 1)) >{self.parts} ;;
esac
""")
        self.command("bectl", log + f"""
case $1 in
    list) cat {self.environments} ;;
    create) echo "$2 -" >>{self.environments} ;;
    mount) mkdir -p {self.other_etc}/ssh ;;
    destroy) grep -v "^$3 " {self.environments} >{self.environments}.new; mv {self.environments}.new {self.environments} ;;
esac
""")
        self.health(VCENTER="OK", DISK_SPACE="OK")
        text = (APPLIANCE / "freebsd/os/os-upgrade").read_text()
        for old, new in (
            ("PATH=/sbin:", f"PATH={self.commands}:/sbin:"), ("/var/db/connector-os", f"{folder}/state"), ("/etc/freebsd-update.conf", f"{folder}/freebsd-update.conf"),
            ("etc=/etc\n", f"etc={self.etc}\n"),
        ):
            assert old in text
            text = text.replace(old, new)
        self.script = folder / "os-upgrade"
        self.script.write_text(text)

    def command(self, name, text):
        (self.commands / name).write_text("#!/bin/sh\n" + text)
        (self.commands / name).chmod(0o755)

    def fails(self, name):
        self.command(name, f'echo "{name} $*" >>{self.called}\nexit 1\n')

    def health(self, **states):
        """What `connector health --json` prints, and how it ends."""
        bad = "FAILING" in states.values()
        checks = [{"name": name, "state": state, "code": "", "why": "", "fix": ""} for name, state in states.items()]
        document = {"state": "UNHEALTHY" if bad else "HEALTHY", "reasons": [{"code": "A", "why": "w"}] if bad else [], "warnings": [], "checks": checks}
        (self.folder / "health.json").write_text(json.dumps(document, indent=2).replace('":', '" :'))
        self.command("su", f"{self.log}cat {self.folder}/health.json\nexit {int(bad)}\n")

    def run(self, *words):
        return subprocess.run(["sh", self.script, *words], capture_output=True, text=True, timeout=60, env=self.environment())

    def environment(self):
        return {**os.environ, "CONNECTOR_OS_HEALTH_SECONDS": "30"}

    def calls(self, name):
        return [line for line in self.called.read_text().splitlines() if line.startswith(f"{name} ") and " list" not in line]

    def wanted(self):
        file = self.folder / "state/wanted"
        return file.read_text().strip() if file.exists() else ""

    def boots(self, name):
        """The machine starts, into the boot environment of that name."""
        names = [line.split()[0] for line in self.environments.read_text().splitlines()]
        self.environments.write_text("".join(f"{one} {'NR' if one == name else '-'}\n" for one in names))

    def tried(self, *release):
        """One that was prepared and is started."""
        assert self.run("prepare", *release).returncode == 0
        new = self.wanted()
        assert self.run("try").returncode == 0
        self.boots(new)
        return new


@pytest.fixture
def upgrade(tmp_path):
    return Upgrade(tmp_path)


def test_a_dry_run_prints_all_and_changes_nothing(upgrade):
    done = upgrade.run("--dry-run", "prepare", "15.2-RELEASE")
    assert done.returncode == 0, done.stderr
    printed = [line.split() for line in done.stdout.splitlines() if "os-upgrade:" not in line]
    assert [f"{words[0]} {words[-1]}" if words[0] == "freebsd-update" else " ".join(words[:2]) for words in printed] == [
        "bectl create", "bectl mount", "mount -t", "freebsd-update upgrade", "freebsd-update install", "freebsd-update install", "pkg -c",
        "freebsd-update install", f"umount {upgrade.folder}/state/mount/dev", "bectl umount",
    ]
    assert upgrade.environments.read_text() == "default NR\n" and not list((upgrade.folder / "state").iterdir())


def test_a_release_is_installed_part_by_part_and_nobody_is_asked(upgrade):
    assert upgrade.run("prepare", "15.2-RELEASE").returncode == 0
    assert "answered y" in upgrade.called.read_text() and upgrade.parts.read_text() == "0\n"
    order = [line.split()[0] + line.split()[-1] for line in upgrade.called.read_text().splitlines() if line.split()[-1] in ("install", "-y")]
    assert order == ["freebsd-updateinstall", "freebsd-updateinstall", "pkg-y", "freebsd-updateinstall"]
    assert (upgrade.folder / "state/freebsd-update.conf").read_text() == "KeyPrint abc\nServerName update.FreeBSD.org\nComponents world kernel\n"


def test_a_program_that_an_upgrade_brings_has_no_rights_of_anothers(upgrade):
    brought = {name: upgrade.folder / "state/mount" / name for name in ("usr/bin/su", "usr/bin/wall", "usr/local/bin/doas")}
    for path in brought.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    brought["usr/bin/su"].chmod(0o4755)
    brought["usr/bin/wall"].chmod(0o2755)
    brought["usr/local/bin/doas"].chmod(0o4755)
    assert upgrade.run("prepare").returncode == 0
    assert {name: path.stat().st_mode & 0o7777 for name, path in brought.items()} == {"usr/bin/su": 0o755, "usr/bin/wall": 0o755, "usr/local/bin/doas": 0o4755}
    assert f"chflags noschg {brought['usr/bin/su']}" in upgrade.calls("chflags")


def test_a_program_that_keeps_its_rights_ends_the_upgrade(upgrade):
    program = upgrade.folder / "state/mount/usr/bin/su"
    program.parent.mkdir(parents=True)
    program.write_text("")
    program.chmod(0o4755)
    upgrade.fails("chflags")
    assert upgrade.run("prepare").returncode == 1 and upgrade.wanted() == ""


def test_without_patches_the_packages_are_upgraded_all_the_same(upgrade):
    upgrade.parts.write_text("0")
    assert upgrade.run("prepare").returncode == 0
    assert not [line for line in upgrade.calls("freebsd-update") if line.endswith(" install")]
    assert [line for line in upgrade.calls("pkg") if line.endswith("upgrade -y")]


def test_a_system_of_packages_is_upgraded_by_them_alone(upgrade):
    upgrade.command("pkg", upgrade.log)
    done = upgrade.run("prepare", "15.2-RELEASE")
    assert done.returncode == 1 and "whose release is not changed here" in done.stdout and upgrade.wanted() == ""
    assert upgrade.run("prepare").returncode == 0
    assert upgrade.calls("pkg")[-1].endswith("info -qe FreeBSD-runtime") and not (upgrade.called.read_text().count("freebsd-update"))


def test_one_that_is_well_is_kept(upgrade):
    new = upgrade.tried()
    assert f"bectl activate -t {new}" in upgrade.calls("bectl") and upgrade.calls("shutdown") == ["shutdown -r now"]
    assert upgrade.run("trial").returncode == 0
    assert upgrade.calls("bectl")[-1] == f"bectl activate {new}" and upgrade.wanted() == ""
    assert len(upgrade.calls("shutdown")) == 1


def test_what_was_set_since_the_copy_was_made_is_carried_over(upgrade):
    assert upgrade.run("prepare").returncode == 0
    new = upgrade.wanted()
    # of the time of the copy: SSH on, with a key that this machine has no more
    (upgrade.other_etc / "ssh").mkdir(parents=True, exist_ok=True)
    (upgrade.other_etc / "rc.conf").write_text('sshd_enable="YES"\n')
    (upgrade.other_etc / "ssh/ssh_host_rsa_key").write_text("old")
    (upgrade.etc / "ssh/ssh_host_ed25519_key").write_text("made meanwhile")
    (upgrade.etc / "ssh/ssh_host_ed25519_key").chmod(0o600)
    assert upgrade.run("try").returncode == 0
    assert (upgrade.other_etc / "rc.conf").read_text() == 'sshd_enable="NO"\n'
    assert [path.name for path in (upgrade.other_etc / "ssh").iterdir()] == ["ssh_host_ed25519_key"]
    assert (upgrade.other_etc / "ssh/ssh_host_ed25519_key").stat().st_mode & 0o777 == 0o600
    mounted = [call.split()[1] for call in upgrade.calls("bectl")][-3:]
    assert mounted == ["mount", "umount", "activate"] and upgrade.calls("bectl")[-1] == f"bectl activate -t {new}"


def test_what_was_set_under_a_system_that_is_left_is_carried_back(upgrade):
    upgrade.tried()
    (upgrade.etc / "rc.conf").write_text('sshd_enable="off under the new one"\n')
    silent(upgrade)
    assert upgrade.run("trial").returncode == 0
    assert (upgrade.other_etc / "rc.conf").read_text() == 'sshd_enable="off under the new one"\n'
    assert f"bectl mount default {upgrade.folder}/state/mount" in upgrade.calls("bectl") and len(upgrade.calls("shutdown")) == 2


def test_it_is_not_tried_with_settings_that_are_old(upgrade):
    upgrade.run("prepare")
    (upgrade.etc / "rc.conf").unlink()
    done = upgrade.run("try")
    assert done.returncode == 1 and "could not be carried over" in done.stderr
    assert upgrade.calls("bectl")[-1].startswith("bectl umount ") and not upgrade.called.read_text().count("shutdown")


def test_of_the_systems_before_one_is_kept(upgrade):
    first, second, third = (f"connector-2026010{day}-000000" for day in (1, 2, 3))
    upgrade.environments.write_text(f"default -\n{first} -\n{second} -\n{third} NR\nof-a-person -\nconnector-before-x -\n")
    new = upgrade.tried()
    assert upgrade.run("trial").returncode == 0
    assert [line.split()[0] for line in upgrade.environments.read_text().splitlines()] == ["default", third, "of-a-person", "connector-before-x", new]


def test_an_old_system_that_stays_is_told_and_keeps_nothing_back(upgrade):
    upgrade.environments.write_text("connector-20260101-000000 -\nconnector-20260102-000000 NR\n")
    upgrade.tried()
    upgrade.command("bectl", upgrade.log + f"case $1 in list) cat {upgrade.environments} ;; destroy) exit 1 ;; esac\n")
    done = upgrade.run("trial")
    assert done.returncode == 0 and "connector-20260101-000000 could not be removed" in done.stdout and upgrade.wanted() == ""


def silent(upgrade):
    upgrade.fails("su")


def unhealthy(upgrade):
    upgrade.health(VCENTER="OK", DISK_SPACE="FAILING")


@pytest.mark.parametrize("ill", [silent, unhealthy])
def test_one_under_which_the_connector_is_not_well_is_left_and_removed(upgrade, ill):
    new = upgrade.tried()
    ill(upgrade)
    done = upgrade.run("trial")
    assert done.returncode == 0 and ("DISK_SPACE" in done.stdout) == (ill is unhealthy)
    assert f"bectl activate {new}" not in upgrade.calls("bectl") and len(upgrade.calls("shutdown")) == 2
    upgrade.boots("default")
    assert upgrade.run("trial").returncode == 0
    assert upgrade.calls("bectl")[-1] == f"bectl destroy -Fo {new}" and upgrade.wanted() == ""


def test_what_failed_before_is_no_reason_to_go_back(upgrade):
    upgrade.health(VCENTER="FAILING", DISK_SPACE="WARNING")
    new = upgrade.tried()
    assert upgrade.run("trial").returncode == 0
    assert upgrade.calls("bectl")[-1] == f"bectl activate {new}"


def test_a_check_that_is_not_there_any_more_is_a_reason_to_go_back(upgrade):
    new = upgrade.tried()
    upgrade.health(VCENTER="OK")
    done = upgrade.run("trial")
    assert done.returncode == 0 and "DISK_SPACE" in done.stdout
    assert f"bectl activate {new}" not in upgrade.calls("bectl") and len(upgrade.calls("shutdown")) == 2


def test_the_way_back_needs_no_room_to_write_down_what_happened(upgrade):
    upgrade.tried()
    unhealthy(upgrade)
    # a directory in its place: no file can be renamed onto it, as none could be written on a full disk
    (upgrade.folder / "state/last").unlink()
    (upgrade.folder / "state/last/full").mkdir(parents=True)
    upgrade.command("mv", f'case $* in *last*) exit 1 ;; esac\nexec /bin/mv "$@"\n')
    assert upgrade.run("trial").returncode == 0
    assert len(upgrade.calls("shutdown")) == 2


def test_a_power_cut_between_the_choice_and_the_restart_still_ends_in_a_trial(upgrade):
    upgrade.run("prepare")
    new = upgrade.wanted()
    # the machine goes down as soon as the new one is chosen
    upgrade.command("bectl", (upgrade.commands / "bectl").read_text().replace("#!/bin/sh\n", "").replace("case $1 in", "[ $1 != activate ] || kill -9 $PPID\ncase $1 in", 1))
    assert upgrade.run("try").returncode != 0
    upgrade.boots(new)
    unhealthy(upgrade)
    assert upgrade.run("trial").returncode == 0
    assert upgrade.calls("shutdown") == ["shutdown -r now"]


def test_one_that_could_not_be_removed_is_not_forgotten(upgrade):
    upgrade.run("prepare")
    new = upgrade.wanted()
    upgrade.command("bectl", upgrade.log + f"[ $1 = list ] && cat {upgrade.environments} || exit 1\n")
    done = upgrade.run("abandon")
    assert done.returncode == 1 and "could not be removed" in done.stderr
    assert upgrade.wanted() == new


@pytest.mark.parametrize("release", ["14.3-RELEASE", "15.0-RELEASE"])
def test_an_older_release_is_refused(upgrade, release):
    upgrade.command("freebsd-version", "echo 15.1-RELEASE-p2\n")
    done = upgrade.run("prepare", release)
    assert done.returncode == 2 and "older than 15.1-RELEASE" in done.stderr
    assert upgrade.wanted() == ""


def test_of_two_that_are_prepared_at_once_one_is_refused(upgrade):
    upgrade.command("freebsd-update", f"{upgrade.log}[ -e {upgrade.folder}/second ] || {{ : >{upgrade.folder}/second; sh {upgrade.script} prepare >{upgrade.folder}/told 2>&1; }}\n")
    upgrade.run("prepare")
    assert "is under way" in (upgrade.folder / "told").read_text()
    assert len([call for call in upgrade.calls("bectl") if call.startswith("bectl create")]) == 1


def test_it_is_not_tried_while_nobody_knows_how_the_connector_is(upgrade):
    upgrade.run("prepare")
    upgrade.fails("su")
    done = upgrade.run("try")
    assert done.returncode == 1 and "does not answer" in done.stderr
    assert not [line for line in upgrade.calls("bectl") if "activate" in line]


def test_one_that_does_not_start_is_removed_at_the_next(upgrade):
    new = upgrade.tried()
    upgrade.boots("default")
    assert upgrade.run("trial").returncode == 0
    assert upgrade.calls("bectl")[-1] == f"bectl destroy -Fo {new}"


def test_one_that_could_not_be_made_leaves_the_system_alone(upgrade):
    upgrade.fails("freebsd-update")
    done = upgrade.run("prepare")
    assert done.returncode == 1 and "the running system is as it was" in done.stderr
    assert upgrade.environments.read_text() == "default NR\n" and upgrade.wanted() == ""
    assert upgrade.run("try").returncode == 3


def interrupted(upgrade):
    """prepare is killed while freebsd-update works."""
    upgrade.command("freebsd-update", f"{upgrade.log}echo >{upgrade.folder}/works\nexec /bin/sleep 600\n")
    process = subprocess.Popen(
        ["sh", upgrade.script, "prepare"], env=upgrade.environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    until("freebsd-update works", (upgrade.folder / "works").exists)
    assert "being prepared" in upgrade.run("status").stdout and upgrade.run("abandon").returncode == 1
    os.killpg(process.pid, 9)
    process.wait()
    return upgrade.wanted()


def test_one_whose_making_was_interrupted_is_never_tried(upgrade):
    new = interrupted(upgrade)
    done = upgrade.run("try")
    assert done.returncode == 1 and "not prepared to its end" in done.stderr
    assert not [line for line in upgrade.calls("bectl") if "activate" in line] and not upgrade.called.read_text().count("shutdown")
    assert "interrupted" in upgrade.run("status").stdout
    assert upgrade.run("abandon").returncode == 0
    assert upgrade.calls("bectl")[-1] == f"bectl destroy -Fo {new}" and upgrade.environments.read_text() == "default NR\n"


def test_a_process_that_got_the_number_of_a_killed_one_prepares_nothing(upgrade):
    interrupted(upgrade)
    (upgrade.folder / "state" / "preparing").write_text(f"{os.getpid()}\n")
    assert "interrupted" in upgrade.run("status").stdout
    assert upgrade.run("abandon").returncode == 0


def test_what_a_power_cut_left_half_made_goes_at_the_next_start(upgrade):
    new = interrupted(upgrade)
    assert upgrade.run("trial").returncode == 0
    assert upgrade.calls("bectl")[-1] == f"bectl destroy -Fo {new}" and upgrade.wanted() == ""


def test_a_start_without_an_upgrade_does_nothing(upgrade):
    upgrade.called.write_text("")
    assert upgrade.run("trial").returncode == 0
    assert upgrade.called.read_text() == ""


@pytest.mark.parametrize("release", ["15.2", "../x-RELEASE", "15.2-RELEASE;reboot", "15.2-RC1"])
def test_what_is_no_release_is_refused(upgrade, release):
    assert upgrade.run("prepare", release).returncode == 2
