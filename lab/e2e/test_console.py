"""The web console, walked in a real browser from the first page of a fresh home to a run that was read back, in either language."""

import contextlib
import hashlib
import http.server
import ssl
import subprocess
import threading

import pytest

from harness.browser import Browser
from harness.connector import Connector

PASSWORD = "a console to walk through 1"
CONSOLE = "system/console/connector-"
MOST_CLICKS = 12
ADMINISTRATION = ["users", "account", "sessions", "keys", "audit", "trust", "certificate"]
OTHER = {"en": "ja", "ja": "en"}
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
        if browser.width_over() > 0:
            self.wrong.append(f"{page} is {browser.width_over()} pixels wider than its window")

    def open(self, path):
        self.browser.open(self.connector.url + path)

    def stop(self):
        self.browser.close()
        self.connector.stop()


@pytest.fixture(scope="module", params=["en", "ja"])
def fresh(request, lab, distribution, tmp_path_factory):
    walk = Walk(lab, distribution, tmp_path_factory.mktemp("console"), request.param)
    yield walk
    walk.stop()


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
    aws = walk.lab.endpoints["aws"]
    walk.browser.type(region=aws["region"], accessKeyId=walk.lab.user()["accessKeyId"], secretAccessKey=secret)
    walk.browser.type(endpoints="\n".join(f"{name} {url}" for name, url in aws["endpoints"].items()), caBundle=aws["ca"])


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


@pytest.fixture(scope="module")
def registered(fresh):
    """Walks the wizard; the clicks are those of the wizard alone, without the log-in in between."""
    walk, browser = fresh, fresh.browser
    welcome(walk)
    proxy_is_kept(walk)
    go_on(walk, "network")
    go_on(walk, "preferences")
    wrong_keys_are_named(walk)
    aws_keys(walk, walk.lab.user()["secretAccessKey"])
    go_on(walk, "aws")
    assert browser.find("main .note.done").text.strip()
    another_browser(walk)
    browser, vcenter, user = walk.browser, walk.lab.endpoints["vcenter"], walk.lab.vcenter_user()
    browser.type(host=vcenter["url"], user=user["name"], password=user["password"])
    go_on(walk, "vcenter")
    shown = browser.find("code.fingerprint").text.replace(":", "").replace("\n", "").replace(" ", "").lower()
    assert shown == vcenter["fingerprint"].replace(":", "").lower()
    go_on(walk, "certificate")
    go_on(walk, "register")
    walk.wizard_clicks = browser.clicks
    walk.look("registered")
    return walk


def test_axe_finds_a_planted_fault(fresh):
    fresh.open("welcome")
    assert fresh.browser.violations() == {}
    fresh.browser.driver.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input name=\"planted\"><img src=\"/ui/none\">')")
    assert {"label", "image-alt"} <= fresh.browser.violations().keys()
    fresh.browser.complaints()


def test_the_browser_complains_of_an_inline_script(fresh):
    fresh.open("welcome")
    fresh.browser.driver.execute_script(
        "const planted = document.createElement('div'); document.body.append(planted); planted.setAttribute('onclick', 'planted()')")
    assert any("Content Security Policy" in line for line in fresh.browser.complaints())


def test_the_wizard_registers_within_twelve_clicks(registered):
    assert registered.connector.get("status")["registration"]["state"] == "REGISTERED"
    assert registered.wizard_clicks <= MOST_CLICKS
    registered.open("")
    assert registered.browser.driver.current_url.endswith(CONSOLE + "dashboard")
    registered.browser.await_text("[aria-labelledby=health-title]", registered.say("healthy"))
    registered.look("dashboard")


@pytest.fixture(scope="module")
def ended(registered):
    """Makes a job for a VM by the pages, and watches its first run to the end without loading the page again."""
    walk, browser = registered, registered.browser
    made = walk.lab.make_vm(f"web01-{walk.language}", [{"sizeBytes": 12 << 20, "seed": 7}])
    rule = walk.lab.hold("ebs", "PutSnapshotBlock", "before", skip=2)
    walk.open(CONSOLE + "inventory?again=yes")
    browser.await_text("#estate", f"web01-{walk.language}")
    browser.await_that("the verdict", lambda here: here.find("#estate tbody .state").text)
    walk.look("inventory")
    browser.click_through(f"#estate a[href$='/{made['vm']}']")
    walk.look("one VM")
    walk.vm = made["vm"]
    browser.type(description="the shop's front")
    browser.click_through("form[action$='connector-jobs'] button.primary")
    assert walk.lab.await_hit(rule), "the run does not send"
    browser.await_that("the transfer", lambda here: here.find("#run").get_attribute("data-phase") == "TRANSFERRING")
    browser.await_that("blocks", lambda here: here.find("#run progress").get_attribute("value") not in ("0", None))
    walk.look("run, going")
    walk.run_path = browser.driver.current_url.removeprefix(walk.connector.url)
    browser.driver.execute_script("window.sameDocument = true")
    walk.lab.release(rule, proceed=True)
    browser.await_text("#run", walk.say("completed"), 60)
    assert browser.driver.execute_script("return window.sameDocument"), "the page was loaded again"
    walk.look("run, ended")
    return walk


