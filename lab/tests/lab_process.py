"""The lab as a process, and its control interface."""

import json
import os
import pathlib
import urllib.request

import pytest

LAB = pathlib.Path(__file__).resolve().parent.parent
CHECKOUT = LAB.parent


class Lab:
    """A running lab: its endpoints and its control interface."""

    def __init__(self, endpoints):
        self.endpoints = endpoints
        self.aws = endpoints["aws"]

    def call(self, method, path, document=None, raw=False):
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(self.endpoints["control"] + path, data=body, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            content = answer.read()
            return content if raw else json.loads(content)

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, document):
        return self.call("POST", path, document)

    def user(self, name):
        return next(user for user in self.aws["users"] if user["name"] == name)


def lab_binary():
    binary = pathlib.Path(os.environ.get("CONNECTOR_LAB_BINARY", CHECKOUT / ".lab/bin/lab"))
    if not os.access(binary, os.X_OK):
        pytest.fail(f"{binary} is missing; build it: (cd {LAB} && go build -o {CHECKOUT}/.lab/bin/lab ./cmd/lab)")
    return binary
