"""The upload of logs to a directory, moto's S3 and a real OpenSSH server: cut off in the middle, gone on with, whole to the
byte, and without one of 50 planted secrets."""

import gzip
import hashlib
import os
import pathlib
import pwd
import random
import shutil
import socket
import string
import subprocess
import threading
import time

import pytest
from leaks import Home, base64ed, log_line

from harness.connector import CommandFailed, free_port

WAIT_SECONDS = 120
PART_BYTES = 5 << 20


@pytest.fixture(scope="module")
def home(lab, distribution, tmp_path_factory):
    made = Home(lab, distribution, tmp_path_factory.mktemp("log-upload"))
    yield made
    if made.connector.running():
        made.connector.stop()


def upload(connector):
    return connector.json("logs", "upload", "now")


def fails(connector, code):
    """An upload that tells its trouble; returns the state."""
    with pytest.raises(CommandFailed):
        upload(connector)
    state = connector.get("logs/upload")
    assert state["trouble"]["code"] == code, state
    return state


def grow(home, mebibytes, seed):
    """Long lines, two thirds of which are left when they are packed; returns them."""
    chance = random.Random(seed)
    letters = string.ascii_letters + string.digits
    lines = []
    for _ in range(mebibytes * 8):
        noise = "".join(chance.choices(letters, k=112 << 10))
        lines.append(log_line("noise " + " ".join(noise[at:at + 8] for at in range(0, len(noise), 8))))
    with open(home.connector.home / "log" / "replication.log", "a", encoding="utf-8") as log:
        log.write("".join(line + "\n" for line in lines))
    return lines


def summed(folder):
    """Has sha256sum look at every file that has a sum beside it; returns the files."""
    files = []
    for total in sorted(pathlib.Path(folder).rglob("*.sha256")):
        subprocess.run(["sha256sum", "--check", "--strict", total.name], cwd=total.parent, check=True, capture_output=True)
        files.append(total.with_suffix(""))
    return files


def text_of(files):
    return "".join(gzip.decompress(file.read_bytes()).decode() for file in files)


def health(connector):
    """What the check says when it looks now."""
    checks = connector.json("health", "--check")["checks"]
    return next(check for check in checks if check["name"] == "LOG_UPLOAD")


def test_nothing_leaves_until_it_was_chosen(home):
    state = home.connector.get("logs/upload")
    assert (state["automatic"], state["target"], state["next"], state["sentFiles"]) == (False, "NONE", None, 0)
    assert home.connector.refused("logs/upload/now", {})["code"] == "LOG_UPLOAD_NO_TARGET"
    assert not any((home.connector.home / "log-upload" / "spool").iterdir())


def test_a_directory_gets_every_line_once_and_no_secret(home, tmp_path):
    connector, target = home.connector, tmp_path / "share"
    connector.json("logs", "upload", "set", "--directory", str(target))
    fails(connector, "LOG_UPLOAD_DIRECTORY")
    target.mkdir()
    assert connector.json("logs", "upload", "test")["place"] == str(target)
    assert [path for path in target.rglob("*") if path.is_file()] == []
    state = upload(connector)
    assert state["trouble"]["code"] == "" and state["waitingFiles"] == 0 and state["sentFiles"] > 0
    files = summed(target)
    first = text_of(files)
    assert {file.name.split("-20")[0] for file in files} >= {"access", "replication", "connector", "set-up"}
    assert "planted.Log" in first and "vc.example" in first
    assert home.search().in_tree(target) == []
    # and what is planted past the redaction is found, packed as well
    (target / "extra.gz").write_bytes(gzip.compress(base64ed("x" + home.secrets["password 0"]).encode()))
    assert home.search().in_tree(target) == ["password 0 in extra.gz"]
    (target / "extra.gz").unlink()
    # the second time only what is new
    with open(connector.home / "log" / "access.log", "a", encoding="utf-8") as log:
        log.write(log_line("only this is new, token=" + home.secrets["JWT 0"]) + "\n")
    upload(connector)
    second = text_of(file for file in summed(target) if file not in files)
    assert "only this is new" in second and second.count('"planted.Log"') == 1
    assert home.search().in_tree(target) == []
    assert [event for event in connector.get("audit?count=200") if event["action"] == "logs.upload-set"]


def test_names_of_machines_are_replaced_on_request(home, tmp_path):
    connector = home.connector
    connector.json("logs", "upload", "set", "--directory", str(tmp_path), "--hide-names")
    with open(connector.home / "log" / "access.log", "a", encoding="utf-8") as log:
        log.write("".join(log_line(f"call to https://vc.example/sdk from 192.0.2.7, {n}") + "\n" for n in range(2)))
    upload(connector)
    text = text_of(summed(tmp_path))
    assert "call to https://" in text and "vc.example" not in text and "192.0.2.7" not in text
    said = {line.split("call to ")[1].rsplit(",", 1)[0] for line in text.splitlines() if "call to https" in line}
    assert len(said) == 1, "the same name is replaced by the same"
    connector.json("logs", "upload", "set", "--no-hide-names")


