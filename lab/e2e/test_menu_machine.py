"""The console's menu where it changes the machine: its doors, its power, its login shell, the reset."""

import os
import re
import shutil
import subprocess

import pytest

from terminals import (  # noqa: F401 (fixtures among them)
    CTRL_C, DOOR, FILES, HOME, MENU, PASSWORD, PROGRAM, SECONDS, Typist, built, machine_folder, site, until,
)


def test_doors_are_opened_and_closed(site):
    machine = site.machine
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Support shell")
    person.expect("The support shell is off")
    person.answer("Switch it on? (yes/no): ", "yes")
    person.expect("It is on.")
    person.back()
    person.choose("Support shell")
    person.answer("open it (o)", "o")
    person.expect("exit brings the menu back.")
    person.expect("# ")
    person.line("echo $((6 * 7))shell; exit")
    person.expect("42shell")
    person.back()
    person.choose("Support shell")
    person.answer("open it (o)", "s")
    person.expect("It is off.")
    assert machine.privileged("shell", "show").stdout == "off\n"
    person.back()
    person.choose("Login over SSH")
    person.expect("is off")
    person.answer("or leave it (Enter): ", "s")
    person.answer("Switch it on? (yes/no): ", "yes")
    person.expect("It is on.")
    assert site.acted("shell.on") == site.acted("shell.open") == site.acted("shell.off") == site.acted("ssh.on") == ["BEGUN", "DONE"]
    assert "systemctl enable --now ssh" in machine.file("/run/called").read_text()


def test_the_machine_is_restarted_rebooted_and_powered_off_when_agreed(site):
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    called = site.machine.file("/run/called")
    for title, command in (("Reboot", "shutdown -r now"), ("Power off", "shutdown -P now")):
        person.choose(title)
        person.answer("(yes/no): ", "no")
        person.expect("Nothing was done.")
        assert command not in called.read_text()
        person.back()
        person.choose(title)
        person.answer("(yes/no): ", "yes")
        person.expect("The machine ")
        assert command in called.read_text()
        person.back()
    assert site.acted("system.reboot") == site.acted("system.power-off") == ["BEGUN", "DONE"]
    before = site.machine.file("/run/daemon.pid").read_text()
    person.choose("Restart the connector")
    person.answer("(yes/no): ", "yes")
    person.expect("The connector answers.")
    assert site.machine.file("/run/daemon.pid").read_text() != before
    person.back()
    person.menu()
    assert site.acted("system.restart-daemon") == ["BEGUN", "DONE"], "its end is written down once the connector answers again"


def test_keys_of_ssh_by_mistakes_to_none(site, tmp_path):
    key = new_key(tmp_path)
    person = site.menu()
    person.answer("Press Enter for the menu: ")

    def ssh(choice):
        person.choose("Login over SSH")
        shown = person.expect("or leave it (Enter): ")
        person.line(choice)
        return shown

    assert "No key opens it yet." in ssh("x")
    person.expect("there is no x here")
    person.back()
    for wrong, why in (("hello", "that is no public key"), ("ssh-dss AAAA", "not a kind of public key"), ("ssh-ed25519 $(reboot)", "not a public key in Base64")):
        ssh("a")
        person.answer("AAAA...: ", wrong)
        person.expect(why)
        person.back()
    ssh("a")
    person.answer("AAAA...: ", key)
    fingerprint = re.search(r"SHA256:\S+", person.expect("(ED25519)")).group()
    person.back()
    assert fingerprint in ssh("r")
    person.answer("The number of the key: ", "2")
    person.expect("there is no key 2")
    person.back()
    ssh("r")
    person.answer("The number of the key: ", "1")
    person.expect("It opens no more.")
    person.back()
    assert "No key opens it yet." in ssh("")
    assert site.acted("ssh.remove-key") == ["BEGUN", "DONE"]


def new_key(folder):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "anna@desk", "-f", str(folder / "key")], check=True, timeout=60)
    return (folder / "key.pub").read_text().strip()


def put_shell_up(site, distribution, privileged=f"sh {PROGRAM}"):
    machine = site.machine
    folder = machine.file("/run/local")
    privileged_folder = "libexec/connector-privileged"
    shutil.copytree(PROGRAM.parent, folder / privileged_folder, dirs_exist_ok=True)
    for part in ("libexec/connector-menu", privileged_folder, "etc"):
        path = f"/usr/local/{part}"
        (folder / part).mkdir(parents=True, exist_ok=True)
        machine.run("mkdir", "-p", path)
        machine.run("mount", "--bind", f"/run/local/{part}", path)
    for script in MENU.iterdir():
        target = folder / "libexec" / "connector-menu" / script.name
        target.write_text(script.read_text())
        target.chmod(0o755)
    (folder / "etc" / "connector-menu.conf").write_text(f'distribution={distribution}\nprivileged="{privileged}"\n')


