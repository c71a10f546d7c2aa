"""The network in the console, in a real browser on another machine of the segment: changed, found again at the new address, kept or lost."""

import pytest

from daemon import NEW, OLD, PASSWORD, Scene, seen_from
from harness.browser import Browser
from machines import until

NETWORK = "system/console/connector-network"
KEPT = f"ipv4 eth0 static {OLD}/24 192.0.2.1\n"
LIMIT_SECONDS = 120


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    made = Scene(tmp_path_factory.mktemp("console"))
    yield made
    made.close()


def judged(browser, page):
    found = [f"{page}: {rule}: {nodes}" for rule, nodes in browser.violations().items()]
    found += [f"{page}: {line}" for line in browser.complaints() if "ERR_" not in line and "422" not in line]
    assert found == [] and browser.width_over() <= 0


def log_in(browser):
    browser.type(username="admin", password=PASSWORD)
    browser.enter("main [name=password]")


def first_password(browser, scene):
    browser.open(f"{scene.daemon.url}ui/look?language=en&next=/welcome")
    browser.open(f"{scene.daemon.url}welcome?step=password&licence=x")
    code = (scene.daemon.home / "one-time-code").read_text(encoding="utf-8").strip()
    browser.type(code=code, password=PASSWORD, again=PASSWORD)
    browser.click_through("main button.primary")


def test_the_console_moves_the_machine_and_finds_it_again(scene, tmp_path):
    with seen_from(scene.segment):
        browser = Browser(tmp_path)
        try:
            first_password(browser, scene)
            wizard_to_plan(browser, scene)
            moves_and_keeps(browser, scene)
            comes_back_by_itself(browser, scene)
        finally:
            browser.close()
    scene.machine.privileged("network", "apply", 60, given=KEPT)
    until("it waits", lambda: "waiting" in scene.machine.pending())
    scene.machine.privileged("network", "confirm", scene.machine.pending()[1])


def wizard_to_plan(browser, scene):
    """What is in force stands in the wizard; a mistake is named, then what would be run is shown."""
    browser.open(f"{scene.daemon.url}system/console/connector-setup?step=network")
    browser.await_text("main", f"{OLD}/24")
    browser.click("details.addresses > summary")
    judged(browser, "wizard")
    browser.choose("[name='v4.method.0']", "static")
    browser.type(**{"v4.address.0": NEW, "v4.mask.0": "255.255.255.0", "v4.gateway.0": "198.51.100.1", "searchDomains": "lab.example"})
    browser.click_through("button[value=check]")
    assert browser.status() == 422 and "198.51.100.1" in browser.find("main .note.bad").text
    judged(browser, "refused")
    browser.type(**{"v4.gateway.0": "192.0.2.1"})
    browser.click_through("button[value=check]")
    browser.click("details.plan > summary")
    assert f"ip -4 addr add {NEW}/24 dev eth0" in browser.find("details.plan pre").text.splitlines()
    judged(browser, "plan")


def moves_and_keeps(browser, scene):
    browser.choose("[name=seconds]", "600")
    browser.click_through("button[value=apply]")
    link = browser.find("#change .plain a").get_attribute("href")
    assert link == f"https://{NEW}:8443/{NETWORK}?from=setup"
    judged(browser, "countdown")
    browser.await_that("the old address is gone", lambda here: here.find("#moved").is_displayed())
    assert scene.machine.addresses("eth0") == {f"{NEW}/24"}
    browser.open(link)
    log_in(browser)
    browser.await_that("it waits here too", lambda here: here.find("#change").get_attribute("data-phase") == "WAITING")
    before = int(browser.find("[data-left]").text)
    browser.await_that("it counts", lambda here: int(here.find("[data-left]").text) < before)
    judged(browser, "countdown at the new address")
    browser.click_through("#change button.primary")
    # the page's script may have seen the end first, and loaded the page that tells it
    told = browser.find("main .note.done").text
    assert "The change is kept." in told or "The change was kept." in told
    assert scene.machine.pending() == [] and "search lab.example" in scene.machine.settings()


def comes_back_by_itself(browser, scene):
    """Nobody confirms: the page that stayed at its address is there again, and says what became of it."""
    browser.open(f"https://{NEW}:8443/ui/look?language=ja&next=/{NETWORK}")
    scene.machine.privileged("network", "apply", 15, given=f"ipv4 eth0 static {OLD}/24 192.0.2.1\n")
    browser.open(f"https://{NEW}:8443/{NETWORK}")
    browser.await_text("main .note.warn", "変更は取り消され", LIMIT_SECONDS)
    assert scene.machine.addresses("eth0") == {f"{NEW}/24"} and not browser.all("#change")
    judged(browser, "taken back")
