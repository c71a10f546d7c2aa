"""The console's menu on a pseudo-terminal, against a real daemon in a machine of its own network: what it asks and shows."""

import re
import subprocess
import zipfile

from terminals import (  # noqa: F401 (fixtures among them)
    BACKSPACE, COLUMNS, CTRL_C, DOOR, FILES, HOME, LINES, OTHER, PASSWORD, SECONDS, built, machine_folder, site, until,
)


def test_the_first_screen_tells_where_and_how_and_fits(site):
    person = site.menu()
    first = person.expect("Press Enter for the menu: ").rsplit("\x1b[2J", 1)[-1]
    assert "Pages        https://192.0.2.10/" in first and "(SHA-256)" in first and "Health " in first
    person.line()
    screen = person.menu()
    lines = screen.splitlines()
    assert len(lines) < LINES and max(map(len, lines)) < COLUMNS, screen
    shown = re.search(r"Fingerprint  (\S+)\n\s+(\S+)", screen)
    digest = subprocess.run(
        ["openssl", "x509", "-noout", "-sha256", "-fingerprint", "-in", site.machine.file(f"{DOOR}/certificate.pem")],
        capture_output=True, text=True, check=True,
    ).stdout.strip().split("=")[1]
    assert shown.group(1) + shown.group(2) == digest
    person.line("99")
    person.expect("There is no item 99. Type a number from 0 to")
    person.back()
    person.menu()
    person.line("x; reboot")
    person.expect("There is no item x; reboot.")


def test_code_then_password_then_login_from_afar(site):
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("One-time login code")
    assert "first password" in person.expect("Press Enter to go on: ")
    person.line()
    person.choose("Reset the administrator's password")
    person.answer("New password: ", "short")
    person.answer("The same again: ", "short")
    person.expect("To mend it: ")
    person.answer("New password: ", PASSWORD)
    person.answer("The same again: ", OTHER)
    person.expect("The two differ")
    person.answer("New password: ", PASSWORD + "x" + BACKSPACE)
    person.answer("The same again: ", PASSWORD)
    shown = person.expect("The password is set.")
    assert PASSWORD not in shown and "horse" not in shown
    person.back()
    person.choose("One-time login code")
    code = re.search(r"    ((?:[0-9A-Z]{5}-){3}[0-9A-Z]{5})\n", person.expect("Press Enter to go on: ")).group(1)

    afar = site.menu(console=False)
    afar.answer("Name [admin]: ")
    afar.answer("Password: ", "wrong horse battery")
    afar.expect("To mend it: ")
    afar.answer("Name [admin]: ")
    afar.answer("Password: ", code)
    afar.menu()
    afar.line("0")
    assert afar.process.wait(timeout=SECONDS) == 0
    site.api("users", {"name": "anna", "role": "ADMIN", "password": OTHER})
    given = site.menu(console=False)
    given.answer("Name [admin]: ", "anna")
    given.answer("Password: ", OTHER)
    given.expect("Another administrator chose this password")
    given.expect("choose your own password")
    given.type(CTRL_C)
    assert given.process.wait(timeout=SECONDS) == 0
    again = site.menu(console=False)
    for _ in range(3):
        again.answer("Name [admin]: ")
        again.answer("Password: ", code)
    assert again.process.wait(timeout=SECONDS) == 0, "after three wrong ones it ends"
    trail = site.trail()
    assert ("console menu", "user.set-password", "DONE") in trail and ("console menu", "one-time-code.issue", "DONE") in trail
    assert ("admin", "session.login", "DONE") in trail and ("admin", "session.login", "REFUSED") in trail


def test_checks_change_nothing(site):
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Connectivity test")
    person.expect("Nothing is set up yet")
    person.back()
    person.choose("Show the TLS certificate")
    assert "Valid  " in person.expect("Press Enter for its text (PEM): ")
    person.line()
    person.expect("-----BEGIN CERTIFICATE-----")
    person.expect("-----END CERTIFICATE-----")


def test_a_server_s_certificate_and_what_upgrades_left(site):
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Certificates of vCenter")
    person.expect("No server is set up yet")
    person.back()
    person.choose("Delete unused upgrade files")
    person.answer("Remove it? (yes/no): ", "no")
    person.expect("Nothing was done.")
    assert not site.acted("upgrade.clean")
    person.back()
    person.choose("Delete unused upgrade files")
    person.answer("Remove it? (yes/no): ", "yes")
    person.expect("There was nothing to remove.")
    assert site.acted("upgrade.clean") == ["BEGUN", "DONE"]
    person.back()
    left = site.machine.file(f"{HOME}/sets/0.0.9")
    left.mkdir()
    (left / "bundles.json").write_text("x" * 1000)
    person.choose("Delete unused upgrade files")
    person.answer("Remove it? (yes/no): ", "yes")
    person.expect("Removed 0.0.9: 1000 bytes are free again.")
    assert not left.exists()


