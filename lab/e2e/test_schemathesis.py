"""The JSON API by its own OpenAPI document, tried by schemathesis, which knows nothing of the connector.

Short and seeded here; `--schemathesis-examples 200 --schemathesis-seed 7` is the long form."""

import contextlib
import http.server
import json
import os
import pathlib
import subprocess
import threading

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = pathlib.Path(os.environ.get("CONNECTOR_PEERS", ROOT / ".lab" / "peers"))
CHECKS = ("no_unexpected_failure", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance")
# a stream that does not end (EventsTest reads it), and what takes the set-up away from all other operations (tried last)
APART = ["/events", "/connector/disassociate"]
PLANTED_EXAMPLES = 3


def schemathesis(document, base_url, token, examples, certificate="", seed=1):
    """Returns whether all was well, and what was said."""
    program = PEERS / "bin" / "schemathesis"
    assert program.exists(), f"no schemathesis in {PEERS}; run ./connector test, which brings it"
    command = [
        str(program), "run", str(document), "--base-url", base_url, "--experimental", "openapi-3.1", "--checks", ",".join(CHECKS),
        "--data-generation-method", "all",
        # cookies with characters that HTTP does not have are refused by the web server itself
        "--generation-with-security-parameters", "false", "--request-timeout", "30000", "--hypothesis-seed", str(seed),
        "--hypothesis-max-examples", str(examples), "--hypothesis-suppress-health-check", "all",
        "--hypothesis-database", "none", "--no-color"]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    if certificate:
        command += ["--request-tls-verify", str(certificate)]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_checks",
                   "PYTHONPATH": str(pathlib.Path(__file__).resolve().parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=3600, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def only(document, wanted):
    """The document with some of its paths alone."""
    return {**document, "paths": {path: operations for path, operations in document["paths"].items() if wanted(path)}}


class Api:
    """A live daemon's API and its document."""

    def __init__(self, connector, directory):
        self.connector, self.directory = connector, directory
        self.document = connector.get("openapi.json")

    def tried(self, document, examples=PLANTED_EXAMPLES, seed=1):
        path = self.directory / "openapi.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return schemathesis(
            path, f"{self.connector.url}api/v1", examples=examples, seed=seed,
            token=(self.connector.home / "token").read_text().strip(),
            certificate=self.connector.home / "tls" / "certificate.pem")


@pytest.fixture(scope="module")
def api(lab, connector, tmp_path_factory):
    lab.make_vm("schemathesis-1", [{"sizeBytes": 1 << 20, "seed": 91}])
    connector.create_job("schemathesis-1")
    return Api(connector, tmp_path_factory.mktemp("schemathesis"))


def test_the_api_does_what_its_document_says(api, request):
    examples = request.config.getoption("--schemathesis-examples")
    seed = request.config.getoption("--schemathesis-seed")
    well, said = api.tried(document=only(api.document, lambda path: path not in APART), examples=examples, seed=seed)
    assert well, said
    assert api.connector.running() and api.connector.get("status")["state"] == "REGISTERED"
    well, said = api.tried(document=only(api.document, lambda path: path == "/connector/disassociate"), examples=1)
    assert well, said
    assert api.connector.running() and api.connector.get("status")["version"]


def test_a_document_that_is_wrong_about_the_api_is_noticed(api):
    def refused_for(check, break_it):
        document = json.loads(json.dumps(only(api.document, lambda path: path in ("/status", "/jobs/{id}/runs"))))
        del document["paths"]["/jobs/{id}/runs"]["post"]
        break_it(document)
        well, said = api.tried(document=document)
        assert not well and check in said, said

    def wrong_type(document):
        document["paths"]["/status"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {
            "type": "object", "properties": {"version": {"type": "integer"}}}

    def missing_status(document):
        del document["paths"]["/jobs/{id}/runs"]["get"]["responses"]["default"]

    def wrong_content(document):
        answer = document["paths"]["/status"]["get"]["responses"]["200"]
        answer["content"] = {"text/html": {"schema": {"type": "string"}}}

    refused_for("Response violates schema", wrong_type)
    refused_for("Undocumented HTTP status code", missing_status)
    refused_for("Undocumented Content-Type", wrong_content)


@contextlib.contextmanager
def serving(status, content_type, body):
    """A server that answers everything in the same way, whoever asks."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_is_broken_is_noticed(api):
    path = api.directory / "broken.json"
    document = json.loads(json.dumps(only(api.document, lambda path: path == "/jobs")))
    del document["paths"]["/jobs"]["post"]
    path.write_text(json.dumps(document), encoding="utf-8")
    problem = json.dumps({"type": "about:blank", "title": "x", "status": 500, "detail": "x", "code": "INTERNAL_ERROR", "fix": "",
                          "retry": "NEVER"}).encode()
    for status, content_type, body, complaint in [
            (500, "application/problem+json", problem, "answered 500"),
            (503, "text/html", b"<p>away</p>", "no_unexpected_failure"),
            (200, "application/json", b"{", "JSON deserialization error")]:
        with serving(status, content_type, body) as url:
            well, said = schemathesis(path, url, token="any", examples=PLANTED_EXAMPLES)
        assert not well and complaint in said, said
