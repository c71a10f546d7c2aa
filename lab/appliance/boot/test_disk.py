"""What ships in the stand-in's disk, seen from outside: no secret, no trace of the build, no way in."""

import os
import stat

import pytest

# what may keep root's rights: how the daemon and the menu reach the one privileged program
SETUID = {"usr/bin/sudo"}
PRIVATE_KEY = b"-----BEGIN "
# what may lie where state is kept: an empty home, whose settings and logs are elsewhere, and folders for those who write there
STATE = "db/server-migration-connector"
KEPT_EMPTY = {f"{STATE}/conf", f"{STATE}/log"}
# of Debian, then of FreeBSD
SEEDS = ("var/lib/systemd/random-seed", "entropy", "boot/entropy", "var/db/entropy")
OF_OTHERS = ("db/connector-", "db/server-migration-connector", "settings")


def files(tree):
    for folder, folders, names in os.walk(tree):
        for name in names + folders:
            path = os.path.join(folder, name)
            yield os.path.relpath(path, tree), os.lstat(path)


def setuid(modes):
    return {path for path, mode in modes.items() if stat.S_ISREG(mode) and mode & stat.S_ISUID}


def for_everybody(modes):
    """Written by anybody: but for links, and folders where nobody removes another's file."""
    return {
        path for path, mode in modes.items()
        if mode & stat.S_IWOTH and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and not (stat.S_ISDIR(mode) and mode & stat.S_ISVTX)
    }


def private_keys(tree):
    found = set()
    for path, state in files(tree):
        if stat.S_ISREG(state.st_mode) and state.st_size < 100_000:
            with open(os.path.join(tree, path), "rb") as file:
                begin = file.read(64)
            if begin.startswith(PRIVATE_KEY) and b"PRIVATE KEY" in begin:
                found.add(path)
    return found


def seeds(tree):
    """What a random generator begins with: two appliances that share it are not far from sharing their keys."""
    return {path for path, state in files(tree) if stat.S_ISREG(state.st_mode) and path.startswith(SEEDS)}


def state_of_the_connector(tree):
    """Whatever the connector, its menu and its privileged program keep: a key, a token, a code or a door that would be everybody's."""
    return {
        path for path, state in files(tree)
        if path.startswith(OF_OTHERS) and path not in KEPT_EMPTY and not stat.S_ISDIR(state.st_mode)
    } | {path for path, state in files(tree) if path.startswith(f"{STATE}/") and stat.S_ISDIR(state.st_mode)}


def test_no_program_has_roots_rights_but_those_that_are_stated(root_and_modes, kept_and_modes):
    assert len(root_and_modes[1]) > 5000
    assert setuid(root_and_modes[1]) == SETUID and setuid(kept_and_modes[1]) == set()


def test_nothing_may_be_written_by_everybody(root_and_modes, kept_and_modes):
    assert for_everybody(root_and_modes[1]) == set() and for_everybody(kept_and_modes[1]) == set()


def test_no_key_ships(root, kept):
    assert private_keys(root) == set() and private_keys(kept) == set()
    assert not list(root.glob("etc/ssh/ssh_host_*")) and not (root / "root/.ssh").exists()


def test_no_seed_ships(root):
    assert seeds(root) == set()


def test_no_state_ships(kept):
    assert state_of_the_connector(kept) == set()
    home = kept / STATE
    assert {path.name: os.readlink(path) for path in home.iterdir()} == {
        "conf": "/usr/local/etc/server-migration-connector", "log": "/var/log/server-migration-connector",
    }
    for place in ("connector-privileged", "connector-menu", "connector-menu-files"):
        assert not list((kept / "db" / place).iterdir()), place


def test_the_daemon_is_a_user_with_the_port_alone(root):
    lines = (root / "etc/systemd/system/server-migration-connector.service").read_text().splitlines()
    assert [line for line in lines if line.startswith(("User=", "Group="))] == ["User=connector", "Group=connector"]
    assert [line for line in lines if "Capabilit" in line] == ["AmbientCapabilities=CAP_NET_BIND_SERVICE"]
    assert not list(root.glob("etc/systemd/system/server-migration-connector.service.d/*"))


