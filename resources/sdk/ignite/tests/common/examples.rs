// SPDX-License-Identifier: MIT OR Apache-2.0
//! Each example, asked what its first lines invite to ask. The answers are the same on both targets.

use std::io::{BufReader, Write};

use crate::common::{Server, head, piece, post};

/// Starts the example of this name with these variables.
pub type Start<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> Server;

struct Row {
    example: &'static str,
    path: &'static str,
    body: &'static str,
    status: u16,
    /// The whole answer.
    answer: &'static str,
}

const fn row(example: &'static str, path: &'static str, body: &'static str, status: u16, answer: &'static str) -> Row {
    Row { example, path, body, status, answer }
}

/// So often an example is asked before it counts as wrong.
const TRIES: usize = 3;

const ROWS: &[Row] = &[
    row(
        "typed-body",
        "/",
        r#"{"customer":"Ada","items":[{"article":"tea","count":2,"cents":450}],"discount_percent":10}"#,
        200,
        r#"{"to":"Ada","lines":["2 × tea"],"total_cents":810}"#,
    ),
    row(
        "typed-body",
        "/",
        r#"{"customer":"Ada","items":[{"article":"tea","cnt":2}]}"#,
        500,
        r#"{"error":"the body has another shape: unknown field `cnt`, expected one of `article`, `count`, `cents` at line 1 column 49"}"#,
    ),
    row("errors", "/", r#"{"article":"tea","count":3}"#, 200, r#"{"reserved":3}"#),
    row("errors", "/", r#"{"article":"tea","count":13}"#, 409, r#"{"error":"only 12 of tea are left"}"#),
    row("errors", "/", r#"{"article":"tea"}"#, 400, r#"{"error":"the body has no key \"count\""}"#),
    row(
        "errors",
        "/",
        r#"{"article":"x"}"#,
        500,
        r#"{"error":"no stock is known of x: cannot parse integer from empty string"}"#,
    ),
    row("errors", "/", r#"{"article":"tea","count":0}"#, 500, r#"{"error":"nobody orders nothing"}"#),
    row("errors", "/", r#"{"article":"tea","count":1}"#, 200, r#"{"reserved":1}"#),
    row("temp-store", "/", "one\ntwo", 200, r#"{"bytes":7,"files":["lines/0.txt","lines/1.txt","upload.txt"]}"#),
    row("temp-store", "/", "x", 200, r#"{"bytes":1,"files":["lines/0.txt","upload.txt"]}"#),
    row("environment", "/", "", 200, r#"{"greeting":"Moin","key_length":6}"#),
    row("status-and-headers", "/x?tag=a&tag=b", "", 201, r#"{"path":"/x","tags":["a","b"]}"#),
    row("status-and-headers", "/nothing", "", 204, ""),
    row("status-and-headers", "/page", "", 200, "<h1>Hello, stranger</h1>"),
    row("status-and-headers", "/moved", "", 302, ""),
    row("shared-state", "/", r#"{"name":"a"}"#, 200, r#"{"calls":1,"name":"a","times":1}"#),
    row("shared-state", "/", r#"{"name":"b"}"#, 200, r#"{"calls":2,"name":"b","times":1}"#),
    row("shared-state", "/", r#"{"name":"a"}"#, 200, r#"{"calls":3,"name":"a","times":2}"#),
    row(
        "timers",
        "/",
        "",
        200,
        r#"{"answers":["a after 100 ms","b after 150 ms"],"in_time":true,"slow":"gave up","ticks":3}"#,
    ),
    row("workspace-fixture", "/", "[1,2,-5]", 200, r#"{"sum":-2}"#),
    row("main-rs", "/", "", 200, r#""hello""#),
    row("main-rs", "/?language=fr", "", 200, r#""bonjour""#),
    row("main-rs", "/?language=xx", "", 404, r#"{"error":"no greeting is known in \"xx\""}"#),
    row("sync-handler", "/", r#"{"limit":100000}"#, 200, r#"{"limit":100000,"primes":9592}"#),
    row("sync-handler", "/", r#"{"limit":0}"#, 200, r#"{"limit":0,"primes":0}"#),
];

pub fn check(start: Start) {
    for rows in ROWS.chunk_by(|one, next| one.example == next.example) {
        // A host may take a second instance while the one that has just answered is not free yet.
        let wrong: Vec<String> = (0..TRIES).map_while(|_| first_wrong(start, rows)).collect();
        assert!(wrong.len() < TRIES, "{wrong:#?}");
    }
    hello(&start("hello", &[]));
    streaming(&start("streaming", &[]));
    let error = start("environment", &[]).post("/", "").body;
    assert_eq!(error, r#"{"error":"the environment has no API_KEY: set it for this app"}"#);
}

/// The first row that is answered otherwise, with its answer.
fn first_wrong(start: Start, rows: &[Row]) -> Option<String> {
    let server = start(rows[0].example, &[("GREETING", "Moin"), ("API_KEY", "secret")]);
    rows.iter().find_map(|row| {
        let answer = server.post(row.path, row.body);
        let is_right = (answer.status, answer.body.as_str()) == (row.status, row.answer);
        (!is_right).then(|| format!("{} {}: {} {}", row.example, row.path, answer.status, answer.body))
    })
}

fn hello(server: &Server) {
    let answer =
        server.call(&post("/", "x-ignite-execution-id: e\r\nx-ignite-function-id: o/f\r\n", r#"{"message":"hi"}"#));
    assert_eq!(answer.body, r#"{"execution_id":"e","function_id":"o/f","message":"hi"}"#);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(server.post("/", "not JSON").body.ends_with(r#""message":"Hello from Rust!"}"#));
}

fn streaming(server: &Server) {
    let mut stream = server.connect();
    stream.write_all(post("/", "", r#"{"from":2}"#).as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    assert_eq!(head(&mut reader).unwrap().header("content-type"), Some("text/event-stream"));
    let mut pieces = Vec::new();
    while let Some(piece) = piece(&mut reader).filter(|piece| !piece.is_empty()) {
        pieces.push(piece);
    }
    assert_eq!(
        pieces,
        ["event: count\ndata: 2\n\n", "event: count\ndata: 1\n\n", "event: done\ndata: lift\ndata: off\n\n"]
    );
}
