"""What of FreeBSD's image can be held without FreeBSD: the installer's script, the steps that were found wrong by reading, and the order
in which its rc.d scripts run."""

import os
import re
import subprocess

import pytest
from conftest import ROOT

APPLIANCE = ROOT / "appliance-image"


def run(script, folder, commands=None, **environment):
    """A script with the test's own commands before the machine's, each of which notes how it was called."""
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "called").write_text("")
    for name, text in (commands or {}).items():
        (folder / "bin" / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{folder}/called\n{text}\n')
        (folder / "bin" / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}", **environment}
    done = subprocess.run(["sh", "-eu", "-c", script], capture_output=True, text=True, timeout=60, env=environment)
    return done, (folder / "called").read_text().splitlines()


def replaced(text, *pairs):
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, str(new))
    return text


class Installer:
    """installerconfig in its two parts, as bsdinstall splits it at the first #!."""

    def __init__(self, folder):
        text = (APPLIANCE / "freebsd/installerconfig").read_text()
        self.before, self.after = text.split("#!/bin/sh", 1)
        self.folder = folder

    def prepare(self):
        text = replaced(self.before, ("/tmp/freebsd-dist", self.folder / "dist"), ("/tmp/resolv.conf", self.folder / "resolv.conf"))
        return run(text, self.folder, BSDINSTALL_TMPETC=str(self.folder / "etc"))[0]


@pytest.fixture
def installer(tmp_path):
    (tmp_path / "etc").mkdir()
    return Installer(tmp_path)


def test_the_installer_holds_what_it_fetches_against_digests_that_are_pinned(installer):
    assert installer.prepare().returncode == 0
    lines = [line.split("\t") for line in (installer.folder / "dist/MANIFEST").read_text().splitlines()]
    wanted = re.search(r'DISTRIBUTIONS="(.*)"', installer.before).group(1).split()
    # name, digest, number of files, name in the menu, words, on: as bsdinstall's fetchmissingdists, checksum and distextract read it
    assert {line[0] for line in lines} == set(wanted) == {"base.txz", "kernel.txz"}
    for line in lines:
        assert len(line) == 6 and re.fullmatch("[0-9a-f]{64}", line[1]) and int(line[2]) > 1
    assert f"/{RELEASE}\"" in installer.before and f"amd64-amd64-{RELEASE}" in installer.before


RELEASE = re.search(r"FreeBSD-(\d+\.\d+-RELEASE)-", (APPLIANCE / "freebsd/inputs.list").read_text()).group(1)


def test_the_name_servers_outlive_the_installers_beginning(installer):
    (installer.folder / "resolv.conf").write_text("nameserver 10.0.2.3\n")
    assert installer.prepare().returncode == 0
    assert (installer.folder / "etc/resolv.conf").read_text() == "nameserver 10.0.2.3\n"
    assert "cat /etc/resolv.conf >/tmp/resolv.conf; fetch" in (APPLIANCE / "packer/freebsd.pkr.hcl").read_text()


@pytest.mark.parametrize("device", ["ada0p2", "da0p2", "vtbd0p2"])
def test_swap_is_found_by_its_label(installer, device):
    fstab = installer.folder / "fstab"
    fstab.write_text(f"# Device\tMountpoint\tFStype\tOptions\tDump\tPass#\n/dev/{device}\t\tnone\tswap\tsw\t\t0\t0\n/dev/gpt/efiboot0\t/boot/efi\tmsdosfs\trw\t2\t2\n")
    line = next(line for line in installer.after.splitlines() if "/etc/fstab" in line)
    assert run(replaced(line, ("sed -i ''", "sed -i"), ("/etc/fstab", fstab)), installer.folder)[0].returncode == 0
    assert [line.split()[0] for line in fstab.read_text().splitlines()] == ["#", "/dev/gpt/swap0", "/dev/gpt/efiboot0"]


#: In the forms that FreeBSD's etc/ttys has had; 15 has onifexists.
TTYS = """\
console\tnone\t\t\t\tunknown\toff secure
ttyv0\t"/usr/libexec/getty Pc"\t\txterm\tonifexists secure
ttyv1\t"/usr/libexec/getty Pc"\t\txterm\tonifexists secure
ttyv7\t"/usr/libexec/getty Pc"\t\txterm\ton  secure
ttyv8\t"/usr/local/bin/xdm -nodaemon"\txterm\toff secure
ttyu0\t"/usr/libexec/getty 3wire"\tvt100\tonifconsole secure
"""


