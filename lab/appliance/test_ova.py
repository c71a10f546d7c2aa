"""The OVA, packed of a small image: what it is, that it is the same each time, and that govmomi imports it."""

import io
import json
import os
import shutil
import subprocess
import tarfile

import pytest
from conftest import ROOT
from ova_check import PROPERTIES, Check


def complaints(ova):
    return Check(ova).run()


def rewritten(ova, folder, change):
    """The OVA again, with its files changed: change(NAME, BYTES) returns the new bytes, or None to leave it out."""
    folder.mkdir()
    for beside in ova.parent.glob("connector.*json"):
        shutil.copy(beside, folder)
    with tarfile.open(ova) as old, tarfile.open(folder / ova.name, "w", format=tarfile.USTAR_FORMAT) as new:
        for member in old.getmembers():
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return folder / ova.name


def test_it_is_what_an_appliance_has_to_be(ova):
    assert complaints(ova) == []


PLANTED = {
    "ovf": [
        (b"vmx-11", b"vmx-21", "vmx-11"),
        (b"VirtualSCSI", b"lsilogic", "ParaVirtual"),
        (b"VmxNet3", b"E1000", "vmxnet3"),
        (b'vmw:value="efi"', b'vmw:value="bios"', "EFI"),
        (b">2048<", b">8192<", "memory"),
        (b"com.vmware.guestInfo iso", b"iso", "transport"),
        (b'ovf:key="dns"', b'ovf:key="resolver"', "properties"),
        (b'ovf:password="true" ', b"", "setup-json"),
        (b"freebsd64Guest", b"otherGuest", "guest"),
        (b"Apache License", b"Other Terms", "licence"),
    ],
}


@pytest.mark.parametrize("old, new, named", PLANTED["ovf"], ids=[named for _, _, named in PLANTED["ovf"]])
def test_a_wrong_descriptor_is_found(ova, tmp_path, old, new, named):
    broken = rewritten(ova, tmp_path / "broken", lambda name, content: content.replace(old, new) if name.endswith(".ovf") else content)
    found = complaints(broken)
    assert any(named in complaint for complaint in found)
    assert any("digest" in complaint for complaint in found)


@pytest.mark.parametrize("ending", [".mf", ".vmdk"])
def test_a_missing_file_is_found(ova, tmp_path, ending):
    broken = rewritten(ova, tmp_path / "broken", lambda name, content: None if name.endswith(ending) else content)
    assert any("its files are" in complaint for complaint in complaints(broken))


def test_a_flipped_bit_in_the_disk_is_found(ova, tmp_path):
    def flip(name, content):
        return content[:70000] + bytes([content[70000] ^ 1]) + content[70001:] if name.endswith(".vmdk") else content

    assert any("vmdk has another digest" in complaint for complaint in complaints(rewritten(ova, tmp_path / "broken", flip)))


def test_the_same_image_gives_the_same_bytes(packer, image, ova, tmp_path):
    """Other times, paths, umask, time zone, language, and the image in another form."""
    sources = tmp_path / "elsewhere" / "appliance-image"
    shutil.copytree(ROOT / "appliance-image", sources, copy_function=shutil.copyfile)
    shutil.copyfile(ROOT / "LICENSE", sources.parent / "LICENSE")
    for file in sources.rglob("*"):
        os.utime(file, (86400, 86400))
    other = tmp_path / "compressed.qcow2"
    subprocess.run(["qemu-img", "convert", "-c", "-O", "qcow2", image, other], check=True, timeout=60)
    environment = {"TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "JAVA_TOOL_OPTIONS": "-Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Chatham"}
    packed = packer.pack(other, tmp_path / "two", sources=sources, env=environment, umask=0o077, cwd=tmp_path)
    assert packed.returncode == 0, packed.stderr

    for name in ("connector.ova", "connector.cdx.json", "connector.provenance.json"):
        compared = subprocess.run(["cmp", ova.parent / name, tmp_path / "two" / name], capture_output=True, text=True, timeout=60)
        assert compared.returncode == 0, compared.stdout


def test_another_image_gives_other_bytes(packer, image, ova, tmp_path):
    other = tmp_path / "other.qcow2"
    shutil.copyfile(image, other)
    subprocess.run(["qemu-io", "-c", "write -P 7 9M 4k", other], check=True, capture_output=True, timeout=60)
    packed = packer.pack(other, tmp_path / "two")
    assert packed.returncode == 0, packed.stderr
    assert (tmp_path / "two/connector.ova").read_bytes() != ova.read_bytes()


def test_the_disk_in_it_is_the_image(ova, image, tmp_path):
    with tarfile.open(ova) as archive:
        (tmp_path / "disk.vmdk").write_bytes(archive.extractfile("connector-disk1.vmdk").read())
    subprocess.run(["qemu-img", "compare", "-f", "vmdk", "-F", "qcow2", tmp_path / "disk.vmdk", image], check=True, timeout=120)


@pytest.fixture(scope="module")
def signer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signer")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem", "-days", "30", "-subj", "/CN=publisher"],
        check=True, capture_output=True, timeout=60,
    )
    return folder


