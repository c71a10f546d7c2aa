"""Pictures of the console's pages, at two widths and in both themes, to be looked at: they are kept out of git.

Boots the lab and the built distribution, sets it up by a document, replicates a VM, and drives Debian's Chromium by the
WebDriver protocol (W3C). Complains of every message in the browser's log, such as what the content policy refused.
"""

import argparse
import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

from harness.connector import Connector, free_port
from harness.lab import Lab

PASSWORD = "a console to look at 1"
WIDTHS = {"narrow": 360, "wide": 1920}
PAGES = ["dashboard", "inventory", "jobs", "setup"]
CHROMIUM = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"]


class Browser:
    """One Chromium with an empty profile."""

    def __init__(self, profile):
        port = free_port()
        self._driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)
        self._base = f"http://127.0.0.1:{port}"
        self._await_driver()
        options = {"args": [*CHROMIUM, f"--user-data-dir={profile}"]}
        made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "acceptInsecureCerts": True, "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
        self._base += "/session/" + made["sessionId"]

    def _await_driver(self):
        for _ in range(100):
            try:
                self._call("GET", "/status")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("chromedriver does not answer")

    def _call(self, method, path, body=None):
        request = urllib.request.Request(self._base + path, method=method, data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self._call("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def complaints(self):
        return [line["message"] for line in self._call("POST", "/se/log", {"type": "browser"})]

    def picture(self, width, path):
        self._call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}})
        time.sleep(0.3)
        shot = self._call("POST", "/goog/cdp/execute", {"cmd": "Page.captureScreenshot", "params": {"captureBeyondViewport": True}})
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        self._call("DELETE", "")
        self._driver.terminate()
        self._driver.wait(timeout=10)


def submit(browser, fields):
    """Fills the page's main form and sends it."""
    browser.run("""for (const [name, value] of Object.entries(arguments[0])) {
        document.querySelector('main form [name="' + name + '"]').value = value;
    } document.querySelector('main form').requestSubmit();""", fields)
    time.sleep(1.5)


def take_all(browser, connector, run, directory):
    """One picture of each page for each width, theme and language; returns what the browser complained of."""
    found = []
    paths = {page: f"system/console/connector-{page}" for page in PAGES}
    paths["job"] = f"system/console/connector-jobs/{run['jobId']}"
    paths["run"] = f"system/console/connector-runs/{run['id']}"
    paths["vm"] = f"system/console/connector-inventory/{connector.get('jobs/' + run['jobId'])['vmId']}"
    for language in ("en", "ja"):
        for theme in ("light", "dark"):
            browser.open(f"{connector.url}ui/look?language={language}&theme={theme}")
            for name, path in paths.items():
                browser.open(connector.url + path)
                time.sleep(1)
                for width, pixels in WIDTHS.items():
                    browser.picture(pixels, directory / f"{name}-{language}-{theme}-{width}.png")
                    over = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    if over > 0:
                        found.append(f"{name} ({language}) is {over} pixels wider than {pixels}")
                found += [f"{name} ({language}): {line}" for line in browser.complaints()]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", type=pathlib.Path, required=True)
    parser.add_argument("--distribution", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        work = pathlib.Path(place)
        lab = Lab(wanted.lab, work / "lab")
        connector = Connector(wanted.distribution, work / "home").start()
        browser = Browser(work / "profile")
        try:
            found = []
            for name, path in {"welcome": "welcome", "licence": "welcome?step=licence", "password": "welcome?step=password&licence=x"}.items():
                browser.open(connector.url + path)
                for width, pixels in WIDTHS.items():
                    browser.picture(pixels, wanted.out / f"{name}-{width}.png")
                found += [f"{name}: {line}" for line in browser.complaints()]
            code = (work / "home" / "one-time-code").read_text(encoding="utf-8").strip()
            submit(browser, {"code": code, "password": PASSWORD, "again": PASSWORD})
            connector.set_up(lab.setup_document())
            lab.make_vm("web01", [{"sizeBytes": 64 << 20, "seed": 7}])
            lab.make_vm("<img src=x onerror=alert(1)>${app.root}", [{"sizeBytes": 1 << 20, "seed": 8}])
            job = connector.create_job("web01")
            run = connector.await_run(connector.start_run(job))
            browser.open(connector.url + "system/console/connector-inventory")
            time.sleep(2)
            found += take_all(browser, connector, run, wanted.out)
        finally:
            browser.close()
            connector.stop()
            lab.stop()
    for line in found:
        print(line)
    print(f"{len(list(wanted.out.glob('*.png')))} pictures in {wanted.out}, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
