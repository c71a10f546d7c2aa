"""The connector's own certificate: requested, issued by an authority, installed without a restart, and told to browsers."""

import ssl
import subprocess
import urllib.request

import pytest

from harness.connector import CommandFailed


def openssl(*words, cwd):
    subprocess.run(["openssl", *words], cwd=cwd, check=True, capture_output=True, timeout=30)


def issue(connector, directory):
    """Has the authority there sign a request of the connector's: own.pem."""
    (directory / "own.csr").write_text(connector.command("certificate", "csr", "--name", "localhost"), encoding="ascii")
    openssl("x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1",
            "-extfile", "names.ext", "-out", "own.pem", cwd=directory)


def shown(connector, authority):
    """The certificate that a client sees which trusts one authority, and the answer's headers."""
    trust = ssl.create_default_context(cafile=authority)
    with urllib.request.urlopen(f"https://localhost:{connector.port}/healthz", timeout=30, context=trust) as answer:
        return answer.headers


def test_an_issued_certificate_is_shown_without_a_restart(connector, tmp_path):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=House authority", "-addext", "keyUsage=critical,keyCertSign", cwd=tmp_path)
    (tmp_path / "names.ext").write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n", encoding="ascii")
    self_signed = connector.home / "tls" / "certificate.pem"
    assert shown(connector, self_signed)["Strict-Transport-Security"] is None
    issue(connector, tmp_path)
    with pytest.raises(CommandFailed) as stranger:
        connector.command("certificate", "install", "--chain", str(tmp_path / "ca.pem"))
    assert "None of the certificates is for this key" in stranger.value.text

    state = connector.json("certificate", "install", "--chain", str(tmp_path / "own.pem"))

    assert state["origin"] == "ISSUED"
    assert shown(connector, tmp_path / "ca.pem")["Strict-Transport-Security"] == "max-age=31536000"
    assert "ip:127.0.0.1" in state["missingNames"]
    assert connector.json("certificate", "show")["request"] == "", "the command line comes by 127.0.0.1 all the same"
    # the second one is for the address too, which the harness calls
    (tmp_path / "names.ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n", encoding="ascii")
    issue(connector, tmp_path)
    whole = tmp_path / "whole.pem"
    whole.write_text((tmp_path / "ca.pem").read_text() + (tmp_path / "own.pem").read_text(), encoding="ascii")
    connector.command("certificate", "install", "--chain", str(whole))
    connector.stop()
    connector.start()
    assert connector.json("certificate", "show")["origin"] == "ISSUED", "a restart keeps it"

    with pytest.raises(CommandFailed) as issued:
        connector.command("certificate", "renew")
    assert "for a year" in issued.value.text, "browsers that have been here would find no way back"
    renewed = connector.json("certificate", "renew", "--force")

    assert renewed["origin"] == "SELF_SIGNED" and renewed["missingNames"] == []
    assert shown(connector, self_signed)["Strict-Transport-Security"] is None
    trail = {(record["action"], record["result"]) for record in connector.json("audit", "list")}
    assert {("certificate.request", "DONE"), ("certificate.install", "REFUSED"), ("certificate.install", "DONE"),
            ("certificate.renew", "REFUSED"), ("certificate.renew", "DONE")} <= trail
