import os
import pathlib
import sys

import machine
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "lab"))

from harness.lab import Lab  # noqa: E402 (the path comes first)
from harness.publisher import QuickPublisher  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def prerequisites():
    try:
        machine.demand()
    except machine.Missing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("appliance")


@pytest.fixture(scope="session")
def disk(folder):
    return machine.disk_of(pathlib.Path(os.environ["CONNECTOR_OVA"]), folder)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    running = Lab(os.environ.get("CONNECTOR_LAB_BINARY", str(ROOT / ".lab" / "bin" / "lab")), tmp_path_factory.mktemp("lab"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def publisher(tmp_path_factory):
    return QuickPublisher(pathlib.Path(os.environ["CONNECTOR_DISTRIBUTION"]), tmp_path_factory.mktemp("publisher"))


@pytest.fixture(scope="session")
def root_and_modes(disk, folder):
    return machine.tree_of(disk, "connector-root", folder)


@pytest.fixture(scope="session")
def root(root_and_modes):
    return root_and_modes[0]


@pytest.fixture(scope="session")
def kept_and_modes(disk, folder):
    """The partition of settings, state and logs."""
    return machine.tree_of(disk, "connector-data", folder)


@pytest.fixture(scope="session")
def kept(kept_and_modes):
    return kept_and_modes[0]
