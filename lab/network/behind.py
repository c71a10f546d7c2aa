"""A lab that a machine of these tests reaches over its segment: AWS by a real proxy or not at all, vCenter directly."""

import contextlib
import os
import socket
import threading
import urllib.parse

from daemon import seen_from
from harness.forwarding import ForwardingProxy
from harness.lab import Lab
from machines import ROOT, Segment


class Relay:
    """Carries connections to a port of the segment's own loopback: whoever listens there is on the segment too."""

    def __init__(self, segment, port):
        self.port = port
        with seen_from(segment):
            self.listener = socket.create_server((Segment.ADDRESS, port))
        threading.Thread(target=self._serve, args=(segment,), daemon=True).start()

    def _serve(self, segment):
        with seen_from(segment):
            while True:
                try:
                    client, _ = self.listener.accept()
                    server = socket.create_connection(("127.0.0.1", self.port), 10)
                except OSError:
                    return
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self._pipe, args=ends, daemon=True).start()

    @staticmethod
    def _pipe(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.listener.close()


class LabBehindProxy:
    """Runs on the router, where the lab listens on loopback alone."""

    def __init__(self, segment, folder, password):
        self.segment = segment
        with seen_from(segment):
            self.lab = Lab(os.environ.get("CONNECTOR_LAB_BINARY", str(ROOT / ".lab" / "bin" / "lab")), folder / "lab")
            self.proxy = ForwardingProxy(folder / "proxy", password, Segment.ADDRESS)
            self.document = self.lab.setup_document()
        vcenter = urllib.parse.urlsplit(self.document["vcenter"]["url"])
        self.vcenter = f"{Segment.ADDRESS}:{vcenter.port}"
        self.document["vcenter"]["url"] = vcenter._replace(netloc=self.vcenter).geturl()
        self.relay = Relay(segment, vcenter.port)

    def call(self, *call):
        """The lab's control interface."""
        with seen_from(self.segment):
            return self.lab.call(*call)

    def close(self):
        self.relay.close()
        self.proxy.stop()
        self.lab.stop()
