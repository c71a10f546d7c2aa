"""The lab as a child process, and its control interface (lab/README.md)."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
ANSWER_SECONDS = 180


class Lab:
    """A running lab. Ends with this process, whatever becomes of it."""

    def __init__(self, binary, directory):
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self._errors = open(directory / "lab-error.log", "wb")
        self._process = subprocess.Popen(
            [
                str(binary), "serve", "--dir", str(directory), "--parent-pid", str(os.getpid()),
                "--moto-python", sys.executable,
                "--connector-policy", str(ROOT / "config" / "iam" / "connector-policy.json"),
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors,
        )
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the lab did not start; see {directory / 'lab-error.log'}")
        self.endpoints = json.loads(line)

    def stop(self):
        self._process.terminate()
        self._process.wait(timeout=30)
        self._process.stdout.close()
        self._errors.close()

    # --- the control interface

    def call(self, method, path, body=None):
        """One call of the control interface; a dict is sent as JSON, bytes as they are. Returns the parsed answer."""
        data, kind = body, "application/octet-stream"
        if isinstance(body, (dict, list)):
            data, kind = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(self.endpoints["control"] + path, data=data, method=method)
        if data is not None:
            request.add_header("Content-Type", kind)
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refused:
            raise RuntimeError(f"{method} {path}: {refused.code} {refused.read().decode(errors='replace')}") from None
        return json.loads(text) if text.strip() else None

    def make_vm(self, name, disks, **more):
        return self.call("POST", "/vcenter/vms", {"name": name, "powerOn": True, "disks": disks, **more})

    def guest_writes(self, vm, disk_key, offset, data):
        self.call("POST", f"/vcenter/vms/{urllib.parse.quote(vm)}/disks/{disk_key}/write?offset={offset}", data)

    def vm_snapshots(self, vm_id):
        """Every snapshot ever taken of a VM, oldest first, with the frozen hash of each disk."""
        return self.call("GET", f"/vcenter/snapshots?vm={vm_id}")

    def frozen_digests(self, snapshot, disk_key, block_size=524288):
        return self.call("GET", f"/vcenter/snapshots/{snapshot}/disks/{disk_key}/blocks?size={block_size}")["digests"]

    def ebs_snapshot(self, snapshot_id):
        return self.call("GET", f"/ebs/snapshots/{snapshot_id}")

    def ebs_snapshots(self):
        return self.call("GET", "/ebs/snapshots")

    # --- faults and hold points

    def hold(self, service, operation, when, skip=0, **match):
        """Holds one request before or after its effect; returns the rule's id."""
        return self.fault(service, operation, f"hold-{when}", skip=skip, count=1, **match)

    def fault(self, service, operation, action, skip=0, count=1, match=None, **more):
        rule = {"service": service, "operation": operation, "action": action, "skip": skip, "count": count, **more}
        if match:
            rule["match"] = match
        return self.call("POST", "/faults", rule)["id"]

    def await_hit(self, rule, seconds=150):
        """Waits until a rule was met; False when it was not in time."""
        return self.call("GET", f"/faults/{rule}?wait={seconds}")["hits"] > 0

    def release(self, rule, proceed):
        self.call("POST", f"/faults/{rule}/release", {"proceed": proceed})

    def clear_faults(self):
        self.call("DELETE", "/faults")

    # --- what a client needs

    def user(self, name="connector"):
        return next(u for u in self.endpoints["aws"]["users"] if u["name"] == name)

    def vcenter_user(self, name="connector@vsphere.local"):
        return next(u for u in self.endpoints["vcenter"]["users"] if u["name"] == name)

    def setup_document(self):
        """A setup.json for this lab (docs/setup.md)."""
        aws, vcenter, user = self.endpoints["aws"], self.endpoints["vcenter"], self.vcenter_user()
        return {
            "connector": {"name": "demo"},
            "licence": {"accepted": True},
            "aws": {
                "region": aws["region"],
                "accessKeyId": self.user()["accessKeyId"],
                "secretAccessKey": self.user()["secretAccessKey"],
                # the lab has IAM for its users' policies; the connector asks nothing of it
                "endpoints": {service: url for service, url in aws["endpoints"].items() if service != "iam"},
                "caBundle": aws["ca"],
            },
            "vcenter": {
                "url": vcenter["url"],
                "user": user["name"],
                "password": user["password"],
                "fingerprint": vcenter["fingerprint"],
            },
        }

    def aws_environment(self, name="connector"):
        """The environment that the AWS tools, boto3 and `connector copy` read."""
        aws, user = self.endpoints["aws"], self.user(name)
        environment = {
            "AWS_REGION": aws["region"],
            "AWS_DEFAULT_REGION": aws["region"],
            "AWS_ACCESS_KEY_ID": user["accessKeyId"],
            "AWS_SECRET_ACCESS_KEY": user["secretAccessKey"],
            "AWS_CA_BUNDLE": aws["ca"],
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        for service, url in aws["endpoints"].items():
            environment[f"AWS_ENDPOINT_URL_{service.upper()}"] = url
        return environment

    def aws_url(self, service):
        """Where a service is: also one that the product does not know, since one port serves them all."""
        endpoints = self.endpoints["aws"]["endpoints"]
        return endpoints.get(service, endpoints["sts"])

    def client(self, service, name="admin"):
        """A boto3 client: the outside reader of what the product wrote."""
        import boto3

        aws, user = self.endpoints["aws"], self.user(name)
        return boto3.client(
            service, region_name=aws["region"], endpoint_url=self.aws_url(service), verify=aws["ca"],
            aws_access_key_id=user["accessKeyId"], aws_secret_access_key=user["secretAccessKey"],
        )
