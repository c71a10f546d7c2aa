"""Pictures of every page of the console, to be looked at: at two widths, in both themes and both languages. Kept out of git.

Boots the lab and the built distribution, replicates a VM, and drives Debian's Chromium. Complains of a page that is wider than
its window, of what axe-core finds, and of every message in the browser's log, such as what the content policy refused.
"""

import argparse
import base64
import pathlib
import re
import shutil
import sys
import tempfile

from harness.browser import Browser
from harness.lab import Lab
from harness.publisher import QuickPublisher, marked, without
from harness.upgradable import Upgradable

PASSWORD = "a console to look at 1"
WIDTHS = (360, 1440)
HEIGHT = 900
CONSOLE = "system/console/connector-"
BEFORE_LOGIN = {"welcome": "welcome", "welcome-licence": "welcome?step=licence", "welcome-password": "welcome?step=password&licence=x"}
STEPS = ["licence", "password", "network", "preferences", "aws", "vcenter", "certificate", "register"]
PAGES = ["dashboard", "health", "inventory", "jobs", "users", "account", "sessions", "keys", "audit", "trust", "notifications", "certificate", "network", "logs", "upgrades", "setup"]
HOSTILE = "<img src=x onerror=alert(1)>${app.root}"
TOUR = ("dashboard", "run-going")


class Album:
    """Takes the pictures, and keeps what was wrong on the way."""

    def __init__(self, browser, url, directory):
        self.browser, self.url, self.directory = browser, url, directory
        self.found, self.only = [], None
        self.language, self.theme = "en", "light"

    def look(self, language, theme):
        self.language, self.theme = language, theme
        self.browser.open(f"{self.url}ui/look?language={language}&theme={theme}&next=/welcome")
        self.browser.complaints()

    def page(self, name, path, may_fail=False, before=None):
        self.browser.open(self.url + path)
        self.browser.await_that("the page", lambda here: here.driver.execute_script("return document.readyState") == "complete")
        if before:
            before(self.browser)
        self.shown(name, may_fail)

    def shown(self, name, may_fail=False):
        what = f"{name} ({self.language}, {self.theme})"
        if not may_fail:
            self.found += [f"{what}: {line}" for line in self.browser.complaints()]
        self.found += [f"{what} says in English: {text}" for text in self.browser.english()]
        for width in WIDTHS:
            self._picture(width, self.directory / f"{name}-{self.language}-{self.theme}-{width}.png")
            if self.browser.width_over() > 0:
                self.found.append(f"{what} is {self.browser.width_over()} pixels wider than {width}")
            self.found += [f"{what}, {width}: {rule}: {nodes}" for rule, nodes in self.browser.violations().items()]
        self.browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.browser.complaints()

    def _picture(self, width, path):
        self.browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False})
        self.browser.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));")
        shot = self.browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        path.write_bytes(base64.b64decode(shot["data"]))

    def in_all_looks(self, take, languages=("en", "ja"), themes=("light", "dark")):
        for language in languages:
            for theme in themes:
                self.look(language, theme)
                take()


def first_pages(album, connector):
    """What is there before the first password."""
    album.in_all_looks(lambda: [album.page(name, path) for name, path in BEFORE_LOGIN.items()])
    album.look("en", "light")
    album.browser.open(album.url + BEFORE_LOGIN["welcome-password"])
    album.browser.type(code=(connector.home / "one-time-code").read_text(encoding="utf-8").strip(), password=PASSWORD, again=PASSWORD)
    album.browser.click_through("main button.primary")


def setup_pages(album):
    """The wizard before anything is answered, and the empty dashboard behind it."""
    def take():
        for step in STEPS:
            album.page(f"setup-{step}", f"{CONSOLE}setup?step={step}")
        album.page("dashboard-new", CONSOLE + "dashboard", may_fail=True)
    album.in_all_looks(take)


