"""The console by the keyboard alone: the log-in, the menu, a page, a dialog; whatever has the focus shows it."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from harness.browser import Browser

PASSWORD = "a console without a mouse 1"
CONSOLE = "system/console/connector-"
MOST_STOPS = 80
#: whether the focus can be seen: an outline, or a shadow in its place
SEEN = """
const here = document.activeElement, style = getComputedStyle(here);
return here === document.body || here.matches(":focus-visible")
    && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none");"""


@pytest.fixture
def browser(lab, connector, tmp_path):
    connector.set_up({**lab.setup_document(), "administrator": {"password": PASSWORD}})
    (tmp_path / "profile").mkdir()
    opened = Browser(tmp_path / "profile")
    opened.open(connector.url + "login")
    yield opened
    opened.close()


def press(browser, keys):
    ActionChains(browser.driver).send_keys(keys).perform()


def focused(browser, css):
    return browser.driver.execute_script("return document.activeElement.matches(arguments[0])", css)


def tab_to(browser, css):
    """Goes on by Tab until it is there; the focus is to be seen at each stop on the way."""
    for _ in range(MOST_STOPS):
        if focused(browser, css):
            return
        press(browser, Keys.TAB)
        where = browser.driver.execute_script("return document.activeElement.outerHTML.slice(0, 150)")
        assert browser.driver.execute_script(SEEN), f"nobody sees the focus at {where}"
    raise AssertionError(f"{css} is not among the first {MOST_STOPS} stops of {browser.driver.current_url}")


def lands(browser, page):
    browser.await_that(page, lambda here: page in here.driver.current_url
                       and here.driver.execute_script("return document.readyState") == "complete")


def test_log_in_menu_page_and_dialog_by_the_keyboard_alone(browser):
    tab_to(browser, "main [name=username]")
    press(browser, "admin")
    tab_to(browser, "main [name=password]")
    press(browser, PASSWORD + Keys.ENTER)
    lands(browser, CONSOLE + "dashboard")
    # the first stop leads past the navigation
    tab_to(browser, "a.skip")
    press(browser, Keys.ENTER)
    browser.await_that("the focus in the page", lambda here: focused(here, "#main"))
    tab_to(browser, "details.look summary")
    press(browser, Keys.ENTER)
    browser.await_that("the menu", lambda here: here.find("details.look").get_attribute("open") is not None)
    tab_to(browser, "details.look[open] :is(a, button, input, select)")
    tab_to(browser, "header nav a[href$='connector-jobs']")
    press(browser, Keys.ENTER)
    lands(browser, CONSOLE + "jobs")
    tab_to(browser, "header nav a[href$='connector-users']")
    press(browser, Keys.ENTER)
    browser.await_that("the pages of administration", lambda here: here.find("nav.tabs a[href$='connector-certificate']"))
    tab_to(browser, "nav.tabs a[href$='connector-certificate']")
    press(browser, Keys.ENTER)
    lands(browser, CONSOLE + "certificate")
    before = browser.find("code.fingerprint").text
    tab_to(browser, "form[data-confirm] button")
    press(browser, Keys.ENTER)
    browser.await_that("the question", lambda here: focused(here, "dialog[open] button"))
    assert browser.driver.execute_script(SEEN)
    tab_to(browser, "dialog[open] button.danger")
    press(browser, Keys.ESCAPE)
    browser.await_that("the end of the question", lambda here: not here.all("dialog"))
    assert focused(browser, "form[data-confirm] button"), "the focus is where it was"
    assert browser.find("code.fingerprint").text == before