def test_a_run_is_made_watched_and_verified_on_its_page(ended):
    run = ended.connector.get("runs/" + ended.run_path.rsplit("/", 1)[1].split("?")[0])
    assert run["state"] == "COMPLETED"
    assert run["imageId"] in ended.browser.find("#run").text
    ended.browser.click("button[data-verify]")
    ended.browser.await_text("[data-verdict]", ended.say("equal"), 60)
    ended.look("run, verified")


def test_a_name_from_vcenter_is_text(ended):
    name = "<img src=x onerror=alert(1)>${app.root}" + ended.language
    ended.lab.make_vm(name, [{"sizeBytes": 1 << 20, "seed": 8}])
    ended.open(CONSOLE + "inventory?again=yes")
    ended.browser.await_text("#estate tbody", name)
    ended.look("inventory, hostile name")


def test_every_page_in_the_other_language(ended):
    job, other = ended.connector.get("jobs")[0]["id"], OTHER[ended.language]
    ended.open(f"ui/look?language={other}&next=/{CONSOLE}dashboard")
    titles = {}
    for path in ["dashboard", "inventory", f"inventory/{ended.vm}", "jobs", f"jobs/{job}", "setup?step=aws", "setup", *ADMINISTRATION]:
        ended.open(CONSOLE + path)
        titles[path] = ended.browser.find("h1").text
        assert ended.browser.find("html").get_attribute("lang") == other
        ended.look(f"{path} in {other}")
    ended.open(ended.run_path)
    ended.browser.await_text("#run", WORDS[other]["completed"])
    ended.look(f"run in {other}")
    ended.open(f"ui/look?language={ended.language}")
    assert titles["dashboard"] == WORDS[other]["dashboard"]
    assert titles["inventory"] == WORDS[other]["inventory"]


def test_the_pages_of_an_administrator(ended):
    browser = ended.browser
    for page in ADMINISTRATION:
        ended.open(CONSOLE + page)
        assert browser.status() == 200, page
        ended.look(page)
    ended.open(CONSOLE + "users")
    browser.type(name="ann")
    browser.click_through("main form button.primary")
    ended.look("start password")
    start = browser.find("#secret").get_attribute("value")
    browser.driver.refresh()
    assert not browser.all("#secret"), "it is shown once"
    assert [user["name"] for user in ended.connector.get("users")] == ["admin", "ann"]
    ended.open(CONSOLE + "users/ann")
    ended.look("one user")
    ended.open(CONSOLE + "keys")
    browser.click("details.make summary")
    ended.look("keys, a form open")
    browser.click_through("details.make[open] button.primary")
    ended.look("key, shown once")
    browser.click_through("main a.primary")
    browser.click("form[data-confirm] [value=revoke-key] ~ [name=id] ~ button")
    browser.click_through("dialog button.danger")
    assert ended.connector.get("api-keys") == []
    ended.ann = start


def test_the_start_password_opens_and_is_changed_by_its_owner(ended):
    ann = ended.new_browser("ann")
    try:
        ann.open(ended.connector.url + "login")
        ann.type(username="ann", password=ended.ann)
        ann.enter("main [name=password]")
        ann.open(f"{ended.connector.url}{CONSOLE}account")
        ended.look("account of an operator", ann)
        ann.type(current=ended.ann, fresh=PASSWORD + " ann", again=PASSWORD + " ann")
        ann.enter("main [name=again]")
        ann.await_text("main .note.done", ended.say("password"))
        assert not ann.all(f"nav a[href$='{CONSOLE}users']"), "an operator finds no page for administrators"
        ann.open(f"{ended.connector.url}{CONSOLE}users")
        assert ann.status() == 403
        ann.complaints()
        ended.look("refused", ann)
    finally:
        ann.close()


def test_a_changed_certificate_of_vcenter_is_trusted_by_one_click(ended):
    browser, vcenter = ended.browser, ended.lab.endpoints["vcenter"]
    ended.open(CONSOLE + "trust")
    browser.click_through("[name=action][value=look] ~ button")
    before = vcenter["fingerprint"]
    vcenter["fingerprint"] = ended.lab.call("POST", "/vcenter/certificate", {})["fingerprint"]
    browser.click_through("[name=action][value=look] ~ button")
    browser.await_text("main .state", ended.say("changed"))
    differs = browser.find(".differs:last-child").text.replace("\n", "").replace(" ", "")
    assert before in differs and vcenter["fingerprint"] in differs
    ended.look("trust, changed")
    browser.click_through("[name=action][value=accept] ~ button")
    browser.await_text("main .state", ended.say("trusted"))
    ended.look("trust, again")