def run_that_waits(album, lab, connector):
    """A run that crawls through its blocks while it is looked at; then it goes on to its end."""
    made = lab.make_vm("web01", [{"sizeBytes": 384 << 20, "seed": 7}, {"sizeBytes": 192 << 20, "seed": 9}])
    strange = lab.make_vm(HOSTILE, [{"sizeBytes": 1 << 20, "seed": 8}])
    connector.await_run(connector.start_run(connector.create_job(lab.make_vm("db01", [{"sizeBytes": 32 << 20, "seed": 3}])["vm"])))
    rule = lab.fault("ebs", "PutSnapshotBlock", "delay", skip=300, count=0, delayMs=12000)
    run = connector.start_run(connector.create_job(made["vm"]))
    if not lab.await_hit(rule):
        raise RuntimeError("the run does not send")

    def take():
        album.page("run-going", f"{CONSOLE}runs/{run}", before=lambda here: here.await_that(
            "blocks and their rate", lambda page: page.find("#run progress").get_attribute("value") not in ("0", None)
            and page.find("[data-speed-line]").text))
        album.page("dashboard", CONSOLE + "dashboard", before=lambda here: here.await_text("#live", "web01"))
    album.in_all_looks(take)
    lab.clear_faults()
    return connector.await_run(run), made, strange


def opened(summaries):
    """Unfolds what a page folds away."""
    return lambda here: [summary.click() for summary in here.driver.find_elements("css selector", summaries)]


def choice_of_vms(album):
    """Chooses what has no job yet, and says where the choice is shown."""
    album.browser.open(album.url + CONSOLE + "inventory")
    album.browser.await_text("#estate", "web01")
    album.browser.click("#estate tbody [name=vm]")
    album.browser.click_through("[data-choosing] button.primary")
    return album.browser.driver.current_url.removeprefix(album.url)


def work_pages(album, run, made, strange):
    job, choice = run["jobId"], choice_of_vms(album)

    def take():
        for name in PAGES[1:]:
            before = (lambda here: here.await_text("#estate", "web01")) if name == "inventory" else None
            album.page(name, CONSOLE + name, before=before)
        album.page("vm", f"{CONSOLE}inventory/{made['vm']}")
        album.page("vm-new", f"{CONSOLE}inventory/{strange['vm']}", before=opened("main details > summary"))
        album.page("replicate", choice, before=lambda here: here.await_that(
            "the end of the checks", lambda page: page.find("#batch").get_attribute("aria-busy") == "false"))
        album.page("job", f"{CONSOLE}jobs/{job}")
        album.page("edit", f"{CONSOLE}edit/{job}")
        album.page("cutover", f"{CONSOLE}cutover/{job}")
        album.page("run", f"{CONSOLE}runs/{run['id']}")
        album.page("user", CONSOLE + "users/ann")
        album.page("gone", CONSOLE + "runs/sms-run-0", may_fail=True)
        album.page("nothing-found", CONSOLE + "audit?text=nothing+like+this")
        album.page("menu", CONSOLE + "users", before=lambda here: here.click("details.look summary"))
        album.page("keys-open", CONSOLE + "keys", before=opened("details.make summary"))
        album.page("notifications-open", CONSOLE + "notifications", before=opened("main details > summary"))
        album.page("logs-open", CONSOLE + "logs?text=nothing+like+this", before=opened("main details > summary"))
        album.browser.open(album.url + CONSOLE + "users/ann")
        album.browser.click("form[data-confirm] [value=delete] ~ button")
        album.shown("confirm")
    album.in_all_looks(take)


def made_pages(album, lab):
    """What is shown once, and a certificate that changed."""
    def take():
        album.browser.open(album.url + CONSOLE + "keys")
        album.browser.click("details.make summary")
        album.browser.click_through("details.make[open] button.primary")
        album.shown("keys-secret")
    album.in_all_looks(take)
    lab.call("POST", "/vcenter/certificate")
    album.browser.open(album.url + CONSOLE + "trust")
    album.browser.click_through("[name=action][value=look] ~ button")
    album.in_all_looks(lambda: album.page("trust-changed", CONSOLE + "trust"))
    album.look("en", "light")
    album.browser.open(album.url + CONSOLE + "account")
    album.browser.click_through("form[action='/logout'] button")
    album.in_all_looks(lambda: album.page("login", "login"))


