"""Secrets as careless code leaks them: 50 of 12 kinds, in messages, exceptions, URLs, headers and settings; a home full of them."""

import base64
import gzip
import json
import pathlib
import random
import urllib.parse

from planted import Search

from harness.connector import Connector


def secret(kind, number):
    """One that nothing else contains, of the form that its kind has."""
    chance = random.Random(f"{kind}-{number}")
    letters = "".join(chance.choice("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(24))
    return {
        "AWS secret key": lambda: (letters + "/" + letters)[:40],
        "session token": lambda: "FwoGZXIvYXdzE" + (letters * 6)[:130] + "7aB",
        "JWT": lambda: f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI{letters}.{letters}",
        "access key id": lambda: "AKIA" + letters.upper()[:16],
    }.get(kind, lambda: f"pl4nted.{letters}")()


def base64ed(text):
    return base64.b64encode(text.encode()).decode()


#: how each kind stands in what is logged: in messages, exceptions, URLs, headers; plain and encoded. {s} is the secret, {b} the
#: Base64 of olga:SECRET, {p64} that of password=SECRET. The tests of the log's encoder log the same.
LEAKS = json.loads(pathlib.Path(__file__).with_name("leaks.json").read_text(encoding="utf-8"))


def planted():
    """(secrets by kind and number, lines that leak them)."""
    secrets, lines = {}, []
    for kind, forms in LEAKS.items():
        for number, form in enumerate(forms):
            value = secret(kind, number)
            secrets[f"{kind} {number}"] = value
            lines.append(form.format(s=value, b=base64ed("olga:" + value), p64=base64ed(f"password={value}")))
    return secrets, lines


def log_line(message, at="2026-11-29T01:02:03.000Z", **more):
    return json.dumps({"time": at, "level": "WARN", "logger": "planted.Log", "thread": "main", "message": message, **more})


class Home:
    """A set-up daemon, with secrets in its logs and settings as a careless version would have left them."""

    def __init__(self, lab, distribution, root):
        self.lab, self.root = lab, root
        self.secrets, lines = planted()
        self.connector = Connector(distribution, root / "home").start()
        document = lab.setup_document()
        assert self.connector.set_up(document)["state"] == "REGISTERED"
        self.secrets["vCenter's password"] = document["vcenter"]["password"]
        self.secrets["AWS's secret key"] = document["aws"]["secretAccessKey"]
        half = len(lines) // 2
        log = self.connector.home / "log"
        with gzip.open(log / "replication.2026-11-29.0.log.gz", "wt", encoding="utf-8") as packed:
            packed.write("".join(log_line(line, error="java.lang.X: " + line) + "\n" for line in lines[:half]))
        with open(log / "access.log", "a", encoding="utf-8") as current:
            # as another hand would: not all of it JSON
            current.write("".join(log_line(line, run="sms-run-1") + "\n" + line + "\n" for line in lines[half:]))
        settings = "".join(f"setting{n}.password={value}\n" for n, value in enumerate(self.secrets.values()))
        (self.connector.home / "conf" / "planted.cfg").write_text(settings, encoding="utf-8")
        for value in list(self.secrets.values())[:6]:
            self.ask(f"nothing?token={urllib.parse.quote(value, safe='')}", {"X-Api-Key": value, "Cookie": f"a={value}"})

    def ask(self, path, headers):
        import http.client
        import ssl
        trust = ssl.create_default_context(cafile=self.connector.home / "tls" / "certificate.pem")
        client = http.client.HTTPSConnection("127.0.0.1", self.connector.port, context=trust, timeout=60)
        client.request("GET", "/api/v1/" + path, headers=headers)
        client.getresponse().read()
        client.close()

    def search(self):
        return Search(self.secrets)
