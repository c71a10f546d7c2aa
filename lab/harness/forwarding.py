"""A forward proxy that asks for a login and looks into nothing: Debian's tinyproxy."""

import shutil
import socket
import subprocess
import time

START_SECONDS = 20
USER = "proxyuser"


class ForwardingProxy:
    """A running tinyproxy on an address of this machine; the password is letters, digits and dashes, as its settings file wants."""

    def __init__(self, directory, password, address="127.0.0.1"):
        if shutil.which("tinyproxy") is None:
            raise RuntimeError("tinyproxy is missing; install it: sudo apt-get install tinyproxy-bin")
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with socket.socket() as probe:
            probe.bind((address, 0))
            self.port = probe.getsockname()[1]
        self.address, self.password = address, password
        self._log = directory / "proxy.log"
        settings = directory / "proxy.conf"
        settings.write_text(f"Port {self.port}\nListen {address}\nTimeout 600\nMaxClients 200\nLogLevel Connect\n"
                            f"BasicAuth {USER} {password}\n", encoding="utf-8")
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(["tinyproxy", "-d", "-c", str(settings)],
                                             stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self._await()

    def _await(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection((self.address, self.port), 1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"tinyproxy does not listen: {self.seen()[-2000:]}") from None
                time.sleep(0.05)

    def seen(self):
        """A line for each connection that it was asked for."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def settings(self):
        return {"host": self.address, "port": self.port, "user": USER, "password": self.password}

    def stop(self):
        self._process.terminate()
        self._process.wait(timeout=30)
