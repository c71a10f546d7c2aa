"""What a finished run must be, told by readers that share no code with the product: boto3, and the lab's own model.

Each check returns a list of complaints, empty when all is well.
"""

import base64
import hashlib

BLOCK = 524288
GIB = 1 << 30


def read_back(ebs, snapshot_id):
    """{block index: bytes} of a completed snapshot, each block checked against the checksum that came with it."""
    blocks = {}
    request = {"SnapshotId": snapshot_id, "MaxResults": 100}
    while True:
        page = ebs.list_snapshot_blocks(**request)
        for block in page["Blocks"]:
            answer = ebs.get_snapshot_block(
                SnapshotId=snapshot_id, BlockIndex=block["BlockIndex"], BlockToken=block["BlockToken"])
            data = answer["BlockData"].read()
            if base64.b64encode(hashlib.sha256(data).digest()).decode() != answer["Checksum"]:
                raise RuntimeError(f"block {block['BlockIndex']} of {snapshot_id} differs from its own checksum")
            blocks[block["BlockIndex"]] = data
        if not page.get("NextToken"):
            return blocks
        request["NextToken"] = page["NextToken"]


def assemble(blocks, size):
    """The disk's bytes: absent blocks are zeros, the padding of the last block is cut off."""
    disk = bytearray(size)
    for index, data in blocks.items():
        start = index * BLOCK
        if start < size:
            disk[start : start + BLOCK] = data[: max(0, min(BLOCK, size - start))]
    return bytes(disk)


def disk_equality(lab, ebs, run_disk, frozen_disk):
    """Whether an EBS snapshot, read back by boto3, equals the frozen disk that the lab's model remembers."""
    snapshot, size = run_disk["snapshotId"], frozen_disk["sizeBytes"]
    blocks = read_back(ebs, snapshot)
    found = hashlib.sha256(assemble(blocks, size)).hexdigest()
    complaints = []
    if found != frozen_disk["sha256"]:
        complaints.append(f"{snapshot} is not disk {frozen_disk['key']}: {found}, not {frozen_disk['sha256']}")
    last = (size - 1) // BLOCK
    behind = [blocks.get(last, b"")[size - last * BLOCK :]] + [data for index, data in blocks.items() if index > last]
    if any(data.strip(b"\0") for data in behind):
        complaints.append(f"what is behind disk {frozen_disk['key']} in {snapshot} is not zero")
    volume_gib = ebs.list_snapshot_blocks(SnapshotId=snapshot)["VolumeSize"]
    if volume_gib != -(-size // GIB):
        complaints.append(f"{snapshot} has {volume_gib} GiB for a disk of {size} bytes")
    return complaints


def blocks_that_differ(lab, older, younger, disk_key):
    """How many snapshot blocks differ between two VM snapshots, by the lab's model."""
    before, after = lab.frozen_digests(older, disk_key), lab.frozen_digests(younger, disk_key)
    if len(before) != len(after):
        raise RuntimeError("the disk was resized in between")
    return sum(1 for one, other in zip(before, after) if one != other)


def only_what_differs(lab, run_disk, older, younger):
    """Whether exactly the blocks that differ between two VM snapshots were put, each once."""
    wanted = blocks_that_differ(lab, older, younger, run_disk["key"])
    put = lab.ebs_snapshot(run_disk["snapshotId"])["puts"]
    return [] if put == wanted else [f"{put} blocks put into {run_disk['snapshotId']}, and {wanted} differ"]


def image_disks(ec2, image_id, snapshot_ids):
    """Whether an image has exactly these snapshots, each deleted with its machine."""
    image = ec2.describe_images(ImageIds=[image_id])["Images"][0]
    found = [m["Ebs"]["SnapshotId"] for m in image["BlockDeviceMappings"] if "Ebs" in m]
    if sorted(found) != sorted(snapshot_ids):
        return [f"{image_id} is made of {found}, not of {snapshot_ids}"]
    return []


def vm_snapshots_left(lab, vm_id):
    """Snapshots of a VM that still stand."""
    return [f"{s['snapshot']} ({s['name']}) still stands" for s in lab.vm_snapshots(vm_id) if not s["removed"]]


def ebs_snapshots_unaccounted(lab, accounted):
    """EBS snapshots that no run knows."""
    return [
        f"{s['snapshotId']} ({s['state']}) belongs to no run"
        for s in lab.ebs_snapshots() if s["snapshotId"] not in accounted
    ]