def test_a_signed_one_holds_and_a_resealed_one_does_not(packer, image, signer, tmp_path):
    packed = packer.pack(image, tmp_path / "signed", "--key", signer / "key.pem", "--certificate", signer / "certificate.pem")
    assert packed.returncode == 0, packed.stderr
    signed = tmp_path / "signed/connector.ova"
    assert complaints(signed) == []

    other = rewritten(signed, tmp_path / "resealed", lambda name, content: content.replace(b"ovf", b"OVF") if name.endswith(".mf") else content)
    assert "its manifest is not signed by its certificate" in complaints(other)


def test_a_key_of_another_certificate_is_refused(packer, image, signer, tmp_path):
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", tmp_path / "other.pem"], check=True, capture_output=True, timeout=60)
    packed = packer.pack(image, tmp_path / "out", "--key", tmp_path / "other.pem", "--certificate", signer / "certificate.pem")
    assert packed.returncode == 1 and "not that of the key" in packed.stderr
    assert not list((tmp_path / "out").glob("*"))


def test_a_missing_image_is_told_with_its_fix(packer, tmp_path):
    packed = packer.pack(tmp_path / "none", tmp_path / "out")
    assert packed.returncode == 1 and "there is no" in packed.stderr and "to mend it" in packed.stderr


def imported(ova, *settings):
    return subprocess.run(["go", "run", "./cmd/import-ova", ova, *settings], cwd=ROOT / "lab", capture_output=True, text=True, timeout=600)


def test_govmomi_imports_it_with_its_properties(ova):
    done = imported(ova, "hostname=connector.lab.example", "ip0=192.0.2.10", "netmask0=255.255.255.0", "gateway=192.0.2.1", "dns=192.0.2.53,192.0.2.54")
    assert done.returncode == 0, done.stderr
    machine = json.loads(done.stdout)
    assert (machine["guest"], machine["cpus"], machine["memoryMB"], machine["poweredOn"]) == ("freebsd64Guest", 2, 2048, True)
    assert {"ParaVirtualSCSIController", "VirtualVmxnet3", "VirtualCdrom", "VirtualDisk"} <= set(machine["devices"])
    assert machine["diskBytes"] == 20 << 30
    assert sorted(machine["properties"]) == sorted(PROPERTIES)
    assert machine["properties"]["ip0"] == "192.0.2.10" and machine["properties"]["dns"] == "192.0.2.53,192.0.2.54"
    assert machine["properties"]["setup-json"] == ""


def test_govmomi_refuses_one_without_its_disk(ova, tmp_path):
    broken = rewritten(ova, tmp_path / "broken", lambda name, content: None if name.endswith(".vmdk") else content)
    assert imported(broken).returncode == 1


def test_the_bill_names_the_system_and_the_bundles(ova):
    bill = json.loads((ova.parent / "connector.cdx.json").read_text())
    named = {component["name"]: component for component in bill["components"]}
    assert named["FreeBSD"]["type"] == "operating-system" and named["openjdk17"]["version"] == "17.0.15+6.1"
    assert named["netty-handler"]["purl"].startswith("pkg:maven/io.netty/netty-handler@")
    references = [component["bom-ref"] for component in bill["components"] if "bom-ref" in component]
    assert len(references) == len(set(references))
    for component in bill["components"]:
        assert component["version"] and component["purl"].startswith("pkg:")


def test_the_bill_is_what_cyclonedx_demands(ova):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = (ova.parent / "connector.cdx.json").read_text()
    schema = JsonStrictValidator(SchemaVersion.V1_5)
    assert schema.validate_str(text) is None
    for old, new in (('"operating-system"', '"system"'), ('"bomFormat"', '"format"'), ('"SHA-256"', '"SHA-255"')):
        assert schema.validate_str(text.replace(old, new, 1)) is not None, f"{new} is taken"