def test_no_other_screen_offers_a_login_and_the_serial_line_has_the_menu(tmp_path):
    (tmp_path / "ttys").write_text(TTYS)
    (tmp_path / "gettytab").write_text("")
    (tmp_path / "menu").mkdir()
    (tmp_path / "menu/connector-menu").write_text("")
    (tmp_path / "menu/connector-menu").chmod(0o755)
    step = replaced(
        (APPLIANCE / "freebsd/provision/71-console.sh").read_text(), ('. "$sources/provision/paths.sh"', f"menu={tmp_path}/menu"), ("sed -E -i ''", "sed -E -i"),
        ("/etc/ttys", tmp_path / "ttys"), ("/etc/gettytab", tmp_path / "gettytab"),
    )
    done, called = run(step, tmp_path, {"sysrc": ""})
    assert done.returncode == 0, done.stderr
    states = {line.split()[0]: line.split('"')[-1].split()[1] for line in (tmp_path / "ttys").read_text().splitlines() if '"' in line}
    assert states == {"ttyv0": "onifexists", "ttyv1": "off", "ttyv7": "off", "ttyv8": "off", "ttyu0": "onifconsole"}
    # else the kernel has one console, the screen, and onifconsole never is
    assert [call for call in called if "boot_multicons=YES" in call and "/boot/loader.conf" in call]


def hardened(folder, flagged):
    """85-hardening.sh on a system of three programs; chmod does nothing to one that carries a flag, as the kernel refuses it."""
    (folder / "flags").write_text("".join(f"{name}\n" for name in flagged))
    files = ("etc/ttys", "boot/loader.conf", "etc/crontab", "root/x", "usr/bin/su", "usr/bin/wall", "usr/local/bin/doas", "etc/rc.conf.d/firstboot_pkg_upgrade")
    for path in files:
        (folder / "sys" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "sys" / path).write_text("")
    for path, mode in (("usr/bin/su", 0o4755), ("usr/bin/wall", 0o2755), ("usr/local/bin/doas", 0o4755)):
        (folder / "sys" / path).chmod(mode)
    system = folder / "sys"
    step = replaced(
        (APPLIANCE / "freebsd/provision/85-hardening.sh").read_text(), ('. "$sources/provision/paths.sh"', ":"), ("sed -i ''", "sed -i"), ("find -x /", f"find {system} -xdev"),
        ("/etc/", f"{system}/etc/"), ("/boot/", f"{system}/boot/"), ("0711 /root", f"0711 {system}/root"), ("/usr/local/bin/doas", f"{system}/usr/local/bin/doas"),
    )
    return run(step, folder, {
        "pw": '[ "$1" != usershow ]', "sysrc": "", "pkg": '[ "$1" != info ] || [ "$3" = firstboot-pkg-upgrade ]',
        "chflags": f'[ "$1" = noschg ]\nsed -i "\\|^$2\\$|d" {folder}/flags',
        "chmod": f'for last; do :; done\n! grep -qx "$last" {folder}/flags || exit 1\nexec /bin/chmod "$@"',
    })


def test_no_program_keeps_anothers_rights_but_doas_also_under_a_flag(tmp_path):
    done, called = hardened(tmp_path, [tmp_path / "sys/usr/bin/su"])
    assert done.returncode == 0, done.stderr
    modes = {path: (tmp_path / "sys" / path).stat().st_mode & 0o7777 for path in ("usr/bin/su", "usr/bin/wall", "usr/local/bin/doas")}
    assert modes == {"usr/bin/su": 0o755, "usr/bin/wall": 0o755, "usr/local/bin/doas": 0o4755}
    # adr/0017: flags go off, none goes on
    assert {call.split()[1] for call in called if call.startswith("chflags")} == {"noschg"}


