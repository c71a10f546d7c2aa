"""A vCenter client of its own: plain SOAP over TLS with a pinned certificate, no library shared with lab or product.

    vcenter_client.py --url https://HOST:PORT/sdk --fingerprint AB:CD:.. --user NAME --vm NAME [--keep]

logs in (password in VCENTER_PASSWORD), snapshots the machine, reads the base of each disk through /folder in ranges,
removes the snapshot, and prints {"snapshot": .., "disks": [{"key", "sizeBytes", "sha256", "changeId"}]}.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import ssl
import sys
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25">'
    "<soapenv:Body>{}</soapenv:Body></soapenv:Envelope>"
)
VIM = "{urn:vim25}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
RANGE = 4 << 20


class Fault(Exception):
    """A SOAP fault: `kind` is the vSphere fault's type."""

    def __init__(self, kind, message):
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Connection:
    """One HTTPS connection to a server whose certificate has the given SHA-256 fingerprint."""

    def __init__(self, host, fingerprint):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self._http = http.client.HTTPSConnection(host, context=context, timeout=60)
        self._http.connect()
        der = self._http.sock.getpeercert(binary_form=True)
        if hashlib.sha256(der).hexdigest().upper() != fingerprint.replace(":", "").upper():
            raise ssl.SSLError("the certificate is not the one that was pinned")

    def send(self, method, path, body=None, headers=None):
        self._http.request(method, path, body=body, headers=headers or {})
        response = self._http.getresponse()
        return response, response.read()