def served(walk):
    """The fingerprint of the certificate that a new connection sees."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", walk.connector.port)))).hexdigest()


def fingerprint(certificate):
    shown = subprocess.run(["openssl", "x509", "-in", str(certificate), "-noout", "-fingerprint", "-sha256"],
                           check=True, capture_output=True, text=True).stdout
    return shown.split("=")[1].strip().replace(":", "").lower()


def test_the_consoles_own_certificate_is_changed_without_a_restart(ended, tmp_path):
    browser, pid, started = ended.browser, ended.connector.pid, ended.connector.get("status")
    key, certificate, store = tmp_path / "key.pem", tmp_path / "certificate.pem", tmp_path / "store.p12"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "extendedKeyUsage=serverAuth",
                    "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    subprocess.run(["openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(certificate), "-out", str(store),
                    "-passout", "pass:planted passphrase"], check=True, capture_output=True)
    ended.open(CONSOLE + "certificate")
    browser.find("#pkcs12-file").send_keys(str(store))
    browser.await_that("the file in the form", lambda here: here.find("#pkcs12-content").get_attribute("value"))
    browser.find("#pkcs12-passphrase").send_keys("wrong")
    before = served(ended)
    browser.enter("#pkcs12-passphrase")
    assert browser.status() == 409 and browser.find("main .note.bad").text
    assert served(ended) == before, "what does not fit changes nothing"
    browser.complaints()  # of the 409
    ended.look("certificate, refused")
    browser.find("#pkcs12-file").send_keys(str(store))
    browser.await_that("the file in the form", lambda here: here.find("#pkcs12-content").get_attribute("value"))
    browser.find("#pkcs12-passphrase").send_keys("planted passphrase")
    browser.enter("#pkcs12-passphrase")
    browser.await_that("the word that it is done", lambda here: here.find("main .note.done").text)
    assert served(ended) == fingerprint(certificate)
    shown = browser.find("code.fingerprint").text.replace(":", "").replace("\n", "").replace(" ", "").lower()
    assert shown == fingerprint(certificate)
    ended.look("certificate, installed")
    # a request, whose key stays: its text is what openssl reads
    browser.find("#names").send_keys("console.example")
    browser.click_through("form:has([value=request]) button")
    request = browser.driver.execute_async_script(
        "const done = arguments[0]; fetch(location.pathname + '?file=request').then((answer) => answer.text()).then(done);")
    read = subprocess.run(["openssl", "req", "-noout", "-text", "-verify"], input=request, capture_output=True, text=True, check=True)
    assert "DNS:console.example" in read.stdout
    assert ended.connector.pid == pid and ended.connector.get("status")["version"] == started["version"]
    ended.look("certificate, requested")


@contextlib.contextmanager
def hostile_site(directory, page):
    """Another site on this machine: to the browser the same site, so that even strict cookies go along; another origin."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-keyout", str(directory / "key.pem"), "-out", str(directory / "certificate.pem")],
                   check=True, capture_output=True)

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_):
            """Says nothing."""

    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(directory / "certificate.pem", directory / "key.pem")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, name="hostile-site", daemon=True).start()
        try:
            yield f"https://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def paused(walk, job):
    return walk.connector.get(f"jobs/{job}")["paused"]


def test_a_post_from_another_origin_is_refused(ended, tmp_path):
    job = ended.connector.get("jobs")[0]["id"]
    ended.open(f"{CONSOLE}jobs/{job}")
    token = ended.browser.find("body").get_attribute("data-csrf")
    target = f"{ended.connector.url}{CONSOLE}jobs/{job}"
    # even with the right token, which another site can't know
    form = (f"<form method=post action='{target}'><input name=csrf value='{token}'>"
            "<input name=action value=pause><button>send</button></form>")
    with hostile_site(tmp_path, form) as site:
        ended.browser.open(site)
        ended.browser.click_through("button")
        assert (ended.browser.driver.current_url, ended.browser.status()) == (target, 403)
        assert not paused(ended, job)
        ended.browser.complaints()  # of the 403, and of the other site
    # the very same form is taken from our own page
    ended.open(f"{CONSOLE}jobs/{job}")
    ended.look("one job")
    ended.browser.click_through("[name=action][value=pause] ~ button")
    assert paused(ended, job)
    ended.look("one job, paused")


def test_a_change_of_the_keys_comes_into_force(ended):
    browser = ended.browser
    ended.open(CONSOLE + "dashboard")
    browser.click_through("[aria-labelledby=aws-title] a")
    assert browser.find("main [name=region]").get_attribute("value") == ended.lab.endpoints["aws"]["region"]
    assert ended.lab.endpoints["aws"]["endpoints"]["ec2"] in browser.find("main [name=endpoints]").get_attribute("value")
    browser.type(accessKeyId=ended.lab.user()["accessKeyId"], secretAccessKey=ended.lab.user()["secretAccessKey"])
    go_on(ended, "aws")
    browser.click_through(".discard button")
    assert browser.find("h1").text == ended.say("registered")
    ended.open(CONSOLE + "setup?step=aws")
    browser.type(accessKeyId=ended.lab.user()["accessKeyId"], secretAccessKey=ended.lab.user()["secretAccessKey"])
    go_on(ended, "aws")
    go_on(ended, "register")
    browser.await_text("main .note.done", ended.say("done"))
    assert ended.connector.get("status")["registration"]["state"] == "REGISTERED"


def test_no_page_shut_anybody_out(ended):
    assert len(ended.passed) >= 20, ended.passed
    assert ended.wrong == []
