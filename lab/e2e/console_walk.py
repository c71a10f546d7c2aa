"""A walk through the web console in a real browser: what it says in either language, and the steps of the wizard."""

from harness.browser import Browser
from harness.connector import Connector

PASSWORD = "a console to walk through 1"
CONSOLE = "system/console/connector-"
WORDS = {
    "en": {"strong": "Strong", "healthy": "Healthy", "completed": "Completed", "equal": "Every block is equal.",
           "registered": "The connector is registered", "done": "Registered.", "dashboard": "Dashboard",
           "inventory": "Inventory", "changed": "certificate changed", "trusted": "trusted", "password": "The password is changed."},
    "ja": {"strong": "強い", "healthy": "正常", "completed": "完了", "equal": "すべてのブロックが一致しました。",
           "registered": "コネクタを登録しました", "done": "登録しました。", "dashboard": "ダッシュボード",
           "inventory": "インベントリ", "changed": "証明書が変更されました", "trusted": "信頼済み", "password": "パスワードを変更しました。"},
}


class Walk:
    """A fresh connector, a browser on it, and what was found wrong on the pages that were passed."""

    def __init__(self, lab, distribution, directory, language):
        self.lab, self.directory, self.language = lab, directory, language
        self.connector = Connector(distribution, directory / "home").start()
        self.wrong, self.passed = [], []
        self.browser = self.new_browser("first")

    def new_browser(self, name):
        profile = self.directory / f"profile-{name}"
        profile.mkdir()
        browser = Browser(profile)
        browser.open(f"{self.connector.url}ui/look?language={self.language}&next=/welcome")
        return browser

    def say(self, word):
        return WORDS[self.language][word]

    def look(self, page, browser=None):
        """Judges the page that is shown: accessible, not too wide, and the browser is content."""
        browser = browser or self.browser
        self.passed.append(page)
        self.wrong += [f"{page}: {rule}: {nodes}" for rule, nodes in browser.violations().items()]
        self.wrong += [f"{page}: {line}" for line in browser.complaints()]
        self.wrong += [f"{page} says in English: {text}" for text in browser.english()]
        for width in (1920, 1280):
            browser.driver.set_window_size(width, 900)
            if browser.width_over() > 0:
                self.wrong.append(f"{page} is {browser.width_over()} pixels wider than a window of {width}")

    def open(self, path):
        self.browser.open(self.connector.url + path)

    def stop(self):
        self.browser.close()
        self.connector.stop()


def go_on(walk, step):
    """Judges the step that is shown, then sends its form."""
    assert walk.browser.find("main [name=step]").get_attribute("value") == step, walk.browser.find("main").text
    walk.look(step)
    walk.browser.click_through("main form button.primary")


def welcome(walk):
    browser = walk.browser
    walk.open("")
    walk.look("welcome")
    browser.click_through("main a.primary")
    walk.look("licence")
    browser.click("main [name=licence]")
    browser.click_through("main button.primary")
    code = (walk.connector.home / "one-time-code").read_text(encoding="utf-8").strip()
    browser.type(code=code, password=PASSWORD, again=PASSWORD)
    assert browser.find("#strength-text").text == walk.say("strong")
    walk.look("password")
    browser.click_through("main button.primary")


def aws_keys(walk, secret):
    aws = walk.lab.setup_document()["aws"]
    walk.browser.type(region=aws["region"], accessKeyId=aws["accessKeyId"], secretAccessKey=secret)
    walk.browser.type(endpoints="\n".join(f"{name} {url}" for name, url in aws["endpoints"].items()), caBundle=aws["caBundle"])


def wrong_keys_are_named(walk):
    """A check names its fix; what was typed stays, and the secret does not."""
    browser = walk.browser
    walk.look("aws")
    browser.click("main details summary")
    aws_keys(walk, "wrong" * 8)
    browser.enter("main [name=secretAccessKey]")
    assert browser.status() == 422
    assert browser.find("main .note.bad").text.strip()
    assert browser.find("main [name=region]").get_attribute("value") == walk.lab.endpoints["aws"]["region"]
    assert browser.find("main [name=secretAccessKey]").get_attribute("value") == ""
    browser.complaints()  # the browser tells of every answer 422
    walk.look("aws, refused")


def proxy_is_kept(walk):
    """A proxy is taken, shown again without its password, and taken back."""
    browser, clicks = walk.browser, walk.browser.clicks
    browser.click("main details summary")
    browser.type(proxyHost="proxy.example", proxyPort="3128", proxyUser="walker", proxyPassword="planted", proxyExceptions=".example")
    walk.look("network, proxy")
    browser.enter("main [name=proxyPassword]")
    walk.open(CONSOLE + "setup?step=network")
    assert browser.find("main [name=proxyPort]").get_attribute("value") == "3128"
    assert browser.find("main [name=proxyPassword]").get_attribute("value") == ""
    browser.type(proxyHost="", proxyPort="", proxyUser="", proxyExceptions="")
    browser.clicks = clicks  # most have no proxy: this is beside the way


def another_browser(walk):
    """The set-up is left here, and taken up in a browser that knows nothing."""
    clicks = walk.browser.clicks
    walk.browser.close()
    walk.browser = browser = walk.new_browser("second")
    browser.clicks = clicks
    walk.open("")
    browser.type(username="admin", password=PASSWORD)
    walk.look("login")
    browser.enter("main [name=password]")
