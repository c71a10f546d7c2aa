"""kill -9 and power cuts in every phase of a change: afterwards there is always one whole network that works."""

import random
import subprocess

import pytest

from machines import PROGRAM, until

OLD, NEW = "192.0.2.10", "192.0.2.20"
WANTED = f"ipv4 eth0 static {NEW}/24 192.0.2.1\n"
STATE = "/var/db/connector-privileged"

# The phase that is entered next when the process is killed, and the address that has to be in force afterwards.
KILLS = {"saving": OLD, "prepared": OLD, "applying": OLD, "waiting": OLD, "confirming": NEW, "reverting": OLD}
SEED = 20


def arm(machine, phase):
    """The next sync(1) after the phase was entered kills the process that called it: the phase is on disk, its work not begun."""
    trap = machine.file("/run/sync")
    trap.write_text(
        "#!/bin/sh\n"
        f'if [ "$(cat {STATE}/pending/phase 2>/dev/null)" = {phase} ] && mkdir /run/killed 2>/dev/null; then kill -9 $PPID; fi\n'
        "exec /run/real-sync\n"
    )
    trap.chmod(0o755)
    machine.run("cp", "/bin/sync", "/run/real-sync")
    machine.run("mount", "--bind", "/run/sync", machine.run("readlink", "-f", "/bin/sync").stdout.strip())


def arm_command(machine, number):
    """The NUMBERth ip(8) that changes something kills the process that called it."""
    trap = machine.file("/run/ip")
    trap.write_text(
        "#!/bin/sh\n"
        'case " $* " in *" add "* | *" flush "* | *" replace "* | *" set "*)\n'
        f'    echo x >>/run/count; if [ "$(wc -l </run/count)" = {number} ]; then kill -9 $PPID; fi ;;\n'
        "esac\nexec /run/real-ip \"$@\"\n"
    )
    trap.chmod(0o755)
    machine.run("cp", "-L", "/bin/ip", "/run/real-ip")
    machine.run("mount", "--bind", "/run/ip", machine.run("readlink", "-f", "/bin/ip").stdout.strip())


def change(machine, confirmed, wanted=WANTED):
    """Begins a change, and confirms it when asked to, as far as whatever is armed lets it."""
    answer = machine.privileged("network", "apply", 5, given=wanted, check=False)
    if answer.returncode != 0 or not confirmed:
        return
    until("it waits, or is gone", lambda: "waiting" in machine.pending() or machine.file("/run/killed").exists())
    confirming = subprocess.Popen(
        ["nsenter", "-t", str(machine.process.pid), "-n", "-m", "-u", "sh", PROGRAM, "network", "confirm", answer.stdout.split()[1]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    until("the kill", lambda: machine.file("/run/killed").exists())
    confirming.kill()
    confirming.wait()


def whole(segment, machine, address):
    assert machine.pending() == []
    assert machine.addresses("eth0") == {f"{address}/24"} and machine.gateway() == "192.0.2.1"
    assert segment.reaches(address)
    assert f"static {address}/24" in machine.settings()


def test_every_phase_has_its_kill(appliance):
    assert appliance.privileged("network", "phases").stdout.split() == list(KILLS)


@pytest.mark.parametrize("phase", KILLS)
def test_a_kill_in_this_phase_leaves_a_network_that_works(segment, appliance, phase):
    arm(appliance, phase)
    change(appliance, phase == "confirming")
    until("the kill", lambda: appliance.file("/run/killed").exists(), 30)

    appliance.privileged("network", "tend")

    whole(segment, appliance, KILLS[phase])


@pytest.mark.parametrize("phase", ["applying", "waiting"])
def test_a_kill_while_an_address_comes_by_dhcp_leaves_the_old_one_and_no_client(segment, appliance, phase):
    segment.serve_dhcp()
    arm(appliance, phase)
    change(appliance, False, "ipv4 eth0 dhcp\n")
    until("the kill", lambda: appliance.file("/run/killed").exists(), 60)

    appliance.privileged("network", "tend")

    whole(segment, appliance, OLD)
    assert "dhclient" not in appliance.programs(), "a client that is left would bring its address again"


@pytest.mark.parametrize("phase", KILLS)
def test_a_power_cut_in_this_phase_leaves_a_network_that_works(segment, appliance, phase):
    arm(appliance, phase)
    change(appliance, phase == "confirming")
    until("the kill", lambda: appliance.file("/run/killed").exists(), 30)
    # what the kernel held is lost; what the disk held is not
    appliance.run("ip", "addr", "flush", "dev", "eth0")
    appliance.file("/run/dead.pid").touch()

    appliance.privileged("network", "boot")

    if phase == "saving":
        # nothing was adopted yet: the system's own start-up still brings the old network up
        assert appliance.pending() == []
    else:
        whole(segment, appliance, KILLS[phase])


@pytest.mark.parametrize("number", sorted(random.Random(SEED).sample(range(1, 9), 3)))
def test_a_kill_between_two_commands_leaves_a_network_that_works(segment, appliance, number):
    arm_command(appliance, number)
    appliance.privileged("network", "apply", 5, given=WANTED)
    until("the kill", lambda: appliance.file("/run/count").exists() and len(appliance.file("/run/count").read_text().split()) >= number, 30)
    until("tending reverts it", lambda: appliance.privileged("network", "tend") and not appliance.pending(), 20)
    whole(segment, appliance, OLD)


@pytest.mark.parametrize("doing", ["carry-out {change}", "apply 600", "tend"])
def test_a_process_that_got_the_number_of_a_killed_one_carries_nothing_out(segment, appliance, doing):
    change = appliance.privileged("network", "apply", 600, given=WANTED).stdout.split()[1]
    until("it waits", lambda: "waiting" in appliance.pending())
    pid = appliance.file(f"{STATE}/pending/pid")
    carrier, birth = pid.read_text().split()
    appliance.run("kill", "-9", carrier)
    words = ("connector-privileged", "network", *doing.format(change=change).split())
    other = appliance.start("sh", "-c", "sleep 3600; :", *words)
    until("it looks like one", lambda: " ".join(words) in appliance.run("ps", "-ww", "-p", str(other.pid), "-o", "args=", check=False).stdout)
    pid.write_text(f"{other.pid} {birth}\n")

    appliance.privileged("network", "tend")

    whole(segment, appliance, OLD)


def test_a_change_that_is_carried_out_is_left_alone(segment, appliance):
    appliance.privileged("network", "apply", 30, given=WANTED)
    until("it waits", lambda: "waiting" in appliance.pending())
    appliance.privileged("network", "tend")
    assert "waiting" in appliance.pending() and segment.reaches(NEW)
