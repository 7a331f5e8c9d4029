// SPDX-License-Identifier: MIT OR Apache-2.0
//! The same source as components under the real Wasmtime. Not part of a plain `cargo test`, because it needs tools that not everyone
//! has: `cargo test --test wasm -- --ignored`. Where one is missing it fails and says which.

#[path = "common/build.rs"]
mod build;
mod common;
#[path = "common/examples.rs"]
mod examples;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use common::{Answer, Server, answer, head, piece, post};

fn wasmtime() -> String {
    std::env::var("WASMTIME").unwrap_or_else(|_| "wasmtime".into())
}

fn components() -> &'static Path {
    static COMPONENTS: OnceLock<PathBuf> = OnceLock::new();
    COMPONENTS.get_or_init(|| {
        if let Err(error) = Command::new(wasmtime()).arg("--version").stdout(Stdio::null()).status() {
            panic!("Wasmtime is missing ({}: {error}): put `wasmtime` on PATH, or its path into WASMTIME.", wasmtime());
        }
        let library =
            Command::new("rustc").args(["--print", "target-libdir", "--target", build::WASM]).output().unwrap();
        let library = String::from_utf8_lossy(&library.stdout).trim().to_owned();
        assert!(
            Path::new(&library).exists(),
            "Rust's library for {0} is missing: install it, for example with `rustup target add {0}`.",
            build::WASM
        );
        // A toolchain of rustup has its own; others need it on PATH.
        let on_path = std::env::var_os("PATH")
            .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("wasm-component-ld").exists()));
        let beside = Path::new(&library).join("../../x86_64-unknown-linux-gnu/bin/wasm-component-ld");
        assert!(
            on_path || beside.exists(),
            "The linker wasm-component-ld is missing: install it with `cargo install wasm-component-ld --locked`."
        );
        build::build(Some(build::WASM))
    })
}

/// `wasmtime serve`, with instances reused, on a port of its own choice.
fn serve(name: &str, options: &[&str], environment: &[(&str, &str)]) -> Server {
    let mut command = Command::new(wasmtime());
    command.args(["serve", "-Scli", "--addr", "127.0.0.1:0"]).args(options);
    for (key, value) in environment {
        command.args(["--env", &format!("{key}={value}")]);
    }
    let mut process = command
        .arg(components().join(format!("{name}.wasm")))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("wasmtime starts");
    let mut head = String::new();
    let stderr = process.stderr.as_mut().unwrap();
    let mut byte = [0];
    loop {
        // Byte by byte, so that nothing is taken away from who reads the rest.
        assert_eq!(stderr.read(&mut byte).unwrap(), 1, "{head}");
        head.push(byte[0].into());
        if let Some((_, port)) = head.trim_end_matches(['/', '\n']).rsplit_once("http://127.0.0.1:")
            && head.ends_with('\n')
        {
            return Server::new(process, port.parse().unwrap(), head);
        }
    }
}

