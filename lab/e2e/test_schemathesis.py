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
# what takes the set-up away from all other operations
LAST = ["/connector/disassociate", "/connector/disassociate/forced"]
# a stream that does not end (EventsTest reads it), and upgrades, which restart the daemon and have a test of their own
APART = ["/events", "/upgrades", "/upgrades/upload", "/upgrades/rollback", "/upgrades/pin", "/upgrades/cleanup", *LAST]
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
    assert api.connector.running() and api.connector.get("status")["registration"]["state"] == "REGISTERED"
    well, said = api.tried(document=only(api.document, lambda path: path in LAST), examples=1)
    assert well, said
    assert api.connector.running() and api.connector.get("status")["version"]


def test_a_document_that_is_wrong_about_the_api_is_noticed(api):
    document = json.loads(json.dumps(only(api.document, lambda path: path in ("/status", "/jobs/{id}/runs", "/aws/regions"))))
    paths = document["paths"]
    del paths["/jobs/{id}/runs"]["post"], paths["/jobs/{id}/runs"]["get"]["responses"]["default"]
    paths["/status"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {
        "type": "object", "properties": {"version": {"type": "integer"}}}
    paths["/aws/regions"]["get"]["responses"]["200"]["content"] = {"text/html": {"schema": {"type": "string"}}}
    well, said = api.tried(document)
    assert not well
    for complaint in ("Response violates schema", "Undocumented HTTP status code", "Undocumented Content-Type"):
        assert complaint in said, said


@contextlib.contextmanager
def serving(answers):
    """A server that has one answer for each path, whoever asks: status, content type, body."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, content_type, body = answers[self.path.split("?")[0]]
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
    problem = {"title": "x", "status": 500, "detail": "x", "code": "INTERNAL_ERROR", "fix": "", "retry": "NEVER"}
    answers = {
        "/status": (500, "application/problem+json", json.dumps(problem).encode()),
        "/aws/regions": (503, "text/html", b"<p>away</p>"),
        "/catalog": (200, "application/json", b"{"),
    }
    document = json.loads(json.dumps(only(api.document, lambda path: path in answers)))
    del document["paths"]["/catalog"]["delete"]
    path = api.directory / "broken.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with serving(answers) as url:
        well, said = schemathesis(path, url, token="any", examples=PLANTED_EXAMPLES)
    assert not well
    for complaint in ("answered 500", "Undocumented Content-Type", "JSON deserialization error"):
        assert complaint in said, said
    assert said.count("no_unexpected_failure") >= 1, said
