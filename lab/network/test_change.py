"""The story of a change of the network, on real interfaces: applied, confirmed or taken back by itself."""

import pytest

from machines import Machine, until

OLD = "192.0.2.10"
NEW = "192.0.2.20"
STATIC = f"ipv4 eth0 static {NEW}/24 192.0.2.1\nnameserver 192.0.2.1\nsearch lab.example\n"


def apply(machine, settings, seconds=30):
    answer = machine.privileged("network", "apply", seconds, given=settings).stdout.split()
    assert answer[0] == "change", answer
    return answer[1]


def waits(machine):
    until("the change waits to be confirmed", lambda: "waiting" in machine.pending())


def ended(machine):
    until("the change has ended", lambda: not machine.pending(), 30)


def test_a_static_address_is_kept_once_confirmed(segment, appliance):
    change = apply(appliance, "hostname moved\n" + STATIC)
    waits(appliance)

    assert segment.reaches(NEW) and not segment.reaches(OLD)
    appliance.privileged("network", "confirm", change)

    assert appliance.addresses("eth0") == {f"{NEW}/24"} and appliance.gateway() == "192.0.2.1"
    assert appliance.file("/etc/resolv.conf").read_text().splitlines()[1:] == ["nameserver 192.0.2.1", "search lab.example"]
    assert appliance.run("hostname").stdout.strip() == "moved"
    # its certificate and the console rely on that, with no name server that answers
    assert appliance.run("getent", "hosts", "moved").stdout.split()[1:] == ["moved"]
    assert appliance.run("getent", "hosts", "localhost").stdout.split()[1] == "localhost", "the rest of the file is kept"
    assert appliance.settings() == "hostname moved\n" + STATIC
    shown = appliance.privileged("network", "show").stdout.splitlines()
    assert f"address eth0 {NEW}/24" in shown and "gateway eth0 192.0.2.1" in shown and "search lab.example" in shown


def test_an_address_that_nobody_confirms_goes_again(segment, appliance):
    apply(appliance, STATIC.replace("192.0.2.1\n", "192.0.2.99\n", 1), seconds=5)
    waits(appliance)
    assert appliance.gateway() == "192.0.2.99"

    ended(appliance)

    assert appliance.addresses("eth0") == {f"{OLD}/24"} and appliance.gateway() == "192.0.2.1"
    assert segment.reaches(OLD) and not segment.reaches(NEW)


def test_a_change_is_taken_back_at_once_when_asked(segment, appliance):
    apply(appliance, STATIC, seconds=600)
    waits(appliance)
    appliance.privileged("network", "revert")
    assert segment.reaches(OLD) and not segment.reaches(NEW)


def test_one_change_at_a_time_and_no_confirmation_of_another(segment, appliance):
    change = apply(appliance, STATIC)
    second = appliance.privileged("network", "apply", 30, given=STATIC, check=False)
    assert second.returncode == 4 and "confirm it or revert it first" in second.stderr
    waits(appliance)
    assert appliance.privileged("network", "confirm", "0123456789abcdef", check=False).returncode == 3
    appliance.privileged("network", "confirm", change)
    again = appliance.privileged("network", "confirm", change, check=False)
    assert again.returncode == 3 and "does not wait" in again.stderr


def test_a_word_that_comes_late_touches_no_other_change(segment, appliance):
    """Between the look at a change's id and the word to it, that change may end and another begin."""
    first = apply(appliance, STATIC)
    waits(appliance)
    assert appliance.privileged("network", "revert", "0123456789abcdef", check=False).returncode == 3
    assert "waiting" in appliance.pending()
    appliance.privileged("network", "revert", first)
    assert appliance.privileged("network", "ended").stdout == f"ended {first} reverted\n"

    apply(appliance, STATIC, seconds=5)
    waits(appliance)
    for word in ("confirmed", "unwanted"):
        appliance.file(f"/var/db/connector-privileged/pending/{word}").write_text(f"{first}\n")
    assert "waiting" in appliance.pending()
    ended(appliance)
    assert segment.reaches(OLD) and not segment.reaches(NEW)


