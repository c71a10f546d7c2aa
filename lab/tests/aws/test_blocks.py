"""EBS direct: what goes in comes out, and what is wrong is refused."""

import threading

import botocore.exceptions
import pytest
from aws_client import BLOCK, complete, content, eventually, linear, put, refused, sha, snapshot_of, start

ZEROS = bytes(BLOCK)


def read(ebs, snapshot):
    blocks = {}
    token = {}
    while True:
        page = ebs.list_snapshot_blocks(SnapshotId=snapshot, MaxResults=100, **token)
        assert page["BlockSize"] == BLOCK
        for block in page["Blocks"]:
            answer = ebs.get_snapshot_block(
                SnapshotId=snapshot, BlockIndex=block["BlockIndex"], BlockToken=block["BlockToken"]
            )
            data = answer["BlockData"].read()
            assert answer["DataLength"] == BLOCK and answer["Checksum"] == sha(data)
            blocks[block["BlockIndex"]] = data
        if "NextToken" not in page:
            return blocks
        token = {"NextToken": page["NextToken"]}


def test_what_is_written_is_read_back(connector):
    blocks = {0: content("a"), 7: ZEROS, 2047: content("b")}
    answer = connector.ebs.start_snapshot(
        VolumeSize=1, Description="a disk", Timeout=4320, Tags=[{"Key": "k", "Value": "v"}], ClientToken="once-1"
    )
    assert answer["Status"] == "pending" and answer["BlockSize"] == BLOCK and answer["VolumeSize"] == 1
    assert answer["Tags"] == [{"Key": "k", "Value": "v"}] and answer["OwnerId"] == "123456789012"
    made = answer["SnapshotId"]
    for index, block in blocks.items():
        assert put(connector.ebs, made, index, block, Progress=50)["Checksum"] == sha(block)
    complete(connector.ebs, made, blocks)
    assert read(connector.ebs, made) == blocks


def test_children_inherit_and_may_grow(admin):
    parent = snapshot_of(admin.ebs, {0: content("a"), 5: content("b")})
    child = snapshot_of(admin.ebs, {5: ZEROS, 3000: content("c")}, gib=2, ParentSnapshotId=parent)
    grandchild = snapshot_of(admin.ebs, {1: content("d")}, gib=2, ParentSnapshotId=child)
    assert read(admin.ebs, grandchild) == {0: content("a"), 1: content("d"), 5: ZEROS, 3000: content("c")}
    page = admin.ebs.list_changed_blocks(FirstSnapshotId=parent, SecondSnapshotId=child)
    assert [block["BlockIndex"] for block in page["ChangedBlocks"]] == [5, 3000]
    assert "FirstBlockToken" in page["ChangedBlocks"][0] and "FirstBlockToken" not in page["ChangedBlocks"][1]
    other = snapshot_of(admin.ebs, {0: content("a")})
    assert refused(admin.ebs.list_changed_blocks, FirstSnapshotId=other, SecondSnapshotId=child) == (
        "ValidationException",
        "UNRELATED_SNAPSHOTS",
        400,
    )


def test_long_lists_come_in_pages_also_empty_ones(connector, lab):
    blocks = {index: ZEROS for index in range(0, 700, 3)}
    made = snapshot_of(connector.ebs, blocks)
    assert sorted(read(connector.ebs, made)) == sorted(blocks)
    lab.post("/ebs/settings", {"shortPages": True})
    assert sorted(read(connector.ebs, made)) == sorted(blocks)
    page = connector.ebs.list_snapshot_blocks(SnapshotId=made, StartingBlockIndex=4, MaxResults=100)
    assert page["Blocks"][0]["BlockIndex"] == 6


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"Checksum": sha(ZEROS)}, "INVALID_BLOCK"),
        ({"Checksum": "abcd"}, "INVALID_PARAMETER_VALUE"),
        ({"ChecksumAlgorithm": "SHA1"}, "INVALID_PARAMETER_VALUE"),
        ({"DataLength": 512}, "INVALID_PARAMETER_VALUE"),
        ({"BlockIndex": 2048}, "INVALID_BLOCK"),
        ({"BlockData": content("a")[:-1]}, "INVALID_PARAMETER_VALUE"),
        ({"BlockData": content("a") + b"1"}, "INVALID_PARAMETER_VALUE"),
        ({"Progress": 101}, "INVALID_PARAMETER_VALUE"),
        ({"SnapshotId": "vol-1"}, "INVALID_SNAPSHOT_ID"),
    ],
)
def test_wrong_puts_are_refused(clients, lab, change, reason):
    ebs = clients(lab.user("connector"), checked=False).ebs
    made = start(ebs)
    block = content("a")
    arguments = {
        "SnapshotId": made,
        "BlockIndex": 0,
        "BlockData": block,
        "Checksum": sha(block),
        "ChecksumAlgorithm": "SHA256",
        "DataLength": BLOCK,
    }
    assert refused(ebs.put_snapshot_block, **(arguments | change)) == ("ValidationException", reason, 400)
    assert lab.get("/ebs/snapshots/" + made)["puts"] == 0


