"""The set-up by a file: from a fresh home to registered, each wrong field named by its path and fix, twice the same."""

import copy
import json

import jsonschema
import pytest

from harness.connector import CommandFailed, Connector

MISSING = object()
#: what is written where, and the path that has to be named (the same, when it is left out)
WRONG_FORM = [
    ("connector.name", "", None),
    ("connector.nmae", "Site A", None),
    ("administrator.password", "short", "$.administrator"),
    ("administrator.passwordFile", "relative/path", None),
    ("network.seen", False, None),
    ("preferences.uploadLogs", "yes", None),
    ("preferences.autoUpgrade", 1, None),
    ("proxy.host", "https://proxy.example", None),
    ("proxy.port", 70000, None),
    ("proxy.user", "with:colon", None),
    ("proxy.password", "of nobody", None),
    ("proxy.exceptions", ["a b"], "$.proxy.exceptions[0]"),
    ("aws.region", "Frankfurt am Main", None),
    ("aws.region", MISSING, None),
    ("aws.accessKeyId", "short", None),
    ("aws.secretAccessKey", "short", None),
    ("aws.sessionToken", "short", None),
    *(("aws.endpoints", {service: "http://far.example"}, f"$.aws.endpoints.{service}") for service in ("ebs", "ec2", "s3", "sns", "sts")),
    ("aws.endpoints", {"sqs": "https://far.example"}, "$.aws.endpoints.sqs"),
    ("aws.caBundle", "relative.pem", None),
    ("aws.roleArn", "sms", None),
    ("aws.externalId", "sms", None),
    ("vcenter.url", "not a host", None),
    ("vcenter.url", MISSING, "$.vcenter.host"),
    ("vcenter.host", "not a host", None),
    ("vcenter.user", "", None),
    ("vcenter.password", MISSING, None),
    ("vcenter.fingerprint", "AB:CD", None),
    ("vcenter.fingerprint", MISSING, None),
    ("vcenter.authority", "no certificate", None),
    ("vcenter.authorityFile", "relative.pem", None),
    ("licence.accepted", False, None),
    ("licence", MISSING, None),
]
#: right in form; the other side does not agree
WRONG_IN_FACT = [
    ("aws.accessKeyId", "AKIANOBODYKNOWS00001", None),
    ("aws.secretAccessKey", "x" * 40, None),
    ("aws.roleArn", "arn:aws:iam::123456789012:role/nobody", None),
    ("aws.endpoints", {"sts": "https://localhost:1"}, "$.aws"),
    ("aws.caBundle", "of another authority", None),
    ("vcenter.url", "https://127.0.0.1:1/sdk", None),
    ("vcenter.fingerprint", "AB" * 32, None),
    ("vcenter.password", "wrong", None),
]
SECTIONS = {"proxy": {"host": "proxy.example", "port": 3128}, "administrator": {}, "network": {}, "preferences": {}}


def spoilt(document, place, value):
    """A copy in which one field is wrong."""
    wrong = copy.deepcopy(document)
    *sections, field = place.split(".")
    parent = wrong
    for section in sections:
        parent = parent.setdefault(section, copy.deepcopy(SECTIONS.get(section, {})))
    if value is MISSING:
        del parent[field]
    else:
        parent[field] = value
    # what stands in each other's place
    if field.startswith("authority"):
        del parent["fingerprint"]
    if place == "vcenter.host":
        del parent["url"]
    return wrong


@pytest.fixture(scope="module")
def fresh(lab, distribution, tmp_path_factory):
    """A daemon that nobody has set up."""
    daemon = Connector(distribution, tmp_path_factory.mktemp("setup") / "home").start()
    yield daemon
    daemon.stop()


def names(case):
    return f"{case[0]}, {'left out' if case[1] is MISSING else json.dumps(case[1])}"


@pytest.mark.parametrize("case", WRONG_FORM + WRONG_IN_FACT, ids=names)
def test_a_wrong_field_is_named_by_its_path_with_the_fix(lab, fresh, tmp_path, case):
    place, value, path = case
    if value == "of another authority":
        other = tmp_path / "other.pem"
        other.write_text((fresh.home / "tls" / "certificate.pem").read_text(), encoding="ascii")
        value = str(other)
    answer = fresh.refused("setup?dryRun=true", spoilt(lab.setup_document(), place, value))
    found = {finding["path"]: finding for finding in answer["findings"]}
    assert list(found) == [path or f"$.{place}"], answer["findings"]
    assert all(finding["fix"] for finding in found.values())
    assert fresh.get("status")["registration"]["state"] == "NEW"


@pytest.fixture(scope="module")
def schema(fresh):
    shipped = json.loads(fresh.command("setup", "--schema"))
    jsonschema.Draft202012Validator.check_schema(shipped)
    return jsonschema.Draft202012Validator(shipped)


def fields(node, place=""):
    """The places of all values that a schema knows."""
    if "properties" not in node:
        yield place
    for name, inner in node.get("properties", {}).items():
        yield from fields(inner, f"{place}.{name}" if place else name)


def test_each_field_of_the_schema_is_spoilt_here(schema):
    spoilt_here = {case[0] for case in WRONG_FORM + WRONG_IN_FACT}
    spoilt_here |= {f"{case[0]}.{name}" for case in WRONG_FORM if isinstance(case[1], dict) for name in case[1]}
    known = set(fields(schema.schema))
    assert len(known) > 25
    assert known - spoilt_here == set()


def test_the_shipped_schema_takes_what_the_connector_takes(lab, schema):
    assert list(schema.iter_errors(lab.setup_document())) == []
    taken = [names(case) for case in WRONG_FORM if not list(schema.iter_errors(spoilt(lab.setup_document(), *case[:2])))]
    # what a schema can't say: which authority a text is, and that a password has to have different characters
    assert taken == ['vcenter.authority, "no certificate"'], taken


def test_all_wrong_fields_are_told_at_once_by_the_command(lab, fresh):
    document = spoilt(spoilt(lab.setup_document(), "aws.region", "Frankfurt am Main"), "licence.accepted", False)
    with pytest.raises(CommandFailed) as refused:
        fresh.set_up(document)
    assert refused.value.code == 1
    for path in ("$.aws.region", "$.licence.accepted"):
        assert path in refused.value.text
    assert "to mend it: Write a region such as eu-central-1." in refused.value.text


def test_a_fresh_home_is_registered_and_the_second_time_nothing_changes(lab, fresh):
    document = lab.setup_document() | {"administrator": {"password": "the console's own 1"}}
    assert fresh.post("setup?dryRun=true", document)["changed"]
    assert fresh.get("status")["registration"]["state"] == "NEW", "a dry run changes nothing"
    first = fresh.set_up(document)
    assert first["state"] == "REGISTERED"
    assert set(first["changed"]) == {"aws", "vcenter", "connector", "administrator"}
    files = {path: path.read_bytes() for path in (fresh.home / "conf").glob("*.cfg")}
    assert fresh.set_up(document) == first | {"changed": []}
    assert {path: path.read_bytes() for path in (fresh.home / "conf").glob("*.cfg")} == files
    assert fresh.get("connector")["health"]["state"] == "HEALTHY"
