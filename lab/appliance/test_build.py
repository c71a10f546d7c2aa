"""`./connector appliance build`: a step is done when what it makes is there and was made of the same, and what is said of an image is
true of the one that lies there."""

import os
import subprocess

import pytest
from conftest import ROOT

APPLIANCE = ROOT / "appliance-image"


class Build:
    """The build, with its downloads, the distribution and Packer played by a few lines: Packer's disk says which source it is of."""

    def __init__(self, folder):
        self.folder = folder
        self.work = folder / "appliance/freebsd-qemu"
        (folder / "made/connector").mkdir(parents=True)
        (folder / "calls").write_text("")
        self.packer = "true"

    def run(self, *words, script=""):
        text = f"""set -euo pipefail
root={ROOT} lab_home={self.folder} version=1
. {ROOT}/lab/dev/prerequisites.sh
. {APPLIANCE}/command.sh
need_java() {{ :; }}
need_maven() {{ :; }}
bring_debian_packages() {{ :; }}
build_distribution() {{ distribution={self.folder}/made/connector; }}
fetch_pinned() {{ echo "fetch ${{1##*/}}" >>{self.folder}/calls; echo "$1" >"$3"; }}
unpack_image() {{ cp "$1" "$work/disk.qcow2"; }}
xorriso() {{ :; }}
run_packer() {{ echo "packer $source_name" >>{self.folder}/calls; rm -f "$work/appliance.qcow2"; {self.packer}; echo "$source_name" >"$work/appliance.qcow2"; }}
make_root() {{ echo "root" >>{self.folder}/calls; echo tree >"$1"; }}
id() {{ echo 0; }}
{script}
appliance_command "$@"
"""
        return subprocess.run(["bash", "-c", text, "connector", *words], capture_output=True, text=True, timeout=60)

    def calls(self):
        made = (self.folder / "calls").read_text().split("\n")[:-1]
        (self.folder / "calls").write_text("")
        return made

    def inputs(self):
        return [line.split("\t")[0] for line in (self.work / "inputs.tsv").read_text().splitlines()]


@pytest.fixture
def build(tmp_path):
    return Build(tmp_path)


def test_the_image_is_of_the_source_that_was_asked_for(build):
    assert build.run("build").returncode == 0
    assert (build.work / "appliance.qcow2").read_text() == "qemu.freebsd-iso\n"
    done = build.run("build", "--from", "image")
    assert done.returncode == 0, done.stderr
    assert (build.work / "appliance.qcow2").read_text() == "qemu.freebsd-image\n" and build.inputs() == ["FreeBSD image"]
    assert build.run("build").returncode == 0
    assert (build.work / "appliance.qcow2").read_text() == "qemu.freebsd-iso\n"
    assert build.inputs() == ["FreeBSD iso", "FreeBSD base.txz", "FreeBSD kernel.txz"]


def test_what_was_done_is_left_out_only_while_it_is_there(build):
    assert build.run("build", "--from", "image").returncode == 0
    first = build.calls()
    assert [call.split()[0] for call in first] == ["fetch", "packer"]
    assert build.run("build", "--from", "image").returncode == 0 and build.calls() == []
    (build.work / "appliance.qcow2").unlink()
    assert build.run("build", "--from", "image").returncode == 0 and build.calls() == first[1:]
    (build.work / "disk.qcow2").unlink()
    assert build.run("build", "--from", "image").returncode == 0 and (build.work / "disk.qcow2").exists()
    (build.work / "payload.tar").unlink()
    assert build.run("build", "--from", "image").returncode == 0 and (build.work / "payload.tar").exists()


def test_a_build_that_breaks_off_says_nothing_of_the_image_before(build):
    assert build.run("build").returncode == 0
    iso = build.inputs()
    done = build.run("build", "--from", "image", script="fetch_pinned() { return 1; }")
    assert done.returncode == 1 and (build.work / "appliance.qcow2").read_text() == "qemu.freebsd-iso\n"
    assert build.inputs() == iso


def test_a_step_that_makes_nothing_is_told(build):
    done = build.run("build", script="make_payload() { :; }")
    assert done.returncode == 1 and "the step payload made no " in done.stderr
    assert not (build.work / "payload.done").exists()


def test_the_stand_ins_root_is_made_again_when_it_went_from_the_cache(build):
    script = "source_name=qemu.debian system=debian work=$appliance_home/debian-qemu; bash() { for last; do :; done; echo disk >\"$last\"; }"
    assert build.run("build", "--os", "debian", script=script).returncode == 0
    assert build.calls() == ["root", "packer qemu.debian"]
    [archive] = (build.folder / "appliance/cache").glob("debian-root-*.tar")
    archive.unlink()
    done = build.run("build", "--os", "debian", script=script)
    assert done.returncode == 0, done.stderr
    assert "root" in build.calls() and archive.exists()


@pytest.mark.parametrize("words", [["verify", "--boot"], ["all", "--boot"], ["verify", "--boot", "some.ova"]])
def test_freebsds_disk_is_not_booted(build, words):
    done = build.run(*words)
    assert done.returncode == 2 and "--boot is for the stand-in alone" in done.stderr and build.calls() == []


@pytest.mark.parametrize(("builder", "source", "forced"), [("vsphere", "vsphere-iso.freebsd", True), ("qemu", "qemu.freebsd-iso", False)])
def test_a_machine_of_a_build_before_is_replaced_in_vcenter(tmp_path, builder, source, forced):
    work = tmp_path / "work"
    work.mkdir()
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "packer").write_text(f"""#!/bin/sh
[ "$1" = version ] && echo "Packer v1.6.6" && exit
echo "$*" >{tmp_path}/called
exit 1
""")
    (commands / "packer").chmod(0o755)
    script = f"""set -euo pipefail
root={ROOT} lab_home={tmp_path} version=1
. {ROOT}/lab/dev/prerequisites.sh
. {APPLIANCE}/command.sh
work={work} system=freebsd builder={builder} source_name={source}
run_packer
"""
    subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, env={**os.environ, "PATH": f"{commands}:{os.environ['PATH']}"})
    assert (" -force " in (tmp_path / "called").read_text()) == forced
