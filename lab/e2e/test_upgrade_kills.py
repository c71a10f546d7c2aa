"""kill -9 in each stage of an upgrade: afterwards it is one set or the other, whole."""

import random
import re
import threading
import time

from conftest import ROOT

from harness import publisher
from harness.upgradable import LIMIT_SECONDS, Upgradable

LIVE = ("vsphere", "aws", "disk-streaming", "replication")
# how long after a stage began it is killed, at most; some are over by then, and the next one is met
LONGEST_WAIT = {"VERIFYING": 0.3, "STAGING": 1.0, "SWAPPING": 0.2, "WATCHING": 1.5, "RESTARTING": 3.0, "PUTTING_BACK": 0.4}
TRIES = 5


def test_every_stage_is_killed():
    source = ROOT / "bundles/api/src/main/java/io/github/migrationconnector/api/upgrade/UpgradeStage.java"
    stages = set(re.findall(r"^    ([A-Z_]+)[,;]?$", source.read_text(encoding="utf-8"), re.MULTILINE))
    assert stages - {"IDLE"} == set(LONGEST_WAIT)


class Kills:
    """Releases that are put in force until the daemon is killed; `made` gives their files."""

    def __init__(self, connector, made, rng):
        self.connector, self.made, self.rng = connector, made, rng
        self.count = 0

    def release(self, stage):
        self.count += 1
        version = f"0.5.{self.count}"
        if stage == "PUTTING_BACK":
            return version, self.made.release(version, {"disk-streaming": publisher.without("OSGI-INF/")})
        # one in five of the others starts the framework anew
        platform = stage == "RESTARTING" or (stage != "SWAPPING" and self.rng.randrange(5) == 0)
        return version, self.made.release(version, {"access" if platform else self.rng.choice(LIVE): publisher.marked(version)})

    def stage(self):
        """What the daemon says, which says nothing while its framework starts anew."""
        try:
            return self.connector.call("upgrades")["stage"]
        except OSError:
            return "RESTARTING"

    def met(self, wanted, upgrade):
        """Whether the upgrade came into the stage, seen; it may be over sooner than it is asked for."""
        deadline, begun = time.monotonic() + LIMIT_SECONDS, False
        while time.monotonic() < deadline:
            stage = self.stage()
            if stage == wanted:
                return True
            begun = begun or stage != "IDLE"
            if begun and stage == "IDLE" and not upgrade.is_alive():
                return False
        raise AssertionError(f"neither {wanted} nor an end of the upgrade")

    def kill_in(self, stage):
        """Kills in a stage, or shortly after; returns the sets before, offered and after."""
        for _ in range(TRIES):
            before = self.connector.in_force()
            offered, file = self.release(stage)
            upgrade = threading.Thread(target=self._begin, args=(file,))
            upgrade.start()
            met = self.met(stage, upgrade)
            if met:
                time.sleep(self.rng.uniform(0, LONGEST_WAIT[stage]))
                self.connector.daemon.kill()
            upgrade.join()
            if met:
                self.connector.daemon.start()
                return before, offered, self.connector.await_stage("IDLE")["set"]
        raise AssertionError(f"{TRIES} upgrades were never seen in {stage}")

    def _begin(self, file):
        try:
            self.connector.begin(file)
        except OSError:
            pass  # the daemon is killed under the question


def test_killed_in_the_middle_it_is_one_set_or_the_other(distribution, made, tmp_path, pytestconfig, record_property):
    rng = random.Random(pytestconfig.getoption("--kill-seed"))
    count = 200 if pytestconfig.getoption("--kills") == "long" else 10
    stages = (list(LONGEST_WAIT) * count)[:count]
    rng.shuffle(stages)
    connector = Upgradable(distribution, tmp_path / "home", made.root)
    kills, ended = Kills(connector, made, rng), {stage: [] for stage in LONGEST_WAIT}
    try:
        for stage in stages:
            before, offered, after = kills.kill_in(stage)
            assert after in (before, offered), stage
            assert stage != "PUTTING_BACK" or after == before, "a set that was being put back is in force"
            assert connector.healthy(), stage
            assert connector.running() == connector.bundles_of(after), stage
            ended[stage].append(after != before)
    finally:
        connector.daemon.kill()
    for stage, new in ended.items():
        record_property(f"killed in {stage}", f"{len(new) - sum(new)} ended in the set before, {sum(new)} in the new one")
    assert all(ended.values()), "the list of instants left a stage out"
    if count > 10:
        assert not all(ended["WATCHING"]) and any(ended["WATCHING"] + ended["RESTARTING"]), "the kills met only one end"
