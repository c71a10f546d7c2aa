"""A whole migration by curl and the JSON API alone: set-up, catalog, job, runs, read-back. boto3 reads the bytes."""

import json
import shutil
import subprocess
import time

import pytest

from estate import allowed_to_power
from harness import checks, guest
from harness.connector import Connector

SIZE = 5 * guest.MIB + 3 * guest.SECTOR
RUN_SECONDS = 240


class Curl:
    """curl with the token of a home; the token is on standard input, where no list of processes shows it."""

    def __init__(self, connector):
        self.connector = connector
        assert shutil.which("curl"), "no curl; apt-get install curl"

    def __call__(self, method, path, *arguments, body=None, seconds=60):
        """The status, the headers in lower case, and the text."""
        headers = self.connector.home.parent / "headers.txt"
        command = ["curl", "--silent", "--show-error", "--config", "-", "--cacert", str(self.connector.home / "tls" / "certificate.pem"),
                   "--dump-header", str(headers), "--max-time", str(seconds), "--request", method, *arguments]
        if body is not None:
            document = self.connector.home.parent / "body.json"
            document.touch(mode=0o600)
            document.write_text(json.dumps(body), encoding="utf-8")
            command += ["--header", "Content-Type: application/json", "--data-binary", f"@{document}"]
        token = (self.connector.home / "token").read_text(encoding="ascii").strip()
        done = subprocess.run([*command, f"{self.connector.url}api/v1{path}"], input=f'header = "Authorization: Bearer {token}"\n',
                              capture_output=True, text=True, timeout=seconds + 30, check=False)
        # 28: an event stream goes on until its time is up
        assert done.returncode in (0, 28), done.stderr
        # the last block: before a long body a 100 may come first
        lines = headers.read_text(encoding="latin-1").replace("\r", "").strip().split("\n\n")[-1].splitlines()
        named = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:] if ":" in line)}
        return int(lines[0].split()[1]), named, done.stdout

    def json(self, method, path, *arguments, body=None, status=200):
        answered, headers, text = self(method, path, *arguments, body=body)
        assert answered == status, text
        return headers, json.loads(text) if text else None

    def until(self, path, good, seconds):
        end = time.monotonic() + seconds
        while True:
            _, answer = self.json("GET", path)
            if good(answer):
                return answer
            assert time.monotonic() < end, answer
            time.sleep(0.5)

    def run_to_end(self, job):
        headers, run = self.json("POST", f"/jobs/{job}/runs", status=202)
        assert headers["location"].endswith(run["id"])
        ended = self.until(f"/runs/{run['id']}", lambda one: one["state"] not in ("PENDING", "ACTIVE"), RUN_SECONDS)
        assert ended["state"] == "COMPLETED", ended
        return ended


def events(text):
    """The ids and names of a stream of events."""
    blocks = [dict(line.split(": ", 1) for line in block.splitlines() if ": " in line) for block in text.split("\n\n")]
    return [(int(block["id"]), block["event"]) for block in blocks if "event" in block]


@pytest.fixture(scope="module")
def curl(lab, distribution, tmp_path_factory):
    """A daemon that nobody has set up, and curl."""
    daemon = Connector(distribution, tmp_path_factory.mktemp("json") / "home").start()
    yield Curl(daemon)
    daemon.stop()


def complaints(lab, vm, run):
    frozen = {disk["key"]: disk for disk in lab.vm_snapshots(vm)[-1]["disks"]}
    found = []
    for disk in run["disks"]:
        found += checks.disk_equality(lab, lab.client("ebs"), disk, frozen[disk["key"]])
    found += checks.image_disks(lab.client("ec2"), run["imageId"], [disk["snapshotId"] for disk in run["disks"]])
    return found + checks.vm_snapshots_left(lab, vm)


