"""The scripts of the image: their form, the daemon's rc.d script under an rc.subr and a daemon(8) of our own, and the upgrade of
the system under a bectl of our own. They were never run on FreeBSD: this holds what they do and call."""

import hashlib
import json
import os
import pathlib
import subprocess
import time

import pytest
from conftest import ROOT

APPLIANCE = ROOT / "appliance-image"
HERE = pathlib.Path(__file__).parent
SH = sorted(
    {*APPLIANCE.glob("provision/*.sh"), *APPLIANCE.glob("*/provision/*.sh"), *APPLIANCE.glob("*/system.sh"), *APPLIANCE.glob("freebsd/rc.d/*"),
     *APPLIANCE.glob("*/grow"), APPLIANCE / "freebsd/os/os-upgrade", APPLIANCE / "freebsd/installerconfig"}
)
BASH = [ROOT / "appliance-image/command.sh", *sorted(APPLIANCE.glob("debian/*sk.sh")), APPLIANCE / "debian/root.sh"]


def shellcheck(shell, *files):
    # SC1090, SC1091: files of the appliance; SC2154: set by who sources or calls
    return subprocess.run(["shellcheck", "-s", shell, "-x", "-e", "SC1090,SC1091,SC2154,SC2016,SC2086,SC2125", *files], capture_output=True, text=True, timeout=120)


def until(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def test_shellcheck_has_nothing_to_say():
    assert len(SH) > 30
    done = shellcheck("sh", *SH)
    assert done.returncode == 0, done.stdout
    done = shellcheck("bash", *BASH)
    assert done.returncode == 0, done.stdout


def test_shellcheck_would_find_what_is_no_sh(tmp_path):
    broken = tmp_path / "broken.sh"
    broken.write_text("if [[ $1 == a ]]; then source x; fi\n")
    assert shellcheck("sh", broken).returncode != 0


def step_of(folder, step, fails):
    """A step of `./connector appliance build` for the stand-in, with commands of the test's own, one of which fails."""
    work, commands, distribution = folder / "work", folder / "bin", folder / "made/connector"
    for made in (work, commands, distribution):
        made.mkdir(parents=True)
    (work / "disk.qcow2").write_text("disk")
    (work / "appliance.qcow2").write_text("of the build before")
    texts = {
        "packer": f'[ "$1" = version ] && echo "Packer v1.6.6" && exit\nmkdir -p {work}/output\ntouch {work}/output/a.qcow2 {work}/output.packages.tsv\n'
        'echo "==> Builds finished. The artifacts are"',
        "qemu-img": 'for last; do :; done; echo new >"$last"',
        "cp": 'exec /bin/cp "$@"',
        "tar": 'exec /bin/tar "$@"',
    }
    for name, text in texts.items():
        (commands / name).write_text("#!/bin/sh\n" + (f"echo {name} >>{folder}/failed\nexit 1\n" if name == fails else text + "\n"))
        (commands / name).chmod(0o755)
    script = f"""set -euo pipefail
root={ROOT} lab_home={folder} version=1 work={work} system=debian source_name=qemu.debian distribution={distribution}
. {ROOT}/lab/dev/prerequisites.sh
. {ROOT}/appliance-image/command.sh
step it "one" digest {step}
"""
    environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, env=environment)
    assert (folder / "failed").exists() == bool(fails), done.stderr
    return done, work


@pytest.mark.parametrize(("step", "fails"), [("make_payload", "cp"), ("make_payload", "tar"), ("run_packer", "packer"), ("run_packer", "cp"), ("run_packer", "qemu-img")])
def test_a_step_of_the_build_that_fails_is_not_done(tmp_path, step, fails):
    done, work = step_of(tmp_path / "bad", step, fails)
    assert done.returncode == 1 and "the step it failed" in done.stderr
    assert not (work / "it.done").exists()
    assert step == "make_payload" or not (work / "appliance.qcow2").exists(), "what a build before made would be packed"
    done, work = step_of(tmp_path / "good", step, None)
    assert done.returncode == 0 and (work / "it.done").read_text() == "digest\n", done.stderr
    assert step == "make_payload" or (work / "appliance.qcow2").read_text() == "new\n"


