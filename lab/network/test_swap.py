"""The networking bundle swapped while a change waits: it is confirmed, or takes itself back, all the same."""

import time

import pytest

from daemon import Scene, distribution, seen_from
from harness import publisher
from machines import until

LIMIT_SECONDS = 120


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return publisher.QuickPublisher(distribution(), tmp_path_factory.mktemp("publisher"))


@pytest.fixture(scope="module")
def scene(made, tmp_path_factory):
    settings = {"upgrade-root.json": made.root.read_bytes(), "connector.upgrade.cfg": b"watchSeconds=1\nsettleSeconds=3\n"}
    running = Scene(tmp_path_factory.mktemp("swap"), settings)
    yield running
    running.close()


def begun(scene, domain, seconds):
    settings = scene.daemon.get("network")["settings"]
    settings["searchDomains"] = [domain]
    answer = scene.daemon.post("network/changes", {"settings": settings, "confirmSeconds": seconds})
    until("it waits", lambda: "waiting" in scene.machine.pending())
    return answer["id"]


def swapped(scene, path, body):
    """Begins an upgrade that swaps networking, and waits for its end."""
    plan = scene.daemon.post(path, body)
    end = time.monotonic() + LIMIT_SECONDS
    while True:
        try:
            status = scene.daemon.get("upgrades")
            newest = (status["history"] or [{}])[0]
            if status["stage"] == "IDLE" and newest.get("toSet") == plan["toSet"]:
                assert newest["outcome"] == "GOOD", newest
                return
        except OSError:
            pass  # what answers is away itself for a moment
        assert time.monotonic() < end, status
        time.sleep(0.1)


def test_a_swap_of_networking_loses_no_change_that_waits(made, scene):
    file = made.release("0.2.0", {"networking": publisher.marked("2")})
    with seen_from(scene.segment):
        begun(scene, "lost.example", 20)
        swapped(scene, "upgrades", {"file": str(file)})
        until("nobody confirmed", lambda: "change" not in scene.daemon.get("network"), LIMIT_SECONDS)
        shown = scene.daemon.get("network")
        assert not shown["lastChange"]["kept"] and "lost.example" not in shown["inForce"]["searchDomains"]

        kept = begun(scene, "kept.example", 600)
        swapped(scene, "upgrades/rollback", {})
        assert scene.daemon.get("network")["change"]["id"] == kept
        with pytest.raises(ValueError, match="Expecting value"):
            scene.daemon.post(f"network/changes/{kept}/confirm", {})  # 204, without a document
        shown = scene.daemon.get("network")
        assert shown["lastChange"] == {"id": kept, "kept": True, "reason": ""} and shown["inForce"]["searchDomains"] == ["kept.example"]
