// SPDX-License-Identifier: MIT OR Apache-2.0
//! The server around a handler, as a process of its own: this test program started again with a socket as descriptor 3.

mod common;

use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use common::{BEGIN_MARK, END_MARK, Server, answer, post};

mod app {
    use ignite::prelude::*;
    use std::time::Duration;

    #[ignite::main]
    async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
        match req.query_param("do").as_deref() {
            Some("panic") => panic!("asked to panic"),
            Some("fail") => return Err(Error::new("asked to fail")),
            Some("sleep") => tokio::time::sleep(Duration::from_millis(300)).await,
            _ => {}
        }
        Ok(ignite::json!({"id": ctx.execution_id(), "function": ctx.function_id(), "bytes": req.raw().len()}))
    }
}

mod blocking {
    use ignite::prelude::*;

    #[ignite::main]
    fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
        std::thread::sleep(std::time::Duration::from_secs(5));
        Ok(req.raw().len().to_string())
    }
}

/// Not a test of its own: what the others start.
#[test]
fn serves() {
    match std::env::var("SERVER_UNDER_TEST").as_deref() {
        Ok("app") => app::main(),
        Ok("blocking") => blocking::main(),
        _ => {}
    }
}

#[test]
fn the_probe_answers_without_the_handler() {
    let server = Server::start("app");
    let probe = server.call("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
    assert_eq!((probe.status, probe.body.as_str()), (200, "ok"));
    assert!(!server.finish().contains("<ignite "));
}

#[test]
fn ids_come_from_the_headers_or_are_made() {
    let server = Server::start("app");
    let given = server.call(&post("/", "X-Ignite-Execution-Id: abc\r\nx-ignite-function-id: org/hello\r\n", "12345"));
    assert_eq!(given.status, 200);
    assert_eq!(given.body, r#"{"bytes":5,"function":"org/hello","id":"abc"}"#);
    assert_eq!(given.header("x-ignite-execution-id"), Some("abc"));
    let made = server.call(&post("/", "", ""));
    assert!(made.body.contains("local/handler"), "{}", made.body);
    assert_eq!(made.header("x-ignite-execution-id").map(str::len), Some(36));
}

#[test]
fn a_connection_is_kept_and_pipelined_requests_are_answered_in_order() {
    let server = Server::start("app");
    let mut stream = server.connect();
    let requests: String = (0..20).map(|i| post("/", &format!("x-ignite-execution-id: call-{i}\r\n"), "x")).collect();
    stream.write_all(requests.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    for i in 0..20 {
        let answer = answer(&mut reader).expect("an answer");
        assert_eq!(answer.header("x-ignite-execution-id"), Some(format!("call-{i}").as_str()));
    }
}

#[test]
fn an_error_and_a_panic_are_answers_and_the_process_lives_on() {
    let server = Server::start("app");
    for (action, message) in [("panic", "asked to panic"), ("fail", "asked to fail")] {
        let answer = server.call(&post(&format!("/?do={action}"), "x-ignite-execution-id: e\r\n", ""));
        assert_eq!((answer.status, answer.body.clone()), (500, format!("{{\"error\":\"{message}\"}}")));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("x-ignite-execution-id"), Some("e"));
    }
    assert_eq!(server.call(&post("/", "", "")).status, 200);
    let stderr = server.finish();
    assert!(stderr.contains("asked to panic") && stderr.contains("error: asked to fail"), "{stderr}");
}

#[test]
fn a_body_of_6_mib_is_taken_and_one_byte_more_is_413() {
    let server = Server::start("app");
    let limit = 6 * 1024 * 1024;
    assert!(server.call(&post("/", "", &"x".repeat(limit))).body.contains("6291456"));
    let mut stream = server.connect();
    let _ = stream.write_all(post("/", "", &"x".repeat(limit + 1)).as_bytes());
    let refusal = answer(&mut BufReader::new(stream)).expect("an answer");
    assert_eq!(refusal.status, 413);
    assert!(refusal.body.contains("6291456"), "{}", refusal.body);
}

#[test]
fn a_chunked_body_arrives_whole() {
    let server = Server::start("app");
    let request = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n";
    assert!(server.call(request).body.contains("\"bytes\":7"));
}

#[test]
fn calls_that_wait_do_not_wait_for_one_another() {
    let server = Server::start("app");
    server.call("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"); // it has started
    let begun = Instant::now();
    let answered = thread::scope(|scope| {
        let calls: Vec<_> = (0..16).map(|_| scope.spawn(|| server.call(&post("/?do=sleep", "", "")).status)).collect();
        calls.into_iter().filter_map(|call| call.join().ok()).filter(|status| *status == 200).count()
    });
    assert_eq!(answered, 16);
    assert!(begun.elapsed() < Duration::from_millis(16 * 300 / 2), "{:?}", begun.elapsed());
}

#[test]
fn a_handler_that_blocks_does_not_stop_the_probe() {
    let server = Server::start("blocking");
    let mut stuck = server.connect();
    stuck.write_all(post("/", "", "").as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(200));
    let begun = Instant::now();
    assert_eq!(server.call("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").body, "ok");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn sigterm_lets_the_call_in_flight_finish() {
    let server = Server::start("app");
    let mut stream = server.connect();
    stream.write_all(post("/?do=sleep", "", "").as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(100));
    server.signal("-TERM");
    let last = answer(&mut BufReader::new(stream)).expect("an answer");
    assert_eq!(last.status, 200);
    server.finish_after_signal();
}

#[test]
fn each_call_is_marked_on_stderr_for_the_runner() {
    let server = Server::start("app");
    server.call(&post("/", "x-ignite-execution-id: abc\r\n", ""));
    let answer = server.call(&post("/?do=fail", "x-ignite-execution-id: def\r\n", ""));
    assert!(answer.header("x-ignite-handler-us").is_some_and(|us| us.parse::<u64>().is_ok()));
    let stderr = server.finish();
    let marks: Vec<&str> = stderr.split_inclusive('\n').filter(|line| line.starts_with('\x1e')).collect();
    assert_eq!(marks, [BEGIN_MARK, END_MARK, BEGIN_MARK, END_MARK], "{stderr}");
}

#[test]
fn only_calls_of_the_runner_are_marked() {
    let server = Server::start("app");
    for header in [
        "",
        "x-ignite-marks: b e\r\n",
        "x-ignite-marks: 00000000000000b0 \x1b]0;title\x07\r\n",
        "x-ignite-marks: \u{e4}\r\n",
    ] {
        let answer = server.call(&format!("POST / HTTP/1.1\r\nhost: x\r\n{header}content-length: 0\r\n\r\n"));
        assert!(answer.header("x-ignite-handler-us").is_none());
    }
    let stderr = server.finish();
    assert!(!stderr.contains('\x1e') && !stderr.contains('\x1b'), "{stderr}");
}

#[test]
fn port_is_listened_on_where_no_socket_is_handed_over() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let process = Server::command()
        .args(["-c", "exec \"$0\" --exact serves --nocapture"])
        .arg(std::env::current_exe().unwrap())
        .envs([("SERVER_UNDER_TEST", "app"), ("PORT", &port.to_string())])
        .spawn()
        .unwrap();
    let server = Server::new(process, port, String::new());
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it never listened");
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(server.call(&post("/", "", "")).status, 200);
    assert!(!server.finish().contains('\x1e'), "no runner reads, no marks");
}

#[test]
fn what_cannot_be_listened_on_is_said() {
    let taken = TcpListener::bind("0.0.0.0:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (name, value, sentence) in [
        ("PORT", port.as_str(), format!("Cannot listen on port {port}")),
        ("PORT", "lots", "PORT is \"lots\", which is not a port number.".to_owned()),
        ("LISTEN_FDS", "2", "a handler takes one socket".to_owned()),
        ("UNSET", "", "There is nothing to listen on: set PORT".to_owned()),
    ] {
        let output = Server::command()
            .args(["-c", "exec \"$0\" --exact serves --nocapture"])
            .arg(std::env::current_exe().unwrap())
            .envs([("SERVER_UNDER_TEST", "app"), (name, value)])
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains(&sentence), "{stderr}");
    }
}