def test_wrong_completions_are_refused_and_the_snapshot_lives_on(connector, lab):
    blocks = {1: content("a"), 0: content("b")}
    made = start(connector.ebs)
    for index, block in blocks.items():
        put(connector.ebs, made, index, block)
    wrong = {"Checksum": linear({0: blocks[1], 1: blocks[0]})}
    base = {
        "SnapshotId": made,
        "ChangedBlocksCount": 2,
        "Checksum": linear(blocks),
        "ChecksumAlgorithm": "SHA256",
        "ChecksumAggregationMethod": "LINEAR",
    }
    for change in ({"ChangedBlocksCount": 1}, {"ChangedBlocksCount": 3}, wrong):
        assert refused(connector.ebs.complete_snapshot, **(base | change)) == (
            "ValidationException",
            "INVALID_PARAMETER_VALUE",
            400,
        )
    lab.post("/ebs/settings", {"completeDelayMs": 600000})
    assert connector.ebs.complete_snapshot(**base)["Status"] == "pending"
    assert refused(connector.ebs.complete_snapshot, **base)[:2] == ("ValidationException", "INVALID_SNAPSHOT_ID")
    assert refused(connector.ebs.list_snapshot_blocks, SnapshotId=made)[:2] == (
        "ValidationException",
        "INVALID_SNAPSHOT_ID",
    )
    assert refused(put, connector.ebs, made, 2, ZEROS)[:2] == ("ValidationException", "INVALID_SNAPSHOT_ID")
    assert connector.ec2.describe_snapshots(SnapshotIds=[made])["Snapshots"][0]["State"] == "pending"
    lab.post("/ebs/settings", {"clockOffsetSeconds": 601})
    assert connector.ec2.describe_snapshots(SnapshotIds=[made])["Snapshots"][0]["State"] == "completed"
    assert read(connector.ebs, made) == blocks


def test_starts_are_idempotent_by_their_token(connector):
    first = start(connector.ebs, ClientToken="a-token")
    assert start(connector.ebs, ClientToken="a-token") == first
    assert refused(start, connector.ebs, gib=2, ClientToken="a-token") == ("ConflictException", None, 409)
    assert refused(start, connector.ebs, ClientToken="x" * 65)[0] == "ValidationException"


def test_encryption(connector, admin, lab):
    plain = snapshot_of(connector.ebs, {0: content("a")})
    assert refused(start, connector.ebs, ParentSnapshotId=plain, Encrypted=True)[0] == "ValidationException"
    encrypted = snapshot_of(connector.ebs, {0: content("a")}, Encrypted=True)
    child = snapshot_of(connector.ebs, {1: content("b")}, ParentSnapshotId=encrypted)
    assert connector.ec2.describe_snapshots(SnapshotIds=[child])["Snapshots"][0]["Encrypted"]
    assert not connector.ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert admin.ec2.enable_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert connector.ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert refused(start, connector.ebs, ParentSnapshotId=plain)[0] == "ValidationException"
    by_default = connector.ebs.start_snapshot(VolumeSize=1)
    assert by_default["SseType"] == "sse-kms" and by_default["KmsKeyArn"].startswith("arn:aws:kms:us-east-1:")
    volume = lab.call("GET", f"/ebs/snapshots/{child}/volume?length={3 * BLOCK}", raw=True)
    assert volume[: 2 * BLOCK] == content("a") + content("b")
    assert volume[2 * BLOCK :] != ZEROS, "an absent block of an encrypted snapshot reads as noise"
    assert lab.call("GET", f"/ebs/snapshots/{plain}/volume?offset={BLOCK}&length={BLOCK}", raw=True) == ZEROS


def test_late_visibility_and_time_out(connector, lab):
    lab.post("/ebs/settings", {"visibilityDelayMs": 400})
    made = start(connector.ebs, Timeout=10)
    assert refused(put, connector.ebs, made, 0, ZEROS) == ("ResourceNotFoundException", "SNAPSHOT_NOT_FOUND", 404)
    assert refused(connector.ec2.describe_snapshots, SnapshotIds=[made])[0] == "InvalidSnapshot.NotFound"
    eventually(lambda: [s for s in connector.ec2.describe_snapshots()["Snapshots"] if s["SnapshotId"] == made])
    put(connector.ebs, made, 0, ZEROS)
    lab.post("/ebs/settings", {"clockOffsetSeconds": 601})
    assert connector.ec2.describe_snapshots(SnapshotIds=[made])["Snapshots"][0]["State"] == "error"
    assert refused(put, connector.ebs, made, 1, ZEROS)[0] == "ValidationException"


