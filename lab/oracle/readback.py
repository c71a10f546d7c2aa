"""Reads an EBS snapshot back with boto3, which shares no code with the product or the lab, and prints its digest.

Usage: readback.py SNAPSHOT [--size BYTES] [--digests] [--out FILE]

Endpoint, region, keys and CA come from the variables of the AWS tools: AWS_ENDPOINT_URL_EBS (or AWS_ENDPOINT_URL),
AWS_REGION or AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CA_BUNDLE.

Prints one JSON document: snapshot, volumeSizeGiB, blocks (how many the snapshot has), size, sha256 of the first SIZE
bytes (the whole volume when --size is missing) with absent blocks as zeros; with --digests also the hex SHA-256 of each
block of those bytes, in index order, the last one padded with zeros.

Exit status: 0 read, 1 not readable or a checksum that does not match, 2 wrong use.
"""

import argparse
import base64
import concurrent.futures
import hashlib
import json
import os
import sys

import boto3
import botocore.config
import botocore.exceptions

BLOCK = 524288
READERS = 4


class Mismatch(Exception):
    """A block whose bytes are not those of its checksum, or an answer that contradicts the list."""


def client():
    return boto3.client(
        "ebs",
        region_name=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
        config=botocore.config.Config(
            retries={"mode": "standard", "total_max_attempts": 10}, max_pool_connections=READERS
        ),
    )


def listed_blocks(ebs, snapshot):
    """Returns the volume's size in GiB and each block's token by index."""
    tokens, arguments, size = {}, {}, None
    while True:
        page = ebs.list_snapshot_blocks(SnapshotId=snapshot, MaxResults=10000, **arguments)
        if page["BlockSize"] != BLOCK:
            raise Mismatch(f"blocks of {page['BlockSize']} bytes")
        size = page["VolumeSize"]
        for block in page.get("Blocks", []):
            if block["BlockIndex"] in tokens:
                raise Mismatch(f"block {block['BlockIndex']} is listed twice")
            tokens[block["BlockIndex"]] = block["BlockToken"]
        if not page.get("NextToken"):
            return size, tokens
        arguments = {"NextToken": page["NextToken"]}


def read_block(ebs, snapshot, index, token):
    answer = ebs.get_snapshot_block(SnapshotId=snapshot, BlockIndex=index, BlockToken=token)
    content = answer["BlockData"].read()
    if len(content) != BLOCK or answer["DataLength"] != BLOCK:
        raise Mismatch(f"block {index} has {len(content)} bytes")
    if answer["ChecksumAlgorithm"] != "SHA256":
        raise Mismatch(f"block {index} has a checksum by {answer['ChecksumAlgorithm']}")
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != answer["Checksum"]:
        raise Mismatch(f"the bytes of block {index} do not match its checksum")
    return content


def contents(ebs, snapshot, tokens, count):
    """Yields the volume's blocks in order, absent ones as zeros, reading a few ahead."""
    zeros = bytes(BLOCK)
    with concurrent.futures.ThreadPoolExecutor(READERS) as readers:
        ahead = {}
        wanted = iter(sorted(index for index in tokens if index < count))
        for index in range(count):
            while len(ahead) < 2 * READERS:
                following = next(wanted, None)
                if following is None:
                    break
                ahead[following] = readers.submit(read_block, ebs, snapshot, following, tokens[following])
            yield ahead.pop(index).result() if index in ahead else zeros


def read_back(ebs, snapshot, size=None, out=None):
    """Reads the first size bytes and returns the document to print, each block's digest in it."""
    volume_gib, tokens = listed_blocks(ebs, snapshot)
    if size is None:
        size = volume_gib << 30
    if size > volume_gib << 30:
        raise Mismatch(f"the volume of {volume_gib} GiB is smaller than {size} bytes")
    whole, digests, left = hashlib.sha256(), [], size
    for content in contents(ebs, snapshot, tokens, -(-size // BLOCK)):
        part = content[: min(left, BLOCK)]
        if content[len(part) :].strip(b"\0"):
            raise Mismatch("the last block is not padded with zeros")
        digests.append(hashlib.sha256(content).hexdigest())
        whole.update(part)
        if out is not None:
            out.write(part)
        left -= len(part)
    return {
        "snapshot": snapshot,
        "volumeSizeGiB": volume_gib,
        "blocks": len(tokens),
        "size": size,
        "sha256": whole.hexdigest(),
        "digests": digests,
    }


def main(arguments):
    parser = argparse.ArgumentParser(description="Reads an EBS snapshot back with boto3 and prints its digest.")
    parser.add_argument("snapshot")
    parser.add_argument("--size", type=int, help="bytes from the beginning; the whole volume when left out")
    parser.add_argument("--digests", action="store_true", help="tell the digest of each block too")
    parser.add_argument("--out", help="a file to write the bytes to")
    chosen = parser.parse_args(arguments)
    if chosen.size is not None and chosen.size < 0:
        parser.error("--size can't be negative")
    try:
        if chosen.out:
            with open(chosen.out, "wb") as out:
                document = read_back(client(), chosen.snapshot, chosen.size, out)
        else:
            document = read_back(client(), chosen.snapshot, chosen.size)
    except (Mismatch, botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, OSError) as problem:
        print(f"readback: {chosen.snapshot}: {problem}", file=sys.stderr)
        return 1
    if not chosen.digests:
        del document["digests"]
    print(json.dumps(document))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
