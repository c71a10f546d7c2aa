"""The lab's life: wrong use is said, and no process outlives it, however it ends."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest
from lab_process import CHECKOUT, lab_binary

POLICY = CHECKOUT / "config/iam/connector-policy.json"


def serve(directory, *more):
    return [lab_binary(), "serve", "--dir", directory, "--moto-python", sys.executable, "--connector-policy", POLICY, *more]


def processes_of(directory):
    """The processes that have the directory's log open: the lab and its moto."""
    log, found = str(directory / "lab.log"), []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(opened) == log for opened in (process / "fd").iterdir()):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def wait_until_gone(directory):
    end = time.monotonic() + 20
    while left := processes_of(directory):
        assert time.monotonic() < end, f"still there: {left}"
        time.sleep(0.1)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_moto_ends_with_the_lab(tmp_path, ending):
    process = subprocess.Popen(serve(tmp_path), stdout=subprocess.PIPE)
    line = json.loads(process.stdout.readline())
    assert set(line) == {"control", "aws", "vcenter"} and set(line["aws"]["endpoints"]) == {"ebs", "ec2", "sts", "s3", "iam", "sns"}
    assert len(processes_of(tmp_path)) == 2
    process.send_signal(ending)
    assert process.wait(20) == (0 if ending != signal.SIGKILL else -signal.SIGKILL)
    wait_until_gone(tmp_path)


def test_the_lab_ends_when_its_parent_dies(tmp_path):
    parent = subprocess.Popen(["sleep", "600"])
    process = subprocess.Popen(serve(tmp_path, "--parent-pid", str(parent.pid)), stdout=subprocess.PIPE)
    assert process.stdout.readline()
    parent.kill()
    parent.wait()
    assert process.wait(20) == 0
    wait_until_gone(tmp_path)


def test_wrong_use_and_missing_moto_are_said(tmp_path):
    ran = subprocess.run([lab_binary(), "serve"], capture_output=True, text=True, timeout=20)
    assert ran.returncode == 2 and "--dir" in ran.stderr
    command = [lab_binary(), "serve", "--dir", tmp_path, "--connector-policy", POLICY, "--moto-python", "/bin/false"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1 and "moto ended at once" in ran.stderr and ran.stdout == ""
    ran = subprocess.run([*command[:4], "--connector-policy", tmp_path / "none"], capture_output=True, text=True, timeout=20)
    assert ran.returncode == 1 and "policy" in ran.stderr
