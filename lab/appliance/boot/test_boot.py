"""The stand-in's first start and its life after a power cut, under software emulation. How long it takes depends on the machine, so
that no time is demanded here; it is printed."""

import socket
import subprocess

import machine
import pytest

NAME = "connector.lab.example"


@pytest.fixture(scope="module")
def appliance(disk, folder):
    place = folder / "machine"
    place.mkdir()
    subprocess.run(["cp", "--sparse=always", disk, place / "disk.raw"], check=True, timeout=1800)
    started = machine.Appliance(place / "disk.raw", place, [("hostname", NAME), ("suffixes", "lab.example")]).start()
    yield started
    started.close()


def test_it_answers_at_its_first_start(appliance, capsys):
    seconds, processor = appliance.until_it_answers()
    with capsys.disabled():
        print(f"\n        first start to HTTPS: {seconds:.0f} s, in which the emulation used {processor:.0f} s of processor time")
    assert "BEGIN CERTIFICATE" in appliance.certificate()


def test_the_properties_on_the_cd_came_through(appliance):
    assert f"first boot: network: ipv4 eth0 dhcp; ipv6 eth0 auto; hostname {NAME}; search lab.example" in appliance.console.read_text(errors="replace")


def test_nothing_else_lets_in(appliance):
    """QEMU takes the connection itself, and drops it when the guest refuses."""
    with socket.create_connection(("127.0.0.1", appliance.ssh), timeout=60) as connection:
        connection.settimeout(60)
        try:
            said = connection.recv(100)
        except (ConnectionResetError, TimeoutError):
            said = b""
    assert not said.startswith(b"SSH")


def test_a_power_cut_changes_nothing(appliance, capsys):
    before = appliance.certificate()
    appliance.cut_power()
    appliance.start()
    seconds, processor = appliance.until_it_answers()
    with capsys.disabled():
        print(f"\n        after a power cut to HTTPS: {seconds:.0f} s, {processor:.0f} s of processor time")
    assert appliance.certificate() == before
