"""The SMS API, by the AWS CLI and the botocore that still have its model: they share no code with the connector."""

import json
import os
import pathlib
import subprocess
import time

import pytest

from harness import checks
from harness.connector import Connector

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


def operator(connector):
    """Makes the user on whose behalf the keys of these tests sign."""
    password = connector.home.parent / "olgas-password"
    password.touch(mode=0o600)
    password.write_text("four horses and a staple\n", encoding="utf-8")
    connector.command("user", "create", "olga", "--role", "operator", "--password-file", str(password))
    return connector


@pytest.fixture(scope="module")
def sms(connector):
    return Sms(connector, api_key(operator(connector), "operator"))


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
    connectors = until(lambda: sms("get-connectors")["connectorList"], lambda all: [one["status"] for one in all] == ["HEALTHY"], 120)
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
    # the bytes, read back by boto3
    frozen = {disk["key"]: disk for disk in lab.vm_snapshots(made["vm"])[-1]["disks"]}
    disks = sms.connector.run(run)["disks"]
    assert [complaint for disk in disks for complaint in checks.disk_equality(lab, lab.client("ebs"), disk, frozen[disk["key"]])] == []
    assert checks.image_disks(lab.client("ec2"), ended["amiId"], [disk["snapshotId"] for disk in disks]) == []
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
endpoint, job = sys.argv[1:]
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
def walked(operation, members, key, **arguments):
    pages = list(client.get_paginator(operation).paginate(PaginationConfig={"PageSize": 1}, **arguments))
    assert all(len(page[members]) <= 1 for page in pages), operation
    return [one[key] for page in pages for one in page[members]]
print(json.dumps({"operations": found, "servers": walked("get_servers", "serverList", "serverId"),
                  "connectors": walked("get_connectors", "connectorList", "connectorId"),
                  "jobs": walked("get_replication_jobs", "replicationJobList", "replicationJobId"),
                  "runs": walked("get_replication_runs", "replicationRunList", "replicationRunId", replicationJobId=job)}))
"""


def test_botocore_reads_every_answer_and_waits_through_pages(lab, connector, sms):
    names = {"sms-page-1", "sms-page-2"}
    for name in names:
        lab.make_vm(name, [{"sizeBytes": 1 << 20, "seed": 78}])
    sms("import-server-catalog")
    until(lambda: sms("get-servers", "--no-paginate"),
          lambda answer: names <= {server["vmServer"]["vmName"] for server in answer.get("serverList", [])}, 60)
    ids = {one["vmServer"]["vmName"]: one["serverId"] for one in sms("get-servers")["serverList"]}
    jobs = [sms("create-replication-job", "--server-id", ids[name], "--frequency", "12", "--seed-replication-time",
                time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 7 * 86400)))["replicationJobId"] for name in sorted(names)]
    runs = []
    for _ in range(2):
        runs.insert(0, sms("start-on-demand-replication-run", "--replication-job-id", jobs[0])["replicationRunId"])
        connector.await_run(runs[0])
    done = subprocess.run([str(PEERS / "bin" / "python"), "-c", WALK, f"{connector.url}sms", jobs[0]],
                          env=sms.environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    walked = json.loads(done.stdout)
    everything = sms("get-servers")["serverList"]
    assert len(everything) > 1
    assert walked["servers"] == [one["serverId"] for one in everything]
    listed = [one["replicationJobId"] for one in sms("get-replication-jobs", "--no-paginate")["replicationJobList"]]
    assert walked["jobs"] == listed and set(jobs) <= set(listed)
    assert walked["runs"] == runs == [one["replicationRunId"] for one in sms(
        "get-replication-runs", "--replication-job-id", jobs[0], "--no-paginate")["replicationRunList"]]
    assert walked["connectors"] == [one["connectorId"] for one in sms("get-connectors")["connectorList"]]
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


PROVOKE = """
import json, sys, boto3
from botocore.config import Config
endpoint, wanted = sys.argv[1], json.loads(sys.argv[2])
client = boto3.client("sms", region_name="us-east-1", endpoint_url=endpoint,
                      config=Config(parameter_validation=False, retries={"total_max_attempts": 1}))