def test_it_uploads_by_itself_once_it_was_chosen(home, tmp_path):
    connector = home.connector
    # as one that has never uploaded: its first upload is not an interval away
    connector.stop()
    (connector.home / "log-upload" / "upload.json").unlink()
    connector.start()
    wait_for_targets(connector)
    connector.json("logs", "upload", "set", "--directory", str(tmp_path), "--automatic")
    deadline = time.monotonic() + WAIT_SECONDS + 60
    while not summed(tmp_path):
        assert time.monotonic() < deadline, connector.get("logs/upload")
        time.sleep(0.5)
    state = connector.get("logs/upload")
    assert state["automatic"] and state["next"] is not None
    assert health(connector)["state"] == "OK"
    shutil.rmtree(tmp_path)
    trouble = fails(connector, "LOG_UPLOAD_DIRECTORY")["trouble"]
    found = health(connector)
    assert (found["state"], found["code"], found["fix"]) == ("WARNING", trouble["code"], trouble["fix"])
    assert trouble["since"] in found["why"]
    connector.json("logs", "upload", "set", "--no-automatic")
    assert not connector.get("logs/upload")["automatic"]


@pytest.fixture(scope="module")
def allowed(lab, home):
    """The keys of a user who may do what the printed policy says, and nothing else."""
    printed = subprocess.run(
        [str(home.connector.program), "iam", "policy", "--log-bucket", "connector-logs-*", "--make-log-bucket"],
        check=True, capture_output=True)
    keys = lab.call("POST", "/aws/users/uploads-logs", printed.stdout)
    document = lab.setup_document()
    document["aws"] |= {"accessKeyId": keys["accessKeyId"], "secretAccessKey": keys["secretAccessKey"]}
    home.connector.set_up(document)
    yield
    home.connector.set_up(lab.setup_document())


def objects(s3, bucket):
    """Every object's bytes by its key; each of them has its SHA-256 with it."""
    found = {}
    for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        answer = s3.get_object(Bucket=bucket, Key=entry["Key"])
        found[entry["Key"]] = answer["Body"].read()
        kept = {name.lower(): value for name, value in answer["Metadata"].items()}["sha256"]
        assert hashlib.sha256(found[entry["Key"]]).hexdigest() == kept, entry["Key"]
    return found


