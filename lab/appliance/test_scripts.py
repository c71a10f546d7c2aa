"""The scripts of the image: their form, and the daemon's rc.d script under an rc.subr and a daemon(8) of our own. They were never run
on FreeBSD: this holds what they do and call."""

import hashlib
import os
import pathlib
import subprocess

import pytest
from conftest import ROOT, until

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


MADE = {"make_payload": "payload.tar", "run_packer": "appliance.qcow2"}


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
root={ROOT} lab_home={folder} version=1 work={work} system=debian builder=qemu source_name=qemu.debian distribution={distribution}
. {ROOT}/lab/dev/prerequisites.sh
. {ROOT}/appliance-image/command.sh
step it "one" "$work/{MADE[step]}" digest {step}
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
step fetch "input.iso" {self.file} digest fetch_pinned https://example.invalid/input.iso {digest} {self.file}
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


def class_archive(folder, status, crashes=0):
    """The step that makes the archive, with a daemon of the test's own, which crashes at its first starts, and what that one's status
    says at each try."""
    (folder / "program/bin").mkdir(parents=True)
    (folder / "program/lib").mkdir()
    (folder / "sources/provision").mkdir(parents=True)
    (folder / "sources/provision/paths.sh").write_text(f"program={folder}/program\n")
    program = folder / "program/bin/connector"
    program.write_text(f"""#!/bin/sh
if [ "$1" = run ]; then
    echo run >>{folder}/runs
    [ "$(wc -l <{folder}/runs)" -gt {crashes} ] || {{ echo "it broke down" && exit 134; }}
    trap 'echo classes >{folder}/program/lib/daemon.jsa; exit' TERM
    echo $$ >{folder}/pid
    mkdir "$3/run" && echo https://127.0.0.1:1 >"$3/run/address"
    while :; do sleep 0.1; done
fi
echo "$1" >>{folder}/tries
{status}
""")
    program.chmod(0o755)
    step = folder / "39-class-archive.sh"
    step.write_text((APPLIANCE / "provision" / step.name).read_text().replace("/var/tmp", str(folder)))
    done, _ = stand_in(folder, step, {"chown": ""}, sources=str(folder / "sources"))
    return done, (folder / "tries").read_text().split()


def test_the_archive_of_classes_waits_for_the_daemons_answer(tmp_path):
    done, tries = class_archive(tmp_path, f'[ "$(wc -l <{tmp_path}/tries)" -ge 3 ]')
    assert (done.returncode, tries) == (0, ["status"] * 3), done.stderr
    assert (tmp_path / "program/lib/daemon.jsa").read_text() == "classes\n"


def test_a_daemon_that_gives_no_answer_for_the_archive_fails_the_build_with_what_was_said(tmp_path):
    (tmp_path / "called").touch()
    done, tries = class_archive(tmp_path, f'echo "connector: it broke" >&2; kill -KILL "$(cat {tmp_path}/pid)"; exit 1')
    assert done.returncode == 1 and tries, done.stderr
    assert "connector: it broke" in done.stderr and "the daemon does not answer" in done.stderr


def test_a_java_that_breaks_down_under_emulation_is_tried_again_and_told(tmp_path):
    done, tries = class_archive(tmp_path, "exit 0", crashes=2)
    assert (done.returncode, tries) == (0, ["status"]), done.stderr
    assert done.stderr.count("it broke down") == 2 and done.stderr.count("once more") == 2
    assert (tmp_path / "program/lib/daemon.jsa").read_text() == "classes\n"
    assert not list(tmp_path.glob("class-archive.*"))


def test_a_java_that_breaks_down_each_time_fails_the_build(tmp_path):
    for name in ("called", "tries"):
        (tmp_path / name).touch()
    done, tries = class_archive(tmp_path, "exit 0", crashes=9)
    assert (done.returncode, tries) == (1, []), done.stderr
    assert done.stderr.count("the daemon does not start") == 3
    assert not list(tmp_path.glob("class-archive.*"))


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
