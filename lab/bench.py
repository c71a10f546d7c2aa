"""Times `connector copy` against coldsnap on the lab's EBS, over HTTPS, in alternating runs; prints a table in Markdown.

    .lab/venv/bin/python lab/bench.py --coldsnap PATH [--gib 1] [--runs 5]

The lab keeps digests only (`discard`), so that both talk to the same server at its best. CPU and memory are those of the
whole process, its start included; wall time is that of the command.
"""

import argparse
import dataclasses
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

from harness.lab import ROOT, Lab

GIB = 1 << 30
PIECE = 8 << 20


@dataclasses.dataclass(frozen=True)
class Sample:
    seconds: float
    cpu_seconds: float
    peak_mib: float


def measure(command, environment, log):
    """Runs a command to its end; wall and CPU seconds, peak resident memory."""
    with open(log, "ab") as output:
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
    if status != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} failed; see {log}")
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def make_disk(path, gib, zeros):
    """A disk of whole 512 KiB blocks, that share of them zeros, the rest random; seeded."""
    rng = random.Random(1)
    with open(path, "wb") as disk:
        for _ in range(gib * GIB // PIECE):
            for _ in range(PIECE // 524288):
                if rng.random() < zeros:
                    disk.seek(524288, os.SEEK_CUR)
                else:
                    disk.write(os.urandom(524288))
        disk.truncate(gib * GIB)
    return path


def compare(arguments, lab, work, disk):
    """Alternating runs of both programs on one disk; returns their samples."""
    environment = {**os.environ, **lab.aws_environment("admin"), "SSL_CERT_FILE": lab.endpoints["aws"]["ca"]}
    ours = [arguments.connector, "copy", f"raw:{disk}", "ebs:", "--restart", "--home", work / "home"]
    theirs = [arguments.coldsnap, "--endpoint", lab.endpoints["aws"]["endpoints"]["ebs"],
              "--region", lab.endpoints["aws"]["region"], "upload", "--no-progress", disk]
    samples = {"connector": [], "coldsnap": []}
    for _ in range(arguments.runs):
        samples["coldsnap"].append(measure(theirs, environment, work / "coldsnap.log"))
        samples["connector"].append(measure(ours, environment, work / "connector.log"))
    return samples


def median(samples, what):
    return statistics.median(getattr(sample, what) for sample in samples)


def row(title, gib, samples):
    ours, theirs = samples["connector"], samples["coldsnap"]
    rate = {name: gib * 1024 / median(of, "seconds") for name, of in samples.items()}
    cpu = {name: median(of, "cpu_seconds") / gib for name, of in samples.items()}
    return (f"| {title} | {rate['connector']:.0f} | {rate['coldsnap']:.0f} | {rate['connector'] / rate['coldsnap']:.2f}× "
            f"| {cpu['connector']:.2f} | {cpu['coldsnap']:.2f} | {cpu['connector'] / cpu['coldsnap']:.2f}× "
            f"| {median(ours, 'peak_mib'):.0f} | {median(theirs, 'peak_mib'):.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coldsnap", type=pathlib.Path, required=True)
    parser.add_argument("--connector", type=pathlib.Path,
                        default=next(ROOT.glob("distribution/target/server-migration-connector-*/bin/connector"), None))
    parser.add_argument("--lab", type=pathlib.Path, default=ROOT / ".lab" / "bin" / "lab")
    parser.add_argument("--gib", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()

    work = pathlib.Path(tempfile.mkdtemp(prefix="connector-bench-"))
    lab = Lab(arguments.lab, work / "lab")
    try:
        print("| work | MiB/s | coldsnap | ratio | CPU s/GiB | coldsnap | ratio | peak MiB | coldsnap |")
        print("|---|---|---|---|---|---|---|---|---|")
        for title, zeros, latency in [("random data", 0, 0), ("70 % zeros", 0.7, 0), ("random, 20 ms", 0, 20)]:
            # Without the account's quotas, which would hold both to 1000 puts a second.
            lab.call("POST", "/ebs/settings", {
                "discard": True, "latencyMs": latency, "quotas": {"putsPerSecond": 0, "putsPerSnapshotPerSecond": 0}})
            disk = make_disk(work / "disk.raw", arguments.gib, zeros)
            print(row(title, arguments.gib, compare(arguments, lab, work, disk)), flush=True)
    finally:
        lab.stop()
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