def test_dhcp_brings_address_gateway_and_names(segment, appliance):
    segment.serve_dhcp()
    change = apply(appliance, "hostname appliance\nipv4 eth0 dhcp\n")
    waits(appliance)
    until("a lease", lambda: appliance.addresses("eth0"))
    leased = next(iter(appliance.addresses("eth0"))).split("/")[0]
    assert segment.reaches(leased) and 100 <= int(leased.rsplit(".", 1)[1]) <= 150
    appliance.privileged("network", "confirm", change)

    assert appliance.gateway() == "192.0.2.1"
    until("the resolver by DHCP", lambda: "nameserver 192.0.2.1" in appliance.file("/etc/resolv.conf").read_text())
    lease = [line.split() for line in appliance.privileged("network", "show").stdout.splitlines() if line.startswith("lease eth0")]
    assert lease and lease[0][2] == "192.0.2.1" and lease[0][3].endswith("Z")

    before = appliance.file("/var/lib/dhcp/connector.eth0.leases").read_text().count("lease {")
    appliance.privileged("network", "renew", "eth0")
    until("a newer lease", lambda: appliance.file("/var/lib/dhcp/connector.eth0.leases").read_text().count("lease {") > before)
    until("the address again", lambda: appliance.addresses("eth0"))

    change = apply(appliance, STATIC)
    waits(appliance)
    appliance.privileged("network", "confirm", change)
    assert appliance.addresses("eth0") == {f"{NEW}/24"}
    assert "dhclient" not in appliance.programs()


def test_names_given_by_hand_win_over_those_of_dhcp(segment, appliance):
    segment.serve_dhcp()
    apply(appliance, "ipv4 eth0 dhcp\nnameserver 192.0.2.53\nsearch own.example\n")
    waits(appliance)
    until("a lease", lambda: appliance.addresses("eth0"))
    resolver = until("the resolver", lambda: appliance.file("/etc/resolv.conf").read_text())
    assert "nameserver 192.0.2.53" in resolver and "own.example" in resolver and "192.0.2.1\n" not in resolver


def test_no_dhcp_server_means_the_old_address_comes_back(segment, appliance):
    apply(appliance, "ipv4 eth0 dhcp\n", seconds=5)
    ended(appliance)
    assert segment.reaches(OLD)


def test_ipv6_learned_from_the_router_and_static(segment, appliance):
    segment.advertise()
    apply(appliance, f"ipv4 eth0 static {OLD}/24 192.0.2.1\nipv6 eth0 auto\n")
    learned = until("a learned address", lambda: [each for each in appliance.addresses("eth0") if each.startswith("2001:db8:1:")])
    until("a learned gateway", lambda: appliance.gateway("-6").startswith("fe80"))
    until("the learned address answers", lambda: segment.reaches(learned[0].split("/")[0]))
    appliance.privileged("network", "revert")

    change = apply(appliance, f"ipv4 eth0 static {OLD}/24 192.0.2.1\nipv6 eth0 static 2001:db8:1::20/64 2001:db8:1::1\n")
    waits(appliance)
    until("the static address answers", lambda: segment.reaches("2001:db8:1::20"))
    appliance.privileged("network", "confirm", change)
    assert {each for each in appliance.addresses("eth0") if ":" in each} == {"2001:db8:1::20/64"}
    assert appliance.gateway("-6") == "2001:db8:1::1"


def test_a_second_interface_with_a_route_and_a_frame_size(segment, appliance, tmp_path):
    segment.join(appliance, "eth1")
    both = f"ipv4 eth0 static {OLD}/24 192.0.2.1\nipv4 eth1 static 198.51.100.2/24\nmtu eth1 1400\nroute 203.0.113.0/24 198.51.100.1\n"
    change = apply(appliance, both)
    waits(appliance)
    appliance.privileged("network", "confirm", change)
    assert appliance.addresses("eth1") == {"198.51.100.2/24"}
    assert "mtu 1400" in appliance.run("ip", "link", "show", "eth1").stdout
    assert "via 198.51.100.1 dev eth1" in appliance.run("ip", "route", "get", "203.0.113.9").stdout

    apply(appliance, f"ipv4 eth0 static {OLD}/24 192.0.2.1\n", seconds=5)
    waits(appliance)
    assert appliance.addresses("eth1") == set(), "an interface that isn't named has no address"
    ended(appliance)
    assert appliance.addresses("eth1") == {"198.51.100.2/24"}


