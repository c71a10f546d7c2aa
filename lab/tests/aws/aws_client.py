"""boto3 clients of the lab's users, as an outside program would make them, and the steps that tests share."""

import base64
import hashlib
import time

import boto3
import botocore.config
import botocore.exceptions
import pytest

BLOCK = 524288


class Clients:
    def __init__(self, lab, keys, attempts=1, timeout=30, checked=True):
        self._lab, self._keys = lab, keys
        self._config = botocore.config.Config(
            retries={"total_max_attempts": attempts},
            read_timeout=timeout,
            connect_timeout=10,
            # Unchecked arguments reach the lab, whose refusals are to be seen, and not botocore's.
            parameter_validation=checked,
            s3={"addressing_style": "path"},
        )

    def __getattr__(self, service):
        client = boto3.client(
            service,
            endpoint_url=self._lab.aws["endpoints"][service],
            region_name=self._lab.aws["region"],
            verify=self._lab.aws["ca"],
            aws_access_key_id=self._keys["accessKeyId"],
            aws_secret_access_key=self._keys["secretAccessKey"],
            aws_session_token=self._keys.get("sessionToken"),
            config=self._config,
        )
        setattr(self, service, client)
        return client


def sha(content):
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def content(seed):
    return hashlib.shake_256(str(seed).encode()).digest(BLOCK)


def start(ebs, gib=1, **more):
    return ebs.start_snapshot(VolumeSize=gib, **more)["SnapshotId"]


def put(ebs, snapshot, index, block, **more):
    arguments = {"Checksum": sha(block), "ChecksumAlgorithm": "SHA256", "DataLength": BLOCK} | more
    return ebs.put_snapshot_block(SnapshotId=snapshot, BlockIndex=index, BlockData=block, **arguments)


def linear(blocks):
    digests = b"".join(hashlib.sha256(blocks[index]).digest() for index in sorted(blocks))
    return base64.b64encode(hashlib.sha256(digests).digest()).decode()


def complete(ebs, snapshot, blocks):
    return ebs.complete_snapshot(
        SnapshotId=snapshot,
        ChangedBlocksCount=len(blocks),
        Checksum=linear(blocks),
        ChecksumAlgorithm="SHA256",
        ChecksumAggregationMethod="LINEAR",
    )["Status"]


def snapshot_of(ebs, blocks, **more):
    """Writes a whole snapshot and completes it."""
    made = start(ebs, **more)
    for index, block in blocks.items():
        put(ebs, made, index, block)
    complete(ebs, made, blocks)
    return made


def refused(call, *arguments, **more):
    """Calls and returns (code, reason, HTTP status) of the refusal."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(*arguments, **more)
    answer = caught.value.response
    return answer["Error"]["Code"], answer.get("Reason"), answer["ResponseMetadata"]["HTTPStatusCode"]


def eventually(question, seconds=20):
    """Asks until the answer is true."""
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)
