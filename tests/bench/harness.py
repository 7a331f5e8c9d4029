# SPDX-License-Identifier: GPL-3.0-or-later
"""What the figures are measured with: the studio's core as a co-process, servers, load, and the table."""
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SAMPLE = TOP / "resources/samples/rust-hello"
FLOOR = TOP / "tests/bench/bare-hyper"
POST = """wrk.method = "POST"
wrk.body = '{"message": "hi there"}'
wrk.headers["content-type"] = "application/json"
"""


class Studio:
    """The co-process that has the studio's core in it: one JSON command a line, one JSON answer."""

    def __init__(self, cache):
        environment = dict(os.environ, XDG_CACHE_HOME=str(cache), XDG_DATA_HOME=str(cache / "data"))
        self.process = subprocess.Popen(["studio_bench"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, cmd, **fields):
        self.process.stdin.write(json.dumps({"cmd": cmd, **fields}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(f"{cmd}: {answer['error']}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


class Bench:
    def __init__(self, scratch):
        self.scratch = scratch
        self.studio = Studio(scratch / "cache")
        self.rows = []
        self._floor_release = None

    def add(self, name, unit, values, floors, reach, more=False, absolute=False):
        """`more`: the figure is met from `reach` upwards, as a throughput, not up to it. `absolute`: the figure itself, not its ratio to the floor."""
        value, floor = statistics.median(values), statistics.median(floors) if floors else 0
        ratio = value / floor if floor else None
        against = ratio if floor and not absolute else value
        met = against >= reach if more else against <= reach
        self.rows.append({"name": name, "unit": unit, "value": value, "floor": floor, "ratio": ratio, "reach": reach, "met": met})
        spread = f"{min(values):.2f}–{max(values):.2f}"
        beside = f"{floor:10.2f}  {ratio:5.2f} ×" if floor else f"{'–':>10}  {'–':>7}"
        print(f"{name:34} {value:10.2f} {unit:3} {beside}  reach {reach:<5} {'met' if met else 'NOT MET':8} spread {spread}", flush=True)

    def floor_project(self, name, source=FLOOR):
        folder = self.scratch / name
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("target"))
        with open(folder / "Cargo.toml", "a", encoding="utf-8") as manifest:
            manifest.write("\n[profile.dev]\ndebug = 0\n")
        return folder

    def cargo(self, folder, *arguments):
        flags = 'target.x86_64-unknown-linux-gnu.rustflags=["-Clink-arg=-fuse-ld=lld"]'
        subprocess.run(["cargo", "build", "-q", "--config", flags, *arguments], cwd=folder, check=True)

    def floor_release(self):
        if not self._floor_release:
            folder = self.floor_project("floor-release")
            self.cargo(folder, "--release")
            self._floor_release = folder / "target/release/bare-hyper"
        return self._floor_release

    def ours(self, profile, name="ours", target="native"):
        folder = self.scratch / name
        if not folder.exists():
            shutil.copytree(SAMPLE, folder)
        return self.studio("compile", folder=str(folder), key=name + profile, profile=profile, target=target)


def throughput(bench, port, seconds=2, host="localhost", connections=16):
    """Calls a second over so many connections; every answer must be a success."""
    script = bench.scratch / "post.lua"
    script.write_text(POST)
    command = ["wrk", f"-t{min(connections, 2)}", f"-c{connections}", f"-d{seconds}s", "-s", script, "-H", f"Host: {host}", f"http://127.0.0.1:{port}/"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1])


def resident(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


class Served:
    """A component under `wasmtime serve` with its instances reused, as a person would start it; or a native server on a socket of ours."""

    def __init__(self, program, is_wasm):
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = listener.getsockname()[1]
        if is_wasm:
            listener.close()
            options = ["--allow-precompiled", "-Scli", "-Ccache=n", "--max-instance-reuse-count=1000000000", "--idle-instance-timeout=3600s"]
            self.process = subprocess.Popen(["wasmtime", "serve", *options, f"--addr=127.0.0.1:{self.port}", str(program)], stderr=subprocess.PIPE)
            said = self.process.stderr.readline()
            if b"Serving" not in said:
                raise RuntimeError(f"wasmtime serve: {said}")
        else:
            def hand_over():
                os.dup2(listener.fileno(), 3)
            self.process = subprocess.Popen([program], preexec_fn=hand_over, pass_fds=[3], env={**os.environ, "LISTEN_FDS": "1"})
            listener.close()
        self.pid = self.process.pid

    def end(self):
        self.process.kill()
        self.process.wait(10)
