#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the studio, each beside its floor measured in the same run, the two in turn.

./test bench [NAME…] calls it with the release build first on PATH. Prints a table and writes build/bench.json, an array of
{"name","unit","value","floor","ratio","reach","met"}. A figure is never a pass or a fail.
"""
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from harness import SAMPLE, TOP, Bench, Served, Studio, resident, throughput

WASM_FLOOR = TOP / "tests/bench/bare-wasi"
WASM = "wasm32-wasip2"
ROUNDS = 7


def edit_to_answer(bench):
    folder = bench.scratch / "edit"
    shutil.copytree(SAMPLE, folder)
    source = (folder / "src/lib.rs").read_text()
    bench.studio("open", folder=str(folder))
    by_hand = bench.floor_project("edit-floor")
    floor_source = (by_hand / "src/main.rs").read_text()
    values, floors = [], []
    for i in range(ROUNDS + 2):  # the first two of each warm the folders
        words = f"Hello {i}"
        answer = bench.studio("edit-answer", file=str(folder / "src/lib.rs"), content=source.replace("Hello from Rust!", words), expect=words)
        (by_hand / "src/main.rs").write_text(floor_source.replace("Hello from Rust!", words))
        begin = time.perf_counter()
        bench.cargo(by_hand)
        built = (time.perf_counter() - begin) * 1000
        first = bench.studio("spawn", program=str(by_hand / "target/debug/bare-hyper"))["ms"]
        if i >= 2:
            values.append(answer["ms"])
            floors.append(built + first)
    bench.add("edit-to-answer", "ms", values, floors, 0.8)


def first_of_component(component, *options):
    """Milliseconds from `wasmtime serve` to the first answer, as a person would start it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    begin = time.perf_counter()
    process = subprocess.Popen(["wasmtime", "serve", "-Scli", "-Ccache=n", f"--addr=127.0.0.1:{port}", *options, str(component)],
                               stderr=subprocess.PIPE)
    try:
        process.stderr.readline()  # it says where it listens
        with socket.create_connection(("127.0.0.1", port), 10) as client:
            client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}")
            if not client.recv(4096).startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{component} does not answer")
        return (time.perf_counter() - begin) * 1000
    finally:
        process.kill()
        process.wait(10)


def wasm(bench):
    """The inner loop on Wasm beside cargo and `wasmtime serve` by hand; then the release component, precompiled."""
    folder = bench.scratch / "wasm"
    shutil.copytree(SAMPLE, folder)
    source = (folder / "src/lib.rs").read_text()
    bench.studio("open", folder=str(folder), target="wasm")
    by_hand = bench.floor_project("wasm-floor", WASM_FLOOR)
    floor_source = (by_hand / "src/lib.rs").read_text()
    values, floors = [], []
    for i in range(ROUNDS + 2):
        words = f"Hello {i}"
        answer = bench.studio("edit-answer", file=str(folder / "src/lib.rs"), content=source.replace("Hello from Rust!", words), expect=words)
        (by_hand / "src/lib.rs").write_text(floor_source.replace("Hello from Rust!", words))
        begin = time.perf_counter()
        bench.cargo(by_hand, "--target", WASM)
        built = (time.perf_counter() - begin) * 1000
        first = first_of_component(by_hand / "target" / WASM / "debug/bare_wasi.wasm")
        if i >= 2:
            values.append(answer["ms"])
            floors.append(built + first)
    bench.add("wasm-edit-to-answer", "ms", values, floors, 0.5)

    ours = bench.ours("release", "wasm-release", "wasm")
    bench.cargo(by_hand, "--target", WASM, "--release")
    floor = by_hand / "target" / WASM / "release/bare_wasi.wasm"
    bench.add("wasm-release-size", "KiB", [ours["bytes"] / 1024], [floor.stat().st_size / 1024], 1.2)
    spawn = {}
    for name, component in (("ours", ours["path"]), ("floor", floor)):
        spawn[bench.scratch / f"{name}.cwasm"] = []
        subprocess.run(["wasmtime", "compile", "-o", bench.scratch / f"{name}.cwasm", component], check=True)
    for _ in range(ROUNDS * 3):
        for code, times in spawn.items():
            times.append(first_of_component(code, "--allow-precompiled"))
    bench.add("wasm-spawn-to-first-200", "ms", *spawn.values(), 1.1)
    ours_code, floor_code = bench.scratch / "ours.cwasm", bench.scratch / "floor.cwasm"
    under_load(bench, "wasm", ours_code, floor_code, True, {"warm-call-p50": 1.15, "throughput-16": 0.9})
    under_load(bench, "wasm-by-platform", ours["path"], floor_code, True, {"warm-call-p50": 1.15, "throughput-16": 0.9, "idle-memory": 1.1}, True)