class Fetching:
    """`./connector appliance` fetches an input of 1 MiB by a curl of the test's own, which goes on where a part ends."""

    WHOLE = bytes(range(256)) * 4096

    def __init__(self, folder):
        self.folder, self.file, self.part = folder, folder / "cache/input.iso", folder / "cache/input.iso.part"
        (folder / "cache").mkdir()
        (folder / "whole").write_bytes(self.WHOLE)
        (folder / "bin").mkdir()
        self.curl()

    def curl(self, bytes_more=1 << 20, code=0):
        curl = self.folder / "bin/curl"
        curl.write_text(f"""#!/bin/sh
while [ "$1" != --output ]; do shift; done
have=$(stat -c %s "$2" 2>/dev/null || echo 0)
echo "$have" >>{self.folder}/from
tail -c +$((have + 1)) {self.folder}/whole | head -c {bytes_more} >>"$2"
exit {code}
""")
        curl.chmod(0o755)

    def fetch(self):
        digest = hashlib.sha256(self.WHOLE).hexdigest()
        script = f"""set -euo pipefail
root={ROOT} lab_home={self.folder} version=1
. {ROOT}/lab/dev/prerequisites.sh
. {ROOT}/appliance-image/command.sh
work={self.folder}
step fetch "input.iso" digest fetch_pinned https://example.invalid/input.iso {digest} {self.file}
"""
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        return subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, env=environment)


@pytest.fixture
def fetching(tmp_path):
    return Fetching(tmp_path)


def test_a_broken_download_goes_on_where_it_ended(fetching):
    fetching.curl(bytes_more=300_000, code=18)
    done = fetching.fetch()
    assert done.returncode == 1 and "digest" not in done.stderr and not fetching.file.exists()
    assert fetching.part.stat().st_size == 300_000, "what came is kept"
    fetching.curl()
    assert fetching.fetch().returncode == 0
    assert (fetching.folder / "from").read_text().split() == ["0", "300000"] and fetching.file.read_bytes() == fetching.WHOLE


def test_what_came_whole_and_is_another_is_dropped(fetching):
    (fetching.folder / "whole").write_bytes(bytes(1 << 20))
    done = fetching.fetch()
    assert done.returncode == 1 and "has not the digest" in done.stderr
    assert not fetching.part.exists() and not fetching.file.exists() and not (fetching.folder / "fetch.done").exists()


def test_an_input_that_was_changed_afterwards_is_told(fetching):
    fetching.file.write_bytes(b"another")
    done = fetching.fetch()
    assert done.returncode == 1 and "was changed since it was fetched" in done.stderr


