"""Measures the console: the first page, the weight of every page, and what an open dashboard costs the daemon.

1,000 VMs in the lab's vCenter, 50 of them with a run that is under way (each block's acknowledgement is delayed, so that the
runs go on while it is measured). CPU is that of the daemon's process alone, by /proc, once with nobody looking and once with
the dashboard open in Chromium.
"""

import argparse
import collections
import os
import pathlib
import re
import resource
import statistics
import sys
import tempfile
import time

from harness.browser import Browser
from harness.connector import Connector
from harness.lab import Lab

PASSWORD = "a console to measure 1"
CONSOLE = "system/console/connector-"
PAGES = ["dashboard", "inventory", "jobs", "users", "account", "sessions", "keys", "audit", "trust", "notifications", "certificate",
         "network", "logs", "upgrades", "health", "setup"]
WEIGHT = """const all = performance.getEntriesByType('resource').filter((one) => !one.name.includes('/ui/live'));
const page = performance.getEntriesByType('navigation')[0];
return [page.transferSize + all.reduce((sum, one) => sum + one.transferSize, 0), page.transferSize];"""
PAINT = """const paint = performance.getEntriesByName('first-contentful-paint')[0];
return paint ? [paint.startTime, performance.getEntriesByType('navigation')[0].responseStart] : null;"""


def open_files_for(vms):
    """The lab keeps a file open for each VM's disk. Raises a limit that is lower, which takes root above the hard one."""
    wanted = vms + 2000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= wanted:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
    except (ValueError, PermissionError):
        sys.exit(f"{vms} VMs take {wanted} open files, and {hard} are allowed; raise the limit: ulimit -n {wanted}")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def threads(pid):
    """Each thread's name and CPU seconds. By its number: workers change their names."""
    found = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            found[task.name] = (task / "comm").read_text().strip(), cpu_seconds(f"{pid}/task/{task.name}")
        except (FileNotFoundError, ProcessLookupError):
            # it ended while it was looked at
            pass
    return found


def share(pid, seconds):
    """Of one core, in percent; then that of the three groups of threads that took most, by the first letters of their names."""
    whole, before, start = cpu_seconds(pid), threads(pid), time.monotonic()
    time.sleep(seconds)
    percent = 100 / (time.monotonic() - start)
    spent = collections.Counter()
    for number, (name, used) in threads(pid).items():
        spent[re.sub("[-_ ]*[0-9]+$", "", name)] += used - before.get(number, (name, 0))[1]
    most = ", ".join(f"{name} {percent * of:.1f} %" for name, of in spent.most_common(3))
    return percent * (cpu_seconds(pid) - whole), most


def live_runs(lab, connector, vms, runs):
    """Makes the VMs, and gets the runs going, none of which can end soon."""
    made = []
    for number in range(vms):
        size = 128 << 20 if number < runs else 1 << 20
        made.append(lab.make_vm(f"server-{number:05}", [{"sizeBytes": size, "seed": number}])["vm"])
    lab.fault("ebs", "PutSnapshotBlock", "delay", count=0, delayMs=8000)
    for vm in made[:runs]:
        connector.post(f"jobs/{connector.post('jobs', {'vm': vm})['id']}/runs", {})


def runs_under_way(connector):
    runs = [run for job in connector.get("jobs") for run in connector.get(f"jobs/{job['id']}/runs")]
    return [run for run in runs if run["state"] in ("PENDING", "ACTIVE")]


def weigh(browser, url):
    """Bytes over the wire, nothing cached, for each page."""
    found = {}
    for name in PAGES:
        browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        browser.open(f"{url}{CONSOLE}{name}")
        time.sleep(1)
        found[name] = browser.driver.execute_script(WEIGHT)
    return found


def listing(browser, url):
    """Milliseconds until the whole list is there, for each way to look at the inventory; median of 5, the browser's work included."""
    found = {}
    for what, query in {"first page": "", "search": "?text=server-0", "sorted by disks": "?sort=disks", "last page": "?page=100000"}.items():
        times = []
        for _ in range(5):
            browser.open(f"{url}{CONSOLE}inventory{query}")
            times.append(browser.driver.execute_script(
                "const page = performance.getEntriesByType('navigation')[0]; return page.domContentLoadedEventEnd - page.requestStart;"))
        found[what] = statistics.median(times)
    return found


def first_page(browser, url, times):
    found = []
    for _ in range(times):
        browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        browser.open(f"{url}{CONSOLE}dashboard")
        found.append(browser.await_that("the first paint", lambda here: here.driver.execute_script(PAINT)))
    return [statistics.median(column) for column in zip(*found)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", type=pathlib.Path, required=True)
    parser.add_argument("--distribution", type=pathlib.Path, required=True)
    parser.add_argument("--vms", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--settle", type=int, default=240)
    parser.add_argument("--seconds", type=int, default=60)
    wanted = parser.parse_args()
    open_files_for(wanted.vms)
    with tempfile.TemporaryDirectory() as place:
        work = pathlib.Path(place)
        (work / "profile").mkdir()
        lab = Lab(wanted.lab, work / "lab")
        connector = Connector(wanted.distribution, work / "home")
        browser = Browser(work / "profile")
        try:
            connector.start()
            code = (work / "home" / "one-time-code").read_text(encoding="utf-8").strip()
            browser.open(connector.url + "welcome?step=password&licence=x")
            browser.type(code=code, password=PASSWORD, again=PASSWORD)
            browser.click_through("main button.primary")
            connector.set_up(lab.setup_document())
            begun = time.monotonic()
            live_runs(lab, connector, wanted.vms, wanted.runs)
            browser.open(f"{connector.url}{CONSOLE}inventory?again=yes")
            browser.await_text("#estate", "server-", 120)
            print(f"{wanted.vms} VMs made and listed after {time.monotonic() - begun:.0f} s", flush=True)
            for name, (whole, page) in weigh(browser, connector.url).items():
                print(f"weight {name}: {whole / 1024:.0f} KiB, of which the page itself {page / 1024:.0f} KiB")
            for what, millis in listing(browser, connector.url).items():
                print(f"inventory of {wanted.vms} VMs, {what}: {millis:.0f} ms")
            paint, byte = first_page(browser, connector.url, 9)
            print(f"dashboard, cold cache: first byte {byte:.0f} ms, first contentful paint {paint:.0f} ms")
            browser.open("about:blank")
            # what runs for days is compiled; what was just started is still being
            time.sleep(wanted.settle)
            quiet, most_quiet = share(connector.pid, wanted.seconds)
            going = runs_under_way(connector)
            browser.open(f"{connector.url}{CONSOLE}dashboard")
            browser.await_that("the live runs", lambda here: len(here.driver.find_elements("css selector", ".live-run")) >= len(going), 60)
            time.sleep(min(wanted.settle, 30))
            looked_at, most = share(connector.pid, wanted.seconds)
            active = sum(run["state"] == "ACTIVE" for run in runs_under_way(connector))
            shown = len(browser.driver.find_elements("css selector", ".live-run"))
            print(f"{wanted.vms} VMs, {len(going)} live runs ({active} still active at the end, {shown} shown): daemon {quiet:.1f} % of a core with nobody"
                  f" looking ({most_quiet}), {looked_at:.1f} % with the dashboard open ({most})")
            print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        finally:
            browser.close()
            connector.kill()
            lab.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