def under_load(bench, prefix, program, floor_program, is_wasm, reaches, by_platform=False):
    """Memory when idle, median call and throughput of a release artifact, beside the floor's: started by hand as the floor is, or as the
    platform runs it, which reads what it writes about each call to stderr."""
    figures = {name: ([], []) for name in reaches}
    for _ in range(ROUNDS):
        for side in (0, 1):
            by_hand = None
            if side == 0 and by_platform:
                served = bench.studio("run", program=str(program), target="wasm" if is_wasm else "native")
                port, pid = served["port"], served["pid"]
            else:
                by_hand = Served(floor_program if side else program, is_wasm)
                port, pid = by_hand.port, by_hand.pid
            bench.studio("warm", port=port, calls=300)
            measured = {"idle-memory": resident(pid), "warm-call-p50": bench.studio("warm", port=port)["us"], "throughput-16": throughput(bench, port)}
            for name, values in figures.items():
                values[side].append(measured[name])
            by_hand.end() if by_hand else bench.studio("end")
    units = {"idle-memory": "MiB", "warm-call-p50": "µs", "throughput-16": "/s"}
    for name, reach in reaches.items():
        bench.add(f"{prefix}-{name}", units[name], *figures[name], reach, more=name == "throughput-16")


def first_compiles(bench):
    """Both first compiles: ever (an empty cache), and of a second app when the crates are there."""
    ever, second, floors = [], [], []
    for i in range(ROUNDS):
        studio = Studio(bench.scratch / f"fresh-{i}")
        for times, name in ((ever, "one"), (second, "two")):
            folder = bench.scratch / f"fresh-{i}-{name}"
            shutil.copytree(SAMPLE, folder)
            times.append(studio("compile", folder=str(folder), key=str(folder), profile="dev")["ms"])
        studio.close()
        by_hand = bench.floor_project(f"fresh-floor-{i}")
        begin = time.perf_counter()
        bench.cargo(by_hand)
        floors.append((time.perf_counter() - begin) * 1000)
        shutil.rmtree(bench.scratch / f"fresh-{i}")
        shutil.rmtree(by_hand)
    bench.add("first-compile-ever", "ms", ever, floors, 1.15)
    bench.add("first-compile-second-app", "ms", second, floors, 0.08)


HANGING = """use std::{fs, process::Command, thread, time::Duration};

fn main() {
    let _child = Command::new("sleep").arg("1000").spawn();
    fs::write("BEGUN", "").unwrap();
    loop {
        thread::sleep(Duration::from_secs(1));
    }
}
"""


def cancelled(bench, rounds=100):
    """From the cancel of a compile whose build script hangs until no process of it is left, by the table of processes."""
    folder = bench.scratch / "hanging"
    begun = bench.scratch / "hanging-begun"
    shutil.copytree(SAMPLE, folder)
    (folder / "build.rs").write_text(HANGING.replace("BEGUN", str(begun)))
    answer = bench.studio("cancel", folder=str(folder), begun=str(begun), rounds=rounds)
    if answer["left"]:
        print(f"cancel: processes were left in {answer['left']} of {rounds} rounds")
    bench.add("cancel-to-no-child-left", "ms", answer["ms"], [], 200)
    bench.add("cancel-to-no-child-left-longest", "ms", [max(answer["ms"])], [], 200)


def cargo_by_hand(source, target_folder):
    """Milliseconds of what the studio runs, with the same manifest, toolchain and settings, without the studio."""
    flags = ["-Cprefer-dynamic"] + (["-Clink-arg=-fuse-ld=mold"] if shutil.which("mold") else [])
    environment = dict(os.environ, CARGO_TARGET_DIR=str(target_folder), CARGO_ENCODED_RUSTFLAGS="\x1f".join(flags),
                       CARGO_PROFILE_DEV_DEBUG="0", CARGO_PROFILE_DEV_PANIC="unwind", __CARGO_DEFAULT_LIB_METADATA="by-hand")
    begin = time.perf_counter()
    subprocess.run(["cargo", "rustc", "-q", "--target", "x86_64-unknown-linux-gnu", "--locked", "--offline", "--lib", "--crate-type", "bin",
                    "--config", "profile.dev.package.ignite.incremental=false", "--config", "profile.dev.package.ignite-macros.incremental=false"],
                   cwd=source, env=environment, check=True)
    return (time.perf_counter() - begin) * 1000


def compiled_beside_cargo(bench, rounds=3):
    """A compile through the studio beside the same cargo by hand: with nothing compiled yet, and after an edit."""
    cold, cold_floors, warm, warm_floors = [], [], [], []
    for i in range(rounds):
        cache = bench.scratch / f"beside-{i}"
        folder = bench.scratch / f"beside-{i}-project"
        shutil.copytree(SAMPLE, folder)
        studio = Studio(cache)
        cold.append(studio("compile", folder=str(folder), key=str(folder), profile="dev")["ms"])
        copy = next(one.parent for one in cache.glob("**/projects/*/*/src/Cargo.toml"))
        cold_floors.append(cargo_by_hand(copy, cache / "by-hand"))
        text = (folder / "src/lib.rs").read_text()
        for k in range(ROUNDS):
            (folder / "src/lib.rs").write_text(text.replace("Hello from Rust!", f"Hello {k}"))
            warm.append(studio("compile", folder=str(folder), key=str(folder), profile="dev")["ms"])
            warm_floors.append(cargo_by_hand(copy, cache / "by-hand"))
        studio.close()
        shutil.rmtree(cache)
    bench.add("compile-beside-cargo-cold", "ms", cold, cold_floors, 1.02)
    bench.add("compile-beside-cargo-warm", "ms", warm, warm_floors, 1.1)


