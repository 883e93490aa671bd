#!/usr/bin/env python3
"""Measures whole builds beside `cp -r` of what they publish.

    benches/site.py --generator PROGRAM [--pages 1000,10000] [--runs 5] [--daring PROGRAM] [--work DIR]
                    [--also SETTINGS]...

PROGRAM makes the handbook: it is called with `--pages N --seed S --out DIR` and writes N Markdown files
to DIR, the same ones every time. The environment variable CORPUS_GENERATOR names it as well.

Four things are measured, in turns, so that a busy moment of the machine meets all of them: a clean build,
a copy of its output, a rebuild with nothing changed, and one with a sentence added to one page. With --also
a clean build with further settings takes its turn as well, such as "search.enabled = false", to see what
something costs. Wall time, processor time (of the program itself, and with that of the system) are seconds,
memory is the peak of the resident set. Figures are medians; the smallest is in brackets. Work on a file
system in memory: on a disk, writing varies more than anything that could be learned here.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SEED = 1
TITLE = 'title = "Handbook"\n'


def main():
    arguments = read_arguments()
    daring = arguments.daring or release_build()
    with tempfile.TemporaryDirectory(prefix="daring-bench-", dir=arguments.work) as folder:
        for pages in arguments.pages:
            measure(Path(folder) / str(pages), pages, daring, arguments)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--generator", default=os.environ.get("CORPUS_GENERATOR"), metavar="PROGRAM",
                        help="makes the handbook [default: $CORPUS_GENERATOR]")
    parser.add_argument("--pages", default="1000,10000", type=lambda text: [int(part) for part in text.split(",")],
                        help="sizes of the handbook [default: 1000,10000]")
    parser.add_argument("--runs", default=5, type=int, help="how often each is measured [default: 5]")
    parser.add_argument("--daring", metavar="PROGRAM", help="the program [default: a release build of this repository]")
    parser.add_argument("--also", action="append", default=[], metavar="SETTINGS",
                        help="lines of handbook.toml, separated by `;`, for one more clean build; may be repeated")
    parser.add_argument("--work", default="/dev/shm", metavar="DIR", help="a folder in memory [default: /dev/shm]")
    arguments = parser.parse_args()
    if not arguments.generator:
        parser.error("name the program that makes the handbook, with --generator or CORPUS_GENERATOR")
    return arguments


def release_build():
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=REPOSITORY, check=True)
    metadata = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--locked", "--format-version", "1"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True,
    )
    return str(Path(json.loads(metadata.stdout)["target_directory"]) / "release" / "daring")


def measure(root, pages, daring, arguments):
    root.mkdir()
    generate(arguments.generator, pages, root / "content")
    settings = root / "handbook.toml"
    settings.write_text(TITLE)
    output, copy = root / "public", root / "copy"
    build = [daring, "build", "--root", str(root), "--format", "json"]
    sources = sorted(path for path in (root / "content").rglob("*.md") if path.name != "index.md")
    edited = sources[len(sources) // 2]
    original = edited.read_text()
    # Warms the caches, and says whether anything is wrong with the handbook itself.
    summary = subprocess.run([daring, "build", "--root", str(root)], check=True, capture_output=True, text=True)
    taken = {name: [] for name in ["clean build", "cp -r of its output", "nothing changed", "one page changed"]}
    taken |= {also: [] for also in arguments.also}
    for run in range(arguments.runs):
        for also in arguments.also:
            for leftover in [output, root / ".daring"]:
                shutil.rmtree(leftover, ignore_errors=True)
            settings.write_text(TITLE + "\n".join(line.strip() for line in also.split(";")) + "\n")
            taken[also].append(timed(build))
            settings.write_text(TITLE)
        for leftover in [output, root / ".daring", copy]:
            shutil.rmtree(leftover, ignore_errors=True)
        taken["clean build"].append(timed(build))
        taken["cp -r of its output"].append(timed(["cp", "-r", str(output), str(copy)]))
        taken["nothing changed"].append(timed(build))
        edited.write_text(f"{original}\nA sentence more, number {run}.\n")
        taken["one page changed"].append(timed(build))
        edited.write_text(original)
    report(pages, output, summary, taken)


def generate(generator, pages, folder):
    command = [sys.executable, generator] if generator.endswith(".py") else [generator]
    command += ["--pages", str(pages), "--seed", str(SEED), "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def timed(command):
    """Returns wall seconds, processor seconds without and with the system's, and peak bytes of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with exit code {process.returncode}")
    return wall, usage.ru_utime, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def report(pages, output, summary, taken):
    files = [path for path in output.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"\n{pages} pages: {len(files)} files, {size / 1e6:.1f} MB published")
    print(f"  {(summary.stdout + summary.stderr).strip().splitlines()[-1]}")
    copied = statistics.median(wall for wall, *_ in taken["cp -r of its output"])
    width = max(map(len, taken))
    print(f"  {'':{width}} {'wall s':>16} {'user s':>16} {'CPU s':>16} {'peak MB':>9} {'x cp -r':>9}")
    for name, figures in taken.items():
        walls, users, cpus, peaks = zip(*figures)
        wall = statistics.median(walls)
        columns = f"{both(walls):>16} {both(users):>16} {both(cpus):>16} {max(peaks) / 1e6:9.0f}"
        print(f"  {name:{width}} {columns} {wall / copied:9.2f}")


def both(figures):
    return f"{statistics.median(figures):.3f} ({min(figures):.3f})"


if __name__ == "__main__":
    main()