found = {}
for error, (operation, arguments) in wanted.items():
    try:
        getattr(client, operation)(**arguments)
        found[error] = "nothing went wrong"
    except getattr(client.exceptions, error) as typed:
        answer = typed.response
        found[error] = {"code": answer["Error"]["Code"], "message": answer["Error"]["Message"],
                        "status": answer["ResponseMetadata"]["HTTPStatusCode"], "request": answer["ResponseMetadata"]["RequestId"]}
    except Exception as other:
        found[error] = repr(other)
print(json.dumps(found))
"""

# an error of the model that this service has no reason to answer with, and why
NEVER = {
    "InternalError": "would be a fault of ours",
    "ReplicationRunLimitExceededException": "there is no limit of two runs a day",
    "DryRunOperationException": "the model has no dry run to ask for",
}


def provoked(sms, wanted):
    done = subprocess.run([str(PEERS / "bin" / "python"), "-c", PROVOKE, f"{sms.connector.url}sms", json.dumps(wanted)],
                          env=sms.environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == set(wanted)
    for error, told in found.items():
        assert isinstance(told, dict), f"{error}: {told}"
        assert told["code"] == error and told["message"] and told["request"]
        assert told["status"] == (503 if error == "TemporarilyUnavailableException" else 400)
    return set(found)


@pytest.fixture(scope="module")
def unset(distribution, tmp_path_factory):
    """The API of a daemon that nobody has set up."""
    daemon = Connector(distribution, tmp_path_factory.mktemp("unset") / "home").start()
    yield Sms(daemon, api_key(operator(daemon), "operator"))
    daemon.stop()


def test_every_typed_error_is_read_as_the_model_has_it(lab, sms, unset):
    """By botocore's own parser, as the classes that it makes of the model."""
    for name in ("sms-free", "sms-taken"):
        lab.make_vm(name, [{"sizeBytes": 1 << 20, "seed": 79}])
    sms("import-server-catalog")
    until(lambda: sms("get-servers", "--no-paginate"),
          lambda answer: {"sms-free", "sms-taken"}
          <= {server["vmServer"]["vmName"] for server in answer.get("serverList", [])}, 60)
    ids = {one["vmServer"]["vmName"]: one["serverId"] for one in sms("get-servers")["serverList"]}
    spec = {"seedReplicationTime": time.time() + 86400, "frequency": 12}
    free = ("create_replication_job", {**spec, "serverId": ids["sms-free"]})
    sms("create-replication-job", "--server-id", ids["sms-taken"], "--frequency", "12", "--seed-replication-time",
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400)))
    found = provoked(sms, {
        "MissingRequiredParameterException": ("delete_replication_job", {}),
        "InvalidParameterException": ("create_replication_job", {**spec, "serverId": ids["sms-free"], "frequency": 25}),
        "ReplicationJobAlreadyExistsException": ("create_replication_job", {**spec, "serverId": ids["sms-taken"]}),
        "ReplicationJobNotFoundException": ("delete_replication_job", {"replicationJobId": "sms-job-00000000"}),
        "OperationNotPermittedException": ("create_app", {}),
        "UnauthorizedOperationException": ("disassociate_connector", {"connectorId": "c-00000000000000000"}),
    }) | provoked(unset, {"NoConnectorsAvailableException": ("import_server_catalog", {})})

    user = lab.vcenter_user()
    lab.call("POST", "/vcenter/users", {**user, "privileges": [one for one in user["privileges"] if "CreateSnapshot" not in one]})
    try:
        found |= provoked(sms, {"ServerCannotBeReplicatedException": free})
    finally:
        lab.call("POST", "/vcenter/users", user)
    lab.fault("vcenter", "RetrievePropertiesEx", "drop", count=0)
    # another frequency makes another signature: the same one within a second would be refused for that, not for vCenter
    other = ("create_replication_job", {**free[1], "frequency": 13})
    found |= provoked(sms, {"TemporarilyUnavailableException": other})
    lab.clear_faults()
    modelled = subprocess.run(
        [str(PEERS / "bin" / "python"), "-c",
         "import boto3; print(*[e.name for e in boto3.client('sms', region_name='us-east-1').meta.service_model.error_shapes])"],
        env=sms.environment, capture_output=True, text=True, timeout=60, check=True).stdout.split()
    assert set(modelled) == found | set(NEVER)