def release_handler(bench):
    ours, floor = bench.ours("release"), bench.floor_release()
    spawn = {ours["path"]: [], str(floor): []}
    warm = {ours["path"]: [], str(floor): []}
    memory = {ours["path"]: [], str(floor): []}
    for _ in range(ROUNDS * 3):
        for program, times in spawn.items():
            times.append(bench.studio("spawn", program=program)["ms"])
    for _ in range(ROUNDS):
        for program, times in warm.items():
            answer = bench.studio("warm", program=program)
            times.append(answer["us"])
            memory[program].append(answer["rssKb"] / 1024)
    bench.add("spawn-to-first-200", "ms", *spawn.values(), 1.3)
    bench.add("warm-call-p50", "µs", *warm.values(), 1.2)
    bench.add("idle-instance-memory", "MiB", *memory.values(), 1.3)
    under_load(bench, "native", ours["path"], floor, False, {"throughput-16": 0.85})
    under_load(bench, "native-by-platform", ours["path"], floor, False, {"throughput-16": 0.85}, True)
    bench.add("release-size", "KiB", [ours["bytes"] / 1024], [floor.stat().st_size / 1024], 1.2)


def start_of_instance(bench):
    """From the runner's start of an instance, through core/process, to its first answer, beyond the same program started by posix_spawn.

    Before there was a supervisor, and children were started by QProcess, it was 0.3 ms."""
    ours = bench.ours("release")
    bench.studio("start", program=ours["path"])  # and the supervisor with it
    times, beyond = [], []
    for _ in range(ROUNDS * 5):
        times.append(bench.studio("start", program=ours["path"])["ms"])
        beyond.append(times[-1] - bench.studio("spawn", program=ours["path"])["ms"])
    bench.add("start-beyond-posix-spawn", "ms", beyond, [], 0.6)
    print(f"{'':34} (start to first 200 took {sorted(times)[len(times) // 2]:.2f} ms)")


def send_overhead(bench):
    """One call through the invoke pane of a shown window, beyond what the raw client measures."""
    folder = bench.scratch / "send"
    shutil.copytree(SAMPLE, folder)
    bench.studio("open", folder=str(folder))
    bench.studio("edit-answer", file=str(folder / "src/lib.rs"), content=(folder / "src/lib.rs").read_text(), expect="Hello")
    beyond, painted = [], []
    for _ in range(ROUNDS):
        answer = bench.studio("overhead", calls=300)
        beyond.append((answer["us"] - answer["floorUs"]) / 1000)
        painted.append((answer["paintedUs"] - answer["floorUs"]) / 1000)
    bench.add("send-beyond-raw-socket", "ms", beyond, [], 0.5)
    bench.add("send-to-painted-beyond-raw", "ms", painted, [], 5)


STREAMING = """use ignite::prelude::*;

#[ignite::main]
async fn handler(_req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let stream = ctx.stream();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_micros();
    stream.write(format!("{now}\\n")).await?;
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    stream.write("the end").await?;
    Ok(())
}
"""


def stream_shown(bench):
    """From a handler's first write to a stream to its text drawn in the invoke pane, while the answer goes on."""
    folder = bench.scratch / "stream"
    shutil.copytree(SAMPLE, folder)
    (folder / "src/lib.rs").write_text(STREAMING)
    bench.studio("open", folder=str(folder))
    bench.studio("run-loop")
    times = [bench.studio("first-byte")["ms"] for _ in range(ROUNDS * 3)]
    bench.add("stream-first-byte-drawn", "ms", times, [], 16)


def shown(command, title, environment, seconds=20):
    """Milliseconds from exec to a visible window with the title, and its resident MiB three seconds later."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begin < seconds:
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title], capture_output=True, text=True)
            if found.stdout.strip():
                took = (time.perf_counter() - begin) * 1000
                time.sleep(3)  # fixed wait: what the start left behind is over
                status = Path(f"/proc/{process.pid}/status").read_text()
                resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
                return took, resident / 1024
        raise RuntimeError(f"{command[0]} showed no window")
    finally:
        process.terminate()
        process.wait(10)


def beside_kate(bench, name, source=None):
    """Milliseconds and MiB of a window that shows the sample, with another main file where one is given, and Kate's."""
    folder = bench.scratch / name
    shutil.copytree(SAMPLE, folder)
    if source is not None:
        (folder / "src/lib.rs").write_text(source)
    environment = dict(os.environ, XDG_CONFIG_HOME=str(bench.scratch / "config"), XDG_DATA_HOME=str(bench.scratch / "data"))
    ours, kates = [], []
    for _ in range(ROUNDS + 1):
        ours.append(shown(["ignite-studio", str(folder)], "Ignite Studio", environment))
        kates.append(shown(["kate", "-n", "-b", str(folder / "src/lib.rs")], "lib.rs", environment))
    times, memory = zip(*ours[1:])
    floors, floor_memory = zip(*kates[1:])
    return list(times), list(floors), list(memory), list(floor_memory)