def test_quotas_throttle_with_the_service_s_codes(connector, clients, lab):
    made = start(connector.ebs)
    lab.post("/ebs/settings", {"quotas": {"putsPerSnapshotPerSecond": 1}})
    put(connector.ebs, made, 0, ZEROS)
    assert refused(put, connector.ebs, made, 1, ZEROS) == ("RequestThrottledException", "RESOURCE_LEVEL_THROTTLE", 400)
    lab.post("/ebs/settings", {"quotas": {"putsPerSnapshotPerSecond": 0}, "putsPerSecond": 1})
    put(connector.ebs, made, 0, ZEROS)
    assert refused(put, connector.ebs, made, 1, ZEROS) == ("RequestThrottledException", "ACCOUNT_THROTTLED", 400)
    # botocore knows the code as one to retry.
    put(clients(lab.user("connector"), attempts=8).ebs, made, 1, ZEROS)
    pending = sum(s["state"] == "pending" for s in lab.get("/ebs/snapshots"))
    lab.post("/ebs/settings", {"quotas": {"pendingSnapshots": pending}})
    assert refused(start, connector.ebs)[::2] == ("ConcurrentLimitExceededException", 400)


def test_faults_come_as_told(connector, clients, lab):
    made = start(connector.ebs)

    def fault(**rule):
        rule = {"service": "ebs", "operation": "PutSnapshotBlock", "match": {"snapshotId": made}, "count": 1} | rule
        return lab.post("/faults", rule)["id"]

    fault(action="error", status=503, code="ServiceUnavailable")
    assert refused(put, connector.ebs, made, 0, ZEROS)[::2] == ("ServiceUnavailable", 503)
    put(connector.ebs, made, 0, ZEROS)
    for action, effect in (("drop", 1), ("drop-after", 2)):
        rule = fault(action=action)
        with pytest.raises((botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)):
            put(connector.ebs, made, 0, ZEROS)
        assert lab.get("/faults/" + rule)["hits"] == 1
        assert lab.get("/ebs/snapshots/" + made)["puts"] == effect
    rule = fault(action="hold-before")
    done = []
    thread = threading.Thread(target=lambda: done.append(put(connector.ebs, made, 1, ZEROS)))
    thread.start()
    assert lab.get(f"/faults/{rule}?wait=20")["holding"] == 1
    assert not done and lab.get("/ebs/snapshots/" + made)["distinctBlocks"] == 1
    lab.post(f"/faults/{rule}/release", {"proceed": True})
    thread.join(20)
    assert done and lab.get("/ebs/snapshots/" + made)["distinctBlocks"] == 2
    assert lab.get("/ebs/snapshots/" + made)["repeatedBlocks"] == [0]
    for action in ("stall", "hold-before"):
        rule = fault(action=action)
        with pytest.raises(botocore.exceptions.ReadTimeoutError):
            put(clients(lab.user("connector"), timeout=1).ebs, made, 2, ZEROS)
        eventually(lambda rule=rule: lab.get("/faults/" + rule)["holding"] == 0)
        assert lab.get("/ebs/snapshots/" + made)["distinctBlocks"] == 2, "a client that left has no effect"


def test_tokens_are_bound_and_expire(connector, clients, lab):
    made = snapshot_of(connector.ebs, {index: ZEROS for index in range(101)})
    page = connector.ebs.list_snapshot_blocks(SnapshotId=made, MaxResults=100)
    token = page["Blocks"][0]["BlockToken"]
    for index, given in ((1, token), (0, "QUJD")):
        answer = refused(connector.ebs.get_snapshot_block, SnapshotId=made, BlockIndex=index, BlockToken=given)
        assert answer == ("ValidationException", "INVALID_BLOCK_TOKEN", 400)
    lab.post("/ebs/settings", {"clockOffsetSeconds": 3601})
    answer = refused(connector.ebs.list_snapshot_blocks, SnapshotId=made, NextToken=page["NextToken"])
    assert answer == ("ValidationException", "INVALID_PAGE_TOKEN", 400)
    lab.post("/ebs/settings", {"clockOffsetSeconds": 7 * 86400 + 1})
    answer = refused(connector.ebs.get_snapshot_block, SnapshotId=made, BlockIndex=0, BlockToken=token)
    assert answer == ("ValidationException", "INVALID_BLOCK_TOKEN", 400)
    ebs = clients(lab.user("connector"), checked=False).ebs
    for size in (99, 10001):
        answer = refused(ebs.list_snapshot_blocks, SnapshotId=made, MaxResults=size)
        assert answer == ("ValidationException", "INVALID_PARAMETER_VALUE", 400)