class Vcenter:
    """The few methods that a backup needs."""

    def __init__(self, url, fingerprint):
        parts = urllib.parse.urlsplit(url)
        self._path = parts.path
        self._connection = Connection(parts.netloc, fingerprint)
        self._cookie = None

    def call(self, body):
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '"urn:vim25/6.0"'}
        if self._cookie:
            headers["Cookie"] = self._cookie
        response, content = self._connection.send("POST", self._path, ENVELOPE.format(body).encode(), headers)
        if response.getheader("Set-Cookie"):
            self._cookie = response.getheader("Set-Cookie").split(";")[0]
        tree = ElementTree.fromstring(content)
        fault = tree.find(".//{http://schemas.xmlsoap.org/soap/envelope/}Fault")
        if fault is not None:
            detail = fault.find("detail")
            kind = detail[0].get(XSI_TYPE) if detail is not None and len(detail) else "unknown"
            raise Fault(kind, fault.findtext("faultstring"))
        return tree

    def login(self, user, password):
        self.call(
            '<Login><_this type="SessionManager">SessionManager</_this>'
            f"<userName>{escape(user)}</userName><password>{escape(password)}</password></Login>"
        )

    def properties(self, kind, moref, *paths):
        """The values of an object's properties by path, as XML elements."""
        sets = "".join(f"<pathSet>{path}</pathSet>" for path in paths)
        tree = self.call(
            '<RetrieveProperties><_this type="PropertyCollector">propertyCollector</_this><specSet>'
            f"<propSet><type>{kind}</type><all>false</all>{sets}</propSet>"
            f'<objectSet><obj type="{kind}">{escape(moref)}</obj><skip>false</skip></objectSet>'
            "</specSet></RetrieveProperties>"
        )
        return {p.findtext(VIM + "name"): p.find(VIM + "val") for p in tree.iter(VIM + "propSet")}

    def machine(self, name):
        view = self.call(
            '<CreateContainerView><_this type="ViewManager">ViewManager</_this>'
            '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>'
            "</CreateContainerView>"
        ).find(f".//{VIM}returnval").text
        listed = self.properties("ContainerView", view, "view")["view"]
        for reference in listed:
            if self.properties("VirtualMachine", reference.text, "name")["name"].text == name:
                return reference.text
        raise LookupError(f"there is no virtual machine {name}")

    def wait(self, tree):
        """Waits for a task and returns its result."""
        task = tree.find(f".//{VIM}returnval").text
        while True:
            info = self.properties("Task", task, "info")["info"]
            state = info.findtext(VIM + "state")
            if state == "success":
                return info.findtext(VIM + "result")
            if state == "error":
                error = info.find(VIM + "error")
                raise Fault(error.find(VIM + "fault").get(XSI_TYPE), error.findtext(VIM + "localizedMessage"))
            time.sleep(0.02)

    def create_snapshot(self, machine, name):
        return self.wait(
            self.call(
                f'<CreateSnapshot_Task><_this type="VirtualMachine">{machine}</_this><name>{escape(name)}</name>'
                "<memory>false</memory><quiesce>false</quiesce></CreateSnapshot_Task>"
            )
        )

    def remove_snapshot(self, snapshot):
        self.wait(
            self.call(
                f'<RemoveSnapshot_Task><_this type="VirtualMachineSnapshot">{snapshot}</_this>'
                "<removeChildren>false</removeChildren></RemoveSnapshot_Task>"
            )
        )

    def disks(self, snapshot):
        """The virtual disks of a snapshot's configuration."""
        config = self.properties("VirtualMachineSnapshot", snapshot, "config")["config"]
        return [d for d in config.iter(VIM + "device") if d.get(XSI_TYPE) == "VirtualDisk"]

    def changed_areas(self, machine, snapshot, key, change_id, size):
        """(start, length) of all areas changed since a change id."""
        areas, at = [], 0
        while at < size:
            answer = self.call(
                f'<QueryChangedDiskAreas><_this type="VirtualMachine">{machine}</_this>'
                f'<snapshot type="VirtualMachineSnapshot">{snapshot}</snapshot><deviceKey>{key}</deviceKey>'
                f"<startOffset>{at}</startOffset><changeId>{escape(change_id)}</changeId></QueryChangedDiskAreas>"
            ).find(f".//{VIM}returnval")
            for area in answer.iter(VIM + "changedArea"):
                areas.append((int(area.findtext(VIM + "start")), int(area.findtext(VIM + "length"))))
            at += int(answer.findtext(VIM + "length"))
        return areas

    def read_folder(self, datastore_path, size, user, password):
        """SHA-256 of a flat extent, read in ranges."""
        datastore, path = datastore_path[1:].split("] ", 1)
        query = urllib.parse.urlencode({"dcPath": "DC0", "dsName": datastore})
        address = f"/folder/{urllib.parse.quote(path)}?{query}"
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        digest = hashlib.sha256()
        for at in range(0, size, RANGE):
            end = min(at + RANGE, size) - 1
            headers = {"Authorization": f"Basic {token}", "Range": f"bytes={at}-{end}"}
            response, content = self._connection.send("GET", address, headers=headers)
            if response.status != 206 or len(content) != end - at + 1:
                raise OSError(f"{address}: {response.status}, {len(content)} bytes for {at}-{end}")
            digest.update(content)
        return digest.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("url", "fingerprint", "user", "vm"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--keep", action="store_true", help="leave the snapshot where it is")
    arguments = parser.parse_args()
    password = os.environ["VCENTER_PASSWORD"]

    vcenter = Vcenter(arguments.url, arguments.fingerprint)
    vcenter.login(arguments.user, password)
    snapshot = vcenter.create_snapshot(vcenter.machine(arguments.vm), "python")
    report = {"snapshot": snapshot, "disks": []}
    for disk in vcenter.disks(snapshot):
        backing = disk.find(VIM + "backing")
        if backing.find(VIM + "parent") is not None:
            raise NotImplementedError("this reader knows flat disks only: the machine has other snapshots")
        flat = backing.findtext(VIM + "fileName").replace(".vmdk", "-flat.vmdk")
        size = int(disk.findtext(VIM + "capacityInBytes"))
        report["disks"].append(
            {
                "key": int(disk.findtext(VIM + "key")),
                "sizeBytes": size,
                "sha256": vcenter.read_folder(flat, size, arguments.user, password),
                "changeId": backing.findtext(VIM + "changeId", ""),
            }
        )
    if not arguments.keep:
        vcenter.remove_snapshot(snapshot)
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
