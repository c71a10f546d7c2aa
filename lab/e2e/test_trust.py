"""A certificate that changes in the middle of a run: all stops, the difference is shown, and on goes what waited."""

import json
import socket
import subprocess
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


def walk_to_vcenter(connector):
    """The steps of the way to vCenter, by their names."""
    try:
        walked = connector.json("connectivity")
    except CommandFailed as broken:
        walked = json.loads(broken.text[broken.text.index("["):])
    [vcenter] = [report for report in walked if report["name"] == "vCenter"]
    return {finding["step"]: finding for finding in vcenter["steps"]}


def outcomes(findings):
    return {step: finding["outcome"] for step, finding in findings.items()}


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
        walked = walk_to_vcenter(connector)
        assert outcomes(walked) == {"DNS": "OK", "TCP": "OK", "TLS": "FAILED", "LOGIN": "SKIPPED"}
        assert before in walked["TLS"]["detail"] and renewed in walked["TLS"]["detail"]
        assert f"trust accept {server.removeprefix('https://').removesuffix('/sdk')}" in walked["TLS"]["fix"]
        health = connector.json("registration", "show", "--check")["health"]
        assert "VCENTER_CERTIFICATE_CHANGED" in [reason["code"] for reason in health["reasons"]]
        lab.release(rule, proceed=True)
        waiting = await_waiting(connector, run)
        assert "VCENTER_CERTIFICATE_CHANGED" in [problem["code"] for problem in waiting["problems"]]
        with pytest.raises(CommandFailed) as changed:
            connector.command("trust", "show")
        assert changed.value.code == 1
        shown = changed.value.text.replace(":", "").lower()
        for fingerprint in (before, renewed):
            assert fingerprint.replace(":", "").lower() in shown, "the accepted one beside the new one"
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


def test_privileges_that_differ_by_datacenter_are_named_there(lab, connector):
    lab.call("POST", "/vcenter/datacenters", {"name": "Berlin"})
    needed = [privilege["id"] for privilege in connector.json("vcenter", "privileges")["datacenters"][0]["granted"]]
    fewer = [privilege for privilege in needed if privilege not in ("VApp.Export", "Datastore.Browse")]
    user = lab.call("POST", "/vcenter/users", {
        "name": "mixed@vsphere.local", "privileges": [], "in": {"DC0": needed, "Berlin": fewer}})
    document = lab.setup_document()
    document["vcenter"] |= {"user": user["name"], "password": user["password"]}
    try:
        warnings = connector.set_up(document)["warnings"]
        lacking = [warning for warning in warnings if "lacks" in warning["message"]]
        assert len(lacking) == 1 and "/Berlin" in lacking[0]["message"], warnings
        assert "Datastore.Browse, VApp.Export" in lacking[0]["fix"] and "VirtualMachine" not in lacking[0]["fix"]
        offered = [warning for warning in warnings if "more could be done" in warning["message"]]
        assert len(offered) == 1 and "/DC0" in offered[0]["message"], "what is offered is offered where the rest is there"
        shown = {found["path"]: [privilege["id"] for privilege in found["missing"]]
                 for found in connector.json("vcenter", "privileges")["datacenters"]}
        assert shown == {"/DC0": [], "/Berlin": ["Datastore.Browse", "VApp.Export"]}
    finally:
        connector.set_up(lab.setup_document())


def test_the_way_to_vcenter_is_walked_to_the_login(lab, connector):
    walked = walk_to_vcenter(connector)
    assert outcomes(walked) == {"DNS": "OK", "TCP": "OK", "TLS": "OK", "LOGIN": "OK"}
    user = lab.vcenter_user()
    assert user["name"] in walked["LOGIN"]["detail"] and "vCenter" in walked["LOGIN"]["detail"]
    lab.call("POST", "/vcenter/users", user | {"password": "another by now"})
    try:
        refused = walk_to_vcenter(connector)
        assert outcomes(refused) == {"DNS": "OK", "TCP": "OK", "TLS": "OK", "LOGIN": "FAILED"}
        assert "password" in refused["LOGIN"]["fix"], "whoever was refused first: this look or the connector's own"
        again = walk_to_vcenter(connector)
        assert "not sent again" in again["LOGIN"]["detail"], "accounts lock"
    finally:
        lab.call("POST", "/vcenter/users", user)
        connector.command("vcenter", "check")
    assert outcomes(walk_to_vcenter(connector))["LOGIN"] == "OK"


@pytest.mark.parametrize("version, spoken", [("tls1_1", False), ("tls1_2", True)])
def test_a_server_that_speaks_old_tls_alone_is_not_spoken_with(lab, connector, tmp_path, version, spoken):
    """By OpenSSL's own server; the same one with TLS 1.2 is spoken with, and its certificate is judged."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2",
                    "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True, timeout=60)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-key", str(key), "-cert", str(certificate),
                           f"-{version}", "-cipher", "ALL:@SECLEVEL=0", "-quiet"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            await_listening(port)
            # it does speak what it is told to: an OpenSSL that was built without would show nothing here
            assert subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", f"-{version}", "-cipher", "ALL:@SECLEVEL=0"],
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False).returncode == 0
            document = lab.setup_document()
            document["vcenter"]["url"] = f"https://127.0.0.1:{port}/sdk"
            with pytest.raises(CommandFailed) as refused:
                connector.set_up(document)
        finally:
            server.kill()
    told = refused.value.text
    assert ("CERTIFICATE" in told or "fingerprint" in told) == spoken, told
    assert "$.vcenter" in told


def await_listening(port):
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "openssl s_server does not listen"
            time.sleep(0.05)