def test_an_address_that_another_machine_has_is_found(segment, appliance, tmp_path):
    other = Machine("other", tmp_path)
    try:
        segment.join(other, "eth0")
        other.run("ip", "addr", "add", f"{NEW}/24", "dev", "eth0")
        until("the other answers", lambda: segment.reaches(NEW))
        assert appliance.privileged("network", "probe", "eth0", NEW).stdout == "taken\n"
        assert appliance.privileged("network", "probe", "eth0", "192.0.2.77").stdout == "free\n"
    finally:
        other.close()


def test_an_ipv6_address_that_another_machine_has_is_found_and_taken_back(segment, appliance, tmp_path):
    other = Machine("other", tmp_path)
    try:
        segment.join(other, "eth0")
        other.run("ip", "-6", "addr", "add", "2001:db8:1::20/64", "dev", "eth0", "nodad")
        until("the other is there", lambda: segment.reaches("2001:db8:1::20"))
        assert appliance.privileged("network", "probe", "eth0", "2001:db8:1::20").stdout == "taken\n"
        assert appliance.privileged("network", "probe", "eth0", "2001:db8:1::21").stdout == "free\n"
        assert appliance.addresses("eth0") == {f"{OLD}/24"}

        change = apply(appliance, f"ipv4 eth0 static {OLD}/24 192.0.2.1\nipv6 eth0 static 2001:db8:1::20/64\n", seconds=600)
        ended(appliance)

        told = appliance.privileged("network", "ended").stdout
        assert told == f"ended {change} reverted another machine has 2001:db8:1::20/64 on eth0\n"
        assert appliance.addresses("eth0") == {f"{OLD}/24"} and segment.reaches(OLD)
    finally:
        other.close()


def test_time_servers_are_told_and_the_system_s_own_come_back(segment, appliance):
    own = appliance.file("/etc/systemd/timesyncd.conf")
    own.parent.mkdir(exist_ok=True)
    own.write_text("[Time]\n#NTP=commented.example\nNTP=own.example\n")
    change = apply(appliance, STATIC + "ntp ntp1.lab.example\nntp 192.0.2.123\n")
    waits(appliance)
    shown = [line for line in appliance.privileged("network", "show").stdout.splitlines() if line.startswith("ntp ")]
    assert shown == ["ntp ntp1.lab.example", "ntp 192.0.2.123"]
    appliance.privileged("network", "revert", change)
    assert "ntp own.example\n" in appliance.privileged("network", "show").stdout


def test_a_kill_before_the_time_service_starts_anew_leaves_that_to_whoever_puts_the_old_settings_back(segment, appliance):
    # the second start anew is the one on the way back
    appliance.stand_in(
        '#!/bin/sh\n[ "$1" = try-restart ] || exit 1\necho "$*" >>/run/called\n[ "$(wc -l </run/called)" != 2 ] || kill -9 $PPID\n', "systemctl")
    called = appliance.file("/run/called")
    apply(appliance, STATIC + "ntp ntp1.lab.example\n")
    waits(appliance)
    assert len(called.read_text().splitlines()) == 1
    appliance.privileged("network", "revert", check=False)
    appliance.privileged("network", "tend")
    assert appliance.pending() == [] and segment.reaches(OLD)
    assert called.read_text().splitlines() == ["try-restart systemd-timesyncd"] * 3
    change = apply(appliance, STATIC)
    waits(appliance)
    appliance.privileged("network", "confirm", change)
    assert len(called.read_text().splitlines()) == 3, "nothing of the time has changed since"


def test_a_number_that_became_another_process_s_is_not_the_dhcp_client_s(segment, appliance):
    other = appliance.start("sleep", "3600")
    pid = appliance.file("/run/connector-dhclient.eth0.pid")
    pid.write_text(f"{other.pid}\n")
    assert "ipv4 eth0 dhcp" not in appliance.settings()
    other_s = appliance.start("sh", "-c", "sleep 3600; :", "look for dhclient of eth0")
    until("it runs", lambda: "dhclient" in appliance.run("ps", "-p", str(other_s.pid), "-o", "args=", check=False).stdout)
    assert "ipv4 eth0 dhcp" not in appliance.settings(), "a process that only speaks of it"
    change = apply(appliance, STATIC)
    waits(appliance)
    appliance.privileged("network", "confirm", change)
    assert other.poll() is None, "it is nobody's to kill"


