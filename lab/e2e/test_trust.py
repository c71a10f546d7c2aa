"""A certificate that changes in the middle of a run: all stops, the difference is shown, and on goes what waited."""

import time

import pytest
from estate import SmallVm

from harness.connector import CommandFailed

WAIT_SECONDS = 90


def await_waiting(connector, run):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        shown = connector.run(run)
        assert shown["state"] not in ("FAILED", "COMPLETED"), shown
        if shown["waitingFor"]:
            return shown
        time.sleep(0.2)
    raise AssertionError("the run neither waits nor ends")


def test_a_run_waits_for_a_changed_certificate_and_goes_on_when_it_is_accepted(lab, connector):
    vm = SmallVm(lab, connector)
    rule = lab.hold("ebs", "PutSnapshotBlock", "before")
    run = connector.start_run(vm.job)
    assert lab.await_hit(rule)
    before = lab.endpoints["vcenter"]["fingerprint"]
    renewed = lab.call("POST", "/vcenter/certificate", {})["fingerprint"]
    lab.endpoints["vcenter"]["fingerprint"] = renewed
    server = lab.endpoints["vcenter"]["url"]
    try:
        health = connector.json("registration", "show", "--check")["health"]
        assert "VCENTER_CERTIFICATE_CHANGED" in [reason["code"] for reason in health["reasons"]]
        lab.release(rule, proceed=True)
        waiting = await_waiting(connector, run)
        assert "VCENTER_CERTIFICATE_CHANGED" in [problem["code"] for problem in waiting["problems"]]
        with pytest.raises(CommandFailed) as changed:
            connector.command("trust", "show")
        assert changed.value.code == 1
        with pytest.raises(CommandFailed):
            connector.command("trust", "accept", server, before)
        assert connector.run(run)["waitingFor"], "a wrong fingerprint changes nothing"
    finally:
        accepted = connector.json("trust", "accept", server, renewed)
    assert accepted["state"] == "TRUSTED"
    assert vm.complaints(connector.await_run(run)) == []
    assert vm.leaks() == []
    assert connector.json("registration", "show", "--check")["health"]["state"] == "HEALTHY"


def test_privileges_are_named_per_datacenter(lab, connector):
    found = connector.json("vcenter", "privileges")
    assert found["datacenters"]
    assert all(not datacenter["missing"] for datacenter in found["datacenters"])
    offered = {privilege["id"] for privilege in found["datacenters"][0]["offered"]}
    assert offered == {"VirtualMachine.Interact.PowerOff", "VirtualMachine.Interact.PowerOn"}
