import os
import pathlib
import shutil
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = {"packer": "packer", "shellcheck": "shellcheck", "openssl": "openssl", "qemu-img": "qemu-utils", "dash": "dash", "ssh-keygen": "openssh-client", "go": "golang (1.25 or later)"}


def until(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


@pytest.fixture(scope="session", autouse=True)
def prerequisites():
    missing = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    if missing:
        pytest.fail(f"install what is missing with: apt-get install {' '.join(missing)}", pytrace=False)


class Packer:
    """Packs a small image with the program that packs the real one."""

    def __init__(self, folder):
        self.folder = folder
        target = ROOT / "bundles/appliance-ova/target"
        jars = [*target.glob("appliance-ova-[0-9]*.jar"), *(target / "lib").glob("*.jar")]
        if len(jars) < 3:
            pytest.fail(f"the OVA's tool was not built before this: {target} has no jar", pytrace=False)
        self.classpath = ":".join(map(str, jars))
        self.distribution = pathlib.Path(os.environ.get("CONNECTOR_DISTRIBUTION") or next((ROOT / "distribution/target").glob("server-migration-connector-*/")))

    def image(self, name="image.qcow2"):
        """A disk of 20 GiB with a little on it."""
        raw = self.folder / "image.raw"
        with raw.open("wb") as out:
            out.truncate(64 << 20)
            out.seek(1 << 20)
            out.write(bytes(range(256)) * 4096)
            out.seek((64 << 20) - 512)
            out.write(b"end of the disk ".ljust(512, b"."))
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", raw, self.folder / name], check=True, timeout=60)
        subprocess.run(["qemu-img", "resize", "-q", self.folder / name, "20G"], check=True, timeout=60)
        return self.folder / name

    def packages(self):
        file = self.folder / "packages.tsv"
        file.write_text("FreeBSD\t15.1-RELEASE\tamd64\tBSD-2-Clause\nopenjdk17\t17.0.15+6.1\tFreeBSD:15:amd64\tGPL-2.0-only\n")
        return file

    def pack(self, image, out, *options, sources=None, env=None, umask=None, cwd=None):
        command = [
            "java", "-XX:TieredStopAtLevel=1", "-cp", self.classpath, "io.github.migrationconnector.applianceova.OvaProgram", "--image", image, "--os", "FREEBSD",
            "--sources", sources or ROOT / "appliance-image", "--distribution", self.distribution, "--packages", self.packages(),
            "--version", "0.1.0", "--name", "connector", "--out", out, *options,
        ]
        return subprocess.run(
            list(map(str, command)), capture_output=True, text=True, timeout=300, env={**os.environ, **(env or {})},
            umask=umask if umask is not None else -1, cwd=cwd,
        )


@pytest.fixture(scope="session")
def packer(tmp_path_factory):
    return Packer(tmp_path_factory.mktemp("ova"))


@pytest.fixture(scope="session")
def image(packer):
    return packer.image()


@pytest.fixture(scope="session")
def ova(packer, image):
    out = packer.folder / "one"
    packed = packer.pack(image, out)
    assert packed.returncode == 0, packed.stderr
    return out / "connector.ova"
