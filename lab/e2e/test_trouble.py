"""What goes wrong in practice: one clear message with the fix, nothing left behind, and the next run builds on what was."""

import copy
import json
import subprocess

import pytest
from estate import SmallVm

from harness.connector import CommandFailed, Connector, free_port


@pytest.fixture(scope="module")
def unset(distribution, tmp_path_factory):
    """A daemon that is not set up."""
    daemon = Connector(distribution, tmp_path_factory.mktemp("unset") / "home").start()
    yield daemon
    assert daemon.stop() == 0


def spoilt(document, path, value):
    """A copy of a set-up document with one field changed."""
    changed = copy.deepcopy(document)
    section, field = path.split(".")
    changed[section][field] = value
    return changed


WRONG_FIELDS = [
    ("vcenter.password", "not the password"),
    ("vcenter.fingerprint", "00" * 32),
    ("vcenter.url", "https://127.0.0.1:1/sdk"),
    ("aws.secretAccessKey", "not the secret key"),
    ("aws.accessKeyId", "AKIAXXXXXXXXXXXXXXXX"),
]

SECRET_FIELDS = {"vcenter.password", "aws.secretAccessKey"}


@pytest.mark.parametrize("path,value", WRONG_FIELDS, ids=[path for path, _ in WRONG_FIELDS])
def test_a_wrong_field_is_named_with_its_fix(lab, unset, path, value):
    with pytest.raises(CommandFailed) as refused:
        unset.set_up(spoilt(lab.setup_document(), path, value))
    assert refused.value.code == 1
    assert f"$.{path}" in refused.value.text
    if path in SECRET_FIELDS:
        assert value not in refused.value.text
    status = unset.json("status")
    assert status["registration"]["state"] == "NEW"


def test_a_run_whose_keys_expire_waits_and_goes_on_with_good_ones(lab, connector):
    vm = SmallVm(lab, connector)
    expired = lab.fault("ebs", "*", "error", count=0, status=403, code="ExpiredTokenException",
                        message="The security token included in the request is expired")
    run = connector.start_run(vm.job)
    assert lab.await_hit(expired)
    lab.clear_faults()
    assert vm.complaints(connector.await_run(run)) == []


def test_a_vm_that_vanishes_ends_the_run_clearly(lab, connector):
    vm = SmallVm(lab, connector)
    rule = lab.hold("ebs", "StartSnapshot", "before")
    run = connector.start_run(vm.job)
    assert lab.await_hit(rule)
    lab.call("DELETE", f"/vcenter/vms/{vm.name}")
    lab.release(rule, proceed=True)
    ended = connector.await_run(run)
    assert ended["state"] == "FAILED"
    assert ended["problems"] and all(p["message"] for p in ended["problems"])
    assert vm.leaks() == []


def test_passing_trouble_passes(lab, connector):
    """Throttles, a 503, dropped connections and a late answer in the middle: the run just goes on."""
    vm = SmallVm(lab, connector)
    lab.fault("ebs", "PutSnapshotBlock", "error", skip=1, count=3, status=400, code="RequestThrottledException",
              message="slow down")
    lab.fault("ebs", "PutSnapshotBlock", "drop", skip=5, count=2)
    lab.fault("ebs", "PutSnapshotBlock", "drop-after", skip=9, count=2)
    lab.fault("ebs", "CompleteSnapshot", "error", count=1, status=503, code="ServiceUnavailable", message="later")
    lab.fault("folder", "GET", "error", count=1, status=503, code="", message="")
    lab.fault("vcenter", "RemoveSnapshot_Task", "drop", count=1)
    assert vm.complaints(vm.run_to_end()) == []


def test_an_expired_vcenter_session_is_renewed(lab, connector):
    vm = SmallVm(lab, connector)
    rule = lab.hold("ebs", "PutSnapshotBlock", "after", skip=2)
    run = connector.start_run(vm.job)
    assert lab.await_hit(rule)
    lab.call("POST", "/vcenter/sessions/expire", {})
    lab.release(rule, proceed=True)
    assert vm.complaints(connector.await_run(run)) == []


def test_one_instance_a_home(connector, distribution):
    second = subprocess.run(
        [str(distribution / "bin" / "connector"), "run", "--home", str(connector.home), "--https-port", str(free_port())],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode == 1
    assert str(connector.home) in second.stderr and "another connector" in second.stderr
    assert connector.json("status")["version"]


def test_set_up_twice_changes_nothing(lab, connector):
    report = connector.set_up(lab.setup_document())
    assert report["changed"] == [] and report["findings"] == []


def test_secrets_are_not_in_the_log(lab, connector):
    secrets = [lab.user()["secretAccessKey"], lab.vcenter_user()["password"]]
    texts = [connector.output()] + [p.read_text(errors="replace") for p in connector.home.glob("log/*") if p.is_file()]
    assert sum(map(len, texts)) > 0
    # shown to find what is there: the address is in the first output
    assert any(str(connector.port) in text for text in texts)
    for secret in secrets:
        assert not any(secret in text or json.dumps(secret)[1:-1] in text for text in texts)
