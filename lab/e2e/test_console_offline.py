"""The strip that says that the connector does not answer: there while it is away, gone when it is back."""

import pytest

from harness.browser import Browser

PASSWORD = "a console that goes away 1"
DASHBOARD = "system/console/connector-dashboard"


@pytest.fixture
def dashboard(lab, connector, tmp_path):
    connector.set_up({**lab.setup_document(), "administrator": {"password": PASSWORD}})
    (tmp_path / "profile").mkdir()
    browser = Browser(tmp_path / "profile")
    browser.open(connector.url + "login")
    browser.type(username="admin", password=PASSWORD)
    browser.enter("main [name=password]")
    yield browser
    browser.close()


def strip(browser):
    return browser.find("#offline").is_displayed()


def streaming(browser):
    """Waits until the page has an answer on its stream of events."""
    browser.driver.execute_script("document.addEventListener('live', () => { window.told = (window.told || 0) + 1; })")
    browser.await_that("the stream's word", lambda here: here.driver.execute_script("return window.told > 0"))


def test_the_strip_comes_and_goes_with_the_daemon(dashboard, connector):
    dashboard.open(connector.url + DASHBOARD)
    streaming(dashboard)
    assert not strip(dashboard)
    connector.kill()
    dashboard.await_that("the strip", strip)
    assert "The connector does not answer" in dashboard.find("#offline").text
    connector.start()
    # the session outlives the daemon, and the page goes on without being loaded again
    dashboard.await_that("that the strip is gone", lambda here: not strip(here))
    dashboard.driver.execute_script("window.told = 0")
    dashboard.await_that("the stream's word again", lambda here: here.driver.execute_script("return window.told > 0"))


#: in place of the browser's own: it fails when it is told to, and the clock goes on when it is told to
PLANTED = """
const streams = [], timers = new Map();
let now = 0, last = 0;
window.setTimeout = (work, delay = 0) => { timers.set(++last, {work, at: now + delay}); return last; };
window.clearTimeout = (id) => timers.delete(id);
window.pass = (time) => {
  now += time;
  for (const [id, timer] of [...timers].filter(([, timer]) => timer.at <= now)) { timers.delete(id); timer.work(); }
};
window.EventSource = class {
  static CLOSED = 2;
  constructor() { this.readyState = 0; streams.push(this); }
  close() { this.readyState = 2; }
};
window.stream = () => streams.at(-1);
"""


def test_errors_one_after_the_other_leave_no_strip_behind_once_an_answer_came(dashboard, connector):
    dashboard.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": PLANTED})
    dashboard.open(connector.url + DASHBOARD)
    run = dashboard.driver.execute_script
    run("stream().onerror(); pass(1000); stream().onerror(); pass(1000); stream().onopen(); pass(10000);")
    assert not strip(dashboard), "the first error's timer was forgotten"
    run("stream().onerror(); pass(3000); stream().onerror(); pass(1500);")
    assert strip(dashboard), "a second error puts the strip off"
    run("stream().onopen();")
    assert not strip(dashboard)
    # whose session has ended meanwhile is led to the log-in, instead of being told that nobody answers
    dashboard.driver.delete_all_cookies()
    run("stream().readyState = 2; stream().onerror(); pass(2000);")
    dashboard.await_that("the log-in", lambda here: here.find("main [name=password]").is_displayed())
