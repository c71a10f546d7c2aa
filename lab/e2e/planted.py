"""Searches files and texts for planted secrets, in every guise in which a secret leaks: plain, encoded, inside archives."""

import base64
import binascii
import gzip
import io
import json
import os
import pathlib
import urllib.parse
import zipfile
import zlib

MOST_BYTES = 64 << 20
DEEPEST = 4
#: Base64 of a secret in the midst of other bytes has one of three forms; this many characters of it give it away.
LEAST = 8


def guises(secret):
    """Byte strings that betray a secret."""
    raw = secret.encode()
    forms = {raw, json.dumps(secret)[1:-1].encode(), urllib.parse.quote(secret, safe="").encode(),
             urllib.parse.quote_plus(secret).encode(), urllib.parse.quote(secret).encode(),
             binascii.hexlify(raw), binascii.hexlify(raw).upper(), secret.encode("utf-16-le"), secret.encode("utf-16-be")}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for before in range(3):
            # the characters that depend on the neighbours alone are left out
            text = encode(b"\0" * before + raw)[(0, 2, 3)[before]:]
            cut = len(text.rstrip(b"=")) - (1 if (before + len(raw)) % 3 else 0)
            forms.add(text[:cut])
    return {form for form in forms if len(form) >= LEAST}


class Search:
    """Knows the secrets by their kind; finds the kinds that a text, a file or a tree holds."""

    def __init__(self, secrets):
        self.secrets = secrets
        self._guises = {kind: guises(secret) for kind, secret in secrets.items()}
        for kind, secret in secrets.items():
            assert len(secret) >= LEAST, f"{kind} is too short to be searched for"

    def in_bytes(self, content, depth=0):
        """Kinds that are in a content, or in what is packed inside it."""
        found = {kind for kind, forms in self._guises.items() if any(form in content for form in forms)}
        if depth < DEEPEST:
            for inner in unpacked(content):
                found |= self.in_bytes(inner, depth + 1)
        return found

    def in_text(self, text):
        return self.in_bytes(text.encode(errors="surrogateescape"))

    def in_tree(self, root, allowed=None):
        """'KIND in PATH' for each that is found; `allowed` maps a path below root to the kinds that live there."""
        allowed = allowed or {}
        complaints = []
        for name, content in files(root):
            complaints += [f"{kind} in {name}" for kind in self.in_bytes(content) - allowed.get(name, set())]
        return sorted(complaints)


def files(root):
    """(path below root, content) of each file; of the home of a daemon at work some go away meanwhile. Links are not followed."""
    def told(failure):
        if not isinstance(failure, FileNotFoundError) or failure.filename == str(root):
            raise failure

    for directory, _, names in os.walk(root, onerror=told):
        for name in sorted(names):
            path = pathlib.Path(directory, name)
            if path.is_file() and not path.is_symlink():
                try:
                    with open(path, "rb") as file:
                        content = file.read(MOST_BYTES)
                except FileNotFoundError:
                    continue
                yield str(path.relative_to(root)), content


def unpacked(content):
    """What is inside a gzip or zip file."""
    if content[:2] == b"\x1f\x8b":
        try:
            yield zlib.decompressobj(wbits=31).decompress(content, MOST_BYTES)
        except zlib.error:
            pass
    if content[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.infolist():
                    if entry.file_size <= MOST_BYTES:
                        yield archive.read(entry)
        except (zipfile.BadZipFile, RuntimeError, zlib.error):
            pass


def gzipped(text):
    return gzip.compress(text.encode())


def zipped(text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.log", text)
    return packed.getvalue()


def processes(root_pid):
    """(pid, command line and environment) of a process and all of its descendants."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(errors="replace").rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(fields[1])
            except OSError:
                continue
    family, grown = {root_pid}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        grown, family = bool(more), family | more
    for pid in sorted(family):
        for kind in ("cmdline", "environ"):
            try:
                yield f"{pid} {kind}", pathlib.Path(f"/proc/{pid}/{kind}").read_bytes()
            except OSError:
                continue