def upgrade_pages(album, upgradable, releases):
    """A plan before it is confirmed, an upgrade under way, and what became of it and of a bad one."""
    notes = "Runs over slow lines go on sooner.\nReads disks of hosts that ask for a second look.\n"
    good = releases.release("0.2.0", {name: marked("2") for name in ("vsphere", "aws", "disk-streaming")}, notes)
    bad = releases.release("0.2.1", {"disk-streaming": without("OSGI-INF/")})

    def plan():
        album.browser.open(album.url + CONSOLE + "upgrades")
        album.browser.type(file=str(good))
        album.browser.click_through("#file-title ~ form button")
        album.shown("upgrades-plan")
    album.in_all_looks(plan)
    album.browser.click_through("section[aria-labelledby=plan-title] button.primary")
    album.in_all_looks(lambda: album.page("upgrades-going", CONSOLE + "upgrades", before=lambda here: here.await_that(
        "the new set is watched", lambda page: page.find("#upgrade").get_attribute("data-stage") == "WATCHING")))
    upgradable.await_stage("IDLE")
    begun = upgradable.apply(bad)["startedAt"]
    album.in_all_looks(lambda: [album.page("upgrades-done", CONSOLE + "upgrades"),
                                album.page("upgrades-past", f"{CONSOLE}upgrades?of={begun}")])


def start_page(album, password):
    """What somebody sees who logs in with a password that they were given."""
    album.browser.open(album.url + "login")
    album.browser.type(username="ann", password=password)
    album.browser.enter("main [name=password]")
    album.in_all_looks(lambda: album.page("account-start", CONSOLE + "account"))


def tour(directory, target):
    """The two pictures of README."""
    for name in TOUR:
        shutil.copyfile(directory / f"{name}-en-light-1440.png", target / f"console-{name.removesuffix('-going')}.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", type=pathlib.Path, required=True)
    parser.add_argument("--distribution", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--tour", type=pathlib.Path, help="also renews README's pictures in this directory")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    for old in wanted.out.glob("*.png"):
        if re.fullmatch(r"[a-z0-9-]+-(en|ja)-(light|dark)-[0-9]+\.png", old.name):
            old.unlink()
    with tempfile.TemporaryDirectory() as place:
        work = pathlib.Path(place)
        (work / "profile").mkdir()
        lab = Lab(wanted.lab, work / "lab")
        releases = QuickPublisher(wanted.distribution, work)
        # long enough for all pictures of an upgrade under way
        upgradable = Upgradable(wanted.distribution, work / "home", releases.root, "watchSeconds=60\n")
        connector = upgradable.daemon
        album = Album(Browser(work / "profile"), connector.url, wanted.out)
        try:
            first_pages(album, connector)
            setup_pages(album)
            connector.set_up(lab.setup_document())
            album.browser.open(album.url + CONSOLE + "users")
            album.browser.type(name="ann")
            album.browser.click_through("main .stack button.primary")
            given = album.browser.find("#secret").get_attribute("value")
            album.shown("users-password")
            run, made, strange = run_that_waits(album, lab, connector)
            work_pages(album, run, made, strange)
            upgrade_pages(album, upgradable, releases)
            made_pages(album, lab)
            start_page(album, given)
        finally:
            album.browser.close()
            connector.stop()
            lab.stop()
    if wanted.tour:
        tour(wanted.out, wanted.tour)
    for line in album.found:
        print(line)
    print(f"{len(list(wanted.out.glob('*.png')))} pictures in {wanted.out}, {len(album.found)} complaints")
    return 1 if album.found else 0


if __name__ == "__main__":
    sys.exit(main())
