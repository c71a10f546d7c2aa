"""A proxy that looks into TLS, as companies have them: mitmproxy with a login and an authority of its own."""

import os
import pathlib
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS = 60
USER, PASSWORD = "inspected", "planted proxy password"


class InspectingProxy:
    """A running mitmdump; `authority` is the PEM file that has to be trusted behind it."""

    def __init__(self, directory, upstream_authority):
        program = pathlib.Path(os.environ.get("CONNECTOR_INSPECTING", ROOT / ".lab" / "inspecting")) / "bin" / "mitmdump"
        if not program.exists():
            raise RuntimeError(f"{program} is missing; ./connector test brings it (lab/inspecting.txt)")
        directory.mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.authority = directory / "mitmproxy-ca-cert.pem"
        self._log = directory / "proxy.log"
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                # by its interpreter: the script's own first line may be longer than the kernel reads
                [str(program.with_name("python")), str(program), "--listen-host", "127.0.0.1", "--listen-port", str(self.port),
                 "--set", f"confdir={directory}", "--set", f"ssl_verify_upstream_trusted_ca={upstream_authority}",
                 "--set", "http2=false", "--set", f"proxyauth={USER}:{PASSWORD}"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self._await()

    def _await(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                if self.authority.exists():
                    return
            except OSError:
                pass
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"mitmproxy does not listen: {self.seen()[-2000:]}")
            time.sleep(0.1)

    def seen(self):
        """What it read of the connections that went through it: one line a request."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def settings(self):
        return {"host": "127.0.0.1", "port": self.port, "user": USER, "password": PASSWORD}

    def stop(self):
        self._process.terminate()
        self._process.wait(timeout=30)