def test_the_login_shell_takes_no_commands_and_brings_the_menu(site, distribution):
    put_shell_up(site, distribution)
    refused = site.shell("-c", "id")
    refused.expect("takes no commands")
    assert refused.process.wait(timeout=SECONDS) == 1
    refused.close()
    none = site.shell("-c", "log-bundle")
    none.expect("no log bundle was made within the last hour")
    none.close()
    bundle = site.machine.file(f"{FILES}/connector-log-bundle.zip")
    bundle.write_bytes(b"PK\x03\x04\x00 a bundle")
    shell = "/usr/local/libexec/connector-menu/connector-menu"
    site.machine.run("sh", "-c", f"{shell} -c log-bundle >/var/db/fetched")
    assert site.machine.file("/var/db/fetched").read_bytes() == bundle.read_bytes()
    for more in ("log-bundle; id", "log-bundle /etc/passwd", "cat"):
        assert "takes no commands" in site.machine.run(shell, "-c", more, check=False).stderr
    os.utime(bundle, (1, 1))
    assert site.machine.run(shell, "-c", "log-bundle", check=False).returncode == 1 and not bundle.exists()
    person = site.shell()
    person.answer("Press Enter for the menu: ")
    person.menu()
    person.process.send_signal(2)
    person.line("99")
    person.expect("There is no item 99")
    person.hang_up()


@pytest.fixture
def over_ssh(site, distribution, tmp_path):
    """The login as the image has it: sshd with the image's settings, the menu's own user, sudo with the image's rule."""
    machine = site.machine
    put_shell_up(site, distribution, "sudo -n /usr/local/libexec/connector-privileged/connector-privileged")
    machine.run("useradd", "-M", "-d", "/nonexistent", "-s", "/usr/local/libexec/connector-menu/connector-menu", "connector-menu")
    machine.run("chown", "connector-menu:connector-menu", FILES)
    machine.run("chmod", "700", FILES)
    machine.run("chown", "root:connector-menu", DOOR)
    machine.run("chmod", "2750", DOOR)
    machine.run("sh", "-c", "echo 127.0.1.1 appliance >>/etc/hosts; mkdir -p /run/sshd /etc/sudoers.d /etc/ssh/sshd_config.d")
    shutil.copy(MENU.parent / "privileged" / "sudoers", machine.file("/etc/sudoers.d/connector"))
    machine.file("/etc/sudoers.d/connector").chmod(0o440)
    shutil.copy(MENU.parent / "provision" / "sshd.conf", machine.file("/etc/ssh/sshd_config.d/connector.conf"))
    machine.run("ssh-keygen", "-A")
    machine.run("systemctl", "restart")
    until("the daemon answers", site.answers, 120)
    kind, text, _ = new_key(tmp_path).split()
    machine.privileged("ssh", "add-key", kind, text)
    machine.start("/usr/sbin/sshd", "-D")
    command = [
        "ssh", "-i", str(tmp_path / "key"), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        "-o", "IdentitiesOnly=yes", "-o", "ConnectTimeout=20"]
    until("sshd answers", lambda: machine.run("sh", "-c", "echo | timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/22'", check=False).returncode == 0)
    yield command
    machine.privileged("shell", "off")


