"""The FreeBSD back end under commands and an rc.subr of our own. It was never run on FreeBSD: this holds what it writes and calls."""

import pathlib
import re

import pytest

from machines import PROGRAM, Machine, until

STUBS = pathlib.Path(__file__).parent / "freebsd"
OVERLAID = {"uname": "/bin/uname", "service": "/usr/sbin/service", "arping": "/usr/bin/arping"}
ADDED = ("sysrc", "daemon", "ifconfig", "netstat", "lockf")
OLD = 'hostname="appliance"\nifconfig_vmx0="inet 192.0.2.10 netmask 255.255.255.0"\ndefaultrouter="192.0.2.1"\n'
WANTED = (
    "hostname moved.lab.example\nipv4 vmx0 static 192.0.2.20/24 192.0.2.254\nmtu vmx0 1400\nipv6 vmx0 static 2001:db8:1::20/64 2001:db8:1::1\n"
    "ipv4 vmx1 dhcp\nnameserver 192.0.2.53\nsearch lab.example\nntp ntp.lab.example\nroute 203.0.113.0/24 192.0.2.2\nroute 2001:db8:9::/48 2001:db8:1::2\n"
)


@pytest.fixture
def freebsd(tmp_path):
    machine = Machine("appliance", tmp_path)
    stub = (STUBS / "commands.sh").read_text()
    commands = machine.file("/run/bin")
    commands.mkdir()
    for name in [*OVERLAID, *ADDED]:
        (commands / name).write_text(stub)
        (commands / name).chmod(0o755)
    machine.run("mkdir", "-p", "/usr/local/sbin")
    machine.run("mount", "--bind", "/run/bin", "/usr/local/sbin")
    for name, path in OVERLAID.items():
        machine.run("mount", "--bind", f"/run/bin/{name}", machine.run("readlink", "-f", path).stdout.strip())
    for name in ("ifconfig", "netstat"):
        for path in (f"/sbin/{name}", f"/bin/{name}"):
            if pathlib.Path(path).exists():
                machine.run("mount", "--bind", f"/run/bin/{name}", path)
    machine.file("/etc/rc.conf").write_text(OLD)
    machine.file("/etc/rc.subr").write_text((STUBS / "rc.subr").read_text())
    yield machine
    machine.close()


def settings_of(machine):
    return dict(line.split("=", 1) for line in machine.file("/etc/rc.conf").read_text().splitlines())


def test_a_change_is_written_to_rc_conf_and_the_services_are_restarted(freebsd):
    change = freebsd.privileged("network", "apply", 30, given=WANTED).stdout.split()[1]
    until("it waits", lambda: "waiting" in freebsd.pending())
    freebsd.privileged("network", "confirm", change)

    assert settings_of(freebsd) == {
        "hostname": '"moved.lab.example"',
        "ifconfig_vmx0": '"inet 192.0.2.20/24 mtu 1400"',
        "ifconfig_vmx0_ipv6": '"inet6 2001:db8:1::20 prefixlen 64"',
        "ifconfig_vmx1": '"DHCP"',
        "ifconfig_vmx1_ipv6": '""',
        "defaultrouter": '"192.0.2.254"',
        "ipv6_defaultrouter": '"2001:db8:1::1"',
        "static_routes": '"connector1"',
        "route_connector1": '"-net 203.0.113.0/24 192.0.2.2"',
        "ipv6_static_routes": '"connector2"',
        "ipv6_route_connector2": '"2001:db8:9::/48 2001:db8:1::2"',
        "ntpd_enable": '"YES"',
        "ntpd_sync_on_start": '"YES"',
    }
    called = freebsd.file("/run/called").read_text().splitlines()
    assert called == [
        "service routing stop", "service netif stop vmx0", "service netif stop vmx1",
        "service netif start vmx0", "service netif start vmx1", "service routing start", "service ntpd restart",
    ]
    assert freebsd.file("/etc/resolv.conf").read_text().splitlines()[1:] == ["nameserver 192.0.2.53", "search lab.example"]
    assert "server ntp.lab.example iburst" in freebsd.file("/etc/ntp.conf").read_text()
    assert "supersede domain-name-servers 192.0.2.53;" in freebsd.file("/etc/dhclient.conf").read_text()


def test_nobody_confirms_and_the_old_rc_conf_comes_back(freebsd):
    freebsd.privileged("network", "apply", 5, given=WANTED)
    until("it waits", lambda: "waiting" in freebsd.pending())
    until("it has ended", lambda: not freebsd.pending(), 20)
    now = settings_of(freebsd)
    assert (now["ifconfig_vmx0"], now["defaultrouter"]) == ('"inet 192.0.2.10/24"', '"192.0.2.1"')
    assert now["ifconfig_vmx1"] == '"up"' and now["static_routes"] == '""'


def test_a_power_cut_before_the_confirmation_starts_with_the_old_rc_conf(freebsd):
    freebsd.privileged("network", "apply", 60, given=WANTED)
    until("it waits", lambda: "waiting" in freebsd.pending())
    freebsd.run("pkill", "-9", "-f", "network carry-out")

    script = (PROGRAM.parent / "rc.d" / "connector_network").read_text()
    freebsd.file("/run/connector_network").write_text(script.replace("/usr/local/libexec/connector-privileged/connector-privileged", f"sh {PROGRAM}"))
    freebsd.run("sysrc", "connector_network_enable=YES")
    freebsd.run("sh", "/run/connector_network", "start")

    assert settings_of(freebsd)["ifconfig_vmx0"] == '"inet 192.0.2.10/24"' and freebsd.pending() == []


