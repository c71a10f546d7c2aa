import pytest

import machines


def pytest_addoption(parser):
    parser.addoption("--kills", default="short", choices=["short", "long"], help="how much of the seeded attacks is run")


@pytest.fixture
def kills(request):
    return request.config.getoption("--kills")


@pytest.fixture(scope="session", autouse=True)
def prerequisites():
    try:
        machines.demand()
    except machines.Missing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
def segment(tmp_path):
    made = machines.Segment(tmp_path)
    yield made
    made.close()


@pytest.fixture
def appliance(segment, tmp_path):
    """A machine with eth0 on the segment and the address 192.0.2.10, applied and confirmed by the program itself."""
    made = machines.Machine("appliance", tmp_path)
    segment.join(made, "eth0")
    made.run("ip", "addr", "add", "192.0.2.10/24", "dev", "eth0")
    made.run("ip", "route", "add", "default", "via", segment.ADDRESS)
    yield made
    made.close()