def test_an_input_that_went_from_the_cache_is_fetched_again(fetching):
    assert fetching.fetch().returncode == 0
    fetching.file.unlink()
    script = f"""set -euo pipefail
root={ROOT} lab_home={fetching.folder} version=1
. {ROOT}/lab/dev/prerequisites.sh
. {ROOT}/appliance-image/command.sh
work={fetching.folder} appliance_home={fetching.folder} from=iso builder=qemu
echo key >$work/key.pub
grep '^iso ' {APPLIANCE}/freebsd/inputs.list | cut -d ' ' -f 2 >$work/fetch.done
appliance_base_freebsd
"""
    environment = {**os.environ, "PATH": f"{fetching.folder}/bin:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, env=environment)
    assert "done before" not in done.stderr and "has not the digest" in done.stderr, "curl is asked again, which has another file"


def appliance(folder, *words):
    """`./connector appliance` with its verbs noted instead of done; returns the call and what was called, with the options that hold."""
    script = f"""set -euo pipefail
root={ROOT} lab_home={folder} version=1
. {ROOT}/lab/dev/prerequisites.sh
. {ROOT}/appliance-image/command.sh
appliance_build() {{ echo "build $system $builder $from $fresh"; }}
appliance_ova() {{ echo "ova $system $builder"; }}
appliance_verify() {{ echo "verify $system $boot"; }}
appliance_command "$@"
"""
    return subprocess.run(["bash", "-c", script, "connector", *words], capture_output=True, text=True, timeout=60)


def test_one_command_builds_packs_and_verifies(tmp_path):
    assert appliance(tmp_path, "all").stdout.splitlines() == ["build freebsd qemu iso no", "ova freebsd qemu", "verify freebsd no"]
    assert appliance(tmp_path, "all", "--os", "debian", "--fresh", "--boot").stdout.splitlines() == ["build debian qemu iso yes", "ova debian qemu", "verify debian yes"]
    assert appliance(tmp_path, "all", "--from", "image").stdout.startswith("build freebsd qemu image")


@pytest.mark.parametrize("words", [["all", "--out", "x"], ["all", "--os", "debian", "--builder", "vsphere"], ["all", "file.ova"], ["every"]])
def test_what_the_command_does_not_know_is_wrong_use(tmp_path, words):
    done = appliance(tmp_path, *words)
    assert done.returncode == 2 and done.stdout == "" and "see ./connector appliance --help" in done.stderr


def test_the_steps_have_an_order_of_their_own():
    for system in ("freebsd", "debian"):
        names = [file.name for folder in ("provision", f"{system}/provision") for file in (APPLIANCE / folder).glob("[0-9][0-9]-*.sh")]
        assert len(names) == len(set(names)), "two steps of one name"
        assert max(names) == "99-clean-up.sh"
        for step in ("10-packages", "40-daemon", "50-firewall", "55-ssh", "60-time", "65-logs", "71-console", "80-grow", "85-hardening", "95-bill"):
            assert f"{step}.sh" in names, f"{system} has no {step}"


def test_a_step_that_fails_ends_the_provisioning(tmp_path):
    (tmp_path / "appliance-image/provision").mkdir(parents=True)
    (tmp_path / "appliance-image/debian/provision").mkdir(parents=True)
    run = tmp_path / "appliance-image/provision/run.sh"
    run.write_text((APPLIANCE / "provision/run.sh").read_text())
    for folder, name, text in (("provision", "10-a", "echo a"), ("debian/provision", "20-b", "false"), ("provision", "30-c", "echo c")):
        (tmp_path / f"appliance-image/{folder}/{name}.sh").write_text(text + "\n")
    done = subprocess.run(["sh", run, "debian", tmp_path], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and done.stdout.split() == ["==>", "10-a.sh", "a", "==>", "20-b.sh"]
    assert "20-b.sh failed" in done.stderr


class Service:
    """The daemon's rc.d script, with the program and the paths of the test."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "run").mkdir()
        (folder / "home").mkdir()
        self.started = folder / "started"
        program = folder / "connector"
        program.write_text(f'#!/bin/sh\necho "$HOME $*" >>{self.started}\nexec sleep 600\n')
        program.chmod(0o755)
        text = (APPLIANCE / "freebsd/rc.d/server-migration-connector").read_text()
        for old, new in (("/etc/rc.subr", HERE / "freebsd/rc.subr"), ("/usr/sbin/daemon", HERE / "freebsd/daemon"), ("/var/run/", f"{folder}/run/")):
            assert old in text
            text = text.replace(old, str(new))
        self.script = folder / "script"
        self.script.write_text(text)
        self.conf = folder / "rc.conf"
        self.conf.write_text(
            f'server_migration_connector_enable="YES"\nserver_migration_connector_home="{folder}/home"\nserver_migration_connector_program="{program}"\n'
        )

    def run(self, shell, verb):
        environment = {**os.environ, "RC_CONF": str(self.conf), "CALLED": str(self.folder / "called")}
        return subprocess.run([shell, self.script, verb], capture_output=True, text=True, timeout=60, env=environment)

    def pid(self, which):
        file = self.folder / f"run/server_migration_connector.{which}"
        return int(file.read_text() or 0) if file.exists() else 0

    def starts(self):
        return len(self.started.read_text().splitlines()) if self.started.exists() else 0


@pytest.fixture
def service(tmp_path):
    made = Service(tmp_path)
    yield made
    made.run("sh", "onestop")


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_the_daemon_starts_comes_back_and_stops(service, shell):
    assert service.run(shell, "status").returncode == 1
    assert service.run(shell, "start").returncode == 0
    until("it has started", lambda: service.starts() == 1 and service.pid("pid"))
    assert "is running" in service.run(shell, "status").stdout
    home = service.folder / "home"
    assert service.started.read_text() == f"{home} run --home {home} --https-port 443\n"
    called = (service.folder / "called").read_text()
    assert called.startswith("['-P', '-R', '-S', '-T', '-f', '-p', '-u'] connector ")

    first = service.pid("pid")
    os.kill(first, 9)
    until("it came back", lambda: service.starts() == 2 and service.pid("pid") not in (0, first))

    supervisor = service.pid("supervisor.pid")
    assert service.run(shell, "restart").returncode == 0
    until("it was restarted", lambda: service.starts() == 3 and service.pid("supervisor.pid") not in (0, supervisor))
    last = service.pid("supervisor.pid")
    assert service.run(shell, "stop").returncode == 0
    assert not pathlib.Path(f"/proc/{last}").exists() and service.run(shell, "status").returncode == 1


def test_it_does_not_start_unless_it_is_enabled(service):
    service.conf.write_text(service.conf.read_text().replace("YES", "NO"))
    assert service.run("sh", "start").returncode == 0
    assert service.starts() == 0 and not service.pid("supervisor.pid")


def test_a_missing_home_is_told(service):
    (service.folder / "home").rmdir()
    assert service.run("sh", "start").returncode == 1 and service.starts() == 0


def stand_in(folder, script, commands, **environment):
    """A script of the image, with commands of the test's own before the machine's."""
    folder.joinpath("bin").mkdir()
    for name, text in commands.items():
        (folder / "bin" / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{folder}/called\n{text}\n')
        (folder / "bin" / name).chmod(0o755)
    copy = folder / "script"
    copy.write_text(script.read_text().replace("PATH=/sbin:", f"PATH={folder}/bin:/sbin:"))
    environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}", **environment}
    done = subprocess.run(["sh", "-eu", copy], capture_output=True, text=True, timeout=60, env=environment)
    return done, (folder / "called").read_text().splitlines()


#: FreeBSD's answers about a pool: `zpool list -vHP`, `gpart show -p`, `glabel status -s`, by their manual pages.
def grown(folder, device, label="", behind=True):
    """What grow calls on a disk with 20 GiB behind its last partition, or with nothing there."""
    (folder / "size").write_text("39845888")
    free = "  42475520 41410480        - free -  (20G)\\n" if behind else ""
    return stand_in(folder, APPLIANCE / "freebsd/grow", {
        "zpool": f"[ $1 != list ] || printf 'zroot\\t19.5G\\t2G\\n\\t/dev/{device}\\t19.5G\\t2G\\n'",
        "glabel": f"printf '%s\\n' '{label}'",
        "gpart": f"""case $1 in
    show) printf '=>      40  83886000    da0  GPT  (40G)\\n   532480  2097152  da0p2  freebsd-swap  (1.0G)\\n  2629632  %s  da0p3  freebsd-zfs  (19G)\\n{free}' "$(cat {folder}/size)" ;;
    resize) [ -n '{free}' ] || exit 1; echo 81256408 >{folder}/size ;;
