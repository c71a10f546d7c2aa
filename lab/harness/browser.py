"""Debian's Chromium, driven as a person would: by what is seen on the page, with every click counted."""

import pathlib
import shutil

import axe_core_python
from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException, StaleElementReferenceException, TimeoutException, WebDriverException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

SECONDS = 30
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=en",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
             "--ignore-certificate-errors", "--window-size=1280,900"]
AXE = pathlib.Path(axe_core_python.__file__).with_name("axe.min.js")


def _program(name):
    found = shutil.which(name)
    if not found:
        raise RuntimeError(f"{name} is missing; install it with: apt-get install chromium chromium-driver")
    return found


ENGLISH = r"""
if (document.documentElement.lang === "en") { return []; }
const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    if (/(?:^|\s)[A-Za-z][a-z’']*(?:,? [a-z][a-z’']*){4,}/.test(text) && !texts.currentNode.parentElement.closest("[lang=en], code, pre, .path, script, option")) {
        found.push(text.slice(0, 120));
    }
}
return found;"""


class Browser:
    """One Chromium with a profile of its own; `profile` is an empty directory."""

    def __init__(self, profile):
        options = webdriver.ChromeOptions()
        options.binary_location = _program("chromium")
        for argument in [*ARGUMENTS, f"--user-data-dir={profile}"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(_program("chromedriver")))
        self.driver.set_page_load_timeout(SECONDS)
        self.clicks = 0

    def close(self):
        self.driver.quit()

    # --- looking

    def open(self, url):
        self.driver.get(url)

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def await_that(self, what, condition, seconds=SECONDS):
        """Waits until condition(browser) is true; else fails with what was awaited and what the page says."""
        wait = WebDriverWait(self.driver, seconds, 0.1, [NoSuchElementException, StaleElementReferenceException])
        try:
            return wait.until(lambda _: condition(self))
        except TimeoutException:
            # the page as it is now: at the beginning another one may just have been on its way
            raise AssertionError(f"{what}; {self.driver.current_url} says: {self.find('body').text[:1500]}") from None

    def await_text(self, css, text, seconds=SECONDS):
        return self.await_that(f"{text!r} in {css}", lambda here: text in here.find(css).text, seconds)

    def status(self):
        """The HTTP status of the page that is shown."""
        return self.driver.execute_script("return performance.getEntriesByType('navigation')[0].responseStatus")

    def width_over(self):
        """By how many pixels the page is wider than its window."""
        return self.driver.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def complaints(self):
        """What the browser's log says since the last look: refused scripts, missing files. Whoever clicks before a page's own
        focus is set, as a busy machine lets a test, is told of that too, which is no fault of the page."""
        said = [line["message"] for line in self.driver.get_log("browser")]
        return [message for message in said if "Autofocus processing was blocked" not in message]

    def violations(self):
        """What axe-core finds: rule, and the elements that break it."""
        self.driver.execute_script(AXE.read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']})"
            ".then((found) => done({found: found.violations}), (failed) => done({failed: String(failed)}));")
        if "failed" in found:
            raise RuntimeError(f"axe-core failed: {found['failed']}")
        return {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found["found"]}

    def english(self):
        """Sentences in English on a page in another language: five words in a row, but for what says that it is English, names and code."""
        return self.driver.execute_script(ENGLISH)

    # --- acting

    def click(self, css):
        """Clicks; what the page's script replaces at that very moment is looked for again."""
        self.await_that(f"something to click on at {css}", lambda here: here.find(css).click() or True)
        self.clicks += 1

    def click_through(self, css):
        """Clicks on what leads to another page, and waits for that page."""
        before = self.find("html")
        self.click(css)
        WebDriverWait(self.driver, SECONDS, 0.05).until(lambda _: self._replaced(before), f"{css} leads nowhere")

    def enter(self, css):
        """Sends the form by the keyboard."""
        before = self.find("html")
        self.find(css).send_keys(Keys.ENTER)
        WebDriverWait(self.driver, SECONDS, 0.05).until(lambda _: self._replaced(before), f"{css} leads nowhere")

    def _replaced(self, before):
        try:
            before.is_enabled()
            return False
        except WebDriverException as gone:
            # Chromium says it in either way while the page goes
            if not isinstance(gone, StaleElementReferenceException) and "does not belong to the document" not in str(gone):
                raise
            return self.driver.execute_script("return document.readyState") == "complete"

    def type(self, **fields):
        """Types into fields by their name."""
        for name, text in fields.items():
            field = self.find(f"main [name='{name}']")
            field.clear()
            field.send_keys(text)

    def choose(self, css, value):
        Select(self.find(css)).select_by_value(value)
