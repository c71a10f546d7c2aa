"""EC2's snapshots and images: RegisterImage and DeleteSnapshot are strict, and images tell all their mappings."""

import botocore.exceptions
import pytest
from aws_client import content, eventually, refused, snapshot_of, start


def mapping(device, snapshot, **ebs):
    return {"DeviceName": device, "Ebs": {"SnapshotId": snapshot, "VolumeType": "gp3"} | ebs}


def register(ec2, name, mappings, **change):
    arguments = {
        "Name": name,
        "Architecture": "x86_64",
        "VirtualizationType": "hvm",
        "RootDeviceName": "/dev/sda1",
        "BootMode": "uefi",
        "EnaSupport": True,
        "BlockDeviceMappings": mappings,
    }
    return ec2.register_image(**(arguments | change))["ImageId"]


@pytest.fixture
def disks(connector):
    return [snapshot_of(connector.ebs, {0: content(n)}, gib=n) for n in (1, 2)]


def test_an_image_tells_all_its_disks(connector, disks, lab):
    lab.post("/ec2/settings", {"imageDelayMs": 300})
    image = register(
        connector.ec2,
        "web01 first",
        [mapping("/dev/sda1", disks[0], VolumeSize=4), mapping("/dev/sdf", disks[1], DeleteOnTermination=False)],
        Description="of web01",
        TagSpecifications=[{"ResourceType": "image", "Tags": [{"Key": "run", "Value": "1"}]}],
    )
    described = connector.ec2.describe_images(ImageIds=[image])["Images"][0]
    assert described["State"] == "pending"
    assert [(m["DeviceName"], m["Ebs"]["SnapshotId"], m["Ebs"]["VolumeSize"]) for m in described["BlockDeviceMappings"]] == [
        ("/dev/sda1", disks[0], 4),
        ("/dev/sdf", disks[1], 2),
    ]
    assert [m["Ebs"]["DeleteOnTermination"] for m in described["BlockDeviceMappings"]] == [True, False]
    assert described["BootMode"] == "uefi" and described["EnaSupport"] and described["Architecture"] == "x86_64"
    assert described["Tags"] == [{"Key": "run", "Value": "1"}] and described["Description"] == "of web01"
    connector.ec2.get_waiter("image_available").wait(ImageIds=[image], WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    by_snapshot = [{"Name": "block-device-mapping.snapshot-id", "Values": [disks[1]]}]
    assert [i["ImageId"] for i in connector.ec2.describe_images(Owners=["self"], Filters=by_snapshot)["Images"]] == [image]
    assert image in [i["imageId"] for i in lab.get("/ec2/images")]
    assert refused(connector.ec2.delete_snapshot, SnapshotId=disks[1])[0] == "InvalidSnapshot.InUse"
    connector.ec2.deregister_image(ImageId=image)
    assert refused(connector.ec2.describe_images, ImageIds=[image])[0] == "InvalidAMIID.NotFound"
    connector.ec2.delete_snapshot(SnapshotId=disks[1])
    assert refused(connector.ec2.delete_snapshot, SnapshotId=disks[1])[0] == "InvalidSnapshot.NotFound"


def test_wrong_images_are_refused(connector, clients, disks, lab):
    root = mapping("/dev/sda1", disks[0])
    register(connector.ec2, "taken", [root])
    pending = start(connector.ebs)
    ec2 = clients(lab.user("connector"), checked=False).ec2
    cases = [
        ("InvalidAMIName.Duplicate", "taken", [root], {}),
        ("InvalidAMIName.Malformed", "no*stars", [root], {}),
        ("InvalidAMIName.Malformed", "ab", [root], {}),
        ("InvalidAMIName.Malformed", "a" * 129, [root], {}),
        ("InvalidParameterValue", "one", [root], {"Architecture": "vax"}),
        ("InvalidBlockDeviceMapping", "one", [root], {"RootDeviceName": "/dev/xvda"}),
        ("InvalidBlockDeviceMapping", "one", [mapping("/dev/sda1", disks[1], VolumeSize=1)], {}),
        ("InvalidBlockDeviceMapping", "one", [root, mapping("/dev/sda1", disks[1])], {}),
        ("InvalidBlockDeviceMapping", "one", [root, mapping("/dev/hdx", disks[1])], {}),
        ("InvalidBlockDeviceMapping", "one", [mapping("/dev/sda1", disks[0], Encrypted=True)], {}),
        ("InvalidBlockDeviceMapping", "one", [mapping("/dev/sda1", disks[0], VolumeType="st1")], {}),
        ("IncorrectState", "one", [mapping("/dev/sda1", pending)], {}),
        ("InvalidSnapshot.NotFound", "one", [mapping("/dev/sda1", "snap-00000000000000000")], {}),
        ("InvalidSnapshotID.Malformed", "one", [mapping("/dev/sda1", "snap-x")], {}),
        ("InvalidParameterValue", "one", [root], {"BootMode": "bios"}),
        ("InvalidParameterCombination", "one", [root], {"VirtualizationType": "paravirtual"}),
        ("InvalidParameterCombination", "one", [root], {"BootMode": "legacy-bios", "TpmSupport": "v2.0"}),
        ("UnknownParameter", "one", [root], {"BillingProducts": ["bp-1"]}),
    ]
    for code, name, mappings, change in cases:
        assert refused(register, ec2, name, mappings, **change)[::2] == (code, 400), (code, name, change)
    assert [i["name"] for i in lab.get("/ec2/images")].count("one") == 0


def test_dry_run_has_no_effect(connector, disks):
    arguments = {"mappings": [mapping("/dev/sda1", disks[0])], "DryRun": True}
    assert refused(register, connector.ec2, "dry", **arguments)[::2] == ("DryRunOperation", 412)
    assert refused(connector.ec2.delete_snapshot, SnapshotId=disks[0], DryRun=True)[0] == "DryRunOperation"
    assert connector.ec2.describe_images(Filters=[{"Name": "name", "Values": ["dry"]}])["Images"] == []
    assert connector.ec2.describe_snapshots(SnapshotIds=[disks[0]])["Snapshots"]


def test_snapshots_are_described_filtered_tagged_and_paged(admin, lab):
    made = [start(admin.ebs, Description=f"disk {n} of filtered") for n in range(6)]
    admin.ec2.create_tags(Resources=made[:2], Tags=[{"Key": "vm", "Value": "vm-1"}])
    by_tag = [{"Name": "tag:vm", "Values": ["vm-*"]}, {"Name": "status", "Values": ["pending"]}]
    found = admin.ec2.describe_snapshots(OwnerIds=["self"], Filters=by_tag)["Snapshots"]
    assert [s["SnapshotId"] for s in found] == made[:2] and found[0]["OwnerId"] == "123456789012"
    by_text = [{"Name": "description", "Values": ["disk ? of filtered"]}]
    pages = admin.ec2.get_paginator("describe_snapshots").paginate(
        Filters=by_text, PaginationConfig={"PageSize": 5}
    )
    assert [len(page["Snapshots"]) for page in pages] == [5, 1]
    wrong = [{"Name": "colour", "Values": ["red"]}]
    assert refused(admin.ec2.describe_snapshots, Filters=wrong)[0] == "InvalidParameterValue"
    assert refused(admin.ec2.create_tags, Resources=[made[0], "snap-00000000000000000"], Tags=[{"Key": "a", "Value": ""}])[
        0
    ] == "InvalidSnapshot.NotFound"
    assert "a" not in lab.get("/ebs/snapshots/" + made[0])["tags"]
    for snapshot in made:
        admin.ec2.delete_snapshot(SnapshotId=snapshot)
    assert admin.ec2.describe_snapshots(Filters=by_text)["Snapshots"] == []


def test_a_copy_can_be_encrypted(admin, lab):
    plain = snapshot_of(admin.ebs, {3: content("x")})
    lab.post("/ebs/settings", {"completeDelayMs": 300})
    copied = admin.ec2.copy_snapshot(SourceRegion="us-east-1", SourceSnapshotId=plain, Encrypted=True)["SnapshotId"]
    assert admin.ec2.describe_snapshots(SnapshotIds=[copied])["Snapshots"][0]["State"] == "pending"
    eventually(lambda: admin.ec2.describe_snapshots(SnapshotIds=[copied])["Snapshots"][0]["State"] == "completed")
    page = admin.ebs.list_snapshot_blocks(SnapshotId=copied)
    assert [block["BlockIndex"] for block in page["Blocks"]] == [3]
    child = admin.ebs.start_snapshot(VolumeSize=1, ParentSnapshotId=copied)
    assert child["SseType"] == "sse-kms"
    assert refused(admin.ec2.copy_snapshot, SourceRegion="us-east-1", SourceSnapshotId=child["SnapshotId"])[0] == (
        "IncorrectState"
    )


def test_a_dropped_register_image_may_have_made_the_image(connector, disks, lab):
    rule = {"service": "ec2", "operation": "RegisterImage", "action": "drop-after", "count": 1}
    lab.post("/faults", rule)
    with pytest.raises((botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)):
        register(connector.ec2, "answered never", [mapping("/dev/sda1", disks[0])])
    by_name = [{"Name": "name", "Values": ["answered never"]}]
    assert len(connector.ec2.describe_images(Owners=["self"], Filters=by_name)["Images"]) == 1
