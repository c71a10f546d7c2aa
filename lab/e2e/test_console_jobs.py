"""The pages of jobs, walked in a real browser: many VMs at once, from the choice in the inventory to their jobs."""

import pytest

from harness.browser import Browser

PASSWORD = "a console full of jobs 1"
CONSOLE = "system/console/connector-"
PREFIX = "fleet"
VMS = 4


class Pages:
    """A browser that is logged in, and what was found wrong on the pages that were passed."""

    def __init__(self, lab, connector, profile):
        self.lab, self.connector = lab, connector
        self.browser = Browser(profile)
        self.wrong, self.passed = [], []

    def open(self, path):
        self.browser.open(self.connector.url + path)

    def look(self, page):
        """Judges the page that is shown, at the width of a telephone too."""
        self.passed.append(page)
        driver = self.browser.driver
        self.wrong += [f"{page}: {rule}: {nodes}" for rule, nodes in self.browser.violations().items()]
        self.wrong += [f"{page}: {line}" for line in self.browser.complaints()]
        for width in (1280, 500):
            driver.set_window_size(width, 900)
            if self.browser.width_over() > 0:
                self.wrong.append(f"{page} is {self.browser.width_over()} pixels wider than a window of {width}")
        driver.set_window_size(1280, 900)

    def job_of(self, vm):
        return next(job for job in self.connector.get("jobs") if job["vmName"] == vm)


@pytest.fixture(scope="module")
def pages(lab, connector, tmp_path_factory):
    document = {**lab.setup_document(), "administrator": {"password": PASSWORD}}
    # who may also power off and on
    user = lab.vcenter_user("administrator@vsphere.local")
    document["vcenter"] |= {"user": user["name"], "password": user["password"]}
    connector.set_up(document)
    for number in range(VMS):
        lab.make_vm(f"{PREFIX}0{number}", [{"sizeBytes": 2 << 20, "seed": 40 + number}])
    shown = Pages(lab, connector, tmp_path_factory.mktemp("profile"))
    shown.open("login")
    shown.browser.type(username="admin", password=PASSWORD)
    shown.browser.enter("main [name=password]")
    yield shown
    shown.browser.close()


def settled(browser):
    browser.await_that("an end of the work", lambda here: here.find("#batch").get_attribute("aria-busy") == "false")


def test_many_vms_are_chosen_checked_and_given_jobs(pages):
    browser = pages.browser
    pages.open(CONSOLE + "inventory?again=yes")
    browser.await_text("#estate", f"{PREFIX}0{VMS - 1}")
    browser.type(text=PREFIX)
    browser.await_that("the VMs alone", lambda here: len(here.all("#estate tbody tr")) == VMS)
    browser.click("#estate [data-choose-page]")
    # a choice survives the search for others
    browser.type(text=f"{PREFIX}00")
    browser.await_that("one VM alone", lambda here: len(here.all("#estate tbody tr")) == 1)
    browser.await_text("[data-chosen]", f"{VMS} chosen")
    assert browser.find("#estate tbody [name=vm]").is_selected()
    pages.look("inventory, chosen")
    browser.click_through("#estate button[value=choose]")
    settled(browser)
    assert len(browser.all("#batch tbody [name=vm]")) == VMS
    pages.look("many VMs, checked")
    browser.click(f"#batch tbody tr:nth-child({VMS}) [name=vm]")
    browser.click("main [name=schedule][value=every]")
    browser.choose("#hours", "6")
    browser.type(description="of the fleet", imagesToKeep="3", rate="2.5", kmsKeyId="alias/fleet")
    browser.enter("main [name=rate]")
    assert browser.status() == 422
    assert browser.find("#kmsKeyId-wrong").text
    assert browser.find("#rate").get_attribute("value") == "2.5"
    browser.complaints()  # of the 422
    pages.look("many VMs, refused")
    assert pages.connector.get("jobs") == []
    browser.type(kmsKeyId="", startAt="")
    browser.driver.execute_script("document.querySelectorAll('#batch [name=vm]')[arguments[0]].checked = false", VMS - 1)
    browser.click_through("main button[value=make]")
    settled(browser)
    browser.await_text("#batch", f"{VMS - 1} jobs were made, 0 failed")
    pages.look("many VMs, made")
    jobs = pages.connector.get("jobs")
    assert sorted(job["vmName"] for job in jobs) == [f"{PREFIX}0{number}" for number in range(VMS - 1)]
    assert all(job["schedule"]["hours"] == 6 and job["image"]["imagesToKeep"] == 3 for job in jobs)
    assert all(job["bytesPerSecond"] == 5 << 19 for job in jobs)


