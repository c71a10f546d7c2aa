"""Health by check, figures that Prometheus takes, and an audit trail that shows where it was touched."""

import contextlib
import json
import pathlib
import re
import secrets
import subprocess
import time
import urllib.parse
import urllib.request

import pytest
from estate import SmallVm

from harness.connector import CommandFailed, free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = ROOT / "config" / "monitoring"
CHECKS = {
    "AUDIT", "AWS", "AWS_PERMISSIONS", "CERTIFICATES", "CLOCK", "CREDENTIALS", "DISK_SPACE", "DNS", "JOBS", "JOURNAL", "LOG_UPLOAD", "MEMORY",
    "QUEUE", "SNAPSHOTS", "STORE", "UPGRADE", "VCENTER", "VCENTER_PRIVILEGES", "VM_SNAPSHOTS",
}
PATIENCE_SECONDS = 90


def promtool(*arguments, text=None):
    return subprocess.run(["promtool", *arguments], input=text, capture_output=True, text=True, timeout=60, check=False)


def test_every_check_is_looked_at_and_says_what_it_found(connector):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        health = connector.json("health", "--check")
        found = {check["name"]: check for check in health["checks"]}
        # what takes longer than half a minute is told by a later look
        unknown = [name for name in CHECKS if found.get(name, {}).get("state") not in ("OK", "WARNING")]
        if not unknown or time.monotonic() > deadline:
            break
    assert unknown == [], found
    assert health["state"] == "HEALTHY", health
    assert all(check["why"] for check in health["checks"])
    assert "HEALTHY" in connector.command("health")


def test_a_certificate_that_changes_makes_it_unhealthy_since_when_over_a_kill(lab, connector):
    before = connector.json("health", "--check")
    renewed = lab.call("POST", "/vcenter/certificate", {})["fingerprint"]
    lab.endpoints["vcenter"]["fingerprint"] = renewed
    try:
        with pytest.raises(CommandFailed) as failed:
            connector.command("health", "--check")
        assert failed.value.code == 1 and "trust accept" in failed.value.text
        since = [reason["since"] for reason in connector.get("health")["reasons"]]
        connector.kill()
        connector.start()
        assert [reason["since"] for reason in connector.get("health")["reasons"]] == since
    finally:
        connector.json("trust", "accept", lab.endpoints["vcenter"]["url"], renewed)
    after = connector.json("health", "--check")
    assert (before["state"], after["state"]) == ("HEALTHY", "HEALTHY")