def test_first_boot_is_once(segment, appliance):
    appliance.privileged("network", "first-boot", given=STATIC)
    assert segment.reaches(OLD), "nothing is in force before the boot"
    appliance.privileged("network", "boot")
    assert segment.reaches(NEW) and appliance.settings() == STATIC
    again = appliance.privileged("network", "first-boot", given=STATIC, check=False)
    assert again.returncode == 4 and "no first boot" in again.stderr and appliance.settings() == STATIC


def test_a_start_of_the_machine_puts_what_was_confirmed_in_force(segment, appliance):
    change = apply(appliance, STATIC)
    waits(appliance)
    appliance.privileged("network", "confirm", change)
    appliance.run("ip", "addr", "flush", "dev", "eth0")
    appliance.privileged("network", "boot")
    assert segment.reaches(NEW) and appliance.gateway() == "192.0.2.1"


def test_a_plan_names_each_command_and_runs_none(segment, appliance):
    before = appliance.run("ip", "addr").stdout
    planned = appliance.privileged("network", "plan", given=STATIC).stdout
    assert f"ip -4 addr add {NEW}/24 dev eth0" in planned and "write /etc/resolv.conf" in planned
    assert appliance.run("ip", "addr").stdout == before and appliance.pending() == []


@pytest.mark.parametrize(
    "settings, message",
    [
        ("ipv4 eth7 static 192.0.2.5/24\n", "has no interface eth7; it has: eth0"),
        ("ipv4 lo static 192.0.2.5/24\n", "has no interface lo"),
        ("ipv4 eth0 static 192.0.2.300/24\n", "not an IPv4 address"),
        ("ipv4 eth0 static 192.0.2.5\n", "not an address and a prefix"),
        ("ipv4 eth0 static 192.0.2.5/33\n", "not a number from 1 to 32"),
        ("ipv4 eth0 static 127.0.0.5/8\n", "not the address of one machine"),
        ("ipv4 eth0 dhcp\nipv4 eth0 off\n", "ipv4=eth0 is set twice"),
        ("ipv6 eth0 static 2001:db8::1::2/64\n", "not an IPv6 address"),
        ("ipv6 eth0 static ff02::1/64\n", "not the address of one machine"),
        ("nameserver 192.0.2.1\n", "the settings name no interface"),
        ("ipv4 eth0 dhcp", "their last line has no end"),
        ("ipv4 eth0 dhcp\nhostname -x\n", "not a name"),
        ("ipv4 eth0 dhcp\nmtu eth0 9999\n", "not a number from 576 to 9000"),
        ("ipv4 eth0 dhcp\nroute 198.51.100.0/24 2001:db8::1\n", "not an IPv4 address"),
        ("ipv4 eth0 dhcp\n" * 65, "more than 64 settings"),
        ("x" * 20000, "longer than"),
        ("ipv4 eth0 dhcp\nhostname a\nhostname b\n", "hostname is set twice"),
        ("ipv4 eth0 dhcp\nmtu eth0 1500\nmtu eth0 1400\n", "mtu=eth0 is set twice"),
    ],
)
def test_wrong_settings_are_refused_with_the_reason(segment, appliance, settings, message):
    refused = appliance.privileged("network", "apply", 30, given=settings, check=False)
    assert refused.returncode == 64 and message in refused.stderr
    assert appliance.pending() == [] and segment.reaches(OLD)


def test_it_tells_whether_a_time_server_keeps_the_clock(appliance):
    def told():
        return [line for line in appliance.privileged("network", "show").stdout.splitlines() if line.startswith("clock")]

    assert told() == [], "nothing where no time service runs"
    appliance.stand_in("#!/bin/sh\nexit 0\n", "systemctl")
    assert told() == ["clock unsynchronized"]
    appliance.run("mkdir", "-p", "/run/systemd/timesync")
    appliance.run("touch", "/run/systemd/timesync/synchronized")
    assert told() == ["clock synchronized"]