esac""",
    })


@pytest.mark.parametrize(("device", "label"), [("da0p3", ""), ("gpt/zfs0", "        gpt/zfs0  N/A  da0p3")])
def test_the_pool_gets_what_its_disk_has_behind_it(tmp_path, device, label):
    done, called = grown(tmp_path, device, label)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "connector-grow: da0p3 had 39845888 sectors, and has 81256408\n"
    changes = [call for call in called if call.split()[1] not in ("list", "show", "status")]
    assert changes == ["gpart recover da0", "gpart resize -i 3 da0", f"zpool online -e zroot /dev/{device}"]


def test_a_disk_that_has_nothing_more_is_left_as_it_is(tmp_path):
    done, called = grown(tmp_path, "da0p3", behind=False)
    assert done.returncode == 0 and done.stdout == "", done.stderr
    # one whose partition grew, and whose pool did not yet, as behind a power cut
    assert "zpool online -e zroot /dev/da0p3" in called and not [call for call in called if call.startswith("gpart resize")]


def test_a_pool_on_no_partition_is_told_and_left_alone(tmp_path):
    done, called = grown(tmp_path, "gpt/zfs0", "        gpt/other  N/A  da0p3")
    assert done.returncode == 1 and "no partition was found" in done.stderr
    assert not [call for call in called if call.startswith("gpart")]


def datasets(folder, there):
    """The step that makes datasets, on a pool that has some."""
    (folder / "there").write_text("".join(f"{name}\n" for name in there))
    return stand_in(folder, APPLIANCE / "freebsd/provision/22-datasets.sh", {
        "zfs": f"""for last; do :; done
