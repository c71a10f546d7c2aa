"""Starts one lab for all tests."""

import json
import os
import subprocess
import sys

import pytest
from lab_process import CHECKOUT, Lab, lab_binary


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    directory = tmp_path_factory.mktemp("lab")
    with open(directory / "stderr", "w+b") as errors:
        process = subprocess.Popen(
            [
                lab_binary(),
                "serve",
                "--dir",
                directory,
                "--parent-pid",
                str(os.getpid()),
                "--moto-python",
                sys.executable,
                "--connector-policy",
                CHECKOUT / "config/iam/connector-policy.json",
            ],
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        line = process.stdout.readline()
        if not line:
            process.wait()
            errors.seek(0)
            pytest.fail("the lab did not start: " + errors.read().decode())
        yield Lab(json.loads(line))
        process.terminate()
        assert process.wait(timeout=20) == 0