PLANTED = [f"{STATE}/keys/master.key", f"{STATE}/token", f"{STATE}/one-time-code", f"{STATE}/tls/https.p12", f"{STATE}/store.db",
           "db/connector-privileged/connector-menu.keys", "db/connector-menu/token", "db/connector-first-boot/done", "settings/connector.cfg"]


@pytest.mark.parametrize("planted", PLANTED)
def test_state_that_is_planted_is_found(tmp_path, planted):
    for place in ("db/connector-privileged", "db/connector-menu", "db/connector-first-boot", "settings", "db/dbus", STATE):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / STATE / "conf").symlink_to("/usr/local/etc/server-migration-connector")
    (tmp_path / "db/dbus/own").write_text("the system's")
    assert state_of_the_connector(tmp_path) == set()
    (tmp_path / planted).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / planted).write_text("planted")
    assert planted in state_of_the_connector(tmp_path)


def test_the_checkers_find_what_is_planted(tmp_path):
    modes = {"program": 0o104755, "open": 0o100666, "shared": 0o40777, "tmp": 0o41777, "link": 0o120777, "plain": 0o100644}
    (tmp_path / "key").write_bytes(b"-----BEGIN OPENSSH PRIVATE KEY-----\n")
    assert (setuid(modes), for_everybody(modes), private_keys(tmp_path)) == ({"program"}, {"open", "shared"}, {"key"})


@pytest.mark.parametrize("planted", ["var/lib/systemd/random-seed", "entropy", "boot/entropy", "var/db/entropy-file", "var/db/entropy/saved-entropy.1"])
def test_a_seed_that_is_planted_is_found(tmp_path, planted):
    (tmp_path / planted).parent.mkdir(parents=True, exist_ok=True)
    assert seeds(tmp_path) == set()
    (tmp_path / planted).write_bytes(bytes(32))
    assert seeds(tmp_path) == {planted}


def test_nobody_can_log_in(root):
    for line in (root / "etc/shadow").read_text().splitlines():
        name, password = line.split(":")[:2]
        assert password in ("*", "!", "!*", "!!"), f"{name} has a password"
    shells = {line.split(":")[0]: line.split(":")[6] for line in (root / "etc/passwd").read_text().splitlines()}
    assert shells["connector"] == "/usr/sbin/nologin" and shells["connector-menu"].endswith("/connector-menu/connector-menu")
    people = {name for name, shell in shells.items() if shell.endswith(("sh", "bash")) and name != "root"}
    assert people == set()


def test_no_trace_of_the_build(root, kept):
    assert (root / "etc/machine-id").read_text() == ""
    assert not list(root.glob("var/lib/dhcp/*leases*")) and not (root / "etc/systemd/network/build.network").exists()
    logs = [path for path, state in files(kept / "log") if stat.S_ISREG(state.st_mode)]
    assert logs == []
    assert not list(root.glob("var/tmp/*")) and not list(root.glob("var/lib/apt/lists/*Packages*"))
    assert (root / "etc/hostname").read_text() == "connector\n"


def test_the_connector_is_roots_and_its_home_its_own(root, kept):
    program = root / "usr/local/libexec"
    for place in ("server-migration-connector", "connector-privileged"):
        for path, state in files(program / place):
            assert (state.st_uid, state.st_gid) == (0, 0) and not state.st_mode & 0o022 or stat.S_ISLNK(state.st_mode), path
    home = (kept / "db/server-migration-connector").stat()
    assert (home.st_uid, stat.S_IMODE(home.st_mode)) == (771, 0o700)


def test_ssh_is_off_and_the_daemon_on(root):
    wanted = root / "etc/systemd/system/multi-user.target.wants"
    assert not (wanted / "ssh.service").is_symlink() and not (wanted / "systemd-networkd.service").is_symlink()
    for service in ("server-migration-connector", "connector-network", "connector-grow"):
        assert (wanted / f"{service}.service").is_symlink(), service
