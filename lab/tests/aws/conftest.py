"""Fixtures of the tests that speak with the AWS side."""

import pytest
from aws_client import Clients

RELAXED = {
    "completeDelayMs": 0,
    "visibilityDelayMs": 0,
    "encryptionByDefault": False,
    "latencyMs": 0,
    "discard": False,
    "skipDigestCheck": False,
    "shortPages": False,
    "repeatedCompleteAccepted": False,
    "clockOffsetSeconds": 0,
    "blockTokenSeconds": 604800,
    "pageTokenSeconds": 3600,
    "quotas": {
        "pendingSnapshots": 0,
        "putsPerSecond": 0,
        "putsPerSnapshotPerSecond": 0,
        "startsPerSecond": 0,
        "completesPerSecond": 0,
        "listsPerSecond": 0,
        "getsPerSecond": 0,
    },
}


@pytest.fixture(autouse=True)
def relaxed(lab):
    """Each test begins without faults, delays and quotas, and sets what it is about."""
    lab.call("DELETE", "/faults")
    lab.post("/ebs/settings", RELAXED)
    lab.post("/ec2/settings", {"imageDelayMs": 0})
    lab.post("/aws/settings", {"clockSkewSeconds": 0})


@pytest.fixture
def connector(lab):
    return Clients(lab, lab.user("connector"))


@pytest.fixture
def admin(lab):
    return Clients(lab, lab.user("admin"))


@pytest.fixture
def clients(lab):
    return lambda keys, **more: Clients(lab, keys, **more)
