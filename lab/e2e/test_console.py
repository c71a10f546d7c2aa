"""The web console, walked in a real browser from the first page of a fresh home to a run that was read back, in either language."""

import hashlib
import ssl
import subprocess

import pytest
from console_walk import CONSOLE, PASSWORD, WORDS, Walk, another_browser, aws_keys, go_on, proxy_is_kept, welcome, wrong_keys_are_named
from foreign_site import hostile_site

MOST_CLICKS = 12
ADMINISTRATION = ["health", "users", "account", "sessions", "keys", "notifications", "audit", "trust", "certificate", "upgrades", "logs", "network"]
#: what does not differ by the language is walked once
ENGLISH = pytest.mark.parametrize("fresh", ["en"], indirect=True)


@pytest.fixture(scope="module", params=["en", "ja"])
def fresh(request, lab, distribution, tmp_path_factory):
    walk = Walk(lab, distribution, tmp_path_factory.mktemp("console"), request.param)
    yield walk
    walk.stop()


SEES_STAGES = """const told = () => [...document.querySelectorAll('#stages li')].map((one) => one.className).join(' ');
new MutationObserver(() => sessionStorage.setItem('stages', (sessionStorage.getItem('stages') || '') + told() + '\\n'))
  .observe(document.querySelector('#stages'), { childList: true });
return told();"""


def register(walk):
    """Both sides are slow to answer, far slower than the page asks, so that it shows one stage after the other ticked off."""
    if walk.language == "ja":
        go_on(walk, "register")
        return
    walk.lab.fault("sts", "GetCallerIdentity", "delay", delayMs=5000)
    walk.lab.fault("vcenter", "Login", "delay", delayMs=5000)
    assert walk.browser.driver.execute_script(SEES_STAGES) == "todo todo todo"
    go_on(walk, "register")
    seen = walk.browser.driver.execute_script("return sessionStorage.getItem('stages') || ''").splitlines()
    assert list(dict.fromkeys(seen))[:2] == ["now todo todo", "done now todo"], seen


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
    register(walk)
    walk.wizard_clicks = browser.clicks
    walk.look("registered")
    return walk


@ENGLISH
def test_axe_finds_a_planted_fault(fresh):
    fresh.open("welcome")
    assert fresh.browser.violations() == {}
    fresh.browser.driver.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input name=\"planted\"><img src=\"/ui/none\">')")
    assert {"label", "image-alt"} <= fresh.browser.violations().keys()
    fresh.browser.complaints()


@ENGLISH
def test_english_on_a_japanese_page_is_seen(fresh):
    fresh.open("ui/look?language=ja&next=/welcome")
    assert fresh.browser.english() == []
    plant = "document.querySelector('main, body').append(Object.assign(document.createElement('p'), {textContent: '%s', lang: '%s'}))"
    fresh.browser.driver.execute_script(plant % ("It does not look as it should.", "en"))
    assert fresh.browser.english() == []
    fresh.browser.driver.execute_script(plant % ("AWS: It does not look as it should.", "ja"))
    assert fresh.browser.english() == ["AWS: It does not look as it should."]
    fresh.open("ui/look?language=en&next=/welcome")


@ENGLISH
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


@ENGLISH
def test_a_name_from_vcenter_is_text(ended):
    name = "<img src=x onerror=alert(1)>${app.root}" + ended.language
    ended.lab.make_vm(name, [{"sizeBytes": 1 << 20, "seed": 8}])
    ended.open(CONSOLE + "inventory?again=yes")
    ended.browser.await_text("#estate tbody", name)
    ended.look("inventory, hostile name")


@ENGLISH
def test_every_page_in_the_other_language(ended):
    job, other = ended.connector.get("jobs")[0]["id"], "ja"
    ended.open(f"ui/look?language={other}&next=/{CONSOLE}dashboard")
    titles = {}
    for path in ["dashboard", "inventory", f"inventory/{ended.vm}", "jobs", f"jobs/{job}", f"edit/{job}", f"cutover/{job}", "setup?step=aws", "setup", *ADMINISTRATION]:
        ended.open(CONSOLE + path)
        titles[path] = ended.browser.find("h1").text
        assert ended.browser.find("html").get_attribute("lang") == other
        ended.look(f"{path} in {other}")
    ended.open(ended.run_path)
    ended.browser.await_text("#run", WORDS[other]["completed"])
    ended.look(f"run in {other}")
    ended.lab.make_vm("chosen01", [{"sizeBytes": 1 << 20, "seed": 11}])
    ended.open(CONSOLE + "inventory?again=yes")
    ended.browser.await_text("#estate", "chosen01")
    ended.browser.click("#estate [data-choose-page]")
    ended.browser.click_through("#estate button[value=choose]")
    ended.browser.await_that("an end of the check", lambda here: here.find("#batch").get_attribute("aria-busy") == "false")
    ended.look(f"replicate in {other}")
    ended.open(f"ui/look?language={ended.language}")
    assert titles["dashboard"] == WORDS[other]["dashboard"]
    assert titles["inventory"] == WORDS[other]["inventory"]


