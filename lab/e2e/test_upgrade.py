"""Upgrades in place: from N-1 to N, over bad ones that are put back alone, and back again, over changed tables too."""

import re
import zipfile

from harness import publisher
from harness.upgradable import SHIPPED, Upgradable


def test_from_one_to_the_next_over_bad_ones_and_back(distribution, made, tmp_path):
    good = made.release("0.2.0", {name: publisher.marked("2") for name in ("aws", "disk-streaming", "http-api")})
    connector = Upgradable(distribution, tmp_path / "home", made.root)
    daemon = connector.daemon
    try:
        plan = daemon.json("upgrade", "plan", str(good))
        assert (plan["restart"], len(plan["changes"])) == (False, 3)
        assert connector.in_force() == SHIPPED
        assert daemon.json("upgrade", "apply", str(good))["outcome"] == "GOOD"
        assert connector.in_force() == "0.2.0"
        bad = connector.apply(made.release("0.2.3", {"disk-streaming": publisher.without("OSGI-INF/")}))
        # by what it does not offer, or by what it logs of that: whichever is seen first
        assert bad["outcome"] == "PUT_BACK" and re.search("disk.?streaming", bad["reason"]), bad
        assert connector.in_force() == "0.2.0" and connector.healthy()
        assert "0.2.3" not in connector.status()["sets"]
        assert connector.apply(made.release("0.3.0", {"store": publisher.marked("3")}))["outcome"] == "GOOD"
        assert connector.in_force() == "0.3.0"
        bad = connector.apply(made.release("0.3.1", {"store": publisher.with_header("Require-Bundle: no.such.bundle")}))
        assert bad["outcome"] == "PUT_BACK" and connector.in_force() == "0.3.0" and connector.healthy()
        assert connector.await_record(connector.call("upgrades/rollback", method="POST"))["outcome"] == "GOOD"
        assert connector.in_force() == "0.2.0"
        assert daemon.json("upgrade", "show", "2")["record"]["toSet"] == "0.3.1"
        daemon.kill()
        daemon.start()
        assert connector.in_force() == "0.2.0"
        newest = made.release("0.4.0", {"vsphere": publisher.marked("4")})
        assert uploaded(connector, newest)["outcome"] == "GOOD"
        assert connector.in_force() == "0.4.0" and connector.healthy()
    finally:
        daemon.kill()


def uploaded(connector, file):
    """The record of a release that was sent instead of named; one that is refused leaves nothing, nor one that was applied."""
    assert "UPGRADE_ARCHIVE_REFUSED" in connector.refused_upload(b"no archive at all" * 100_000)
    assert '"status":422' in connector.refused_upload(file.read_bytes()[:-30])
    assert "UPGRADE_NOT_UPLOADED" in connector.problem("upgrades", {"uploaded": True})
    with file.open("rb") as content:
        planned = connector.upload(content)
    kept = connector.daemon.home / "upgrades" / "uploaded.zip"
    assert publisher.sha256(kept) == publisher.sha256(file)
    plan = connector.call("upgrades", {"uploaded": True})
    assert plan["toSet"] == planned["toSet"]
    record = connector.await_record(plan)
    assert not kept.exists()
    return record


def newest_tables(distribution):
    (jar,) = (distribution / "bundles").glob("replication-[0-9]*.jar")
    return max(int(found) for found in re.findall(r"/tables/V(\d+)__", " ".join(zipfile.ZipFile(jar).namelist())))


def with_tables(text):
    """The bundle brings one more script for its tables."""
    return lambda entries: {**entries, "io/github/migrationconnector/replication/tables/V900__more.sql": text.encode()}


def test_the_way_back_over_changed_tables(distribution, made, tmp_path):
    connector = Upgradable(distribution, tmp_path / "home", made.root)
    readable = f"-- oldest reader: {newest_tables(distribution)}\ncreate table replication_more (x integer);\n"
    try:
        plan = connector.begin(made.release("0.5.100", {"replication": with_tables(readable)}))
        assert (plan["restart"], plan["wayBack"], plan["tables"][0]["readable"]) == (False, "WITHOUT_LOSS", True)
        assert connector.await_record(plan)["outcome"] == "GOOD"
        assert connector.await_record(connector.call("upgrades/rollback", method="POST"))["outcome"] == "GOOD"
        assert connector.healthy() and connector.call("jobs") == []
    finally:
        connector.daemon.kill()


def test_the_store_goes_back_by_its_copy(distribution, made, tmp_path):
    connector = Upgradable(distribution, tmp_path / "home", made.root)
    strange = {"replication": with_tables("create table replication_strange (x integer);\n")}
    try:
        bad = connector.apply(made.release("0.5.110", {**strange, "registration": publisher.without("OSGI-INF/")}))
        assert bad["outcome"] == "PUT_BACK" and connector.in_force() == SHIPPED, bad
        assert connector.healthy() and connector.call("jobs") == [], "the older set is dead on the newer tables"
        plan = connector.begin(made.release("0.5.111", strange))
        assert (plan["restart"], plan["wayBack"], plan["tables"][0]["readable"]) == (True, "BY_COPY", False)
        assert connector.await_record(plan)["outcome"] == "GOOD"
        assert "UPGRADE_WOULD_LOSE" in connector.problem("upgrades/rollback", {})
        back = connector.call("upgrades/rollback", {"acceptLoss": True})
        assert back["copyOf"] and connector.await_record(back)["outcome"] == "GOOD"
        assert connector.in_force() == SHIPPED and connector.healthy() and connector.call("jobs") == []
    finally:
        connector.daemon.kill()
