"""Releases for upgrade tests: distributions with changed bundles, signed by the product or by python-tuf."""

import copy
import datetime
import hashlib
import os
import shutil
import subprocess
import zipfile

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Key, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

ROLES = ("root", "timestamp", "snapshot", "targets")


def changed_distribution(distribution, place, changes):
    """A copy of a distribution; `changes` maps bundles to functions that take and give {name: bytes} of their jars."""
    shutil.copytree(distribution, place, copy_function=os.link)
    bundles = place / "bundles"
    text = (bundles / "set.list").read_text(encoding="utf-8")
    for name, change in changes.items():
        (jar,) = bundles.glob(f"{name}-[0-9]*.jar")
        before = jar.read_bytes()
        with zipfile.ZipFile(jar) as archive:
            entries = {entry: archive.read(entry) for entry in archive.namelist()}
        jar.unlink()  # it is linked to the original
        with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in change(entries).items():
                archive.writestr(entry, content)
        text = text.replace(hashlib.sha256(before).hexdigest(), hashlib.sha256(jar.read_bytes()).hexdigest())
    (bundles / "set.list").unlink()
    (bundles / "set.list").write_text(text, encoding="utf-8")
    return place


def marked(mark):
    """The same bundle in another file."""
    return lambda entries: {**entries, "marker.txt": mark.encode()}


def with_header(line):
    """One more header in the manifest."""
    def change(entries):
        manifest = entries["META-INF/MANIFEST.MF"].decode()
        first, rest = manifest.split("\n", 1)
        return {**entries, "META-INF/MANIFEST.MF": (first + "\n" + line + "\r\n" + rest).encode()}
    return change


def without(part):
    """Lacks the entries whose names contain `part`."""
    def change(entries):
        left = {name: content for name, content in entries.items() if part not in name}
        assert len(left) < len(entries), f"nothing is named {part}"
        return left
    return change


def sha256(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


class Publisher:
    """Uses `connector release`, as a publisher does."""

    def __init__(self, distribution, directory):
        self.distribution, self.directory = distribution, directory
        self.program = distribution / "bin" / "connector"
        self.repository = directory / "repository"
        self._call("keys", "--keys", directory / "keys")
        self.release("0.1.1", {})  # makes the root

    def _call(self, *words):
        subprocess.run([str(self.program), "release", *map(str, words)], check=True, timeout=120, stdout=subprocess.DEVNULL)

    def release(self, version, changes):
        place = changed_distribution(self.distribution, self.directory / f"built-{version}", changes)
        file = self.directory / f"{version}.zip"
        self._call("make", "--keys", self.directory / "keys", "--repository", self.repository, "--distribution", place,
                   "--version", version, "--offline", file, "--without", self.distribution)
        return file

    @property
    def root(self):
        return self.repository / "metadata" / "1.root.json"


class TufRepository:
    """A repository that python-tuf makes and signs. Everything may be changed before it is packed."""

    def __init__(self, set_list, version):
        self.signers = {role: CryptoSigner.generate_ed25519() for role in ROLES}
        in_a_year = datetime.datetime(2035, 1, 1, tzinfo=datetime.timezone.utc)
        self.root = Root(expires=in_a_year, consistent_snapshot=True)
        for role, signer in self.signers.items():
            self.root.add_key(signer.public_key, role)
        self.targets, self.snapshot = Targets(expires=in_a_year), Snapshot(expires=in_a_year)
        self.timestamp = Timestamp(expires=in_a_year)
        self.older_roots = []
        self.files = {}
        self.add(f"{version}/set.list", set_list, {"sequence": 1})

    def add(self, path, content, custom=None):
        target = TargetFile.from_data(path, content, ["sha256"])
        if custom:
            target.unrecognized_fields["custom"] = custom
        self.targets.targets[path] = target
        folder, _, name = path.rpartition("/")
        self.files[f"targets/{folder + '/' if folder else ''}{target.hashes['sha256']}.{name}"] = content

    def signed(self, role, content, signers=None):
        metadata = Metadata(content)
        for signer in signers or [self.signers[role]]:
            metadata.sign(signer, append=True)
        return metadata.to_bytes()

    def packed(self, file, change=lambda files: files):
        targets = self.signed("targets", self.targets)
        self.snapshot.meta["targets.json"] = MetaFile(self.targets.version, len(targets), {"sha256": hashlib.sha256(targets).hexdigest()})
        snapshot = self.signed("snapshot", self.snapshot)
        self.timestamp.snapshot_meta = MetaFile(self.snapshot.version, len(snapshot), {"sha256": hashlib.sha256(snapshot).hexdigest()})
        files = {
            f"metadata/{self.targets.version}.targets.json": targets,
            f"metadata/{self.snapshot.version}.snapshot.json": snapshot,
            "metadata/timestamp.json": self.signed("timestamp", self.timestamp),
            f"metadata/{self.root.version}.root.json": self.signed("root", self.root),
            **self.files,
        }
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in change(files).items():
                archive.writestr(name, content)
        return file

    def copy(self):
        """Another state of the same repository."""
        return copy.deepcopy(self)
