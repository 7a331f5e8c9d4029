// SPDX-License-Identifier: MIT OR Apache-2.0
//! Answers that go out piece by piece.

mod common;

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use common::{Answer, Server, head, piece, post};

#[path = "apps/stream.rs"]
mod app;

#[path = "apps/stream_blocking.rs"]
mod blocking;

/// Not a test of its own: what the others start.
#[test]
fn serves() {
    match std::env::var("SERVER_UNDER_TEST").as_deref() {
        Ok("app") => app::main(),
        Ok("blocking") => blocking::main(),
        _ => {}
    }
}

fn open(server: &Server, path: &str) -> (Answer, BufReader<TcpStream>) {
    let mut stream = server.connect();
    stream.write_all(post(path, "x-ignite-execution-id: me\r\n", "").as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let answer = head(&mut reader).expect("a head");
    (answer, reader)
}

/// The whole body, and whether it ended properly.
fn body(reader: &mut BufReader<TcpStream>) -> (String, bool) {
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
fn a_stream_is_the_answer_and_the_return_value_is_not() {
    let server = Server::start("app");
    for (path, content_type, expected) in [
        ("/plain", "text/plain", "onetwo"),
        ("/events", "text/event-stream", "event: tick\ndata: 1\ndata: 2\n\ndata: last\n\n"),
        ("/late", "application/octet-stream", "in time"),
        ("/other-task", "application/octet-stream", "from a task"),
    ] {
        let (answer, mut reader) = open(&server, path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)), "{path}");
        assert_eq!(answer.header("x-ignite-execution-id"), Some("me"));
        assert_eq!(body(&mut reader), (expected.to_owned(), true), "{path}");
        // The connection can be used again.
        reader.get_mut().write_all(post("/unused", "", "").as_bytes()).unwrap();
        assert_eq!(common::answer(&mut reader).unwrap().body, r#""returned""#);
    }
    thread::sleep(Duration::from_millis(200));
    assert!(server.finish().contains("late: the call has ended"));
}

#[test]
fn the_first_byte_leaves_when_it_is_written() {
    let server = Server::start("app");
    for (path, expected) in [("/begun", None), ("/waits", Some("first"))] {
        let begun = Instant::now();
        let (answer, mut reader) = open(&server, path);
        assert_eq!(answer.status, 200);
        if let Some(expected) = expected {
            assert_eq!(piece(&mut reader).as_deref(), Some(expected));
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "the handler sleeps for 20 s");
    }
}

#[test]
fn what_fails_in_the_middle_ends_the_stream_visibly() {
    let server = Server::start("app");
    for path in ["/fails", "/panics"] {
        let (answer, mut reader) = open(&server, path);
        assert_eq!(answer.status, 200);
        assert_eq!(body(&mut reader), ("first".to_owned(), false), "{path}");
    }
    let stderr = server.finish();
    assert!(stderr.contains("error: broke in the middle (the stream is broken off)"), "{stderr}");
    assert_eq!(stderr.matches(common::END_MARK).count(), 2, "{stderr}");
}

#[test]
fn a_slow_client_holds_the_handler_back() {
    let server = Server::start("app");
    let (_, mut reader) = open(&server, "/endless");
    thread::sleep(Duration::from_millis(500));
    for _ in 0..100 {
        assert_eq!(piece(&mut reader).map(|piece| piece.len()), Some(64 * 1024));
    }
    drop(reader);
    thread::sleep(Duration::from_millis(300));
    let stderr = server.finish();
    // What a client does not take fits into the buffers of two sockets and of hyper: a few MiB, and no more.
    let writes = stderr.lines().filter(|line| line.starts_with("wrote ")).count();
    assert!((100..1000).contains(&writes), "{writes}");
    assert!(stderr.contains("stopped: the client has gone away"), "{stderr}");
    assert!(stderr.contains(common::END_MARK), "{stderr}");
}

#[test]
fn a_plain_function_streams() {
    let server = Server::start("blocking");
    let (answer, mut reader) = open(&server, "/");
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(body(&mut reader), ("01234event: done\ndata: \n\n".to_owned(), true));
}

#[test]
fn head_has_the_headers_and_the_handler_runs_to_its_end() {
    let server = Server::start("app");
    let mut stream = server.connect();
    stream.write_all(b"HEAD /plain HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut reader = BufReader::new(stream);
    let answer = head(&mut reader).unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/plain")));
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert!(!server.finish().contains("error:"));
}
