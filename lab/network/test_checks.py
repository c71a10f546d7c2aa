"""What the shipped daemon finds by asking its network: another machine's address, name servers, a real proxy on another machine."""

import pytest

from behind import LabBehindProxy
from daemon import NEW, Scene, seen_from
from harness.connector import CommandFailed
from machines import Machine, Segment

PASSWORD = "a-proxys-own-word"
DUMB = "192.0.2.77"


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    made = Scene(tmp_path_factory.mktemp("checks"))
    yield made
    made.close()


def static(address, *servers):
    return {
        "interfaces": [{"name": "eth0", "ipv4": {"method": "STATIC", "address": f"{address}/24", "gateway": Segment.ADDRESS}}],
        "nameServers": list(servers), "searchDomains": [],
    }


def test_another_machine_s_address_is_refused_by_name_before_anything_is_done(scene, tmp_path):
    other = Machine("other", tmp_path)
    try:
        scene.segment.join(other, "eth0")
        other.run("ip", "addr", "add", f"{NEW}/24", "dev", "eth0")
        with seen_from(scene.segment):
            refused = scene.daemon.refused("network/changes", {"settings": static(NEW), "confirmSeconds": 60})
        with pytest.raises(CommandFailed, match=f"(?s)Another machine.*{NEW}.*an address that is free"):
            scene.daemon.command("network", "static", "eth0", f"{NEW}/24", "--gateway", Segment.ADDRESS)
    finally:
        other.close()
    assert (refused["status"], refused["code"]) == (422, "NETWORK_SETTINGS_WRONG"), refused
    assert refused["detail"] == f"$.interfaces[0].ipv4.address: Another machine on this network answers for {NEW}"
    assert scene.machine.pending() == []
    with seen_from(scene.segment):
        found = scene.daemon.post("network/check", static(NEW))["findings"]
    assert [finding for finding in found if finding["blocking"]] == [], "the other machine is gone"


def test_a_name_server_that_answers_and_one_that_does_not(scene):
    scene.segment.serve_dhcp()
    with seen_from(scene.segment):
        found = scene.daemon.post("network/check", static(NEW, Segment.ADDRESS, DUMB))["findings"]
    assert [finding["path"] for finding in found] == ["$.nameServers[1]"], found
    assert DUMB in found[0]["message"] and "doesn't answer" in found[0]["message"]


@pytest.fixture
def site(scene, tmp_path):
    """AWS is reached by the proxy or not at all."""
    behind = LabBehindProxy(scene.segment, tmp_path, PASSWORD)
    yield scene.daemon, behind.proxy, behind.document
    behind.close()


def test_aws_is_reached_by_a_proxy_of_the_segment_and_another_is_refused(site):
    daemon, proxy, document = site
    with pytest.raises(CommandFailed):
        daemon.set_up(document)
    wrong = {**proxy.settings(), "password": "another-word"}
    with pytest.raises(CommandFailed, match="(?i)proxy"):
        daemon.set_up({**document, "proxy": wrong})
    assert daemon.set_up({**document, "proxy": proxy.settings()})["state"] == "REGISTERED"
    shown = daemon.json("network", "proxy")
    assert (shown["proxy"]["host"], shown["proxy"]["port"], shown["inForce"]) == (Segment.ADDRESS, proxy.port, True)
    before = proxy.seen().count("CONNECT")
    assert before > 0 and PASSWORD not in daemon.output()
    # one where nobody listens: it is checked with AWS first, and the one in force stays
    with pytest.raises(CommandFailed, match="(?i)proxy"):
        daemon.command("network", "proxy", f"{Segment.ADDRESS}:9")
    assert daemon.json("network", "proxy")["proxy"]["port"] == proxy.port
    with pytest.raises(CommandFailed):
        daemon.command("network", "proxy", "--none")
    assert daemon.json("network", "proxy")["proxy"]["port"] == proxy.port
    daemon.command("aws", "permissions")
    assert proxy.seen().count("CONNECT") > before