def clock(connector, wanted):
    """What the check of the clock says once it says this."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        # 1 when it is unhealthy
        with contextlib.suppress(CommandFailed):
            connector.command("health", "--check")
        found = next(check for check in connector.get("health")["checks"] if check["name"] == "CLOCK")
        if found["code"] == wanted or time.monotonic() > deadline:
            return found


def test_a_clock_that_is_off_is_told_since_when_why_and_with_its_fix(lab, connector):
    before = clock(connector, "")
    assert before["state"] == "OK" and "AWS's clock is" in before["why"] and "vCenter's clock is" in before["why"]
    try:
        lab.call("POST", "/aws/settings", {"clockSkewSeconds": 60})
        drifts = clock(connector, "CLOCK_DRIFTS")
        assert drifts["state"] == "WARNING" and re.search(r"AWS's clock is (5[5-9]|60) s ahead", drifts["why"]), drifts
        # beyond what AWS takes: its answers are refusals, and tell the time all the same
        lab.call("POST", "/aws/settings", {"clockSkewSeconds": 900})
        skewed = clock(connector, "CLOCK_SKEW")
        assert skewed["state"] == "FAILING" and re.search(r"AWS's clock is (89[5-9]|900) s ahead", skewed["why"]), skewed
        assert "time server" in skewed["fix"] and "vCenter" not in skewed["fix"]
        assert before["since"] < drifts["since"] < skewed["since"] <= skewed["lookedAt"]
        reasons = {reason["code"]: reason for reason in connector.get("health")["reasons"]}
        assert reasons["CLOCK_SKEW"]["fix"] == skewed["fix"]
    finally:
        lab.call("POST", "/aws/settings", {"clockSkewSeconds": 0})
    assert clock(connector, "")["state"] == "OK"


def figures(connector):
    return connector.text("metrics")


def figure(text, name, **labels):
    for line in text.splitlines():
        match = re.fullmatch(name + r"(?:\{(.*)\})? ([0-9.E+-]+)", line)
        if match and labels == dict(re.findall(r'(\w+)="([^"]*)"', match.group(1) or "")):
            return float(match.group(2))
    return None


def test_figures_count_what_a_run_puts(lab, connector):
    vm = SmallVm(lab, connector)
    before = figure(figures(connector), "connector_bytes_put_total", way="full", target="ebs") or 0
    run = connector.await_run(connector.start_run(vm.job))
    put = sum(disk["progress"]["bytesPut"] for disk in run["disks"])
    text = figures(connector)
    assert figure(text, "connector_bytes_put_total", way="full", target="ebs") - before == put > 0
    assert figure(text, "connector_put_seconds_count", target="ebs") > 0
    assert figure(text, "connector_aws_call_seconds_count", api="ec2", outcome="done") > 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not figure(text, "connector_runs_ended_total", state="completed"):
        assert time.monotonic() < deadline, text
        time.sleep(0.5)
        text = figures(connector)
    lint = promtool("check", "metrics", text=text)
    assert (lint.returncode, lint.stderr) == (0, ""), lint
    assert promtool("check", "metrics", text=text + 'connector_bad{way="full" 1\n').returncode != 0
    names = {line.split("{")[0].split(" ")[0] for line in text.splitlines() if not line.startswith("#")}
    assert len(names) < 120, "a bounded number of names"


def test_alerts_fire_when_they_should(tmp_path):
    cases = ROOT / "lab/e2e/connector.rules.test.yml"
    done = promtool("test", "rules", str(cases))
    assert done.returncode == 0, done.stdout + done.stderr
    rules = (MONITORING / "connector.rules.yml").read_text()
    moved = tmp_path / "cases.yml"
    moved.write_text(cases.read_text().replace("../../config/monitoring/", ""))
    (tmp_path / "connector.rules.yml").write_text(rules)
    assert promtool("test", "rules", str(moved)).returncode == 0
    blind = "and on (instance) sum by (instance) (rate(connector_blocks_total[30m])) == 0"
    for good, bad in (
        ('increase(connector_runs_ended_total{state="failed"}[6h]) > 0', 'increase(connector_runs_ended_total{state="failed"}[6h]) > 2'),
        ("unless on (instance) sum by (instance) (rate(connector_blocks_total[30m])) > 0", blind),
        ('up{job="server-migration-connector"} == 0', "up == 0"),
        ("connector_healthy == 0", "connector_healthy == 2"),
        ("connector_health_check == 2", "connector_health_check >= 1"),
        ("connector_runs_waiting > 0\n        for: 1h", "connector_runs_waiting > 0\n        for: 10m"),
        ('{cause="throttled"}', ""),
    ):
        assert good in rules
        (tmp_path / "connector.rules.yml").write_text(rules.replace(good, bad))
        assert promtool("test", "rules", str(moved)).returncode != 0, bad


def test_every_alert_has_its_cases():
    rules = set(re.findall(r"- alert: (\w+)", (MONITORING / "connector.rules.yml").read_text()))
    cases = (ROOT / "lab/e2e/connector.rules.test.yml").read_text()
    assert {name for name in rules if f"alertname: {name}\n        exp_alerts:" in cases} == rules
    assert {name for name in rules if re.search(rf"alertname: {name}\n(?!        exp_alerts)", cases)} == rules


def test_prometheus_scrapes_and_loads_the_rules(connector, tmp_path):
    assert promtool("check", "rules", str(MONITORING / "connector.rules.yml")).returncode == 0
    bad = tmp_path / "bad.yml"
    bad.write_text((MONITORING / "connector.rules.yml").read_text().replace("== 0", "== ", 1))
    assert promtool("check", "rules", str(bad)).returncode != 0, "a rule that can't be read is seen"
    token = tmp_path / "token"
    connector.post("users", {"name": "prometheus", "role": "VIEWER", "password": secrets.token_urlsafe(16)})
    token.write_text(connector.json("token", "create", "prometheus", "--owner", "prometheus", "--role", "VIEWER", "--days", "1")["token"])
    token.chmod(0o600)
    settings = (MONITORING / "connector.scrape.yml").read_text()
    settings = settings.replace("/etc/prometheus/connector.token", str(token))
    settings = settings.replace("/etc/prometheus/connector.pem", str(connector.home / "tls" / "certificate.pem"))
    settings = settings.replace("connector.example:443", f"127.0.0.1:{connector.port}").replace("30s", "1s")
    config = tmp_path / "prometheus.yml"
    config.write_text(settings + f"rule_files: [{MONITORING / 'connector.rules.yml'}]\n")
    assert promtool("check", "config", str(config)).returncode == 0
    port = free_port()
    prometheus = subprocess.Popen(
        ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={tmp_path / 'data'}", f"--web.listen-address=127.0.0.1:{port}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=(tmp_path / "log").open("wb"))
    try:
        def ask(query):
            url = f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode({"query": query})
            try:
                with urllib.request.urlopen(url, timeout=10) as answer:
                    return json.load(answer)["data"]["result"]
            except OSError:
                return []

        deadline = time.monotonic() + PATIENCE_SECONDS
        while not ask('connector_healthy == 1 and on (instance) up == 1'):
            assert prometheus.poll() is None and time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.3)
        panels = json.loads((MONITORING / "connector.dashboard.json").read_text())["panels"]
        for target in (target for panel in panels for target in panel["targets"]):
            query = target["expr"].replace("$instance", ".*")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode({"query": query}), timeout=10) as answer:
                assert json.load(answer)["status"] == "success", query
    finally:
        prometheus.terminate()
        prometheus.wait(30)


def test_a_byte_of_the_audit_trail_that_changes_is_located_and_a_cut_end_too(connector):
    whole = connector.json("audit", "verify")
    assert whole["intact"] and re.fullmatch(r"[0-9]+:[0-9a-f]{64}", whole["head"])
    trail = sorted((connector.home / "audit").glob("audit-*.jsonl"))[-1]
    content = trail.read_bytes()
    line = 3
    at = sum(len(text) + 1 for text in content.split(b"\n")[:line - 1]) + 20
    trail.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1:])
    with pytest.raises(CommandFailed) as touched:
        connector.command("audit", "verify")
    assert touched.value.code == 1 and f"{trail.name}, line {line}:" in touched.value.text
    with trail.open("r+b") as file:
        file.seek(at)
        file.write(content[at:at + 1])
    assert connector.json("audit", "verify", "--anchor", whole["head"])["intact"]
    connector.stop()
    lines = trail.read_bytes().split(b"\n")
    trail.write_bytes(b"\n".join(lines[:-2]) + b"\n")
    connector.start()
    with pytest.raises(CommandFailed) as cut:
        connector.command("audit", "verify")
    assert "is missing" in cut.value.text
