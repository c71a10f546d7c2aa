"""Packer reads the templates, whatever builder they are for; versions and digests are pinned."""

import os
import re
import shutil
import subprocess

import pytest
from conftest import ROOT

APPLIANCE = ROOT / "appliance-image"
SOURCES = ["qemu.freebsd-iso", "qemu.freebsd-image", "vmware-iso.freebsd", "vsphere-iso.freebsd", "qemu.debian"]


@pytest.fixture
def variables(tmp_path):
    """What ./connector appliance build gives."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True, timeout=30)
    (tmp_path / "http").mkdir()
    (tmp_path / "payload.tar").write_bytes(b"payload")
    digest = f"sha256:{'0' * 64}"
    given = {
        "build_key": tmp_path / "key", "http_directory": tmp_path / "http", "payload": tmp_path / "payload.tar",
        "output_directory": tmp_path / "output", "freebsd_image_checksum": digest, "debian_image_checksum": digest,
        "vcenter_password": "planted",
    }
    return [word for name, value in given.items() for word in ("-var", f"{name}={value}")]


def validate(folder, *options):
    return subprocess.run(
        ["packer", "validate", *options, folder], capture_output=True, text=True, timeout=120, env={**os.environ, "CHECKPOINT_DISABLE": "1"},
    )


@pytest.mark.parametrize("source", SOURCES)
def test_packer_takes_the_template(variables, source):
    done = validate(APPLIANCE / "packer", f"-only={source}", *variables)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("old, new", [("vm_version ", "vm_versoin "), ('"pvscsi"]', '"pvscsi"'), ("var.freebsd_iso_url", "var.freebsd_iso")])
def test_a_mistake_in_a_template_is_found(variables, tmp_path, old, new):
    shutil.copytree(APPLIANCE / "packer", tmp_path / "packer")
    file = tmp_path / "packer/freebsd.pkr.hcl"
    file.write_text(file.read_text().replace(old, new, 1))
    assert validate(tmp_path / "packer", *variables).returncode != 0


def test_every_input_is_pinned():
    lines = [line.split() for line in (APPLIANCE / "freebsd/inputs.list").read_text().splitlines() if not line.startswith("#")]
    assert {kind for kind, _, _ in lines} == {"iso", "image"}
    for _, digest, url in lines:
        assert re.fullmatch("[0-9a-f]{64}", digest) and url.startswith("https://download.freebsd.org/") and "15.1-RELEASE" in url
    variables = (APPLIANCE / "packer/variables.pkr.hcl").read_text()
    iso = next(line for line in lines if line[0] == "iso")
    assert f'"sha256:{iso[1]}"' in variables and f'"{iso[2]}"' in variables


def test_an_address_with_its_prefix_fits_the_property():
    properties = (APPLIANCE / "ova/properties.xml").read_text()
    for key, longest in (("ip0", "255.255.255.255/32"), ("netmask0", "255.255.255.255"), ("ipv6", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")):
        most = int(re.search(rf'ovf:key="{key}"[^>]*MaxLen\((\d+)\)', properties).group(1))
        assert most >= len(longest), key


def test_packers_plugins_stand_in_a_folder_that_old_ones_do_not_read():
    assert not [file for file in (APPLIANCE / "packer").glob("*.hcl") if "required_plugins" in file.read_text()]
    assert "required_plugins" in (APPLIANCE / "packer/plugins/required.pkr.hcl").read_text()