def test_no_appliance_upgrades_itself_at_its_first_start(tmp_path):
    done, called = hardened(tmp_path, [])
    assert done.returncode == 0, done.stderr
    assert "pkg delete -qy firstboot-pkg-upgrade" in called and "pkg delete -qy firstboot-freebsd-update" not in called
    assert {"sysrc -q -x firstboot_pkg_upgrade_enable", "sysrc -q -x firstboot_freebsd_update_enable"} <= set(called)
    assert not (tmp_path / "sys/etc/rc.conf.d/firstboot_pkg_upgrade").exists()
    # and not under the build either, from before the network on
    given = (APPLIANCE / "freebsd/user-data").read_text()
    for service in ("firstboot_pkg_upgrade", "firstboot_freebsd_update"):
        assert f"/etc/rc.conf.d/{service}\n" in given and f'{service}_enable="NO"' in given


@pytest.mark.parametrize("trims", [True, False])
def test_freed_blocks_become_holes_whether_a_device_trims_or_not(tmp_path, trims):
    done, called = run(f". {APPLIANCE}/freebsd/system.sh\ntrim", tmp_path, {
        "zfs": 'case "$*" in "list -H -o name /") echo tank/ROOT/default ;; *available*) echo 1073741824 ;; esac',
        "zpool": f"exit {0 if trims else 1}", "dd": "exit 1", "sync": "", "rmdir": "",
    })
    assert done.returncode == 0, done.stderr
    filled = [call for call in called if call.startswith(("zfs create", "dd", "zfs destroy"))]
    assert filled == ([] if trims else [
        "zfs create -o compression=off -o mountpoint=/zeros tank/zeros", "dd if=/dev/zero of=/zeros/zeros bs=1m count=768 status=none", "zfs destroy tank/zeros",
    ])


def order(script):
    """PROVIDE, REQUIRE and BEFORE of an rc.d script."""
    return {key: (re.findall(rf"^# {key}: +(.*)$", script, re.M) or [""])[0].split() for key in ("PROVIDE", "REQUIRE", "BEFORE")}


#: As FreeBSD's libexec/rc/rc.d has them: hostname, netif, random.
OF_FREEBSD = [
    {"PROVIDE": ["hostname"], "REQUIRE": ["FILESYSTEMS"], "BEFORE": ["netif"]},
    {"PROVIDE": ["netif"], "REQUIRE": ["FILESYSTEMS", "serial", "sysctl"], "BEFORE": []},
    {"PROVIDE": ["random"], "REQUIRE": ["FILESYSTEMS"], "BEFORE": ["netif"]},
]


def always_before(first, second, scripts):
    """Whether rcorder(8) may only put the one before the other."""
    after = {}
    for one in scripts:
        for name in one["PROVIDE"]:
            after.setdefault(name, set()).update(one["BEFORE"])
            for needed in one["REQUIRE"]:
                after.setdefault(needed, set()).add(name)
    reached, left = set(), [first]
    while left:
        for name in after.get(left.pop(), set()) - reached:
            reached.add(name)
            left.append(name)
    assert first not in reached, "a circle"
    return second in reached


def test_the_name_of_the_machine_is_read_after_it_was_written():
    ours = [order((APPLIANCE / path).read_text()) for path in ("first-boot/rc.d/connector_first_boot", "privileged/rc.d/connector_network")]
    scripts = OF_FREEBSD + ours
    assert always_before("connector_first_boot", "connector_network", scripts)
    for before in ("connector_first_boot", "connector_network"):
        assert always_before(before, "hostname", scripts) and always_before(before, "netif", scripts)
    # the instrument: by the network alone the name would be free to come first
    ours[1]["BEFORE"] = ["netif"]
    ours[0]["BEFORE"] = ["connector_network", "netif"]
    assert not always_before("connector_network", "hostname", OF_FREEBSD + ours)