/// As the platform starts it. One call at a time: the next one would else get another instance while the one before ends.
const REUSED: &[&str] =
    &["--max-instance-reuse-count", "1000", "--max-concurrent-requests", "1", "--idle-instance-timeout", "60"];

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn each_example_answers() {
    examples::check(&|name, environment| serve(name, REUSED, environment));
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn errors_panics_and_statuses_are_whole_answers() {
    // Each on an instance of its own, and one after the other on one: after a panic the host makes a new one.
    for options in [&[][..], REUSED] {
        let server = serve("app-calls", options, &[("IGNITE_RUNNER", "1")]);
        for (path, status, body) in [
            ("/number", 500, r#"{"error":"the handler panicked with a value that is not text"}"#),
            ("/odd", 500, r#"{"error":"the handler panicked with a value that is not text"}"#),
            ("/hook", 500, r#"{"error":"with a hook"}"#),
            ("/hook-around", 500, r#"{"error":"with a hook around another"}"#),
            ("/hook-dropped", 500, r#"{"error":"without a hook"}"#),
            ("/hook-twice", 500, r#"{"error":"with the second hook"}"#),
            ("/hook-kept", 200, "null"),
            ("/number", 500, r#"{"error":"the handler panicked with a value that is not text"}"#),
            ("/parse", 500, r#"{"error":"invalid digit found in string"}"#),
            ("/missing", 404, r#"{"error":"no such order"}"#),
            ("/early", 500, r#"{"error":"101 is not the status of an answer"}"#),
            ("/empty", 204, ""),
            ("/length", 200, "four"),
            ("/slow", 200, "null"),
        ] {
            let answer = server.post(path, "");
            assert_eq!((answer.status, answer.body.as_str()), (status, body), "{path}");
            assert!(answer.header("x-ignite-execution-id").is_some_and(|id| id.len() == 36), "{path}");
            assert!(answer.header("x-ignite-handler-us").is_some_and(|us| us.parse::<u64>().is_ok()), "{path}");
        }
        let stderr = server.stop();
        let marks = |mark: &str| stderr.matches(mark).count();
        assert_eq!((marks(common::BEGIN_MARK), marks(common::END_MARK)), (14, 14), "{stderr}");
    }
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn the_request_is_handed_through() {
    let server = serve("app-calls", REUSED, &[]);
    for method in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
        let request = format!(
            "{method} /a%20b//c?q=1&q=x+y%26 HTTP/1.1\r\nhost: x\r\nx-name: \u{e4}\r\nx-ignite-execution-id: e\r\n\r\n"
        );
        let expected =
            format!(r#"{{"host":"x","id":"e","method":"{method}","name":"ä","path":"/a%20b//c","q":["1","x y&"]}}"#);
        assert_eq!(server.call(&request).body, expected);
    }
    assert_eq!(server.call("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").body, "ok");
    assert!(server.post("/healthz", "").body.contains("POST"), "only GET is the probe");
    let mut stream = server.connect();
    stream.write_all(b"HEAD / HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let answer = head(&mut BufReader::new(stream)).unwrap();
    assert!(answer.header("content-length").unwrap().parse::<u32>().unwrap() > 20);
    assert!(!server.stop().contains('\x1e'), "no runner reads, no marks");
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn a_body_of_6_mib_is_taken_and_one_byte_more_is_413() {
    let server = serve("app-calls", REUSED, &[]);
    let limit = 6 * 1024 * 1024;
    assert_eq!(server.post("/", &"x".repeat(limit)).status, 200);
    let refusal = server.post("/", &"x".repeat(limit + 1));
    assert_eq!(refusal.status, 413);
    assert!(refusal.body.contains("6291456"), "{}", refusal.body);
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn the_temp_store_is_a_folder_or_memory_and_gone_with_the_call() {
    let base = std::env::temp_dir().join(format!("ignite-wasm-{}", std::process::id()));
    std::fs::create_dir_all(&base).unwrap();
    let folder = format!("{}::/scratch", base.display());
    let server = serve("app-calls", &[REUSED, &["--dir", &folder]].concat(), &[("IGNITE_SCRATCH", "/scratch")]);
    let answer = server.post("/store", "");
    let id = answer.header("x-ignite-execution-id").unwrap();
    assert_eq!(answer.body, format!(r#"[["note"],"{id}"]"#));
    assert_eq!(server.post("/store-and-panic", "").body, r#"{"error":"with a store"}"#);
    assert_eq!(std::fs::read_dir(&base).unwrap().count(), 0);
    assert!(server.stop().contains("store /scratch/ignite-"));
    std::fs::remove_dir(&base).unwrap();

    let in_memory = serve("app-calls", REUSED, &[("IGNITE_SCRATCH_QUOTA", "64")]);
    let body = in_memory.post("/store", "").body;
    assert!(body.contains("the temp store has no path here"), "{body}");
    let body = in_memory.post("/full", "").body;
    assert_eq!(body, r#"{"error":"the temp store is full: \"big\" has 65 bytes, 0 are taken, 64 may be"}"#);

    let nowhere = serve("app-calls", REUSED, &[("IGNITE_SCRATCH", "/nowhere")]);
    let body = nowhere.post("/store", "").body;
    assert!(body.contains("the temp store cannot be made in /nowhere"), "{body}");
}

fn open(server: &Server, path: &str) -> (Answer, BufReader<TcpStream>) {
    let mut stream = server.connect();
    stream.write_all(post(path, "x-ignite-execution-id: me\r\n", "").as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let answer = head(&mut reader).expect("a head");
    (answer, reader)
}

fn body(reader: &mut impl BufRead) -> (String, bool) {
    let mut text = String::new();
    loop {
        match piece(reader) {
            Some(piece) if piece.is_empty() => return (text, true),
            Some(piece) => text += &piece,
            None => return (text, false),
        }
    }
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn a_stream_is_the_answer() {
    let server = serve("app-stream", REUSED, &[]);
    for (path, content_type, expected) in [
        ("/plain", "text/plain", "onetwo"),
        ("/events", "text/event-stream", "event: tick\ndata: 1\ndata: 2\n\ndata: last\n\n"),
        ("/other-task", "application/octet-stream", "from a task"),
    ] {
        let (answer, mut reader) = open(&server, path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)), "{path}");
        assert_eq!(answer.header("x-ignite-execution-id"), Some("me"));
        assert_eq!(body(&mut reader), (expected.to_owned(), true), "{path}");
        reader.get_mut().write_all(post("/unused", "", "").as_bytes()).unwrap();
        assert_eq!(answer_of(&mut reader), r#""returned""#);
    }
    let server = serve("app-stream_blocking", REUSED, &[]);
    let (answer, mut reader) = open(&server, "/");
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(body(&mut reader), ("01234event: done\ndata: \n\n".to_owned(), true));
}

fn answer_of(reader: &mut impl BufRead) -> String {
    answer(reader).unwrap().body
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn the_first_byte_leaves_when_it_is_written() {
    let server = serve("app-stream", REUSED, &[]);
    for (path, expected) in [("/begun", None), ("/waits", Some("first"))] {
        let begun = Instant::now();
        let (_, mut reader) = open(&server, path);
        if let Some(expected) = expected {
            assert_eq!(piece(&mut reader).as_deref(), Some(expected));
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "the handler sleeps for 20 s");
    }
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn what_fails_in_the_middle_ends_the_stream_visibly() {
    let server = serve("app-stream", REUSED, &[("IGNITE_RUNNER", "1")]);
    for path in ["/fails", "/panics"] {
        let (answer, mut reader) = open(&server, path);
        assert_eq!(answer.status, 200);
        assert_eq!(body(&mut reader), ("first".to_owned(), false), "{path}");
    }
    let stderr = server.stop();
    assert!(stderr.contains("error: broke in the middle (the stream is broken off)"), "{stderr}");
    assert_eq!(stderr.matches(common::END_MARK).count(), 2, "{stderr}");
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn a_slow_client_holds_the_handler_back_and_one_that_leaves_is_noticed() {
    let server = serve("app-stream", REUSED, &[("IGNITE_RUNNER", "1")]);
    let (_, mut reader) = open(&server, "/endless");
    thread::sleep(Duration::from_millis(500));
    for _ in 0..100 {
        assert!(piece(&mut reader).is_some_and(|piece| !piece.is_empty()));
    }
    drop(reader);
    thread::sleep(Duration::from_millis(500));
    let stderr = server.stop();
    let writes = stderr.lines().filter(|line| line.contains("wrote ")).count();
    assert!((1..1000).contains(&writes), "{writes}");
    assert!(stderr.contains("stopped: the client has gone away"), "{stderr}");
    assert!(stderr.contains(common::END_MARK), "{stderr}");
}

#[test]
#[ignore = "needs wasmtime and wasm-component-ld: cargo test --test wasm -- --ignored"]
fn a_component_that_is_run_says_what_it_is_for() {
    let output = Command::new(wasmtime())
        .args(["run", "-Scli", "-Shttp"])
        .arg(components().join("hello.wasm"))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && stderr.contains("start it with `wasmtime serve -S cli`"), "{stderr}");
}
