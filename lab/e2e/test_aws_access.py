"""The AWS side: the files that `iam` prints, a role instead of keys, and keys that are replaced under a run."""

import json
import os
import subprocess

import pytest
from estate import SmallVm

from harness import guest
from harness.connector import CommandFailed
from harness.inspecting import InspectingProxy

ACCOUNT = "123456789012"


def iam(distribution, *arguments):
    done = subprocess.run([str(distribution / "bin" / "connector"), "iam", *arguments], check=True, capture_output=True)
    return json.loads(done.stdout)


@pytest.fixture
def assuming(lab, distribution):
    """A user that may only assume the role sms, made of what `iam` prints; the lab enforces all of it."""
    keys = lab.call("POST", "/aws/users/assuming", iam(distribution, "user", "--account", ACCOUNT))
    role = lab.call("PUT", "/aws/roles/sms", {
        "trust": iam(distribution, "role", "--account", ACCOUNT, "--user", "assuming"),
        "policy": iam(distribution, "policy"),
    })
    return keys, role["arn"]


def profiles(directory, lab, keys, role, external_id):
    """The files of the AWS tools, and the environment that names them."""
    (directory / "credentials").write_text(
        f"[own]\naws_access_key_id={keys['accessKeyId']}\naws_secret_access_key={keys['secretAccessKey']}\n")
    (directory / "config").write_text(
        f"[profile migration]\nrole_arn={role}\nexternal_id={external_id}\nsource_profile=own\n")
    environment = os.environ | lab.aws_environment()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del environment[name]
    return environment | {
        "AWS_SHARED_CREDENTIALS_FILE": str(directory / "credentials"),
        "AWS_CONFIG_FILE": str(directory / "config"), "AWS_PROFILE": "migration",
    }


def test_a_disk_is_copied_as_the_role(lab, distribution, assuming, tmp_path):
    keys, role = assuming
    disk = tmp_path / "disk.raw"
    disk.write_bytes(os.urandom(guest.MIB))

    def copy(external_id):
        return subprocess.run(
            [str(distribution / "bin" / "connector"), "copy", f"raw:{disk}", "ebs:", "--json", "--verify",
             "--home", str(tmp_path / "home")],
            env=profiles(tmp_path, lab, keys, role, external_id), capture_output=True, text=True, timeout=180, check=False)

    refused = copy("other")
    assert refused.returncode == 1 and "AWS_ROLE_REFUSED" in refused.stdout + refused.stderr, refused
    done = copy("sms")
    assert done.returncode == 0, done.stderr
    snapshot = json.loads(done.stdout)["snapshot"]
    assert lab.ebs_snapshot(snapshot)["state"] == "completed"
    # the keys themselves open nothing
    import boto3
    import botocore.exceptions
    aws = lab.endpoints["aws"]
    bare = boto3.client("ebs", region_name=aws["region"], endpoint_url=aws["endpoints"]["ebs"], verify=aws["ca"],
                        aws_access_key_id=keys["accessKeyId"], aws_secret_access_key=keys["secretAccessKey"])
    with pytest.raises(botocore.exceptions.ClientError, match="AccessDenied"):
        bare.list_snapshot_blocks(SnapshotId=snapshot)


def with_keys(lab, keys):
    document = lab.setup_document()
    document["aws"] |= {"accessKeyId": keys["accessKeyId"], "secretAccessKey": keys["secretAccessKey"]}
    return document


def test_no_run_fails_when_keys_are_replaced_under_it(lab, distribution, connector):
    first = lab.call("POST", "/aws/users/replaced", iam(distribution, "policy"))
    connector.set_up(with_keys(lab, first))
    vm = SmallVm(lab, connector)
    rule = lab.hold("ebs", "PutSnapshotBlock", "after", skip=2)
    run = connector.start_run(vm.job)
    assert lab.await_hit(rule)
    second = lab.call("POST", "/aws/users/replaced/keys", {})
    connector.set_up(with_keys(lab, second))
    lab.call("DELETE", f"/aws/users/replaced/keys/{first['accessKeyId']}")
    lab.release(rule, proceed=True)
    try:
        assert vm.complaints(connector.await_run(run)) == []
    finally:
        connector.set_up(lab.setup_document())


def test_permissions_are_told_by_the_command(lab, connector):
    shipped = connector.json("aws", "permissions")
    assert shipped["complete"] and shipped["arn"].endswith(":user/connector")
    assert {"id": "eu-central-1", "name": "Europe (Frankfurt)", "partition": "aws"} in connector.json("aws", "regions")


@pytest.fixture(scope="module")
def inspecting(lab, tmp_path_factory):
    proxy = InspectingProxy(tmp_path_factory.mktemp("inspecting"), lab.endpoints["aws"]["ca"])
    yield proxy
    proxy.stop()


def test_a_proxy_that_looks_into_tls_is_named_and_works_with_its_authority(lab, connector, inspecting):
    document = lab.setup_document() | {"proxy": inspecting.settings()}
    with pytest.raises(CommandFailed) as refused:
        connector.set_up(document)
    assert "$.aws.caBundle: AWS_CERTIFICATE_REFUSED" in refused.value.text
    assert "If a proxy inspects TLS" in refused.value.text, "and the fix says what it may be"
    wrong = document | {"proxy": inspecting.settings() | {"password": "another"}}
    with pytest.raises(CommandFailed) as login:
        connector.set_up(wrong)
    assert "$.proxy: PROXY_LOGIN_REFUSED" in login.value.text
    document["aws"] |= {"caBundle": str(inspecting.authority)}
    try:
        assert connector.set_up(document)["state"] == "REGISTERED"
        walked = {report["name"]: report for report in connector.json("connectivity")}
        steps = {finding["step"]: finding for finding in walked["AWS EBS"]["steps"]}
        assert steps["PROXY"]["outcome"] == "OK" and "mitmproxy" in steps["TLS"]["detail"]
        vm = SmallVm(lab, connector)
        assert vm.complaints(vm.run_to_end()) == []
        seen = inspecting.seen()
        assert "PUT https://" in seen and "/snapshots/" in seen, "blocks went through it, and it could read them"
    finally:
        connector.set_up(lab.setup_document())
