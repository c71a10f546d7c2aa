"""Holds an OVA of the appliance against what it has to be. Shares no code with what packs it; needs Python alone, and openssl
for a signed one.

    python3 ova_check.py FILE.ova       says what is amiss, a line each; 0 when nothing is, 1 otherwise
"""

import hashlib
import json
import pathlib
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree

MAX_BYTES = 400 << 20
OVF = "{http://schemas.dmtf.org/ovf/envelope/1}"
RASD = "{http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData}"
VSSD = "{http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData}"
VMW = "{http://www.vmware.com/schema/ovf}"
PROPERTIES = [
    "hostname", "ip0", "netmask0", "gateway", "ipv6", "gateway6", "dns", "suffixes", "ntp", "proxy", "proxy-exceptions", "setup-json",
]
GUESTS = {"freebsd64Guest": "78", "debian8_64Guest": "96"}
MANIFEST_LINE = re.compile(r"SHA256\(([^)]+)\)= ([0-9a-f]{64})")


class Check:
    """One OVA, and what was found."""

    def __init__(self, file):
        self.file = pathlib.Path(file)
        self.complaints = []

    def demand(self, holds, complaint):
        if not holds:
            self.complaints.append(complaint)

    def run(self):
        self.demand(self.file.stat().st_size <= MAX_BYTES, f"it has {self.file.stat().st_size >> 20} MiB, more than {MAX_BYTES >> 20}")
        try:
            with tarfile.open(self.file, "r:") as archive:
                self.archive(archive)
        except (tarfile.TarError, ElementTree.ParseError, UnicodeDecodeError, struct.error, KeyError) as e:
            self.complaints.append(f"it can't be read: {type(e).__name__}: {e}")
        self.beside()
        return self.complaints

    def archive(self, archive):
        members = archive.getmembers()
        names = [member.name for member in members]
        stem = self.file.name.removesuffix(".ova")
        signed = f"{stem}.cert" in names
        wanted = [f"{stem}.ovf", f"{stem}.mf", *([f"{stem}.cert"] if signed else []), f"{stem}-disk1.vmdk"]
        self.demand(names == wanted, f"its files are {names}, not {wanted}")
        for member in members:
            plain = member.isreg() and (member.uid, member.gid, member.mode) == (0, 0, 0o644)
            self.demand(plain, f"{member.name} is no plain file of root")
        self.demand(len({member.mtime for member in members}) == 1, "its files are of different times")
        with self.file.open("rb") as raw:
            raw.seek(257)
            self.demand(raw.read(8) == b"ustar\x0000", "it is no ustar archive")
        if names != wanted:
            return
        self.manifest(archive, members, stem, signed)
        disk = members[-1]
        self.disk(archive.extractfile(disk), self.descriptor(archive.extractfile(members[0]).read(), disk))

    def manifest(self, archive, members, stem, signed):
        text = archive.extractfile(f"{stem}.mf").read()
        listed = dict(MANIFEST_LINE.findall(text.decode("ascii")))
        self.demand(len(listed) == len(text.decode().splitlines()), "its manifest has lines that are none")
        described = [member.name for member in members if not member.name.endswith((".mf", ".cert"))]
        self.demand(sorted(listed) == sorted(described), f"its manifest lists {sorted(listed)}")
        for name in described:
            digest = hashlib.sha256()
            content = archive.extractfile(name)
            while block := content.read(1 << 20):
                digest.update(block)
            self.demand(listed.get(name) == digest.hexdigest(), f"{name} has another digest than its manifest says")
        if signed:
            self.signature(archive.extractfile(f"{stem}.cert").read().decode("ascii"), text, stem)

    def signature(self, certificate, manifest, stem):
        line, _, pem = certificate.partition("\n")
        match = re.fullmatch(rf"SHA256\({re.escape(stem)}\.mf\)= ([0-9a-f]+)", line)
        if not match:
            self.complaints.append("its certificate file does not begin with the manifest's signature")
            return
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "pem").write_text(pem)
            (place / "signature").write_bytes(bytes.fromhex(match.group(1)))
            (place / "manifest").write_bytes(manifest)
            key = subprocess.run(["openssl", "x509", "-pubkey", "-noout", "-in", place / "pem"], capture_output=True, check=False)
            (place / "key").write_bytes(key.stdout)
            verified = subprocess.run(
                ["openssl", "dgst", "-sha256", "-verify", place / "key", "-signature", place / "signature", place / "manifest"],
                capture_output=True, check=False,
            )
            self.demand(verified.returncode == 0, "its manifest is not signed by its certificate")

    def descriptor(self, text, disk):
        """Returns the capacity that it says the disk has."""
        root = ElementTree.fromstring(text)
        file = root.find(f"{OVF}References/{OVF}File")
        self.demand(file.get(f"{OVF}href") == disk.name, "its descriptor names another disk")
        self.demand(file.get(f"{OVF}size") == str(disk.size), "its descriptor says another size of the disk's file")
        described = root.find(f"{OVF}DiskSection/{OVF}Disk")
        self.demand(described.get(f"{OVF}format", "").endswith("#streamOptimized"), "its descriptor says another format of the disk")
        system = root.find(f"{OVF}VirtualSystem")
        guest = system.find(f"{OVF}OperatingSystemSection")
        identity = guest.get(f"{VMW}osType")
        self.demand(GUESTS.get(identity) == guest.get(f"{OVF}id"), f"its guest is {identity}")
        self.hardware(system.find(f"{OVF}VirtualHardwareSection"))
        licence = system.findtext(f"{OVF}EulaSection/{OVF}License") or ""
        self.demand("Apache License" in licence, "it shows no licence")
        product = system.find(f"{OVF}ProductSection")
        self.demand(bool(product.findtext(f"{OVF}Version")), "it has no version")
        self.properties(product.findall(f"{OVF}Property"))
        return int(described.get(f"{OVF}capacity"))

    def hardware(self, section):
        self.demand(section.get(f"{OVF}transport") == "com.vmware.guestInfo iso", "its properties come by other transports")
        self.demand(section.findtext(f"{OVF}System/{VSSD}VirtualSystemType") == "vmx-11", "its hardware is not vmx-11")
        items = {}
        for item in section.findall(f"{OVF}Item"):
            items.setdefault(item.findtext(f"{RASD}ResourceType"), []).append(
                (item.findtext(f"{RASD}ResourceSubType"), item.findtext(f"{RASD}VirtualQuantity"))
            )
        self.demand(items.get("3") == [(None, "2")], "it has not 2 processors")
        self.demand(items.get("4") == [(None, "2048")], "it has not 2,048 MiB of memory")
        self.demand(items.get("6") == [("VirtualSCSI", None)], "its disk is not at a ParaVirtual controller")
        self.demand(items.get("10") == [("VmxNet3", None)], "its adapter is no vmxnet3")
        self.demand(len(items.get("17", [])) == 1, "it has not one disk")
        self.demand(len(items.get("15", [])) == 1, "it has no CD drive for the properties")
        settings = {one.get(f"{VMW}key"): one.get(f"{VMW}value") for one in section.findall(f"{VMW}Config")}
        self.demand(settings.get("firmware") == "efi", "its firmware is not EFI")

    def properties(self, found):
        keys = [one.get(f"{OVF}key") for one in found]
        self.demand(keys == PROPERTIES, f"its properties are {keys}")
        for one in found:
            key = one.get(f"{OVF}key")
            self.demand(one.get(f"{OVF}userConfigurable") == "true", f"{key} can't be set")
            self.demand(one.get(f"{OVF}value") == "", f"{key} has a value already")
            self.demand((one.get(f"{OVF}password") == "true") == (key == "setup-json"), f"{key} is shown as the other kind would be")
            told = one.findtext(f"{OVF}Label") and one.findtext(f"{OVF}Description")
            self.demand(bool(told), f"{key} is not explained")

    def disk(self, content, capacity):
        header = content.read(512)
        magic, version, flags, sectors = struct.unpack_from("<IIIQ", header)
        self.demand(magic == 0x564D444B and version == 3 and flags & 0x30000 == 0x30000, "its disk is not stream-optimized")
        self.demand(sectors * 512 == capacity, "its descriptor says another capacity than the disk")

    def beside(self):
        digest = hashlib.sha256()
        with self.file.open("rb") as content:
            while block := content.read(1 << 20):
                digest.update(block)
        try:
            bill = json.loads(self.file.with_name(self.file.name.removesuffix(".ova") + ".cdx.json").read_text())
            provenance = json.loads(self.file.with_name(self.file.name.removesuffix(".ova") + ".provenance.json").read_text())
        except (OSError, ValueError) as e:
            self.complaints.append(f"what should lie beside it can't be read: {e}")
            return
        product = bill.get("metadata", {}).get("component", {})
        self.demand(product.get("hashes") == [{"alg": "SHA-256", "content": digest.hexdigest()}], "its bill of materials is of another OVA")
        kinds = {component["type"] for component in bill.get("components", [])}
        self.demand(kinds == {"operating-system", "library"}, f"its bill of materials lists {sorted(kinds)}")
        subject = provenance.get("subject", [{}])[0]
        self.demand(
            subject == {"name": self.file.name, "digest": {"sha256": digest.hexdigest()}}, "its provenance is of another OVA"
        )


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    complaints = Check(sys.argv[1]).run()
    for complaint in complaints:
        print(f"{sys.argv[1]}: {complaint}", file=sys.stderr)
    if not complaints:
        print(f"{sys.argv[1]}: {pathlib.Path(sys.argv[1]).stat().st_size / (1 << 20):.1f} MiB, as it has to be")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