case $1/$last in
    list//) echo zroot/ROOT/default ;;
    list/*) grep -qx "$last" {folder}/there ;;
    create/*) grep -qx "${{last%/*}}" {folder}/there && ! grep -qx "$last" {folder}/there && echo "$last" >>{folder}/there ;;
esac""",
    }, sources=str(APPLIANCE), os="freebsd")


IMAGE = ("zroot", "zroot/ROOT", "zroot/ROOT/default", "zroot/usr", "zroot/var", "zroot/var/log")


@pytest.mark.parametrize("there", [IMAGE, IMAGE[:3]])
def test_state_settings_and_logs_lie_outside_of_the_systems_dataset(tmp_path, there):
    done, called = datasets(tmp_path, there)
    assert done.returncode == 0, done.stderr
    made = set((tmp_path / "there").read_text().split())
    for place in ("usr/local/etc/server-migration-connector", "var/log", "var/db/server-migration-connector", "var/db/connector-privileged", "var/db/connector-os"):
        assert f"zroot/{place}" in made
    assert "zfs create -o exec=on -o setuid=off zroot/var/db/server-migration-connector" in called
    # what holds the system's own files is never mounted over them
    assert {"zfs create -o canmount=off zroot/usr/local", "zfs create -o canmount=off zroot/var/db"} <= set(called)


def test_datasets_that_are_there_are_left_alone(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    datasets(tmp_path / "one", IMAGE)
    done, called = datasets(tmp_path / "two", (tmp_path / "one/there").read_text().split())
    assert done.returncode == 0 and not [call for call in called if "create" in call]


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
        self.log = log = f'echo "${{0##*/}} $*" >>{self.called}\n'
        for name in ("shutdown", "logger", "sleep", "mount", "umount"):
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
    destroy) grep -v "^$3 " {self.environments} >{self.environments}.new; mv {self.environments}.new {self.environments} ;;
esac
""")
        self.health(VCENTER="OK", DISK_SPACE="OK")
        text = (APPLIANCE / "freebsd/os/os-upgrade").read_text()
        for old, new in (
            ("PATH=/sbin:", f"PATH={self.commands}:/sbin:"), ("/var/db/connector-os", f"{folder}/state"), ("/etc/freebsd-update.conf", f"{folder}/freebsd-update.conf"),
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
