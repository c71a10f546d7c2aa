"""Where releases come from: the channel by itself, changed keys, repositories by python-tuf and forged ones."""

import datetime
import re
import ssl
import subprocess
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

from harness import publisher
from harness.forwarding import ForwardingProxy
from harness.upgradable import SHIPPED, Upgradable


class Channel:
    """A repository behind HTTPS."""

    def __init__(self, directory):
        self.files, self.asked = {}, []
        certificate, key = directory / "channel.pem", directory / "channel.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
                       check=True, capture_output=True, timeout=60)
        channel = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # pylint: disable=invalid-name
                content = channel.files.get(self.path.removeprefix("/releases/"))
                channel.asked.append(self.path)
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.certificate = certificate
        self.port = self.server.server_address[1]
        self.url = f"https://localhost:{self.port}/releases/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, repository):
        self.files = {**repository.metadata(), **repository.files}


def test_the_channel_by_itself_and_over_changed_keys(lab, distribution, tmp_path):
    made = publisher.QuickPublisher(distribution, tmp_path)
    channel, proxy = Channel(tmp_path), ForwardingProxy(tmp_path / "proxy", "leads-out-7")
    made.release("0.7.0", {"vsphere": publisher.marked("7")})
    channel.serve(made.repository)
    settings = f"channel={channel.url}\nchannelCa={channel.certificate}\nwindowStart=00:00\nwindowEnd=23:59\nspreadPercent=0\n"
    connector = Upgradable(distribution, tmp_path / "home", made.root, settings)
    try:
        assert connector.status()["automatic"]["chosen"] is False
        document = lab.setup_document() | {"preferences": {"uploadLogs": False, "autoUpgrade": True}, "proxy": proxy.settings()}
        assert connector.daemon.set_up(document)["state"] == "REGISTERED"
        connector.daemon.kill()
        connector.daemon.start()
        record = connector.await_record({"toSet": "0.7.0"})
        assert record["outcome"] == "GOOD" and connector.in_force() == "0.7.0", record
        assert f"CONNECT localhost:{channel.port}" in proxy.seen()

        connector.call("upgrades/pin", {"pinned": True})
        made.repository.rotate("root")
        made.repository.rotate("targets", threshold=2)
        made.release("0.7.1", {"vsphere": publisher.marked("7.1")})
        repository = made.repository
        whole = repository.signers["targets"]
        repository.signers["targets"] = whole[:1]
        channel.serve(repository)
        assert "1 good signatures of the 2" in connector.problem("upgrades", {"dryRun": True})
        repository.signers["targets"] = whole
        channel.serve(repository.grown())
        (jar,) = [name for name in channel.files if name.endswith(".jar")]
        intact = channel.files[jar]
        channel.files[jar] = intact[:-100]
        assert "UPGRADE_TRUNCATED" in connector.problem("upgrades", {"dryRun": True})
        channel.files[jar] = intact
        timestamp, channel.files["metadata/timestamp.json"] = channel.files["metadata/timestamp.json"], b" " * 5_000_000
        assert "UPGRADE_TOO_LONG" in connector.problem("upgrades", {"dryRun": True})
        channel.files["metadata/timestamp.json"] = timestamp
        assert connector.call("upgrades", {"dryRun": True})["toSet"] == "0.7.1"
        assert connector.status()["automatic"]["offered"] == "0.7.1"
        assert "UPGRADE_PINNED" in connector.problem("upgrades", {})
        connector.call("upgrades/pin", {"pinned": False})
        assert connector.await_record(connector.call("upgrades", {}))["outcome"] == "GOOD"
        assert connector.call("upgrades/cleanup", method="POST")["removed"] == []
        assert set(connector.status()["sets"]) == {"0.7.0", "0.7.1"}
    finally:
        connector.daemon.kill()
        channel.server.shutdown()
        proxy.stop()


def forgeries(base):
    """Name -> (code, maker of the file). The base was accepted with version 2 of everything."""
    def older(repository):
        repository.timestamp.version = 1
        return {}

    def older_snapshot(repository):
        repository.snapshot.version = 1
        return {}

    def older_targets(repository):
        repository.targets.version = 1
        return {}

    def expired(repository):
        repository.timestamp.expires = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
        return {}

    def mixed(repository):
        name = f"metadata/{repository.snapshot.version}.snapshot.json"
        older = base.signed("snapshot", base.snapshot)
        # of the same length, so that nothing but the digest tells
        return lambda files: {name: older + b" " * (len(files[name]) - len(older))}

    def unsigned(repository):
        data = bytearray(repository.signed("timestamp", repository.timestamp))
        at = re.search(rb'"sig": ?"', bytes(data)).end()
        data[at:at + 1] = b"0" if data[at:at + 1] != b"0" else b"1"
        return {"metadata/timestamp.json": bytes(data)}

    def stranger(repository):
        repository.signers["timestamp"] = publisher.CryptoSigner.generate_ed25519()
        return {}

    def endless(repository):
        return {"metadata/timestamp.json": b" " * 5_000_000}

    def endless_target(repository):
        (name,) = repository.files
        return {name: repository.files[name] + b" " * 5_000_000}

    def bomb(repository):
        # a few bytes of ZIP for many of JSON, whose length is nowhere told
        return {"metadata/timestamp.json": b"[" * 50_000_000}

    def bad_name(repository):
        repository.add("../evil/set.list", b"set 9\n")
        repository.files.clear()
        return {}

    def zip_trick(repository):
        return {"metadata/../../evil": b"x"}

    def revoked(repository):
        before = repository.signers["timestamp"]
        repository.rotate("timestamp")
        repository.signers["timestamp"] = before
        return {}

    return {
        "rollback": ("the timestamp metadata", older),
        "rollback of the snapshot": ("the snapshot metadata", older_snapshot),
        "rollback of the targets": ("the targets metadata", older_targets),
        "freeze": ("was valid until", expired),
        "mix-and-match": ("does not belong to the rest", mixed),
        "short threshold": ("0 good signatures", unsigned),
        "strange key": ("which version 1 of the root does not name for it", stranger),
        "endless data": ("timestamp.json has more than its", endless),
        "endless target": ("0.9.0/set.list has more than its", endless_target),
        "bomb": ("timestamp.json has more than its", bomb),
        "path tricks": ("a file with the name '../evil/set.list'", bad_name),
        "zip tricks": ("a file with the name 'metadata/../../evil'", zip_trick),
        # the last one: the connector follows the new root
        "revoked key": ("which version 2 of the root does not name for it: it was never trusted, or was revoked", revoked),
    }