def test_a_whole_migration_by_curl_alone(lab, curl):
    _, dry = curl.json("POST", "/setup?dryRun=true", body=lab.setup_document())
    assert curl.json("GET", "/status")[1]["registration"]["state"] == "NEW", dry
    curl.json("POST", "/setup", body=lab.setup_document())
    assert curl.json("GET", "/status")[1]["registration"]["state"] == "REGISTERED"

    made = lab.make_vm("json-web", [{"sizeBytes": SIZE, "seed": 301, "holes": True}])
    curl.json("POST", "/catalog/import", status=202)
    curl.until("/catalog", lambda catalog: catalog["state"] == "AVAILABLE", 60)
    server = next(one for one in curl.json("GET", "/servers")[1] if one["vm"]["id"] == made["vm"])
    assert curl.json("GET", f"/preflight/{made['vm']}")[1]["verdict"] != "REFUSED"
    headers, job = curl.json("POST", "/jobs", body={"vm": server["id"], "description": "by curl"}, status=201)
    seen = headers["etag"]

    # two people edit: who has not looked is told to, who was slower is told so
    change = {"description": "by curl alone"}
    assert curl("PATCH", f"/jobs/{job['id']}", body=change)[0] == 428
    headers, changed = curl.json("PATCH", f"/jobs/{job['id']}", "--header", f"If-Match: {seen}", body=change)
    assert (changed["description"], headers["etag"] != seen) == (change["description"], True)
    status, _, text = curl("PATCH", f"/jobs/{job['id']}", "--header", f"If-Match: {seen}", body=change)
    assert (status, json.loads(text)["code"]) == (412, "JOB_CHANGED")

    first = curl.run_to_end(job["id"])
    assert complaints(lab, made["vm"], first) == []
    lab.guest_writes("json-web", made["disks"][0]["key"], guest.MIB + 17, bytes(range(256)) * 5)
    second = curl.run_to_end(job["id"])
    older, younger = (snapshot["snapshot"] for snapshot in lab.vm_snapshots(made["vm"])[-2:])
    assert complaints(lab, made["vm"], second) == []
    assert checks.only_what_differs(lab, second["disks"][0], older, younger) == []

    headers, verification = curl.json("POST", f"/runs/{second['id']}/verify", status=202)
    read = curl.until(f"/verifications/{verification['id']}", lambda one: one["state"] != "RUNNING", 120)
    assert read["equal"] is True, read

    # the last run, with the guest shut down, and the way back
    def powered():
        return next(vm["poweredOn"] for vm in lab.call("GET", "/vcenter/vms") if vm["name"] == "json-web")

    with allowed_to_power(lab):
        _, asked = curl.json(
            "POST", f"/jobs/{job['id']}/cutover", body={"shutdownWithinSeconds": 60, "powerOff": True}, status=202)
        last = curl.until(f"/runs/{asked['id']}", lambda one: one["state"] not in ("PENDING", "ACTIVE"), RUN_SECONDS)
        assert last["state"] == "COMPLETED" and complaints(lab, made["vm"], last) == [], last
        assert not powered() and curl.json("GET", f"/jobs/{job['id']}")[1]["paused"] is True
        assert curl("POST", f"/jobs/{job['id']}/power-on")[0] // 100 == 2 and powered()

    # the whole trail of events, and from any place in it
    told = events(curl("GET", "/events", "--no-buffer", "--header", "Last-Event-ID: 0", seconds=3)[2])
    ready, rest = told[0], told[1:]
    assert ready[1] in ("ready", "reset")
    if ready[1] == "ready":
        assert {"job", "run"} <= {name for _, name in rest}
        middle = rest[len(rest) // 2][0]
        again = events(curl("GET", "/events", "--no-buffer", "--header", f"Last-Event-ID: {middle}", seconds=3)[2])
        assert again == [(middle, "ready"), *(event for event in rest if event[0] > middle)]


def test_what_is_not_there_is_told_apart(curl):
    def problem(status, code, method, path, *arguments, **more):
        answered, headers, text = curl(method, path, *arguments, **more)
        assert (answered, headers.get("content-type", "")) == (status, "application/problem+json"), text
        told = json.loads(text)
        assert told["code"] == code and told["fix"] and told["status"] == status
        return headers

    problem(404, "NOT_FOUND", "GET", "/nothing")
    problem(404, "JOB_NOT_FOUND", "GET", "/jobs/sms-job-none")
    assert problem(405, "METHOD_NOT_ALLOWED", "DELETE", "/jobs")["allow"] == "GET, HEAD, POST"
    problem(415, "CONTENT_TYPE_UNSUPPORTED", "POST", "/jobs", "--header", "Content-Type: text/plain", "--data-binary", "{}")
    problem(413, "BODY_TOO_LARGE", "POST", "/jobs", body={"vm": "x" * (2 << 20)})
    problem(400, "REQUEST_INVALID", "POST", "/jobs", body={"vm": "x", "no such member": 1})
    assert curl("HEAD", "/status", "--head")[0] == 200
