#!/usr/bin/env python3
"""Measures `daring serve`: from saving a file to its new bytes over HTTP, and what it costs to run.

    serve.py DARING PAGES_DIR [--edits 40] [--idle 5]

PAGES_DIR is a handbook (a folder with handbook.toml); it is copied to a temporary folder, on a RAM disk if TMPDIR is one.
Printed, in milliseconds: from start to the first page; per kind of edit the median and the 95th percentile of

  body     a line appended to a page
  heading  a heading appended to a page
  title    the title in the front matter changed, in place of the reading order

and the share of a processor that the idle server takes, and its memory. Nothing polls while a save is waited for: the
time ends when the event of the tab arrives over the open stream, and a request then has to return the same bytes."""

import argparse
import http.client
import json
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


class Tab:
    """One stream of events."""

    def __init__(self, port, path):
        version = re.search(rb'data-version="(\d+)"', get(port, path)).group(1).decode()
        query = urllib.parse.urlencode({"path": path, "version": version})
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", "/.daring/events?" + query)
        self.stream = self.connection.getresponse()
        self.next("hello")
        self.next("problems")

    def next(self, wanted):
        name = None
        while True:
            line = self.stream.readline().decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: ") and name == wanted:
                return json.loads(line[6:])


def page_of(root):
    """A page in the middle of the handbook, with a title in its front matter."""
    pages = sorted(path for path in (root / "content").rglob("*.md") if path.name not in ("index.md", "README.md"))
    titled = [path for path in pages if "\ntitle:" in path.read_text(encoding="utf-8")[:400]]
    path = (titled or pages)[len(titled or pages) // 2]
    return path, "/" + urllib.parse.quote(str(path.relative_to(root / "content").with_suffix(""))) + "/"


def edit(text, kind, number):
    if kind == "body":
        return f"{text}\nToken body-{number}.\n", f"body-{number}"
    if kind == "heading":
        return f"{text}\n## Token heading-{number}\n", f"heading-{number}"
    return re.sub(r"(?m)^title:.*$", lambda line: f"{line.group(0).rstrip(chr(34))} title-{number}"
                  + ('"' if line.group(0).endswith('"') else ""), text, count=1), f"title-{number}"


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def memory(pid, name):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+)", status).group(1)) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("daring")
    parser.add_argument("handbook", type=pathlib.Path)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--idle", type=float, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "handbook"
        shutil.copytree(args.handbook, root, ignore=shutil.ignore_patterns("public", ".daring"))
        page, path = page_of(root)
        port = free_port()
        start = time.perf_counter()
        server = subprocess.Popen(
            [args.daring, "serve", "--root", root, "--port", str(port), "--quiet"], stdout=subprocess.DEVNULL
        )
        try:
            measure(args, root, page, path, port, server, start)
        finally:
            server.terminate()
            server.wait()


def measure(args, root, page, path, port, server, start):
    while True:
        try:
            get(port, path)
            break
        except ConnectionRefusedError:
            if server.poll() is not None:
                sys.exit("the server ended")
    print(f"first page {(time.perf_counter() - start) * 1000:8.0f}")
    while b"data-version=\"0\"" in get(port, path):
        pass
    tab = Tab(port, path)
    original = page.read_text(encoding="utf-8")
    for kind in ("body", "heading", "title"):
        times = []
        for number in range(args.edits):
            text, token = edit(original, kind, number)
            before = time.perf_counter()
            page.write_text(text, encoding="utf-8")
            while token not in tab.next("page")["html"]:
                pass
            times.append((time.perf_counter() - before) * 1000)
            if token.encode() not in get(port, path):
                sys.exit("the event came before the page")
        page.write_text(original, encoding="utf-8")
        while token in tab.next("page")["html"]:
            pass
        p95 = statistics.quantiles(times, n=20)[18]
        print(f"{kind:<10} {statistics.median(times):8.1f} {p95:8.1f}   (median, 95th percentile)")
    before, at = processor_seconds(server.pid), time.perf_counter()
    # The one wait for time to pass: what is measured is that nothing happens.
    time.sleep(args.idle)
    share = (processor_seconds(server.pid) - before) / (time.perf_counter() - at)
    print(f"idle       {share * 100:8.2f} % of a processor")
    print(f"memory     {memory(server.pid, 'VmRSS'):8.0f} MB now, {memory(server.pid, 'VmHWM'):.0f} MB at most")


main()