QUICKLY = """
import json, sys, boto3
from botocore.config import Config
client = boto3.client("sms", region_name="us-east-1", endpoint_url=sys.argv[1], config=Config(retries={"mode": "standard", "total_max_attempts": 6}))
print(json.dumps([client.import_server_catalog()["ResponseMetadata"]["RetryAttempts"] for _ in range(6)]))
"""


def test_the_same_change_in_the_same_second_gets_through_by_the_clients_own_tries(sms):
    """Equal requests of one second have equal signatures, and only one of them is taken."""
    environment = {**sms.environment, "AWS_MAX_ATTEMPTS": "6"}
    done = subprocess.run([str(PEERS / "bin" / "python"), "-c", QUICKLY, f"{sms.connector.url}sms"],
                          env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert sum(json.loads(done.stdout)) > 0, "no second held two of them: this test showed nothing"


def test_wrong_keys_and_too_small_ones_are_told_apart(connector, sms):
    key = api_key(connector, "viewer")
    viewer = Sms(connector, key)
    assert viewer("get-servers", "--no-paginate")["serverCatalogStatus"]
    assert viewer.refused("import-server-catalog") == "UnauthorizedOperationException"
    assert Sms(connector, {**key, "secretAccessKey": "x" * 40}).refused("get-servers") == "InvalidSignatureException"
    assert Sms(connector, {**key, "accessKeyId": "AKIA" + "A" * 16}).refused("get-servers") == "UnrecognizedClientException"
    connector.command("apikey", "revoke", key["accessKeyId"])
    assert viewer.refused("get-servers") == "UnrecognizedClientException"


LET_GO = """
import json, sys, boto3
client = boto3.client("sms", region_name="eu-west-1", endpoint_url=sys.argv[1])
client.delete_server_catalog()
emptied = client.get_servers()
answer = client.disassociate_connector(connectorId=sys.argv[2])
left = client.get_connectors()["connectorList"]
print(json.dumps({"catalog": emptied["serverCatalogStatus"], "servers": emptied.get("serverList", []),
                  "answer": sorted(answer), "left": left}))
"""


def administrator(connector):
    password = connector.home.parent / "adas-password"
    password.touch(mode=0o600)
    password.write_text("four horses and a staple\n", encoding="utf-8")
    connector.command("user", "create", "ada", "--role", "admin", "--password-file", str(password))
    return Sms(connector, connector.json("apikey", "create", "--owner", "ada", "--role", "admin"))


def test_a_catalog_is_emptied_and_a_connector_let_go_of(lab, distribution, tmp_path):
    """What nothing comes back from, on a daemon of its own: by the AWS CLI, and set up anew once more by boto3."""
    daemon = Connector(distribution, tmp_path / "home").start()
    try:
        daemon.set_up(lab.setup_document())
        ada = administrator(daemon)
        name = ada("get-connectors")["connectorList"][0]["connectorId"]
        ada("import-server-catalog")
        until(lambda: ada("get-servers", "--no-paginate"), lambda answer: answer["serverCatalogStatus"] == "AVAILABLE", 60)
        ada("delete-server-catalog")
        emptied = ada("get-servers", "--no-paginate")
        assert emptied["serverCatalogStatus"] == "DELETED" and not emptied.get("serverList")
        assert ada.refused("disassociate-connector", "--connector-id", "c-00000000000000000") == "InvalidParameterException"
        ada("disassociate-connector", "--connector-id", name)
        assert ada("get-connectors")["connectorList"] == []
        assert daemon.get("status")["registration"]["state"] != "REGISTERED"
        assert ada.refused("import-server-catalog") == "NoConnectorsAvailableException"

        assert daemon.set_up(lab.setup_document())["state"] == "REGISTERED"
        name = ada("get-connectors")["connectorList"][0]["connectorId"]
        done = subprocess.run([str(PEERS / "bin" / "python"), "-c", LET_GO, f"{daemon.url}sms", name],
                              env=ada.environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert (told["catalog"], told["servers"], told["answer"], told["left"]) == ("DELETED", [], ["ResponseMetadata"], [])
    finally:
        daemon.stop()
