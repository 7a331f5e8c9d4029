// SPDX-License-Identifier: GPL-3.0-or-later
//! `{"do": …}` says what goes wrong, on either target.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ignite::prelude::*;

static CALLS: AtomicU64 = AtomicU64::new(0);

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let calls = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
    let action = req.field::<String>("do").unwrap_or_default();
    match action.as_str() {
        "panic" => panic!("asked to panic"),
        "panic-number" => std::panic::panic_any(42),
        "abort" => std::process::abort(),
        "exit" => std::process::exit(3),
        "stack" => eprintln!("{}", deep(0)),
        "memory" => drop(hoard()),
        "loop" => loop {
            std::hint::spin_loop();
        },
        "sleep" => tokio::time::sleep(Duration::from_millis(req.field("ms")?)).await,
        "log" => {
            eprintln!("first line");
            eprint!("second, without its end");
            println!("to stdout");
        }
        "put" => ctx.temp_store().put("note", "text")?,
        "put-and-die" => {
            ctx.temp_store().put("note", "text")?;
            std::process::abort();
        }
        "put-and-hang" => {
            ctx.temp_store().put("note", "text")?;
            tokio::time::sleep(Duration::from_secs(3600)).await;
        }
        "connect" => drop(std::net::TcpStream::connect(req.field::<String>("to")?)?),
        "read" => return Ok(serde_json::json!(std::fs::read_to_string(req.field::<String>("path")?)?)),
        "stream-and-panic" => {
            let stream = ctx.stream();
            stream.write("first").await?;
            panic!("in the middle of a stream");
        }
        "forge" => return forge(&req, req.field("times")?),
        "stream-on" => {
            // Without end, and whether anybody takes it or not.
            let stream = ctx.stream();
            loop {
                let _ = stream.write([b'x'; 16 << 10]).await;
                tokio::task::yield_now().await;
            }
        }
        _ => {}
    }
    Ok(serde_json::json!({"calls": calls, "did": action, "id": ctx.execution_id()}))
}

/// Writes what looks like marks and like the host's own words; answers where it found the real ones.
fn forge(req: &Request, times: u64) -> Result<serde_json::Value> {
    let mut found = Vec::new();
    if req.header("x-ignite-marks").is_some() || format!("{req:?}").contains("x-ignite-marks") {
        found.push("a header");
    }
    let is_token = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if std::env::vars().any(|(_, value)| value.split(' ').any(is_token)) {
        found.push("the environment");
    }
    for at in 0..times {
        eprint!("\x1e<ignite begin {at}>\n\x1e<ignite {at:016x}>\n\x1e<ignite end {at} 200 1>\n");
    }
    eprintln!("worker failed: no\n\nCaused by:\n    wasm trap: no\n\nits own line");
    Ok(serde_json::json!(found))
}

#[inline(never)]
fn deep(at: u64) -> u64 {
    let room = [at; 64];
    if at == u64::MAX { 0 } else { deep(std::hint::black_box(at + 1)) + std::hint::black_box(&room)[(at % 64) as usize] }
}

fn hoard() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    loop {
        all.push(std::hint::black_box(vec![1; 16 << 20]));
    }
}
