"""What the end-to-end tests share: one lab for the whole run, a set-up connector for each file."""

import pathlib
import os
import re
import shutil
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "lab"))

from harness.connector import Connector  # noqa: E402 (the path comes first)
from harness.lab import Lab  # noqa: E402
from harness.publisher import QuickPublisher  # noqa: E402

# What these tests start ends within seconds, half of which the JVM's second compiler would take. The demo and the
# benchmarks run with the options that are shipped.
os.environ.setdefault("CONNECTOR_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")


def pytest_addoption(parser):
    parser.addoption("--kills", choices=["short", "long"], default="short", help="how many instants within a transfer")
    parser.addoption("--schemathesis-examples", type=int, default=4, help="how many requests for each operation, about")
    parser.addoption("--schemathesis-seed", type=int, default=1, help="chooses them")
    parser.addoption("--kill-seed", type=int, default=1, help="chooses the instants; printed with every run")


def pytest_report_header(config):
    return f"kills: {config.getoption('--kills')}, seed {config.getoption('--kill-seed')}"


@pytest.fixture(scope="session")
def distribution():
    version = re.search(r"<version>([^<]+)</version>", (ROOT / "pom.xml").read_text(encoding="utf-8")).group(1)
    path = ROOT / "distribution" / "target" / f"server-migration-connector-{version}"
    assert (path / "bin" / "connector").exists(), f"{path} is not built; run ./connector build"
    return path


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    binary = os.environ.get("CONNECTOR_LAB_BINARY", str(ROOT / ".lab" / "bin" / "lab"))
    running = Lab(binary, tmp_path_factory.mktemp("lab"))
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def no_faults_left(lab):
    yield
    lab.clear_faults()


@pytest.fixture(scope="module")
def connector(lab, distribution, tmp_path_factory):
    """A daemon that is set up for the lab."""
    home = tmp_path_factory.mktemp("connector") / "home"
    daemon = Connector(distribution, home).start()
    report = daemon.set_up(lab.setup_document())
    assert report["state"] == "REGISTERED", report
    yield daemon
    if daemon.running():
        daemon.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def made(distribution, tmp_path_factory):
    """Releases of the distribution with something changed."""
    return QuickPublisher(distribution, tmp_path_factory.mktemp("publisher"))
