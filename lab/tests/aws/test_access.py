"""Who may do what: signatures, sessions, policies; and what moto answers behind the gateway."""

import json
import pathlib
import ssl
import urllib.error
import urllib.request

import pytest
from aws_client import content, refused, snapshot_of, start

SHIPPED = pathlib.Path(__file__).resolve().parents[3] / "config/iam/connector-policy.json"

UNSIGNED_CODES = {
    "ebs": ("InvalidSignatureException", 403),
    "ec2": ("AuthFailure", 401),
    "sts": ("SignatureDoesNotMatch", 403),
    "iam": ("SignatureDoesNotMatch", 403),
    "s3": ("SignatureDoesNotMatch", 403),
}


def ask(clients, service):
    return {
        "ebs": lambda: clients.ebs.start_snapshot(VolumeSize=1),
        "ec2": lambda: clients.ec2.describe_snapshots(),
        "sts": lambda: clients.sts.get_caller_identity(),
        "iam": lambda: clients.iam.get_user(),
        "s3": lambda: clients.s3.list_buckets(),
    }[service]


@pytest.mark.parametrize("service", UNSIGNED_CODES)
def test_each_service_refuses_a_wrong_secret_in_its_own_words(clients, lab, service):
    wrong = lab.user("admin") | {"secretAccessKey": "wrong"}
    assert refused(ask(clients(wrong), service))[::2] == UNSIGNED_CODES[service]


@pytest.mark.parametrize(
    "service, code",
    [
        ("ebs", "UnrecognizedClientException"),
        ("ec2", "AuthFailure"),
        ("sts", "InvalidClientTokenId"),
        ("s3", "InvalidAccessKeyId"),
    ],
)
def test_unknown_keys_are_refused(clients, service, code):
    keys = {"accessKeyId": "AKIAIOSFODNN7EXAMPLE", "secretAccessKey": "x"}
    assert refused(ask(clients(keys), service))[0] == code


def test_sessions_have_tokens_and_end(clients, lab):
    session = lab.post("/aws/users/connector/sessions", {"seconds": 900})
    assert start(clients(session).ebs)
    assert refused(start, clients(session | {"sessionToken": "other"}).ebs)[0] == "UnrecognizedClientException"
    ended = lab.post("/aws/users/connector/sessions", {"seconds": -1})
    assert refused(start, clients(ended).ebs)[::2] == ("ExpiredTokenException", 403)
    assert refused(clients(ended).ec2.describe_snapshots)[0] == "RequestExpired"
    own = clients(lab.user("connector")).sts.get_session_token(DurationSeconds=900)["Credentials"]
    keys = {
        "accessKeyId": own["AccessKeyId"],
        "secretAccessKey": own["SecretAccessKey"],
        "sessionToken": own["SessionToken"],
    }
    assert clients(keys).sts.get_caller_identity()["Arn"].endswith(":user/connector")


def test_a_clock_that_is_off_is_refused(connector, lab):
    lab.post("/aws/settings", {"clockSkewSeconds": 301})
    assert refused(start, connector.ebs)[0] == "InvalidSignatureException"
    assert refused(connector.ec2.describe_snapshots)[0] == "RequestExpired"
    lab.post("/aws/settings", {"clockSkewSeconds": -290})
    assert start(connector.ebs)


def test_the_shipped_policy_is_enforced(connector, admin, lab):
    identity = connector.sts.get_caller_identity()
    assert identity["Arn"] == "arn:aws:iam::123456789012:user/connector" and identity["Account"] == "123456789012"
    assert connector.ec2.describe_images(Owners=["self"])["Images"] is not None
    # tags come with a new image alone: what may be tagged afterwards could be made to look like the connector's own
    own = snapshot_of(connector.ebs, {0: content("own")})
    assert refused(connector.ec2.create_tags, Resources=[own], Tags=[{"Key": "a", "Value": "b"}])[0] == "UnauthorizedOperation"
    assert refused(connector.ec2.run_instances, ImageId="ami-12345678", MinCount=1, MaxCount=1)[::2] == (
        "UnauthorizedOperation",
        403,
    )
    assert refused(connector.ec2.enable_ebs_encryption_by_default)[0] == "UnauthorizedOperation"
    assert refused(connector.iam.get_user)[0] == "AccessDenied"
    assert refused(connector.s3.list_buckets)[0] == "AccessDenied"
    assert admin.iam.get_user()["User"]["UserName"] == "admin"
    kept = admin.iam.get_user_policy(UserName="connector", PolicyName="connector")["PolicyDocument"]
    assert kept == json.loads(SHIPPED.read_text())


def test_a_permission_that_is_taken_away_is_missed(connector, lab):
    shipped = json.loads(SHIPPED.read_text())
    denied = {"Effect": "Deny", "Action": "ebs:PutSnapshotBlock", "Resource": "*"}
    lab.call("PUT", "/aws/users/connector/policy", shipped | {"Statement": shipped["Statement"] + [denied]})
    try:
        made = start(connector.ebs)
        block = content("a")
        code, _, status = refused(
            connector.ebs.put_snapshot_block,
            SnapshotId=made,
            BlockIndex=0,
            BlockData=block,
            DataLength=len(block),
            Checksum="x",
            ChecksumAlgorithm="SHA256",
        )
        assert (code, status) == ("AccessDeniedException", 403)
    finally:
        lab.call("PUT", "/aws/users/connector/policy", shipped)


