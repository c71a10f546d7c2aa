"""The stand-in's life, in one sequence: its first start, the set-up, another address, a reboot, an upgrade, a power cut. Under software
emulation, so that how long it takes is printed and not judged. Each test begins where the one before ended."""

import re
import subprocess

import machine
import pytest
from harness.publisher import marked, with_header
from people import Administrator, AtTheConsole, banner, fingerprint, listening, owners_of_java, until

NAME = "connector.lab.example"
PASSWORD = "an appliance that was booted 1"
SETTINGS = "/usr/local/etc/server-migration-connector"
DAEMON = "connector"
GOOD, BAD = "0.2.0", "0.2.1"


@pytest.fixture(scope="module")
def appliance(disk, folder, lab, publisher):
    """Started from a copy of the OVA's disk. Nobody can copy a file to an appliance, so that what an upgrade and the lab need lies in it."""
    place = folder / "machine"
    place.mkdir()
    copy = place / "disk.raw"
    subprocess.run(["cp", "--sparse=always", disk, copy], check=True, timeout=1800)
    patience = place / "upgrade.cfg"
    patience.write_text("settleSeconds=300\nswapSeconds=1800\n", encoding="ascii")
    machine.plant(copy, "connector-data", {
        "settings/upgrade-root.json": (publisher.root, 0o600),
        "settings/connector.upgrade.cfg": (patience, 0o600),
        f"settings/{GOOD}.zip": (publisher.release(GOOD, {"vsphere": marked("good")}), 0o600),
        f"settings/{BAD}.zip": (publisher.release(BAD, {"vsphere": with_header("Require-Bundle: no.such.bundle")}), 0o600),
        "settings/lab-ca.pem": (lab.endpoints["aws"]["ca"], 0o600),
    }, owner=771)
    started = machine.Appliance(copy, place, [("hostname", NAME), ("suffixes", "lab.example")]).start()
    yield started
    started.close()


@pytest.fixture(scope="module")
def console(appliance):
    return AtTheConsole(appliance)


@pytest.fixture(scope="module")
def administrator(appliance):
    return Administrator(appliance.https, appliance.certificate(appliance.https))


@pytest.fixture
def told(capsys):
    def tell(text):
        with capsys.disabled():
            print(f"\n        {text}")
    return tell


def network_by_menu(console, address):
    """Sets a static address; the menu's question whether it is kept stands there at its end."""
    console.wake()
    console.choose("Network")
    console.answer("Your choice, or Enter for the menu: ", "3")
    console.answer("Address", address)
    console.answer("Gateway, - for none", machine.GATEWAY)
    console.answer("Name servers", machine.NAME_SERVER)
    console.answer("Suffix list", "lab.example")
    console.answer("Show each command", "no")
    console.answer("Apply it?", "yes")
    console.expect("keep or back (")


def in_support_shell(console, command):
    """What a command of the menu's own user prints, which has no privilege."""
    console.wake()
    console.choose("Support shell")
    console.answer("open it (o)", "o")
    console.expect("exit brings the menu back.")
    # what is typed before the shell asks is lost
    console.expect("$ ")
    # what is typed comes back, so that the marks may not stand in it
    console.line(f"printf 'beg%s\\n' in; {command}; printf 'do%s\\n' ne; exit")
    console.expect("begin\n")
    shown = console.expect("done\n")
    console.back()
    return shown


def test_it_answers_at_its_first_start(appliance, told):
    seconds, processor = appliance.until_it_answers(appliance.https)
    told(f"first start to HTTPS: {seconds:.0f} s, in which the emulation used {processor:.0f} s of processor time")


def test_the_daemon_started_once(appliance):
    """One that gives up and starts anew answers too, in twice the time."""
    assert "the web server does not answer" not in appliance.said()


def test_the_properties_on_the_cd_came_through(appliance):
    assert f"first boot: network: ipv4 eth0 dhcp; ipv6 eth0 auto; hostname {NAME}; search lab.example" in appliance.said()


def test_the_console_shows_the_address_and_the_fingerprint(appliance, console):
    def screen_with_the_pages():
        console.wake()
        # the first screen stands again where the menu was left
        console.line("0")
        shown = console.first_screen()
        return shown if "Fingerprint" in shown else None

    screen = until("the first screen has a fingerprint", screen_with_the_pages)
    shown = re.sub(r"\s", "", screen.partition("Fingerprint")[2].partition("(SHA-256)")[0])
    assert shown == fingerprint(appliance.certificate(appliance.https)), screen
    assert f"https://{machine.LEASED}/" in screen


def test_the_first_password_is_chosen_by_the_code_on_the_console(console, administrator):
    def code_on_the_console():
        console.wake()
        console.choose("One-time login code")
        shown = re.search(r"((?:[0-9A-Z]{5}-){3}[0-9A-Z]{5})", console.expect("Press Enter to go on: "))
        console.line()
        return shown and shown.group(1)

    # a daemon that was just started may answer later than the menu waits
    code = until("the menu shows a code", code_on_the_console)
    administrator.choose_first_password(code, PASSWORD)
    administrator.log_in(PASSWORD)
    assert administrator.read("status")["registration"]["state"] == "NEW"