def test_over_ssh_the_menu_is_a_user_without_privileges(site, over_ssh):
    machine = site.machine
    at = "connector-menu@127.0.0.1"
    for command in ("id", "sh -i", "/usr/lib/openssh/sftp-server"):
        refused = machine.run(*over_ssh, at, command, check=False)
        assert refused.returncode == 1 and "takes no commands" in refused.stderr and refused.stdout == "", refused
    listed = machine.run("sudo", "-n", "-l", "-U", "connector-menu").stdout.splitlines()
    assert [line.strip() for line in listed if line.startswith("    (")] == [
        "(root) NOPASSWD: /usr/local/libexec/connector-privileged/connector-privileged"], listed
    files = machine.run(*over_ssh, "-s", at, "sftp", check=False)
    assert files.returncode == 1 and files.stdout == "", files
    root = machine.run(*over_ssh, "-o", "BatchMode=yes", "root@127.0.0.1", "id", check=False)
    keyless = machine.run("ssh", "-F", "none", *over_ssh[3:], "-o", "BatchMode=yes", at, check=False)
    assert "Permission denied" in root.stderr and "Permission denied" in keyless.stderr
    forwarded = machine.run(*over_ssh, "-N", "-o", "ExitOnForwardFailure=yes", "-R", "2222:127.0.0.1:443", at, check=False)
    assert forwarded.returncode != 0 and "forwarding failed" in forwarded.stderr

    console = site.menu()
    console.answer("Press Enter for the menu: ")
    console.choose("Reset the administrator's password")
    console.answer("New password: ", PASSWORD)
    console.answer("The same again: ", PASSWORD)
    console.expect("The password is set.")
    person = Typist(machine, *over_ssh, "-tt", at)
    site.people.append(person)
    person.answer("Name [admin]: ")
    person.answer("Password: ", PASSWORD)
    person.choose("Support shell")
    person.expect("The support shell is off")
    person.answer("Switch it on? (yes/no): ", "yes")
    person.expect("It is on.")
    person.back()
    person.choose("Support shell")
    person.answer("open it (o)", "o")
    person.expect("$ ")
    person.line(f"id -un; sudo -n id; cat {HOME}/token; ls {HOME}; echo x >/var/db/connector-privileged/connector-menu.keys; echo $((6*7))ended")
    shown = person.expect("42ended")
    assert "\nconnector-menu\n" in shown and "uid=0" not in shown and shown.count("ermission denied") == 3
    assert "a password is required" in shown, "sudo opens the one program alone"
    person.line("exit")
    person.back()
    person.choose("Log bundle")
    person.answer("Make it? (yes/no): ", "yes")
    person.expect("log-bundle >")
    bundle = machine.file(f"{FILES}/connector-log-bundle.zip")
    machine.run("sh", "-c", f'"$@" >/var/db/over-ssh', "sh", *over_ssh, at, "log-bundle")
    assert machine.file("/var/db/over-ssh").read_bytes() == bundle.read_bytes()
    assert "admin from 127.0.0.1" in site.targets("shell.on")


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_the_rescue_menu_takes_over_when_no_menu_starts(site, shell):
    machine = site.machine
    put_shell_up(site, "/nowhere")
    script = machine.file("/run/local/libexec/connector-menu/rescue-menu")
    script.write_text(script.read_text().replace("#!/bin/sh", f"#!/bin/{shell}", 1))
    afar = site.shell(console=False)
    afar.expect("use the machine's own console")
    assert afar.process.wait(timeout=SECONDS) == 1
    others = [line for line in machine.settings().splitlines() if not line.startswith("ipv4 ")]
    person = site.shell()
    assert "address eth0 192.0.2." in person.expect("> ")
    person.line("static eth0 192.0.2.30/24 192.0.2.1; reboot")
    person.expect("not a setting of ipv4")
    person.answer("> ", "static eth0 192.0.2.30/24 192.0.2.1")
    person.expect("Without keep the old settings come back")
    until("it waits", lambda: "waiting" in machine.pending())
    person.type(CTRL_C)
    person.answer("> ", "keep")
    person.expect("The new settings are kept.")
    assert machine.addresses("eth0") == {"192.0.2.30/24"} and others and set(others) < set(machine.settings().splitlines())
    site.segment.serve_dhcp()
    person.answer("> ", "dhcp eth0")
    person.expect("Without keep the old settings come back")
    until("it waits", lambda: "waiting" in machine.pending())
    [leased] = until("a lease", lambda: machine.addresses("eth0"), SECONDS)
    assert 100 <= int(leased.split("/")[0].split(".")[3]) <= 150
    person.answer("> ", "keep")
    person.expect("The new settings are kept.")
    person.answer("> ", "static eth0 192.0.2.30/24 192.0.2.1")
    until("it waits", lambda: "waiting" in machine.pending())
    person.answer("> ", "keep")
    person.expect("The new settings are kept.")
    person.answer("> ", "shell")
    person.expect("The support shell is off")
    person.answer("> ", "whatever")
    person.expect("There is no whatever here.")
    person.answer("> ", "restart")
    person.expect("The connector restarts.")
    until("the daemon answers", site.answers, 120)
    called = machine.file("/run/called")
    for word, asked in (("reboot", "shutdown -r now"), ("off", "shutdown -P now")):
        called.write_text("")
        person.answer("> ", word)
        until(f"{word} was asked for", lambda asked=asked: asked in called.read_text())
    person.answer("> ", "menu")
    person.expect("The menu does not start.")
    machine.run("pkill", "-f", "rescue-menu")
    person.hang_up()


def test_factory_reset_after_the_host_s_name(site):
    machine = site.machine
    kept = machine.file(f"{HOME}/upgrades")
    kept.mkdir(exist_ok=True)
    (kept / "seen").write_text("releases")
    settings = {each.name: each.read_text() for each in machine.file(f"{HOME}/conf").iterdir()}
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("One-time login code")
    person.back()
    person.choose("Factory reset")
    person.answer("Type the host name appliance", "Appliance")
    person.expect("Nothing was done: that is not the host name.")
    assert ("console menu", "one-time-code.issue", "DONE") in site.trail()
    person.back()
    person.choose("Factory reset")
    person.answer("Type the host name appliance", "appliance")
    person.expect("Done. The connector starts anew")
    assert not machine.file("/var/db/connector-privileged/connector-menu.keys").exists()
    until("the daemon answers", lambda: machine.file(f"{HOME}/run/address").exists(), 120)
    assert (kept / "seen").read_text() == "releases"
    assert not any(action == "one-time-code.issue" for _, action, _ in site.trail())
    # the image's own settings come with its distribution; here they were in the home alone
    assert set(settings) - {each.name for each in machine.file(f"{HOME}/conf").iterdir()}


def test_the_scripts_are_plain_sh():
    done = subprocess.run(
        ["shellcheck", "-x", "-s", "sh", *sorted(str(each) for each in MENU.iterdir())], capture_output=True, text=True, timeout=60,
    )
    assert done.stdout == "" and done.returncode == 0