def test_a_log_bundle_is_laid_down_without_names(site):
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Log bundle")
    person.answer("Make it? (yes/no): ", "no")
    person.expect("Nothing was done.")
    person.back()
    bundle = site.machine.file(f"{FILES}/connector-log-bundle.zip")
    assert not bundle.exists()
    person.choose("Log bundle")
    person.answer("Make it? (yes/no): ", "yes")
    person.expect("log-bundle >")
    with zipfile.ZipFile(bundle) as packed:
        assert "manifest.json" in packed.namelist()[-1]
    assert bundle.stat().st_mode & 0o777 == 0o600 and site.acted("support.bundle") == ["BEGUN", "DONE"]


def test_the_first_boot_s_report_is_shown_where_there_is_one(site):
    report = site.machine.file("/var/db/first-boot-report")
    report.write_text("network: ipv4 eth0 dhcp\nthe property dns is left out: \x1b[2Jnot an IPv4 address\n")
    person = site.menu("--first-boot-report", "/var/db/first-boot-report", "--first-boot-report", "/var/db/absent")
    person.answer("Press Enter for the menu: ")
    person.choose("Report of the first boot")
    shown = person.expect("Press Enter to go on: ")
    assert "network: ipv4 eth0 dhcp\n" in shown and "the property dns is left out" in shown and "\x1b" not in shown


def test_the_proxy_by_mistakes_to_none(site):
    person = site.menu()
    person.answer("Press Enter for the menu: ")

    def proxy(host):
        person.choose("Network")
        shown = person.expect("Your choice, or Enter for the menu: ")
        person.line(re.search(r"(\d+)  Proxy", shown).group(1))
        now = person.expect("Enter to leave it: ")
        person.line(host)
        return now

    assert "There is no proxy." in proxy("proxy.lab.example")
    person.answer("Port [3128]: ", "70000")
    person.expect("Not done: not a port: 70000")
    person.back()
    proxy("proxy lab")
    person.answer("Port [3128]: ")
    person.answer("Reached directly")
    person.answer("User of the proxy")
    person.expect("To mend it: ")
    person.back()
    assert "There is no proxy." in proxy("proxy.lab.example")
    person.answer("Port [3128]: ", "8080")
    person.answer("Reached directly", "10.0.0.0/8 .lab.example")
    person.answer("User of the proxy", "anna")
    person.answer("Password of the proxy: ", "s3cret-of-the-proxy")
    assert "s3cret" not in person.expect("The proxy is set.")
    person.back()
    assert "proxy.lab.example:8080 as anna" in proxy("")
    person.expect("Nothing was changed.")
    person.back()
    proxy("-")
    person.expect("There is no proxy.")
    assert site.acted("network.proxy") == ["BEGUN", "FAILED", "BEGUN", "DONE", "BEGUN", "DONE"]


def test_the_network_by_mistakes_to_a_kept_change(site):
    machine = site.machine
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Network")
    shown = person.expect("Your choice, or Enter for the menu: ")
    assert "192.0.2.10/24" in shown and "gateway 192.0.2.1" in shown
    person.line("9")
    person.expect("To mend it: type a number")
    person.back()
    person.choose("Network")
    person.answer("Your choice, or Enter for the menu: ", "3")
    person.answer("Address [192.0.2.10/24]: ", "192.0.2.20/255.255.255.0")
    person.answer("Gateway, - for none [192.0.2.1]: ", "198.51.100.1")
    person.answer("Name servers", "-")
    person.answer("Suffix list", "lab.example")
    person.expect("Wrong: ")
    person.expect("Type it again")
    person.answer("Address [192.0.2.20/255.255.255.0]: ")
    person.answer("[198.51.100.1]: ", "192.0.2.1")
    person.answer("Name servers")
    person.answer("[lab.example]: ")
    person.answer("Show each command that this runs? (yes/no): ", "yes")
    person.expect("ip -4 addr add 192.0.2.20/24 dev eth0")
    person.answer("Apply it?", "no")
    person.expect("Nothing was changed.")
    person.back()

    person.choose("Network")
    person.answer("Your choice, or Enter for the menu: ", "3")
    person.answer("[192.0.2.10/24]: ", "192.0.2.20/24")
    person.answer("[192.0.2.1]: ")
    person.answer("Name servers", "-")
    person.answer("Suffix list", "lab.example")
    person.answer("Show each command", "no")
    person.answer("Apply it?", "yes")
    person.expect("keep or back (")
    assert machine.addresses("eth0") == {"192.0.2.20/24"}
    person.line("perhaps")
    person.expect("Type keep or back")
    person.expect("keep or back (")
    person.line("back")
    person.expect("The old settings are back.")
    assert machine.addresses("eth0") == {"192.0.2.10/24"}
    person.back()

    person.choose("Network")
    person.answer("Your choice, or Enter for the menu: ", "4")
    person.answer("Name servers", "-")
    person.answer("Suffix list", "own.example")
    person.answer("Show each command", "no")
    person.answer("Apply it?", "yes")
    person.expect("keep or back (")
    person.type(CTRL_C)
    person.expect("The old settings are back.")
    person.back()

    person.choose("Network")
    person.answer("Your choice, or Enter for the menu: ", "4")
    person.answer("Name servers", "-")
    person.answer("Suffix list", "own.example")
    person.answer("Show each command", "no")
    person.answer("Apply it?", "yes")
    person.expect("keep or back (")
    person.line("keep")
    person.expect("The new settings are kept.")
    assert "search own.example" in machine.settings()
    person.back()
    person.choose("Network")
    person.answer("Your choice, or Enter for the menu: ", "1")
    person.expect("Not done: ")
    assert "has no address by DHCP" in person.expect("To mend it: ")
    person.back()


