// SPDX-License-Identifier: MIT OR Apache-2.0
//! What one call may do and how it ends: panics, errors, the temp store, calls side by side, a client that goes away.

mod common;

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use common::{Answer, Server, post};

#[path = "apps/calls.rs"]
mod app;

mod blocking {
    use ignite::prelude::*;

    #[ignite::main]
    fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse, std::num::ParseIntError> {
        std::thread::sleep(std::time::Duration::from_millis(200));
        if req.path() == "/panic" {
            panic!("in a plain fn");
        }
        let number: u32 = req.query_param("n").unwrap_or_default().parse()?;
        Ok(ignite::json!([number, ctx.execution_id()]))
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

fn get(server: &Server, path: &str) -> Answer {
    server.call(&post(path, "", ""))
}

#[test]
fn what_was_thrown_is_said_and_the_next_call_is_answered() {
    let server = Server::start("app");
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
    ] {
        let answer = get(&server, path);
        assert_eq!((answer.status, answer.body.as_str()), (status, body), "{path}");
    }
    assert_eq!(get(&server, "/x").status, 200);
}

#[test]
fn method_path_query_and_headers_are_handed_through() {
    let server = Server::start("app");
    for method in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
        let request = format!("{method} /a%20b//c?q=1&q=x+y%26 HTTP/1.1\r\nhost: x\r\nx-name: \u{e4}\r\n\r\n");
        let answer = server.call(&request);
        assert_eq!(answer.status, 200);
        let id = answer.header("x-ignite-execution-id").unwrap();
        let expected =
            format!(r#"{{"host":"x","id":"{id}","method":"{method}","name":"ä","path":"/a%20b//c","q":["1","x y&"]}}"#);
        assert_eq!(answer.body, expected);
    }
    for request in ["HEAD /healthz HTTP/1.1\r\nhost: x\r\n\r\n", "HEAD / HTTP/1.1\r\nhost: x\r\n\r\n"] {
        let mut stream = server.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let answer = common::head(&mut std::io::BufReader::new(stream)).unwrap();
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-length").unwrap().parse::<u32>().unwrap() > 20);
    }
    assert!(server.call(&post("/healthz", "", "")).body.contains("POST"), "only GET is the probe");
}

#[test]
fn many_calls_at_once_have_their_own_ids() {
    for handler in ["app", "blocking"] {
        let server = Server::start(handler);
        get(&server, "/?n=1"); // it has started
        let begun = Instant::now();
        let ids: HashSet<String> = thread::scope(|scope| {
            let calls: Vec<_> = (0..64)
                .map(|n| {
                    let path = if handler == "app" { "/slow".into() } else { format!("/?n={n}") };
                    let server = &server;
                    scope.spawn(move || {
                        let answer = get(server, &path);
                        assert_eq!(answer.status, 200, "{}", answer.body);
                        answer.header("x-ignite-execution-id").unwrap().to_owned()
                    })
                })
                .collect();
            calls.into_iter().map(|call| call.join().unwrap()).collect()
        });
        assert_eq!(ids.len(), 64);
        assert!(begun.elapsed() < Duration::from_secs(6), "one after the other would take 12 s and more");
    }
}

#[test]
fn a_plain_function_fails_and_panics_like_any_other() {
    let server = Server::start("blocking");
    assert_eq!(get(&server, "/panic").body, r#"{"error":"in a plain fn"}"#);
    assert_eq!(get(&server, "/?n=x").body, r#"{"error":"invalid digit found in string"}"#);
    assert!(get(&server, "/?n=7").body.starts_with("[7,"));
    let stderr = server.finish();
    assert_eq!(stderr.matches(common::END_MARK).count(), 3, "{stderr}");
}

/// The folder that a handler said it uses.
fn stores(stderr: &str) -> Vec<PathBuf> {
    stderr.lines().filter_map(|line| line.strip_prefix("store ")).map(PathBuf::from).collect()
}

#[test]
fn a_temp_store_is_of_one_call_and_gone_with_it() {
    let base = std::env::temp_dir().join(format!("ignite-calls-{}", std::process::id()));
    std::fs::create_dir_all(&base).unwrap();
    let server = Server::start_with("app", &[("IGNITE_SCRATCH", base.to_str().unwrap())]);
    for _ in 0..2 {
        let answer = get(&server, "/store");
        let id = answer.header("x-ignite-execution-id").unwrap();
        assert_eq!(answer.body, format!(r#"[["note"],"{id}"]"#));
    }
    assert_eq!(get(&server, "/store-and-panic").status, 500);
    let mut leaving = server.connect();
    leaving.write_all(post("/store-and-wait", "", "").as_bytes()).unwrap();
    let begun = Instant::now();
    while std::fs::read_dir(&base).unwrap().count() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the call never made its store");
        thread::sleep(Duration::from_millis(10));
    }
    drop(leaving);
    while std::fs::read_dir(&base).unwrap().count() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the store of a call that was given up stayed");
        thread::sleep(Duration::from_millis(10));
    }
    let stderr = server.finish();
    let stores = stores(&stderr);
    assert_eq!(stores.iter().collect::<HashSet<_>>().len(), 4, "{stderr}");
    assert!(stores.iter().all(|store| store.starts_with(&base) && !store.exists()), "{stderr}");
    assert!(stderr.matches(common::END_MARK).count() == 4, "{stderr}");
    std::fs::remove_dir(&base).unwrap();
}

#[test]
fn a_temp_store_that_cannot_be_is_an_error_of_the_call() {
    let server = Server::start_with("app", &[("IGNITE_SCRATCH", "/nowhere")]);
    let body = get(&server, "/store").body;
    assert!(body.contains("the temp store cannot be made in /nowhere: No such file or directory"), "{body}");
    let server = Server::start_with("app", &[("IGNITE_SCRATCH_QUOTA", "64")]);
    let body = get(&server, "/full").body;
    assert_eq!(body, r#"{"error":"the temp store is full: \"big\" has 65 bytes, 0 are taken, 64 may be"}"#);
}