def test_no_seed_is_written_after_the_clean_up(tmp_path):
    script = (APPLIANCE / "freebsd/rc.d/connector_build_end").read_text()
    # rc.shutdown goes against the order of the start: this one comes behind random, which writes them
    assert always_before("connector_build_end", "random", [*OF_FREEBSD, order(script)]) and "KEYWORD: shutdown" in script
    seeds = ["entropy", "boot/entropy", "var/db/entropy-file", "var/db/entropy/saved-entropy.1"]
    own = "usr/local/etc/rc.d/connector_build_end"
    for path in (*seeds, own, "var/db/other"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    text = replaced(
        script, (". /etc/rc.subr", "load_rc_config() { :; }\nrun_rc_command() { $stop_cmd; }"), ("rm -f /entropy /boot/entropy /var", f"rm -f {tmp_path}/entropy {tmp_path}/boot/entropy {tmp_path}/var"),
        ("find /var", f"find {tmp_path}/var"), ("/usr/local", f"{tmp_path}/usr/local"),
    )
    done, _ = run(f"set -- faststop\n{text}", tmp_path, {"sync": ""})
    assert done.returncode == 0, done.stderr
    assert not [path for path in (*seeds, own) if (tmp_path / path).exists()] and (tmp_path / "var/db/other").exists()
    cleaning = (APPLIANCE / "freebsd/system.sh").read_text()
    assert "/usr/local/etc/rc.d/connector_build_end 0755" in cleaning and "rm -rf /usr/freebsd-dist" in cleaning


def test_debians_seed_is_not_written_after_the_clean_up():
    lines = [line.strip() for line in (APPLIANCE / "debian/system.sh").read_text().splitlines()]
    stopped = lines.index("systemctl --quiet stop systemd-random-seed")
    assert stopped < next(number for number, line in enumerate(lines) if "/var/lib/systemd/random-seed" in line)


def checked(folder, system="debian"):
    """98-check.sh on a system of the test's own."""
    top = folder / "root"
    text = replaced(
        (APPLIANCE / "provision/98-check.sh").read_text(), ('. "$sources/provision/paths.sh"', "settings=/nowhere"), ('places="/ ', f'places="{top} '),
        (" /var/log /var/db /var/db/*", ""), ("-path /", f"-path {top}/"), ("-path '/", f"-path '{top}/"), ("stated=/", f"stated={top}/"),
    )
    return run(text, folder, os=system)[0]


def shipped(folder, system="debian"):
    program = folder / "root" / {"debian": "usr/bin/sudo", "freebsd": "usr/local/bin/doas"}[system]
    for path in ("tmp", "var/tmp", "root/.ssh", "etc/ssh", "usr/bin"):
        (folder / "root" / path).mkdir(parents=True)
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("")
    program.chmod(0o4755)
    (folder / "root/tmp").chmod(0o1777)
    # what 99-clean-up.sh takes away
    (folder / "root/etc/ssh/ssh_host_ed25519_key").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    (folder / "root/var/tmp/open").write_text("")
    (folder / "root/var/tmp/open").chmod(0o666)
    # a program that knows what a key looks like is none
    (folder / "root/usr/bin/ssh-keygen").write_bytes(b"\x7fELF\0\n-----BEGIN OPENSSH PRIVATE KEY-----\n")


@pytest.mark.parametrize("system", ["debian", "freebsd"])
def test_what_is_stated_ships(tmp_path, system):
    shipped(tmp_path, system)
    done = checked(tmp_path, system)
    assert done.returncode == 0, done.stderr


PLANTED = [
    ("usr/bin/su", 0o4755, "", "another's rights"), ("usr/bin/wall", 0o2755, "", "another's rights"), ("etc/open", 0o666, "", "everybody may write"),
    ("etc/key.pem", 0o600, "-----BEGIN RSA PRIVATE KEY-----\nMII\n", "private keys"),
]


@pytest.mark.parametrize(("path", "mode", "text", "what"), PLANTED)
def test_what_is_planted_ends_the_build(tmp_path, path, mode, text, what):
    shipped(tmp_path)
    (tmp_path / "root" / path).write_text(text)
    (tmp_path / "root" / path).chmod(mode)
    done = checked(tmp_path)
    assert done.returncode == 1 and what in done.stderr and f"/root/{path}\n" in done.stderr


def test_a_folder_that_is_everybodys_ends_the_build(tmp_path):
    shipped(tmp_path)
    (tmp_path / "root/etc/shared").mkdir()
    (tmp_path / "root/etc/shared").chmod(0o777)
    done = checked(tmp_path)
    assert done.returncode == 1 and "/root/etc/shared\n" in done.stderr


def test_a_missing_way_to_the_privileged_program_ends_the_build(tmp_path):
    shipped(tmp_path)
    (tmp_path / "root/usr/bin/sudo").chmod(0o755)
    done = checked(tmp_path)
    assert done.returncode == 1 and "not even that one" in done.stderr