def test_a_release_file_comes_from_the_browser(registered, tmp_path):
    browser, home = registered.browser, registered.connector.home
    registered.open(CONSOLE + "upgrades")
    garbage = tmp_path / "release.zip"
    garbage.write_bytes(b"no archive at all" * 100_000)
    browser.find("#release").send_keys(str(garbage))
    browser.click("#upload button")
    browser.await_text("main .note.bad .code", "UPGRADE_ARCHIVE_REFUSED")
    [refusal] = browser.complaints()
    assert "409 (Conflict)" in refusal, "the browser notes the answer, and nothing else"
    registered.look("a refused release file")
    assert not list(home.glob("upgrades/uploaded*"))
    # the form of the page that came is at work too
    browser.driver.execute_script("document.getElementById('upload').dataset.most = 1000")
    browser.find("#release").send_keys(str(garbage))
    browser.click("#upload button")
    browser.await_text("#upload [role=alert]", "1 GiB")
    assert not list(home.glob("upgrades/uploaded*"))


@ENGLISH
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
    ended.open(CONSOLE + "notifications")
    for form in browser.all("details.make summary"):
        form.click()
    ended.look("notifications, both forms open")
    browser.type(url="https://receiver.example/", secret="a key that is long enough")
    browser.click_through("details.make[open] button.primary")
    assert [each["channel"] for each in ended.connector.get("notifications")] == ["webhook"]
    browser.click("form[data-confirm] button.danger")
    browser.click_through("dialog button.danger")
    assert ended.connector.get("notifications") == []
    ended.ann = start


@ENGLISH
def test_the_start_password_opens_and_is_changed_by_its_owner(ended):
    ann = ended.new_browser("ann")
    try:
        ann.open(ended.connector.url + "login")
        ann.type(username="ann", password=ended.ann)
        ann.enter("main [name=password]")
        # whatever she asks for, she is led to the choice of a password of her own
        ann.open(f"{ended.connector.url}{CONSOLE}inventory")
        assert ann.driver.current_url.endswith(CONSOLE + "account") and not ann.all("header nav a[href*=console]")
        ended.look("a password of one's own", ann)
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


@ENGLISH
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


def test_a_certificate_comes_as_pem_files(registered, tmp_path):
    """In either language: the chain and the key are chosen as files, and put into the form by the page."""
    browser, key, certificate = registered.browser, tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "extendedKeyUsage=serverAuth",
                    "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    registered.open(CONSOLE + "certificate")
    registered.look("certificate, before PEM")
    before = served(registered)
    browser.find("[data-into=chain]").send_keys(str(certificate))
    browser.find("[data-into=key]").send_keys(str(certificate))
    browser.await_that("both files in the form", lambda here: here.find("#chain").get_attribute("value") and here.find("#key").get_attribute("value"))
    browser.click_through("form:has([value=pem]) button.primary")
    assert browser.status() == 409 and browser.find("main .note.bad").text
    assert served(registered) == before, "what is no key changes nothing"
    browser.complaints()  # of the 409
    registered.look("certificate, PEM refused")
    browser.find("[data-into=chain]").send_keys(str(certificate))
    browser.find("[data-into=key]").send_keys(str(key))
    browser.await_that("the key in the form", lambda here: "PRIVATE KEY" in here.find("#key").get_attribute("value"))
    browser.click_through("form:has([value=pem]) button.primary")
    browser.await_that("the word that it is done", lambda here: here.find("main .note.done").text)
    assert served(registered) == fingerprint(certificate)
    assert "PRIVATE KEY" not in browser.driver.page_source
    registered.look("certificate, PEM installed")


def paused(walk, job):
    return walk.connector.get(f"jobs/{job}")["paused"]


@ENGLISH
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


@ENGLISH
def test_a_change_of_the_keys_comes_into_force(ended):
    browser = ended.browser
    ended.open(CONSOLE + "dashboard")
    assert "123456789012" in browser.find("[aria-labelledby=aws-title]").text
    assert "vCenter" in browser.find("[aria-labelledby=vcenter-title] dl").text
    for side, answered in (("aws", "AWS answered"), ("vcenter", "vCenter answered")):
        browser.click_through(f"[aria-labelledby={side}-title] form button")
        browser.await_text("main .note.done", answered)
    browser.click("button[data-verify]")
    browser.await_text("[data-verdict]", ended.say("equal"), 60)
    ended.look("dashboard, both sides checked and a run verified")
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
    assert len(ended.passed) >= {"en": 40, "ja": 15}[ended.language], ended.passed
    assert ended.wrong == []
