"""The SMS API, by the AWS CLI and the botocore that still have its model: they share no code with the connector."""

import json
import os
import pathlib
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = pathlib.Path(os.environ.get("CONNECTOR_PEERS", ROOT / ".lab" / "peers"))
RUN_SECONDS = 240


class Sms:
    """`aws sms`, with one API key."""

    def __init__(self, connector, key):
        assert (PEERS / "bin" / "aws").exists(), f"no AWS CLI in {PEERS}; run ./connector test, which brings it"
        self.connector = connector
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(connector.home),
            "AWS_ACCESS_KEY_ID": key["accessKeyId"], "AWS_SECRET_ACCESS_KEY": key["secretAccessKey"],
            "AWS_CA_BUNDLE": str(connector.home / "tls" / "certificate.pem"), "AWS_MAX_ATTEMPTS": "1",
        }

    def call(self, *arguments):
        return subprocess.run(
            [str(PEERS / "bin" / "aws"), "sms", *arguments, "--region", "eu-west-1", "--output", "json",
             "--endpoint-url", f"{self.connector.url}sms"],
            env=self.environment, capture_output=True, text=True, timeout=60, check=False)

    def __call__(self, *arguments):
        done = self.call(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def refused(self, *arguments):
        """The name of the error."""
        done = self.call(*arguments)
        assert done.returncode != 0, done.stdout
        return done.stderr.split("(", 1)[-1].split(")", 1)[0]


def api_key(connector, role):
    return connector.json("apikey", "create", "--owner", "olga", "--role", role)


@pytest.fixture(scope="module")
def sms(connector):
    password = connector.home.parent / "olgas-password"
    password.touch(mode=0o600)
    password.write_text("four horses and a staple\n", encoding="utf-8")
    connector.command("user", "create", "olga", "--role", "operator", "--password-file", str(password))
    return Sms(connector, api_key(connector, "operator"))


def until(ask, good, seconds):
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if good(answer):
            return answer
        assert time.monotonic() < end, answer
        time.sleep(1)


def test_a_whole_migration_by_the_aws_cli_alone(lab, sms):
    made = lab.make_vm("sms-web", [{"sizeBytes": 6 << 20, "seed": 77}])
    connectors = sms("get-connectors")["connectorList"]
    assert [one["status"] for one in connectors] == ["HEALTHY"] or connectors[0]["status"] == "UNHEALTHY"
    assert connectors[0]["vmManagerType"] == "VSPHERE"
    sms("import-server-catalog")
    servers = until(lambda: sms("get-servers", "--no-paginate"), lambda answer: answer["serverCatalogStatus"] == "AVAILABLE", 60)
    server = next(one for one in servers["serverList"] if one["vmServer"]["vmServerAddress"]["vmId"] == made["vm"])
    far = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 7 * 86400))
    job = sms("create-replication-job", "--server-id", server["serverId"], "--seed-replication-time", far,
              "--frequency", "12", "--license-type", "BYOL", "--number-of-recent-amis-to-keep", "2")["replicationJobId"]
    run = sms("start-on-demand-replication-run", "--replication-job-id", job)["replicationRunId"]

    def latest():
        return sms("get-replication-runs", "--replication-job-id", job)["replicationRunList"][0]

    ended = until(latest, lambda one: one["state"] not in ("PENDING", "ACTIVE"), RUN_SECONDS)
    assert (ended["replicationRunId"], ended["state"]) == (run, "COMPLETED"), ended
    images = lab.client("ec2").describe_images(ImageIds=[ended["amiId"]])["Images"]
    assert [image["ImageId"] for image in images] == [ended["amiId"]]
    assert sms("get-replication-jobs", "--replication-job-id", job)["replicationJobList"][0]["latestAmiId"] == ended["amiId"]
    assert sms.refused("create-replication-job", "--server-id", server["serverId"], "--seed-replication-time", far,
                       "--run-once") == "ReplicationJobAlreadyExistsException"
    sms("update-replication-job", "--replication-job-id", job, "--frequency", "24")
    assert sms("get-replication-jobs")["replicationJobList"][0]["frequency"] == 24
    sms("delete-replication-job", "--replication-job-id", job)


WALK = """
import json, sys, boto3
from botocore.config import Config
from botocore.exceptions import ClientError
endpoint, connector = sys.argv[1:]
client = boto3.client("sms", region_name="ap-northeast-1", endpoint_url=endpoint,
                      config=Config(parameter_validation=False, retries={"total_max_attempts": 1}))
model = client.meta.service_model
found = {}
for name in model.operation_names:
    operation = model.operation_model(name)
    method = getattr(client, {v: k for k, v in client.meta.method_to_api_mapping.items()}[name])
    required = list(operation.input_shape.required_members) if operation.input_shape else []
    try:
        if name == "DeleteServerCatalog" or name == "ImportServerCatalog":
            continue
        method()
        found[name] = ["", required, []]
    except ClientError as error:
        found[name] = [error.response["Error"]["Code"], required, [shape.name for shape in operation.error_shapes]]
servers = [s["serverId"] for p in client.get_paginator("get_servers").paginate(PaginationConfig={"PageSize": 1}) for s in p["serverList"]]
print(json.dumps({"operations": found, "servers": servers}))
"""


def test_botocore_reads_every_answer_and_waits_through_pages(lab, connector, sms):
    names = {"sms-page-1", "sms-page-2"}
    for name in names:
        lab.make_vm(name, [{"sizeBytes": 1 << 20, "seed": 78}])
    sms("import-server-catalog")
    until(lambda: sms("get-servers", "--no-paginate"),
          lambda answer: names <= {server["vmServer"]["vmName"] for server in answer.get("serverList", [])}, 60)
    done = subprocess.run([str(PEERS / "bin" / "python"), "-c", WALK, f"{connector.url}sms", "x"],
                          env=sms.environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    walked = json.loads(done.stdout)
    everything = sms("get-servers")["serverList"]
    assert len(everything) > 1
    assert walked["servers"] == [one["serverId"] for one in everything]
    looking = {"GetConnectors", "GetServers", "GetReplicationJobs"}
    for name, (code, required, listed) in walked["operations"].items():
        if name in looking:
            assert code == "", name
        elif "App" in name or name in ("GenerateChangeSet", "GenerateTemplate"):
            assert code == "OperationNotPermittedException", name
        elif name == "DisassociateConnector":
            assert code == "UnauthorizedOperationException", "takes an administrator's key"
        else:
            assert required and code == "MissingRequiredParameterException", name
        assert not code or code in listed, name


def test_wrong_keys_and_too_small_ones_are_told_apart(connector, sms):
    key = api_key(connector, "viewer")
    viewer = Sms(connector, key)
    assert viewer("get-servers", "--no-paginate")["serverCatalogStatus"]
    assert viewer.refused("import-server-catalog") == "UnauthorizedOperationException"
    assert Sms(connector, {**key, "secretAccessKey": "x" * 40}).refused("get-servers") == "InvalidSignatureException"
    assert Sms(connector, {**key, "accessKeyId": "AKIA" + "A" * 16}).refused("get-servers") == "UnrecognizedClientException"
    connector.command("apikey", "revoke", key["accessKeyId"])
    assert viewer.refused("get-servers") == "UnrecognizedClientException"
