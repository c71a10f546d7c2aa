"""Releases for upgrade tests: distributions with changed bundles, signed by the product or by python-tuf."""

import copy
import datetime
import hashlib
import io
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
    """Uses `connector release`, as a publisher does; `keys` are another publisher's when not made."""

    def __init__(self, distribution, directory, keys=None):
        self.distribution, self.directory = distribution, directory
        self.program = distribution / "bin" / "connector"
        self.repository, self.keys = directory / "repository", keys or directory / "keys"
        directory.mkdir()
        if keys is None:
            self._call("keys", "--keys", self.keys)

    def _call(self, *words):
        subprocess.run([str(self.program), "release", *map(str, words)], check=True, timeout=120, stdout=subprocess.DEVNULL)

    def make(self, version, built, date, notes):
        """Adds a built distribution to the repository; returns the offline file, without what the shipped one has."""
        file, text = self.directory / f"{version}.zip", self.directory / "notes.txt"
        text.write_text(notes, encoding="utf-8")
        self._call("make", "--keys", self.keys, "--repository", self.repository, "--distribution", built, "--version", version,
                   "--notes", text, "--offline", file, "--without", self.distribution, "--date", date)
        return file

    @property
    def root(self):
        return self.repository / "metadata" / "1.root.json"


def changed_jar(jar, change):
    """The bytes of a bundle with something changed."""
    with zipfile.ZipFile(jar) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in change(entries).items():
            archive.writestr(entry, content)
    return buffer.getvalue()


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
        self.older_roots, self.root_signers = {}, None
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
        own = self.signers[role]
        for signer in signers or (own if isinstance(own, list) else [own]):
            metadata.sign(signer, append=True)
        return metadata.to_bytes()

    def rotate(self, role, threshold=1):
        """New keys for a role, as many as it needs; the next root says so, signed by the old root keys and the new."""
        before = self.signers["root"] if isinstance(self.signers["root"], list) else [self.signers["root"]]
        self.older_roots[f"metadata/{self.root.version}.root.json"] = self.signed("root", self.root, self.root_signers)
        for key in list(self.root.roles[role].keyids):
            self.root.revoke_key(key, role)
        signers = [CryptoSigner.generate_ed25519() for _ in range(threshold)]
        for signer in signers:
            self.root.add_key(signer.public_key, role)
        self.root.roles[role].threshold = threshold
        self.signers[role] = signers
        self.root.version += 1
        now = signers if role == "root" else before
        self.root_signers = before + [signer for signer in now if signer not in before]

    def metadata(self):
        """The signed files, by their names."""
        targets = self.signed("targets", self.targets)
        self.snapshot.meta["targets.json"] = MetaFile(self.targets.version, len(targets), {"sha256": hashlib.sha256(targets).hexdigest()})
        snapshot = self.signed("snapshot", self.snapshot)
        self.timestamp.snapshot_meta = MetaFile(self.snapshot.version, len(snapshot), {"sha256": hashlib.sha256(snapshot).hexdigest()})
        return {
            f"metadata/{self.targets.version}.targets.json": targets,
            f"metadata/{self.snapshot.version}.snapshot.json": snapshot,
            "metadata/timestamp.json": self.signed("timestamp", self.timestamp),
            **self.older_roots,
            f"metadata/{self.root.version}.root.json": self.signed("root", self.root, self.root_signers),
        }

    def packed(self, file, change=lambda files: files, compression=zipfile.ZIP_STORED):
        with zipfile.ZipFile(file, "w", compression) as archive:
            for name, content in change({**self.metadata(), **self.files}).items():
                archive.writestr(name, content)
        return file

    def grown(self):
        """The next version of all but the root."""
        for part in (self.timestamp, self.snapshot, self.targets):
            part.version += 1
        return self

    def copy(self):
        """Another state of the same repository."""
        return copy.deepcopy(self)


class QuickPublisher:
    """Many releases of a distribution, made within this process: a JVM for each would take most of a test's time."""

    def __init__(self, distribution, directory):
        self.bundles, self.directory = distribution / "bundles", directory
        self.shipped = (self.bundles / "set.list").read_text(encoding="utf-8")
        self.repository = TufRepository(b"set none\n", "none")
        self.sequence = 0
        self._known = {}
        self.root = directory / "quick-root.json"
        self.root.write_bytes(self.repository.signed("root", self.repository.root))

    def release(self, version, changes, notes=""):
        """A file with what changed; `changes` maps bundles to functions that take and give {name: bytes} of their jars."""
        self.sequence += 1
        repository, lines, files = self.repository.grown(), [f"set {version}"], {}
        repository.files = {}
        repository.targets.targets.clear()
        for line in self.shipped.splitlines():
            words = line.split()
            if not words or words[0] != "bundle":
                continue
            name = words[5].rsplit("-", 1)[0]
            (change,) = [changes[key] for key in changes if key == name] or [None]
            content = changed_jar(self.bundles / words[5], change) if change else None
            if content is None:
                target = self._target(words[5])
            else:
                target = TargetFile.from_data(words[5], content, ["sha256"])
                files[words[5]] = content
            words[4] = target.hashes["sha256"]
            repository.targets.targets[f"{version}/{words[5]}"] = TargetFile(target.length, target.hashes, f"{version}/{words[5]}")
            lines.append(" ".join(words))
        assert set(changes) <= {file.rsplit("-", 1)[0] for file in files}, f"no such bundles: {changes}"
        text = ("\n".join(lines) + "\n").encode()
        repository.add(f"{version}/set.list", text, {"sequence": self.sequence})
        if notes:
            repository.add(f"{version}/notes.txt", notes.encode())
        for name, content in files.items():
            repository.files[f"targets/{version}/{hashlib.sha256(content).hexdigest()}.{name}"] = content
        return repository.packed(self.directory / f"{version}.zip")

    def _target(self, file):
        if file not in self._known:
            self._known[file] = TargetFile.from_data(file, (self.bundles / file).read_bytes(), ["sha256"])
        return self._known[file]