def test_the_wizard_is_walked_to_its_end(administrator, lab):
    document = lab.setup_document()
    guests = {"127.0.0.1": machine.GATEWAY, "localhost": machine.GATEWAY}

    def seen_by_the_guest(url):
        for here, there in guests.items():
            url = url.replace(f"//{here}:", f"//{there}:")
        return url

    document["aws"] |= {
        "caBundle": f"{SETTINGS}/lab-ca.pem", "endpoints": {name: seen_by_the_guest(url) for name, url in document["aws"]["endpoints"].items()},
    }
    vcenter = document["vcenter"]
    answers = {
        "licence": {"accepted": True}, "network": {"seen": True}, "preferences": {"uploadLogs": False, "autoUpgrade": False}, "aws": document["aws"],
        "vcenter": {"url": seen_by_the_guest(vcenter["url"]), "user": vcenter["user"], "password": vcenter["password"]},
        "certificate": {"fingerprint": vcenter["fingerprint"]}, "register": {"name": "booted"},
    }
    wrong = answers["aws"] | {"secretAccessKey": "x" * 40}
    status, refused = administrator.call("POST", "setup/steps/aws", wrong)
    assert status == 422 and refused["findings"], "a wrong key is refused by the other side"
    for step, answer in answers.items():
        administrator.done(f"setup/steps/{step}", answer)
    assert administrator.read("status")["registration"]["state"] == "REGISTERED"


def test_nothing_listens_but_the_port(appliance, console):
    console.wake()
    console.choose("Support shell")
    console.expect("The support shell is off")
    console.answer("Switch it on? (yes/no): ", "yes")
    console.expect("It is on.")
    console.back()
    shown = in_support_shell(console, "ss -Hltnu; ps -eo user:20,comm; id -un; sudo -n id")
    assert listening(shown) == {("tcp", "443")}, shown
    assert owners_of_java(shown) == {DAEMON, "connector-menu"}, shown
    assert "connector-menu" in shown.splitlines() and "a password is required" in shown, shown
    assert banner(appliance.ssh) == b""


def test_ssh_answers_while_it_is_on_and_takes_no_password(appliance, console):
    def switch(question):
        console.wake()
        console.choose("Login over SSH")
        console.answer("or leave it (Enter): ", "s")
        console.answer(question, "yes")

    switch("Switch it on? (yes/no): ")
    console.expect("It is on.")
    console.back()
    assert banner(appliance.ssh).startswith(b"SSH-2.0-")
    offered = subprocess.run(
        ["ssh", "-p", str(appliance.ssh), "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes",
         "-o", "ConnectTimeout=600", "root@127.0.0.1", "id"], capture_output=True, text=True, timeout=900,
    )
    assert offered.returncode == 255 and "Permission denied (publickey)" in offered.stderr, offered
    switch("Switch it off? (yes/no): ")
    console.expect("It is off.")
    console.back()
    assert banner(appliance.ssh) == b""


def test_another_address_by_the_menu_takes_itself_back_unless_it_is_kept(appliance, console, administrator):
    network_by_menu(console, f"{machine.MOVED}/24")
    console.expect("The time is over: the old settings come back.")
    console.back()
    network_by_menu(console, f"{machine.MOVED}/24")
    console.line("keep")
    console.expect("The new settings are kept.")
    console.back()
    appliance.until_it_answers(appliance.moved)
    administrator.move(appliance.moved)
    administrator.log_in(PASSWORD)
    assert appliance.answers(appliance.https) == "", "the old address still answers"


def test_it_is_there_again_after_a_reboot(appliance, console, administrator, told):
    before = appliance.certificate(appliance.moved)
    console.wake()
    console.choose("Reboot")
    console.answer("(yes/no): ", "yes")
    console.expect("Welcome to GRUB!")
    seconds, processor = appliance.until_it_answers(appliance.moved)
    told(f"a reboot to HTTPS: {seconds:.0f} s, {processor:.0f} s of processor time")
    assert appliance.certificate(appliance.moved) == before
    administrator.log_in(PASSWORD)
    assert administrator.read("status")["registration"]["state"] == "REGISTERED"
    console.wake()


def ended(administrator, plan):
    """The record of an upgrade that was begun."""
    def record():
        status = administrator.read("upgrades")
        newest = (status["history"] or [{}])[0]
        return newest if status["stage"] == "IDLE" and newest.get("toSet") == plan["toSet"] else None
    return until(f"the end of the upgrade to {plan['toSet']}", record)


def test_a_bundle_is_upgraded_from_a_release_file(administrator, told):
    plan = administrator.done("upgrades", {"file": f"{SETTINGS}/{GOOD}.zip"})
    record = ended(administrator, plan)
    told(f"upgrade to {GOOD}: {record}")
    assert record["outcome"] == "GOOD" and administrator.read("upgrades")["set"] == GOOD


def test_a_release_that_is_not_well_is_put_back(administrator):
    record = ended(administrator, administrator.done("upgrades", {"file": f"{SETTINGS}/{BAD}.zip"}))
    assert record["outcome"] == "PUT_BACK", record
    assert administrator.read("upgrades")["set"] == GOOD
    assert administrator.read("status")["registration"]["state"] == "REGISTERED"


def test_a_power_cut_changes_nothing(appliance, administrator, told):
    before = appliance.certificate(appliance.moved)
    appliance.cut_power()
    appliance.start()
    seconds, processor = appliance.until_it_answers(appliance.moved)
    told(f"after a power cut to HTTPS: {seconds:.0f} s, {processor:.0f} s of processor time")
    assert appliance.certificate(appliance.moved) == before
    administrator.log_in(PASSWORD)
    assert administrator.read("upgrades")["set"] == GOOD
    assert administrator.read("status")["registration"]["state"] == "REGISTERED"