def test_a_page_that_is_being_filled_goes_on_after_an_answer_was_lost(pages):
    browser, driver = pages.browser, pages.browser.driver
    rule = pages.lab.hold("vcenter", "RetrievePropertiesEx", "before")
    try:
        pages.open(CONSOLE + "inventory?again=yes")
        assert browser.find("#estate").get_attribute("aria-busy") == "true"
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*part=yes*"]})
        driver.execute_script("window.lost = 0; document.addEventListener('htmx:sendError', () => window.lost++)")
        browser.await_that("two answers that are lost", lambda here: here.driver.execute_script("return window.lost") >= 2)
    finally:
        driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        pages.lab.release(rule, proceed=True)
    browser.await_that("the inventory", lambda here: here.find("#estate").get_attribute("aria-busy") == "false")
    assert f"{PREFIX}00" in browser.find("#estate").text
    browser.complaints()  # of what was blocked


def test_a_job_is_changed_and_two_people_notice_each_other(pages):
    browser, job = pages.browser, pages.job_of(f"{PREFIX}00")["id"]
    pages.open(f"{CONSOLE}edit/{job}")
    assert browser.find("[name=description]").get_attribute("value") == "of the fleet"
    pages.look("edit")
    # somebody else is faster, in another window
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    pages.open(f"{CONSOLE}edit/{job}")
    browser.type(description="by another")
    browser.click_through("main form button.primary")
    browser.await_text("main .note.done", "The job is changed.")
    browser.driver.close()
    browser.driver.switch_to.window(first)
    browser.type(description="by me")
    browser.click_through("main form button.primary")
    assert browser.status() == 409
    assert "by another" in browser.find("main .note.bad").text
    browser.complaints()  # of the 409
    pages.look("edit, crossed")
    browser.click_through("main form button.primary")
    browser.await_text("main .note.done", "The job is changed.")
    assert pages.connector.get(f"jobs/{job}")["description"] == "by me"
    pages.look("one job, changed")


def ready_to_cut_over(pages, vm):
    """Its job, paused: its schedule begins runs when it likes, and none may come between."""
    job = pages.job_of(vm)["id"]
    pages.connector.json("job", "pause", job)
    for run in pages.connector.get(f"jobs/{job}/runs"):
        pages.connector.await_run(run["id"])
    pages.open(f"{CONSOLE}cutover/{job}")
    return job


def powered_on(pages, vm):
    return next(one["poweredOn"] for one in pages.lab.call("GET", "/vcenter/vms") if one["name"] == vm)


def power_on_again(pages, vm):
    """The way back, as the run's page offers it."""
    assert not powered_on(pages, vm)
    pages.browser.click("#run form[action*=jobs] button")
    pages.browser.click_through("dialog button.danger")
    assert powered_on(pages, vm)


def test_a_cut_over_wants_the_name_tells_what_it_does_and_the_way_back(pages):
    browser = pages.browser
    ready_to_cut_over(pages, f"{PREFIX}01")
    pages.look("cut-over")
    browser.type(name=f"{PREFIX}00")
    browser.click_through("main form button.danger")
    assert browser.status() == 422
    browser.complaints()  # of the 422
    browser.type(name=f"{PREFIX}01")
    browser.click_through("main form button.danger")
    browser.await_text("#run", "Cut-over")
    pages.look("cut-over, going")
    assert "cutover" not in browser.driver.current_url
    browser.await_text("#run", "The final image is there. The guest is off", 120)
    pages.look("cut-over, done")
    power_on_again(pages, f"{PREFIX}01")


def test_a_cut_over_that_is_called_off_leaves_all_and_names_the_way_back(pages):
    browser = pages.browser
    ready_to_cut_over(pages, f"{PREFIX}02")
    rule = pages.lab.hold("ebs", "CompleteSnapshot", "before")
    browser.type(name=f"{PREFIX}02")
    browser.click_through("main form button.danger")
    assert pages.lab.await_hit(rule)
    browser.await_text("#run", "The guest is off. What is left is being carried over.")
    run = browser.driver.current_url.rsplit("/", 1)[1].split("?")[0]
    browser.click("#run form[data-confirm] button.danger")
    # the answer waits for what the run is at, so it is let go on meanwhile
    browser.click("dialog button.danger")
    pages.lab.release(rule, proceed=True)
    browser.await_text("#run", "there is no final image. Nothing was deleted", 120)
    assert pages.connector.run(run)["state"] == "DELETED"
    pages.look("cut-over, called off")
    power_on_again(pages, f"{PREFIX}02")


def test_no_page_of_jobs_shut_anybody_out(pages):
    assert len(pages.passed) >= 9, pages.passed
    assert pages.wrong == []
