import os
import pathlib

import machine
import pytest


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