def test_the_start_script_does_nothing_unless_it_is_enabled(freebsd):
    freebsd.file("/run/connector_network").write_text((PROGRAM.parent / "rc.d" / "connector_network").read_text())
    assert freebsd.run("sh", "/run/connector_network", "rcvar").stdout == "connector_network_enable=NO\n"
    freebsd.run("sh", "/run/connector_network", "start")
    assert freebsd.file("/etc/rc.conf").read_text() == OLD


def test_what_is_in_force_is_told_alike(freebsd):
    assert freebsd.privileged("network", "show").stdout.splitlines()[1:] == [
        "interface vmx0 00:50:56:00:00:01 up 1500",
        "address vmx0 192.0.2.10/24",
        "address vmx0 2001:db8:1::10/64",
        "interface vmx1 00:50:56:00:00:02 down 1500",
        "gateway vmx0 192.0.2.1",
        *shown_resolver(freebsd),
    ]


def shown_resolver(machine):
    lines = [line.split() for line in machine.file("/etc/resolv.conf").read_text().splitlines()]
    for words in lines:
        if words[:1] == ["nameserver"]:
            yield f"nameserver {words[1]}"
        elif words[:1] == ["search"]:
            yield from (f"search {domain}" for domain in words[1:])


def test_a_plan_prints_each_command(freebsd):
    planned = freebsd.privileged("network", "plan", given=WANTED).stdout.splitlines()
    assert "sysrc -q defaultrouter=192.0.2.254" in planned and "service netif start vmx0" in planned
    assert freebsd.file("/etc/rc.conf").read_text() == OLD and not freebsd.file("/run/called").exists()
    # and nothing else is run, and all of it in that order, when it is meant
    freebsd.privileged("network", "apply", 60, given=WANTED)
    until("it waits", lambda: "waiting" in freebsd.pending())
    assert freebsd.file("/run/called").read_text().splitlines() == [line for line in planned if line.startswith("service ")]
    # one call may set several
    written = dict(
        each.split("=", 1) for line in planned if line.startswith("sysrc -q ") for each in re.split(r" (?=\w+=)", line.removeprefix("sysrc -q ")) if "=" in each)
    now = settings_of(freebsd)
    assert written and {name: now[name].strip('"') for name in written} == written


def test_what_a_change_brought_goes_with_it(freebsd):
    """Time servers and frame sizes too, which rc.conf alone would not take back."""
    freebsd.file("/etc/ntp.conf").write_text("pool 0.freebsd.pool.ntp.org iburst\n")
    change = freebsd.privileged("network", "apply", 30, given=WANTED).stdout.split()[1]
    until("it waits", lambda: "waiting" in freebsd.pending())
    assert "ntp ntp.lab.example" in freebsd.privileged("network", "show").stdout
    freebsd.privileged("network", "revert", change)
    assert freebsd.file("/etc/ntp.conf").read_text() == "pool 0.freebsd.pool.ntp.org iburst\n"
    assert "vmx0 mtu 1500" in freebsd.file("/run/set").read_text().splitlines()


def test_an_ipv6_address_that_another_machine_has_is_found(freebsd):
    freebsd.file("/run/duplicated").touch()
    assert freebsd.privileged("network", "probe", "vmx0", "2001:db8:1::66").stdout == "taken\n"
    freebsd.privileged("network", "apply", 600, given=WANTED)
    until("it has ended", lambda: not freebsd.pending(), 20)
    assert "reverted another machine has" in freebsd.privileged("network", "ended").stdout
    freebsd.file("/run/duplicated").unlink()
    assert freebsd.privileged("network", "probe", "vmx0", "2001:db8:1::66").stdout == "free\n"


def test_ssh_and_the_probe(freebsd):
    assert freebsd.privileged("ssh", "show").stdout == "off\n"
    freebsd.privileged("ssh", "on")
    assert settings_of(freebsd)["sshd_enable"] == '"YES"' and "service sshd start" in freebsd.file("/run/called").read_text()
    assert freebsd.privileged("network", "probe", "vmx0", "192.0.2.77").stdout == "taken\n"
    assert freebsd.privileged("network", "probe", "vmx0", "192.0.2.78").stdout == "free\n"


def test_it_tells_whether_a_time_server_keeps_the_clock(freebsd):
    def told():
        return [line for line in freebsd.privileged("network", "show").stdout.splitlines() if line.startswith("clock")]

    assert told() == [], "nothing while no ntpd answers"
    program = freebsd.file("/run/bin/ntpq")
    # as ntpq(8) of FreeBSD 14 prints the system status word
    for status, word in (("leap_none, sync_ntp, 2 events, clock_sync", "synchronized"), ("leap_alarm, sync_unspec, 1 event, freq_not_set", "unsynchronized")):
        program.write_text(f"#!/bin/sh\necho 'associd=0 status=0615 {status},'\necho 'version=\"ntpd 4.2.8p18-a\", leap=00'\n")
        program.chmod(0o755)
        assert told() == [f"clock {word}"]