def test_s3_is_gone_on_with_after_a_cut_and_is_whole(lab, home, allowed):
    connector, s3 = home.connector, lab.client("s3")
    account = lab.client("sts").get_caller_identity()["Account"]
    bucket = f"connector-logs-{account}-{lab.endpoints['aws']['region']}"
    connector.json("logs", "upload", "set", "--s3", "--bucket", "")
    fails(connector, "LOG_UPLOAD_BUCKET_MISSING")
    connector.json("logs", "upload", "set", "--make-bucket", "--keep-days", "30")
    assert connector.json("logs", "upload", "test")["place"] == f"s3://{bucket}/"
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0]["Expiration"]["Days"] == 30
    encryption = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    told = connector.json("aws", "permissions")
    assert {"s3:PutObject", "s3:GetObject", "s3:ListBucket"} <= {result["action"] for result in told["results"]}, told
    assert told["complete"], told
    lines = grow(home, 10, seed=3)
    cut = lab.fault("s3", "UploadPart", "drop", skip=1, count=0)
    state = fails(connector, "AWS_CONNECTION_LOST")
    assert state["waitingFiles"] > 0
    lab.call("DELETE", f"/faults/{cut}")
    begun = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    assert len(begun) == 1
    arrived = s3.list_parts(Bucket=bucket, Key=begun[0]["Key"], UploadId=begun[0]["UploadId"])["Parts"]
    assert [part["PartNumber"] for part in arrived] == [1]
    connector.stop()
    connector.start()
    again = lab.fault("s3", "UploadPart", "delay", count=0, delayMs=1, match={"key": begun[0]["Key"]})
    wait_for_targets(connector)
    assert upload(connector)["waitingFiles"] == 0
    parts = -(-len(objects(s3, bucket)[begun[0]["Key"]]) // PART_BYTES)
    assert parts > 1
    assert lab.call("GET", f"/faults/{again}")["hits"] == parts - 1, "the part that had arrived is not sent again"
    everything = objects(s3, bucket)
    text = "".join(gzip.decompress(content).decode() for key, content in everything.items() if key.endswith(".gz"))
    assert all(key.endswith(".log.gz") for key in everything), everything.keys()
    for line in lines:
        assert text.count(line) == 1
    for content in everything.values():
        assert home.search().in_bytes(content) == set()
    # what is planted past the redaction is found by the same search
    assert home.search().in_bytes(gzip.compress(base64ed("x" + home.secrets["cookie 1"]).encode())) == {"cookie 1"}


def wait_for_targets(connector):
    """The API answers before the last bundle has started."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connector.post("logs/upload/test", {})
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.5)


def locked():
    """Whether the password of the user that runs the tests is locked: without PAM an sshd then refuses a key as well."""
    try:
        entries = pathlib.Path("/etc/shadow").read_text(encoding="utf-8").splitlines()
    except PermissionError:
        # nor can an sshd of this user's own read it
        return False
    user = pwd.getpwuid(os.geteuid()).pw_name
    return any(entry.startswith(f"{user}:!") for entry in entries)


class OpenSsh:
    """A real sshd for the user that runs the tests, on a port of its own, behind a relay that can cut."""

    def __init__(self, directory):
        self.directory, self.port = directory, free_port()
        for name in ("client", "host"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(directory / name)], check=True)
        (directory / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nPidFile none\nUsePAM {'yes' if locked() else 'no'}\nStrictModes no\n"
            f"PasswordAuthentication no\nHostKey {directory / 'host'}\n"
            f"AuthorizedKeysFile {directory / 'client.pub'}\nSubsystem sftp internal-sftp\n", encoding="utf-8")
        if os.geteuid() == 0:
            pathlib.Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with open(directory / "sshd.log", "wb") as log:
            self._process = subprocess.Popen(
                ["/usr/sbin/sshd", "-D", "-e", "-f", str(directory / "sshd_config")], stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return
            except OSError:
                assert self._process.poll() is None and time.monotonic() < deadline, (directory / "sshd.log").read_text()
                time.sleep(0.05)

    @property
    def fingerprint(self):
        told = subprocess.run(["ssh-keygen", "-l", "-f", str(self.directory / "host.pub")], check=True, capture_output=True)
        return told.stdout.decode().split()[1]

    def stop(self):
        self._process.terminate()
        self._process.wait()


class Relay:
    """Passes connections on, and cuts each when so many bytes have gone to the server."""

    def __init__(self, port, cut_after):
        self._port, self._cut_after = port, cut_after
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._pass, args=(server, client, None), daemon=True).start()
            threading.Thread(target=self._pass, args=(client, server, self._cut_after), daemon=True).start()

    @staticmethod
    def _pass(source, sink, most):
        passed = 0
        try:
            while most is None or passed < most:
                content = source.recv(16_384)
                if not content:
                    break
                sink.sendall(content)
                passed += len(content)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self._door.close()


def test_sftp_is_gone_on_with_after_a_cut_and_is_whole(home, tmp_path):
    connector, place = home.connector, tmp_path / "in box"
    server = OpenSsh(tmp_path)
    relay = Relay(server.port, cut_after=2 << 20)
    try:
        user = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
        connector.json("logs", "upload", "set", "--sftp", f"{user}@127.0.0.1:{server.port}", "--folder", str(place),
                       "--host-key", "SHA256:" + "A" * 43, "--key-file", str(tmp_path / "client"))
        fails(connector, "SFTP_HOST_KEY")
        connector.json("logs", "upload", "set", "--host-key", server.fingerprint)
        assert connector.json("logs", "upload", "test")["place"].startswith(f"sftp://{user}@127.0.0.1:{server.port}/")
        lines = grow(home, 5, seed=4)
        connector.json("logs", "upload", "set", "--sftp", f"{user}@127.0.0.1:{relay.port}")
        fails(connector, "SFTP_BROKEN")
        begun = list(place.rglob("*.part"))
        assert len(begun) == 1 and 0 < begun[0].stat().st_size
        kept = begun[0].stat()
        connector.json("logs", "upload", "set", "--sftp", f"{user}@127.0.0.1:{server.port}")
        assert upload(connector)["waitingFiles"] == 0
        assert list(place.rglob("*.part")) == []
        # the same file: it was appended to and renamed, not written anew
        assert begun[0].with_suffix("").stat().st_ino == kept.st_ino
        text = text_of(summed(place))
        for line in lines:
            assert text.count(line) == 1
        assert home.search().in_tree(place) == []
        key = (tmp_path / "client").read_text(encoding="ascii").splitlines()[2]
        for path in connector.home.rglob("*"):
            if path.is_file() and path.suffix in (".log", ".cfg", ".json"):
                assert key not in path.read_text(encoding="utf-8", errors="replace"), path
    finally:
        relay.close()
        server.stop()
    fails(connector, "SFTP_UNREACHABLE")
    connector.json("logs", "upload", "set", "--nowhere")
