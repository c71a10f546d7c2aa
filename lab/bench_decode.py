"""Times the decoding of a stream-optimized disk against qemu-img, whole processes in alternating runs; prints a table in Markdown.

    .lab/venv/bin/python lab/bench_decode.py [--gib 4] [--runs 5] [--disk FILE] [--formats CLASSPATH]

The disk is half noise, half text (the machine's Python sources) in stretches of 1 MiB, and qemu-img writes it; --disk keeps it
for the next time. Nobody keeps what was decoded: qemu-img's null-co, the connector's null:. With --formats, a class path with
the classes of `api`, `vmdk`, the benchmarks and slf4j-api, the readers alone are timed too (`DecodeOnce`), without SHA-256,
journal and framework. On a busy machine CPU seconds and the least wall time tell more than medians.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile

from bench import GIB, measure
from harness.lab import ROOT

MIB = 1 << 20
SOURCES = pathlib.Path(os.__file__).parent


def text():
    return b"".join(path.read_bytes() for path in sorted(SOURCES.rglob("*.py")))


def write_disk(disk, gib):
    """Noise and text in turn, as qemu-img deflates it."""
    words = text()
    with tempfile.NamedTemporaryFile(dir=disk.parent, suffix=".raw") as raw:
        at = 0
        for piece in range(gib * 1024):
            if piece % 2 == 0:
                raw.write(os.urandom(MIB))
            else:
                begin = at % (len(words) - MIB)
                raw.write(words[begin:begin + MIB])
                at += 3 * MIB + 4097
        raw.flush()
        subprocess.run(
            ["qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=streamOptimized", raw.name, disk], check=True)


def commands(disk, gib, formats):
    distribution = next(ROOT.glob("distribution/target/server-migration-connector-*/bin/connector"))
    found = {
        "qemu-img": ["qemu-img", "convert", "-n", "--target-image-opts", str(disk), f"driver=null-co,size={gib * GIB}"],
        "connector copy": [str(distribution), "copy", f"vmdk:{disk}", "null:", "--restart"],
    }
    if formats:
        found["the readers alone"] = [
            "java", "-Xmx256m", "-XX:+UseSerialGC", "-cp", formats,
            "io.github.migrationconnector.benchmarks.DecodeOnce", str(disk)]
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--gib", type=int, default=4)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--disk", type=pathlib.Path)
    options.add_argument("--formats", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-decode-") as folder:
        work = pathlib.Path(folder)
        disk = (chosen.disk or work / "disk.vmdk").resolve()
        if not disk.exists():
            write_disk(disk, chosen.gib)
        environment = {**os.environ, "CONNECTOR_HOME": str(work / "home")}
        contenders = commands(disk, chosen.gib, chosen.formats)
        samples = {name: [] for name in contenders}
        for _ in range(chosen.runs):
            for name, command in contenders.items():
                samples[name].append(measure(command, environment, work / "log"))
    print("| whole process | CPU s, median (least) | wall s, median (least) | peak MiB |")
    print("|---|---|---|---|")
    for name, runs in samples.items():
        cpu = [run.cpu_seconds for run in runs]
        wall = [run.seconds for run in runs]
        print(
            f"| {name} | {statistics.median(cpu):.1f} ({min(cpu):.1f}) | {statistics.median(wall):.1f} ({min(wall):.1f}) |"
            f" {statistics.median(run.peak_mib for run in runs):.0f} |")


if __name__ == "__main__":
    main()
