"""The menu's items that look at servers, where some are set up: what is walked to, and a certificate that changed."""

import pytest

from terminals import built, machine_folder, site  # noqa: F401 (fixtures)
from behind import LabBehindProxy


@pytest.fixture(scope="module")
def servers(built, machine_folder):  # noqa: F811 (the fixtures above)
    behind = LabBehindProxy(built.segment, machine_folder / "servers", "a-proxys-own-word")
    answer = built.api("setup", {**behind.document, "proxy": behind.proxy.settings()})
    assert answer["state"] == "REGISTERED", answer
    yield behind
    behind.close()


def test_each_server_is_walked_to_step_by_step(site, servers):  # noqa: F811
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Connectivity test")
    told = person.expect("Press Enter to go on: ")
    assert servers.vcenter in told and "LOGIN ok" in told, told
    assert "failed" not in told, told


def test_a_certificate_that_changed_is_trusted_by_the_digits_that_were_told_alone(site, servers):  # noqa: F811
    before = servers.document["vcenter"]["fingerprint"]
    person = site.menu()
    person.answer("Press Enter for the menu: ")
    person.choose("Certificates of vCenter")
    told = person.expect("Press Enter to go on: ")
    assert servers.vcenter in told and plain(told).count(plain(before)) == 2, told
    person.line()

    shown = servers.call("POST", "/vcenter/certificate", {})["fingerprint"]
    assert plain(shown) != plain(before)
    for typed in (shown[:7], plain(before)[:8], ""):
        person.choose("Certificates of vCenter")
        told = person.expect("Enter to leave it: ")
        assert plain(before) in plain(told) and plain(shown) in plain(told), told
        person.line(typed)
        person.expect("It stays as it is." if typed == "" else "what was typed is not how")
        person.back()
    assert "trust.accept" not in [action for _, action, _ in site.trail()]

    person.choose("Certificates of vCenter")
    person.answer("Enter to leave it: ", shown.replace(":", "")[:8].upper())
    person.expect("It is trusted, alone and from now on.")
    person.back()
    assert site.acted("trust.accept") == ["BEGUN", "DONE"]
    person.choose("Connectivity test")
    told = person.expect("Press Enter to go on: ")
    assert "LOGIN ok" in told and "failed" not in told, told


def plain(text):
    """Fingerprints as their digits alone, however a terminal has broken them."""
    return "".join(text.replace(":", "").split()).lower()