def test_every_action_of_the_shipped_policy_is_one_the_lab_knows():
    statements = json.loads(SHIPPED.read_text())["Statement"]
    assert len({s["Sid"] for s in statements}) == len(statements)
    for statement in statements:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        assert not [action for action in actions if "*" in action], "least privilege names each action"


def test_s3_multipart_goes_through_to_moto_and_wrong_digests_do_not(admin):
    admin.s3.create_bucket(Bucket="logs")
    upload = admin.s3.create_multipart_upload(Bucket="logs", Key="a/b c.zip")["UploadId"]
    parts = []
    for number, size in ((1, 5 << 20), (2, 100)):
        part = admin.s3.upload_part(
            Bucket="logs", Key="a/b c.zip", UploadId=upload, PartNumber=number, Body=b"x" * size
        )
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    admin.s3.complete_multipart_upload(
        Bucket="logs", Key="a/b c.zip", UploadId=upload, MultipartUpload={"Parts": parts}
    )
    assert admin.s3.get_object(Bucket="logs", Key="a/b c.zip")["Body"].read() == b"x" * ((5 << 20) + 100)
    wrong = "A" * 43 + "="
    assert refused(admin.s3.put_object, Bucket="logs", Key="k", Body=b"x", ChecksumSHA256=wrong)[0] == "BadDigest"


def test_requests_without_a_signature_are_refused(lab):
    trusted = ssl.create_default_context(cafile=lab.aws["ca"])
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(lab.aws["endpoints"]["ebs"] + "/snapshots/snap-1/blocks", context=trusted, timeout=20)
    assert caught.value.code == 403
    assert caught.value.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::123456789012:role/*"}


def trust(principal, external_id="sms"):
    condition = {"StringEquals": {"sts:ExternalId": external_id}}
    return {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", "Condition": condition}]}


@pytest.fixture
def assumer(lab, clients):
    """A user who may assume roles and nothing else."""
    keys = lab.post("/aws/users/assumer", {"Version": "2012-10-17", "Statement": [ASSUME]})
    return clients(keys)


def test_a_role_is_assumed_by_whom_it_trusts_with_the_external_id(lab, assumer, connector, clients):
    shipped = json.loads(SHIPPED.read_text())
    user = "arn:aws:iam::123456789012:user/assumer"
    role = lab.call("PUT", "/aws/roles/sms", {"trust": trust(user), "policy": shipped})["arn"]
    wanted = {"RoleArn": role, "RoleSessionName": "connector", "ExternalId": "sms"}
    assert refused(start, assumer.ebs)[0] == "AccessDeniedException"
    made = assumer.sts.assume_role(**wanted)
    assert made["AssumedRoleUser"]["Arn"] == "arn:aws:sts::123456789012:assumed-role/sms/connector"
    own = made["Credentials"]
    keys = {"accessKeyId": own["AccessKeyId"], "secretAccessKey": own["SecretAccessKey"],
            "sessionToken": own["SessionToken"]}
    session = clients(keys)
    assert session.sts.get_caller_identity()["Arn"] == made["AssumedRoleUser"]["Arn"]
    assert start(session.ebs)
    for wrong in ({"ExternalId": "other"}, {"RoleArn": role + "x"}):
        assert refused(assumer.sts.assume_role, **(wanted | wrong))[::2] == ("AccessDenied", 403)
    assert refused(assumer.sts.assume_role, RoleArn=role, RoleSessionName="connector")[0] == "AccessDenied"
    assert refused(connector.sts.assume_role, **wanted)[0] == "AccessDenied"
    assert refused(assumer.sts.assume_role, **wanted, DurationSeconds=3601)[0] == "ValidationError"
    lab.call("PUT", "/aws/roles/sms", {"trust": trust("arn:aws:iam::123456789012:user/other"), "policy": shipped})
    assert refused(assumer.sts.assume_role, **wanted)[0] == "AccessDenied"
    lab.post("/aws/sessions/expire", {})
    assert refused(start, session.ebs)[0] == "ExpiredTokenException"


def test_keys_are_added_and_revoked(lab, clients):
    first = lab.post("/aws/users/rotating", json.loads(SHIPPED.read_text()))
    second = lab.post("/aws/users/rotating/keys", {})
    assert start(clients(first).ebs) and start(clients(second).ebs)
    with pytest.raises(urllib.error.HTTPError):
        lab.post("/aws/users/rotating/keys", {})
    lab.call("DELETE", "/aws/users/rotating/keys/" + first["accessKeyId"])
    assert refused(start, clients(first).ebs)[0] == "UnrecognizedClientException"
    assert start(clients(second).ebs)


def test_requests_are_counted(connector, lab):
    lab.call("DELETE", "/requests")
    start(connector.ebs)
    start(connector.ebs)
    assert lab.get("/requests?service=ebs") == {"StartSnapshot": 2}