def test_releases_by_python_tuf_are_taken_and_forged_ones_refused(distribution, tmp_path):
    set_list = (distribution / "bundles" / "set.list").read_bytes().replace(b"set 0.1.0\n", b"set 0.9.0\n")
    base = publisher.TufRepository(set_list, "0.9.0")
    for line in set_list.decode().splitlines()[1:]:
        words = line.split()
        base.add(f"0.9.0/{words[5]}", (distribution / "bundles" / words[5]).read_bytes())
    base.files = {name: content for name, content in base.files.items() if name.endswith("set.list")}
    root = tmp_path / "root.json"
    root.write_bytes(base.signed("root", base.root))
    for part in (base.timestamp, base.snapshot, base.targets):
        part.version = 2
    connector = Upgradable(distribution, tmp_path / "home", root)
    try:
        good = base.copy().packed(tmp_path / "good.zip")
        plan = connector.call("upgrades", {"file": str(good), "dryRun": True})
        assert (plan["toSet"], plan["changes"]) == ("0.9.0", [])
        for name, (said, forge) in forgeries(base).items():
            repository = base.copy()
            for part in (repository.timestamp, repository.snapshot, repository.targets):
                part.version += 1
            extra = forge(repository)
            file = repository.packed(
                tmp_path / f"{name}.zip", lambda files, extra=extra: {**files, **(extra(files) if callable(extra) else extra)},
                zipfile.ZIP_DEFLATED if name == "bomb" else zipfile.ZIP_STORED)
            text = connector.refused(file)
            assert said in text, f"{name}: {text}"
            assert not name.startswith("rollback") or "version 1, and version" in text, text
            assert connector.in_force() == SHIPPED
        cut = tmp_path / "cut.zip"
        cut.write_bytes(good.read_bytes()[:-40])
        assert "cut short" in connector.refused(cut)
        (connector.daemon.home / "upgrades" / "last-seen").write_text("2034-01-01T00:00:00Z\n", encoding="utf-8")
        assert "clock says" in connector.refused(good)
        assert connector.in_force() == SHIPPED
    finally:
        connector.daemon.kill()


class FromDisk(FetcherInterface):
    """A repository as it would be served."""

    def __init__(self, directory):
        self.directory = directory

    def _fetch(self, url):
        file = self.directory / url.removeprefix("https://repository/")
        if not file.exists():
            raise DownloadHTTPError(f"no {file}", 404)
        yield file.read_bytes()


def tree(directory):
    return {str(file.relative_to(directory)): file.read_bytes() for file in directory.rglob("*") if file.is_file()}


def test_the_publishers_command_gives_the_same_bytes_and_python_tuf_reads_them(distribution, tmp_path):
    built = publisher.changed_distribution(distribution, tmp_path / "built", {"vsphere": publisher.marked("8")})
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT00:00:00Z")
    one = publisher.Publisher(distribution, tmp_path / "one")
    assert {oct(file.stat().st_mode & 0o777) for file in one.keys.iterdir()} == {"0o600"}
    other = publisher.Publisher(distribution, tmp_path / "other", keys=one.keys)
    file, same = (each.make("0.8.0", built, today, "Better still.\n") for each in (one, other))
    assert file.read_bytes() == same.read_bytes()
    assert tree(one.repository) == tree(other.repository)
    assert not [name for name in tree(one.repository) if "private" in name or name.endswith(".key")]

    client = Updater(str(tmp_path), "https://repository/metadata/", str(tmp_path), "https://repository/targets/",
                     FromDisk(one.repository), bootstrap=one.root.read_bytes())
    client.refresh()
    listed = client.get_targetinfo("0.8.0/set.list")
    assert b"set 0.8.0" in (tmp_path / client.download_target(listed, str(tmp_path / "set.list"))).read_bytes()

    connector = Upgradable(distribution, tmp_path / "home", one.root)
    try:
        plan = connector.call("upgrades", {"file": str(file), "dryRun": True})
        assert (plan["notes"].strip(), [change["name"] for change in plan["changes"]]) == ("Better still.", ["io.github.migrationconnector.vsphere"])
        assert connector.apply(file)["outcome"] == "GOOD"
    finally:
        connector.daemon.kill()