def window(bench):
    if not shutil.which("kate"):
        print("window-start: Kate is not installed; install the package kate in the build's file system to compare with it")
        return
    times, floors, memory, floor_memory = beside_kate(bench, "hello")
    bench.add("window-shown", "ms", times, floors, 0.5)
    bench.add("window-memory", "MiB", memory, floor_memory, 0.8)


def rust_source(lines):
    """A handler and functions as people write them, about 20 lines each."""
    function = """
/// Adds up what is given and tells the result, number {0}.
pub fn part_{0}(values: &[u64], name: &str) -> Result<String, std::num::TryFromIntError> {{
    let mut total: u64 = 0; // of all that are even
    for (index, value) in values.iter().enumerate() {{
        if value % 2 == 0 && index < 1_000 {{
            total += value * 3;
        }}
    }}
    let text = format!("{{name}} has {{total}} in part {0}\\n");
    let bytes: Vec<u8> = text.bytes().filter(|byte| *byte != b'x').collect();
    match u32::try_from(total) {{
        Ok(small) if small > 0x1F => Ok(format!("{{small}} {{}}", bytes.len())),
        Ok(_) => Ok(text),
        Err(error) => Err(error),
    }}
}}
"""
    body = (SAMPLE / "src/lib.rs").read_text() + "".join(function.format(i) for i in range(lines // 18 + 1))
    return "\n".join(body.split("\n")[:lines]) + "\n"


def opened_files(bench):
    """From exec to a window that shows a Rust file of 20,000 lines, beside Kate."""
    if not shutil.which("kate"):
        print("editor: Kate is not installed; install the package kate in the build's file system to compare with it")
        return
    times, floors, _, _ = beside_kate(bench, "long", rust_source(20_000))
    bench.add("rust-20000-lines-shown", "ms", times, floors, 0.55)


def large_text(bench):
    """From exec to a window that shows a text of 50 MB, beside Kate, and the memory of both."""
    if not shutil.which("kate"):
        print("large-text: Kate is not installed; install the package kate in the build's file system to compare with it")
        return
    line = "// what a handler wrote to its log, eighty characters of it and an end of the line.\n"
    times, floors, memory, floor_memory = beside_kate(bench, "large", line * (50_000_000 // len(line)))
    bench.add("text-50-mb-shown", "ms", times, floors, 0.7)
    bench.add("text-50-mb-memory", "MiB", memory, floor_memory, 0.85)


def typed_keys(bench):
    """Keys at the end of a Rust file of 20,000 lines while rust-analyzer runs: pressed → painted, and the event loop's turns."""
    folder = bench.scratch / "typed"
    shutil.copytree(SAMPLE, folder)
    (folder / "src/lib.rs").write_text(rust_source(20_000))
    typed = bench.studio("type-keys", folder=str(folder), file="src/lib.rs", line=19_900)
    keys, gaps = typed["keyMs"], typed["gapMs"]
    print(f"    key → painted: median {keys[len(keys) // 2]:.1f} ms, longest {keys[-1]:.1f} ms; {len(gaps)} turns longer than 1 ms, longest {gaps[-1]:.1f} ms", flush=True)
    bench.add("key-painted-p99", "ms", [keys[len(keys) * 99 // 100]], [], 8)
    bench.add("typing-longest-turn", "ms", [gaps[-1]], [], 16)


class BareAnalyzer:
    """rust-analyzer with no editor: what it takes by itself to complete in a project."""

    def __init__(self, folder, setup):
        self.process = subprocess.Popen(["rust-analyzer"], cwd=folder, env=setup["environment"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.settings, self.number = setup["settings"], 0
        window = {"workDoneProgress": True}
        capabilities = {"experimental": {"serverStatusNotification": True}, "window": window, "workspace": {"configuration": True}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities, "initializationOptions": self.settings})
        self.tell("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        """The next message; what the server asks is answered on the way."""
        length = 0
        while (line := self.process.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message = json.loads(self.process.stdout.read(length))
        if "method" in message and "id" in message:
            items = message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
            self.send({"id": message["id"], "result": items and [self.settings for _ in items]})
        return message

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def first_completion(self, path, line, column):
        document = {"uri": path.as_uri()}
        self.tell("textDocument/didOpen", {"textDocument": {**document, "languageId": "rust", "version": 1, "text": path.read_text()}})
        while not self.read().get("params", {}).get("quiescent"):
            pass
        while True:
            found = self.ask("textDocument/completion", {"textDocument": document, "position": {"line": line - 1, "character": column - 1}})
            if found and (found if isinstance(found, list) else found["items"]):
                return

    def end(self):
        self.process.kill()
        self.process.wait(10)


def completed(bench):
    """Completion in the sample: a dot typed → list painted beside the server's own answer, and a project opened → first completion beside a bare client."""
    folder = bench.scratch / "completed"
    shutil.copytree(SAMPLE, folder)
    source = folder / "src/lib.rs"
    source.write_text(source.read_text().replace("    Ok(json!({", "    let shown = message\n    ;\n    Ok(json!({", 1))
    lines = source.read_text().split("\n")
    line = next(i + 1 for i, text in enumerate(lines) if "let shown" in text)
    place = {"folder": str(folder), "file": "src/lib.rs", "line": line, "column": len(lines[line - 1]) + 1}
    bench.studio("complete", onlyFirst=True, **place)  # crates are checked for the first time
    setup = bench.studio("analyzer-setup", **place)
    firsts, floors = [], []
    for _ in range(ROUNDS):
        firsts.append(bench.studio("complete", onlyFirst=True, **place)["firstMs"])
        begin = time.perf_counter()
        bare = BareAnalyzer(folder, setup)
        bare.first_completion(source, line, place["column"])
        floors.append((time.perf_counter() - begin) * 1000)
        bare.end()
    bench.add("first-completion", "ms", firsts, floors, 1.1)
    typed = bench.studio("complete", **place)
    bench.add("dot-to-list-beyond-the-server", "ms", [shown - statistics.median(typed["serverMs"]) for shown in typed["listMs"]], [], 8)


def project_of_200_crates(bench):
    """What a person does in a project with some 200 crates: a dot typed → list painted beyond the server's own answer, and the event loop's turns."""
    folder = bench.scratch / "project200"
    shutil.copytree(TOP / "tests/data/project200", folder)
    lines = (folder / "src/lib.rs").read_text().split("\n")
    line = next(i + 1 for i, text in enumerate(lines) if "let shown" in text)
    used = bench.studio("use-project", folder=str(folder), file="src/lib.rs", line=line, column=len(lines[line - 1]) + 1, word="customers", words="Serialize")
    crates = (folder / "Cargo.lock").read_text().count("[[package]]")
    print(f"    {crates} crates, ready after {used['readyMs'] / 1000:.1f} s", flush=True)
    bench.add("project200-dot-to-list-beyond", "ms", [shown - statistics.median(used["serverMs"]) for shown in used["listMs"]], [], 8)
    for feature, gaps in used["gapMs"].items():
        print(f"    {feature}: {len(gaps)} turns, p99 {gaps[len(gaps) * 99 // 100]:.1f} ms, longest {gaps[-1]:.1f} ms", flush=True)
    turns = sorted(gap for gaps in used["gapMs"].values() for gap in gaps)
    bench.add("project200-turn-p99.9", "ms", [turns[len(turns) * 999 // 1000]], [], 16)


def rename_of_500_uses(bench):
    """A function that 40 modules use, renamed in the window over the preview: accepted at once → all files changed, beyond the server's own answer."""
    folder = bench.scratch / "rename"
    shutil.copytree(SAMPLE, folder)
    uses = "".join(f"    total += crate::add_it(total, {i});\n" for i in range(12)) + "    total += (crate::add_it)(total, 1);\n"
    for i in range(39):
        (folder / f"src/part_{i}.rs").write_text(f"pub fn sum() -> u64 {{\n    let mut total = {i};\n{uses}    total\n}}\n")
    source = folder / "src/lib.rs"
    modules = "".join(f"mod part_{i};\n" for i in range(39))
    source.write_text(source.read_text() + f"\n{modules}\npub(crate) fn add_it(a: u64, b: u64) -> u64 {{\n    a + b\n}}\n")
    renamed = bench.studio("rename-uses", folder=str(folder), file="src/lib.rs", word="add_it")
    changed = sum(path.read_text().count("::add_it20") for path in (folder / "src").glob("*.rs"))
    print(f"    {changed} of 507 places on the disk are renamed; the server's answer: {statistics.median(renamed['serverMs']):.0f} ms", flush=True)
    bench.add("rename-500-uses-beyond", "ms", [took - statistics.median(renamed["serverMs"]) for took in renamed["renameMs"]], [], 100)


def source_tree(folder, files=5000, size=4200):
    """A tree as large as a project gets: text that packs about as well as source does, the same in every run."""
    random = Random(20260301)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz_", k=random.randint(2, 12))) for _ in range(3000)]
    marks = [" ", " ", " ", "(", ");\n    ", ".", "::", " = ", ", ", " {\n        ", "}\n"]
    for i in range(files):
        text = "".join(random.choice(words) + random.choice(marks) for _ in range(size // 8))[:size]
        path = folder / f"src/part{i % 50:02}/module_{i:04}.rs"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "Cargo.toml").write_text('[package]\nname = "large"\nversion = "0.1.0"\nedition = "2024"\n')


def milliseconds(*command):
    begin = time.perf_counter()
    output = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    return (time.perf_counter() - begin) * 1000, output


def archive(bench):
    """Pack and unpack 5,000 files, 21 MB, beside bsdtar with the same level; then `draft save` of what has not changed."""
    tree = bench.scratch / "tree"
    source_tree(tree)
    # In memory: 5,000 new files on a disk measure its journal, and whoever else is writing.
    with tempfile.TemporaryDirectory(prefix="studio-bench-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as memory:
        pack_and_unpack(bench, tree, Path(memory))
    save_unchanged(bench, tree)


def pack_and_unpack(bench, tree, memory):
    tool = Path(shutil.which("ignite")).parent.parent / "tests/archive_tool"
    peaks = []
    for form, options in (("tar.gz", ["-z", "--options", "gzip:compression-level=6"]),
                          ("zip", ["--format=zip", "--options", "zip:compression-level=6"])):
        ours, theirs = memory / f"ours.{form}", memory / f"theirs.{form}"
        pack, pack_floor, unpack, unpack_floor = [], [], [], []
        for i in range(ROUNDS):
            took, peak = milliseconds(tool, form, tree, ours)
            pack.append(took), peaks.append(int(peak) / 1024)
            pack_floor.append(milliseconds("bsdtar", "-cf", theirs, *options, "-C", tree, ".")[0])
            both = [(unpack, [tool, "unpack", ours], "to"), (unpack_floor, ["bsdtar", "-xf", theirs, "-C"], "to-floor")]
            for times, command, into in both if i % 2 else reversed(both):
                folder = memory / into
                folder.mkdir()
                took, peak = milliseconds(*command, folder)
                times.append(took)
                peaks.extend([int(peak) / 1024] if peak else [])
                shutil.rmtree(folder)
        bench.add(f"pack-{form}", "ms", pack, pack_floor, 1.0)
        bench.add(f"unpack-{form}", "ms", unpack, unpack_floor, 1.0)
    bench.add("archive-peak-memory", "MiB", [max(peaks)], [], 32)


def save_unchanged(bench, tree):
    environment = dict(os.environ, XDG_CACHE_HOME=str(bench.scratch / "cache"), XDG_DATA_HOME=str(bench.scratch / "save-data"))

    def ignite(*arguments):
        begin = time.perf_counter()
        subprocess.run(["ignite", *arguments], env=environment, check=True, capture_output=True)
        return (time.perf_counter() - begin) * 1000

    for name, folder in (("sample", SAMPLE), ("5000-files", tree)):
        own = bench.scratch / f"save-{name}"
        shutil.copytree(folder, own)
        ignite("app", "create", name)
        time.sleep(2.5)  # fixed wait: what was just written is never believed to be unchanged
        first = ignite("draft", "save", name, "-c", str(own))
        times = [ignite("draft", "save", name, "-c", str(own)) for _ in range(ROUNDS * 3)]
        bench.add(f"save-unchanged-{name}", "ms", times, [], 30)
        print(f"{'':34} (the first save took {first:.0f} ms)")


def store(bench):
    """The first page of 10,000 versions, as typed; searches in 1,000,000 records of calls, warm and (first) as opened."""
    data = bench.scratch / "store-data"
    folder = data / "ignite-studio"
    count = int(os.environ.get("STUDIO_BENCH_RECORDS", "1000000"))
    filled = bench.studio("fill-store", folder=str(folder), executions=count, versions=10000)
    environment = dict(os.environ, XDG_DATA_HOME=str(data))
    listed = []
    for _ in range(ROUNDS * 3):
        begin = time.perf_counter()
        shown_page = subprocess.run(["ignite", "version", "list", "org:hello"], env=environment, capture_output=True, text=True, check=True)
        listed.append((time.perf_counter() - begin) * 1000)
        rows = [line for line in shown_page.stdout.splitlines() if line[:1].isdigit()]
        if len(rows) != 50 or not rows[0].startswith("10000 "):
            raise RuntimeError(f"not the first page of the versions: {shown_page.stdout[:300]}")
    bench.add("version-list-of-10000", "ms", listed, [], 20)
    bench.add("record-of-a-call", "µs", [bench.studio("record-calls", folder=str(bench.scratch / "records"))["us"] for _ in range(3)], [], 10)
    bench.add("record-written", "µs", [filled["usEach"]], [], 100)
    size = sum(file.stat().st_size for file in folder.glob("store.sqlite*"))
    print(f"store: {count} records take {size / (1 << 20):.0f} MiB on disk")
    for name, words in {"newest": "", "failed": "status:failed", "word-in-all": "hello", "word-in-few": "word19999",
                        "number-in-one": str(count // 2 + 1), "two-words": "word5 word4000", "word-begun-many": "hel",
                        "word-begun-most": "wor", "failed-with-word": "word17000 status:failed", "none": "absent",
                        "slow": "duration:>200ms", "slower-than-any": "duration:>2s", "quick": "duration:<1010us", "version": "version:2",
                        "no-such-version": "version:9", "server-errors": "status:5xx", "no-such-answer": "status:404", "last-minutes": "since:10m",
                        "slow-of-version": "duration:>200ms version:3", "slow-and-failed": "duration:>200ms status:failed",
                        "slow-with-word": "hello duration:>200ms", "two-that-exclude": "duration:>1.999ms version:2", "id-begun": "id:0"}.items():
        answer = bench.studio("search-store", folder=str(folder), words=words)
        bench.add(f"search-{name}", "ms", [answer["ms"]], [], 10)
        print(f"    found {answer['found']}, first {answer['firstMs']:.1f} ms, worst {answer['worstMs']:.1f} ms", flush=True)
    executions_window(bench, folder)


def executions_window(bench, folder):
    """The same records in the window: the list painted, and the result of a search painted."""
    searches = ["status:error", "hello", "word19999", "duration:>200ms", "status:5xx version:2 since:1h", "absent"]
    shown = [bench.studio("show-executions", folder=str(folder), searches=searches) for _ in range(ROUNDS)]
    bench.add("executions-list-painted", "ms", [one["listMs"] for one in shown], [], 30)
    for at, words in enumerate(searches):
        bench.add(f"executions-search-painted-{at + 1}", "ms", [one["searches"][at]["ms"] for one in shown], [], 30)
        print(f"    {words}: {shown[0]['searches'][at]['found']} rows")


def instance_log(bench):
    """An instance that writes 100,000 lines a second for 3 s: each is in the console, and the window keeps turning."""
    script = bench.scratch / "writer.py"
    script.write_text("#!/usr/bin/python3\nimport os, time\nbegin = time.monotonic()\nfor turn in range(300):\n"
                      "    os.write(2, b''.join(b'line %d of a handler that writes a lot\\n' % (turn * 1000 + i) for i in range(1000)))\n"
                      # fixed wait: so many lines a second are what is measured
                      "    time.sleep(max(0, begin + (turn + 1) / 100 - time.monotonic()))\n")
    script.chmod(0o755)
    gaps, lost = [], []
    for _ in range(ROUNDS):
        shown = bench.studio("instance-log", program=str(script))
        gaps.append(shown["gapMs"])
        lost.append(300_000 - shown["lines"])
        print(f"    {shown['lines']} lines in {shown['ms']:.0f} ms, {shown['leftOut']} left out", flush=True)
    records = [bench.studio("app-log") for _ in range(ROUNDS)]
    for one in records:
        print(f"    {one['lines']} lines of records, the last in sight: {one['isLastShown']}", flush=True)
    bench.add("app-log-100000-lines-a-second-lost", "", [300_000 - one["lines"] for one in records], [], 0)
    bench.add("app-log-100000-lines-a-second-gap", "ms", [one["gapMs"] for one in records], [], 16)
    bench.add("log-100000-lines-a-second-lost", "", lost, [], 0)
    bench.add("log-100000-lines-a-second-gap", "ms", gaps, [], 16)


def gateway(bench):
    """The sample at its direct address, beside the same artifact called without a gateway."""
    config, data = bench.scratch / "gateway-config", bench.scratch / "gateway-data"
    environment = dict(os.environ, XDG_CACHE_HOME=str(bench.scratch / "cache"), XDG_DATA_HOME=str(data), XDG_CONFIG_HOME=str(config))
    for command in (["app", "create", "hello"], ["draft", "save", "hello", "-c", str(SAMPLE)], ["draft", "compile", "hello"], ["draft", "publish", "hello"]):
        subprocess.run(["ignite", *command], env=environment, check=True, capture_output=True)
    ours = bench.ours("release")
    serving = subprocess.Popen(["ignite", "-o", "json", "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        said = ""
        while not said.endswith("}\n"):
            said += serving.stdout.readline()
        port = json.loads(said)["port"]
        host = f"hello-org.localhost:{port}"
        calls, floors = [], []
        rates = {1: ([], []), 16: ([], [])}
        for _ in range(ROUNDS):
            alone = bench.studio("run", program=ours["path"], target="native")["port"]
            bench.studio("warm", port=alone, calls=300)
            floors.append(bench.studio("warm", port=alone)["us"])
            for connections, (_, floor) in rates.items():
                floor.append(throughput(bench, alone, connections=connections))
            bench.studio("end")
            bench.studio("warm", port=port, host=host, calls=300)
            calls.append(bench.studio("warm", port=port, host=host)["us"])
            for connections, (ours_rates, _) in rates.items():
                ours_rates.append(throughput(bench, port, host=host, connections=connections))
                time.sleep(1)  # fixed wait: what is still to be recorded is no part of the next round
    finally:
        serving.terminate()
        serving.wait(10)
    bench.add("gateway-direct-p50", "µs", calls, floors, 2.5)
    bench.add("gateway-throughput-1", "/s", *rates[1], 0.35, more=True)
    bench.add("gateway-throughput-16", "/s", *rates[16], 0.35, more=True)


def project_of_100_mb(folder):
    random = Random(1)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(3, 9))) for _ in range(5000)]
    lines = ["    let " + " ".join(random.choices(words, k=7)) + ";\n" for _ in range(5000)]
    for i in range(100):
        module = folder / f"src/m{i}"
        module.mkdir(parents=True)
        for j in range(100):
            needle = "fn needle_handler() { let needle = 1; }\n" if j == 50 else ""
            (module / f"f{j}.rs").write_text(needle + "".join(random.choices(lines, k=200)))


def find_in_project(bench):
    tree = bench.scratch / "find"
    project_of_100_mb(tree)
    cases = {"find-in-project": "needle", "find-regex-in-project": "needle_\\w+\\(\\)", "find-20000-in-project": "let"}
    for name, words in cases.items():
        values, floors, firsts, gaps = [], [], [], []
        for i in range(ROUNDS + 2):  # the first two warm the files
            floor, _ = milliseconds("rg", "--ignore-case", "--line-number", words, str(tree))
            found = bench.studio("find-in-project", folder=str(tree), words=words, regex=True)
            if i >= 2:
                floors.append(floor)
                values.append(found["ms"])
                firsts.append(found["firstMs"])
                gaps.append(found["gapMs"])
        bench.add(name, "ms", values, floors, 1.5)
        bench.add(name + "-first", "ms", firsts, [], 50)
        bench.add(name + "-gap", "ms", gaps, [], 16)


def dependency_panel(bench):
    opened, keys, searches = [], [], []
    for i in range(ROUNDS + 1):  # the first one warms fonts and styles
        shown = bench.studio("dependencies", count=200)
        if i >= 1:
            opened.append(shown["openMs"])
            keys.append(shown["keyMs"])
            searches.append(shown["searchMs"])
    bench.add("dependencies-200-open", "ms", opened, [], 50)
    bench.add("dependencies-200-key", "ms", keys, [], 10)
    bench.add("dependencies-search", "ms", searches, [], 10)


def large_collection(bench):
    """10,000 saved requests: from opening the project to the painted rows, and keys in the list, its filter and a request's URL."""
    opened, keys = [], {"move": [], "filter": [], "edit": []}
    for i in range(ROUNDS + 1):  # the first one warms fonts and styles
        shown = bench.studio("collection", count=10_000)
        if shown["rows"] != 100:
            raise RuntimeError(f"the list has {shown['rows']} folders")
        if i >= 1:
            opened.append(shown["openMs"])
            for key, values in keys.items():
                values.append(shown[key + "Ms"][-2])  # of at least 20 keys the slowest but one
    bench.add("collection-10000-open", "ms", opened, [], 300)
    for key, values in keys.items():
        bench.add(f"collection-10000-{key}-key", "ms", values, [], 8)


def million_lines(bench):
    """1,000,000 lines of a program's stderr in the console until the last is painted, beside the same in xterm."""
    if not shutil.which("xterm"):
        print("console: xterm is not installed; install the package xterm in the build's file system to compare with it")
        return
    text = bench.scratch / "lines.txt"
    text.write_text("".join(f"line {i} of what a handler wrote\n" for i in range(1_000_000)))
    script = bench.scratch / "lines.sh"
    script.write_text(f"#!/bin/sh\nexec cat '{text}' >&2\n")
    script.chmod(0o755)
    values, floors, gaps, more = [], [], [], []
    for i in range(ROUNDS + 1):
        shown = bench.studio("console", program=str(script))
        if shown["lines"] != 1_000_000:
            raise RuntimeError(f"the console kept {shown['lines']} lines")
        begin = time.perf_counter()
        # As it is started: with as many lines to scroll back to it takes three times as long.
        subprocess.run(["xterm", "-geometry", "120x32", "-e", str(script)], check=True, timeout=120, stderr=subprocess.DEVNULL)
        floor = (time.perf_counter() - begin) * 1000
        if i >= 1:
            values.append(shown["ms"])
            floors.append(floor)
            gaps.append(shown["gapMs"])
        else:
            more.append(shown["moreMib"])  # later ones use again what the first has given back
    bench.add("console-1000000-lines", "ms", values, floors, 1)
    bench.add("console-1000000-lines-gap", "ms", gaps, [], 16)
    bench.add("console-1000000-lines-memory", "MiB", more, [], 60)


def large_answer(bench):
    """60 MB of JSON in the invoke pane: from its last chunk until the first lines are painted, and the longest turn from the send on."""
    firsts, gaps = [], []
    for i in range(ROUNDS + 1):  # the first one warms fonts and styles
        shown = bench.studio("large-answer", bytes=60_000_000)
        if shown["bytes"] < 60_000_000:
            raise RuntimeError(f"the answer had {shown['bytes']} bytes")
        if i >= 1:
            firsts.append(shown["ms"])
            gaps.append(shown["gapMs"])
    bench.add("answer-60-mb-first-screen", "ms", firsts, [], 300)
    bench.add("answer-60-mb-gap", "ms", gaps, [], 50)


def long_payload(bench):
    """Keys typed into the middle of a payload that is one line of 6 MiB: each until it is painted, and the longest turn meanwhile."""
    typed = [bench.studio("long-payload", bytes=6 << 20) for _ in range(ROUNDS)]
    bench.add("payload-6-mib-line-key-p95", "ms", [one["keyMs"][len(one["keyMs"]) * 95 // 100] for one in typed], [], 16)
    bench.add("payload-6-mib-line-gap", "ms", [one["gapMs"] for one in typed], [], 16)


FIGURES = {"answer": large_answer, "payload": long_payload, "collection": large_collection, "dependencies": dependency_panel, "console": million_lines, "archive": archive, "gateway": gateway, "edit": edit_to_answer, "release": release_handler, "start": start_of_instance, "send": send_overhead, "stream": stream_shown, "wasm": wasm, "window": window, "editor": opened_files, "large": large_text, "typing": typed_keys, "complete": completed, "project200": project_of_200_crates, "rename": rename_of_500_uses, "first": first_compiles, "cancel": cancelled, "beside": compiled_beside_cargo, "store": store, "log": instance_log, "find": find_in_project}


def main():
    names = sys.argv[1:] or list(FIGURES)
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        sys.exit(f"no figures called {', '.join(unknown)}; there are: {', '.join(FIGURES)}")
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as scratch:
        bench = Bench(Path(scratch))
        try:
            for name in names:
                FIGURES[name](bench)
        finally:
            bench.studio.close()
            (TOP / "build").mkdir(exist_ok=True)
            (TOP / "build/bench.json").write_text(json.dumps(bench.rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