def test_the_network_by_dhcp_and_another_host_name(site):
    machine = site.machine
    site.segment.serve_dhcp()
    before = machine.addresses("eth0")
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Network")
    person.answer("Your choice, or Enter for the menu: ", "2")
    person.answer("IPv4 by DHCP (4), or IPv6 by the router's word (6) [4]: ")
    if "nameserver " in machine.settings():
        person.answer("Take the name servers and the suffix list from DHCP too?", "no")
    person.answer("Show each command", "no")
    person.answer("Apply it?", "yes")
    person.expect("keep or back (")
    [leased] = until("a lease", lambda: machine.addresses("eth0"), SECONDS)
    assert 100 <= int(leased.split("/")[0].split(".")[3]) <= 150 and leased.startswith("192.0.2.")
    person.line("keep")
    person.expect("The new settings are kept.")
    person.back()
    person.choose("Network")
    shown = person.expect("Your choice, or Enter for the menu: ")
    assert leased in shown and "DHCP lease from 192.0.2.1" in shown
    person.line("1")
    person.expect("A new lease was asked for")
    person.back()

    [old] = before
    person.choose("Network")
    person.answer("Your choice, or Enter for the menu: ", "3")
    person.answer("Address", old)
    person.answer("Gateway, - for none", "192.0.2.1")
    person.answer("Name servers", "-")
    person.answer("Suffix list", "-")
    person.answer("Show each command", "no")
    person.answer("Apply it?", "yes")
    person.expect("keep or back (")
    person.line("keep")
    person.expect("The new settings are kept.")
    assert machine.addresses("eth0") == before
    person.back()

    for name in ("-no-name", "renamed"):
        person.choose("Network")
        person.answer("Your choice, or Enter for the menu: ", "5")
        person.answer("Host name [", name)
        if name == "-no-name":
            person.expect("Wrong: ")
            person.type(CTRL_C)
            person.back()
    person.answer("Show each command", "no")
    person.answer("Apply it?", "yes")
    person.expect("keep or back (")
    assert machine.run("hostname").stdout.strip() == "renamed"
    person.line("back")
    person.expect("The old settings are back.")
    assert machine.run("hostname").stdout.strip() == "appliance"


def test_ctrl_c_drops_what_was_begun_and_ends_nothing(site):
    person = site.menu()
    person.expect("Press Enter for the menu: ")
    person.type(CTRL_C)
    person.answer("Press Enter for the menu: ")
    person.menu()
    person.type(CTRL_C)
    person.choose("Reset the administrator's password")
    person.expect("New password: ")
    person.type(CTRL_C)
    person.expect("Dropped")
    person.type(CTRL_C + "\x1c\x1a")
    person.menu()
    assert person.process.poll() is None


def test_a_lost_line_ends_the_menu(site):
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.menu()
    person.hang_up()
    until("no menu stays behind", lambda: not any("console-menu.jar" in line for line in site.machine.command_lines()))


def test_nobody_types_and_the_menu_locks(site):
    afar = site.menu("--idle-seconds", "8", console=False)
    afar.answer("Name [admin]: ")
    afar.answer("Password: ", PASSWORD)
    afar.menu()
    at_console = site.menu("--idle-seconds", "8")
    at_console.answer("Press Enter for the menu: ")
    at_console.choose("Network")
    at_console.expect("Your choice, or Enter for the menu: ")
    at_console.expect("Press Enter for the menu: ")
    afar.expect("Name [admin]: ")


def test_a_daemon_that_does_not_run_is_told_with_what_to_do(site):
    site.machine.run("systemctl", "stop")
    try:
        person = site.menu()
        first = person.expect("Press Enter for the menu: ")
        assert "the connector does not answer" in first and "restart it by this menu" in " ".join(first.split())
        assert re.search(r"Address +eth0 192\.0\.2\.", first)
        person.line()
        person.choose("One-time login code")
        person.expect("Not done: the connector does not answer")
        person.expect("To mend it: ")
    finally:
        site.machine.run("systemctl", "start")
