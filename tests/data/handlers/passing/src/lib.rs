// SPDX-License-Identifier: GPL-3.0-or-later
//! Tells what reached it, and answers in pieces where the path says so.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ignite::prelude::*;

static WRITTEN: AtomicU64 = AtomicU64::new(0);

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<Response> {
    let number = |key: &str| req.query_param(key).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    match req.path() {
        "/stream" => {
            for piece in 0..number("pieces") {
                ctx.stream().write(format!("piece {piece}\n")).await?;
                tokio::time::sleep(Duration::from_millis(number("ms"))).await;
            }
        }
        "/much" => {
            WRITTEN.store(0, Ordering::Relaxed);
            let block = vec![b'x'; 64 << 10];
            for _ in 0..number("blocks") {
                ctx.stream().write(&block).await?;
                WRITTEN.fetch_add(block.len() as u64, Ordering::Relaxed);
            }
        }
        "/forever" => loop {
            // Whether anybody takes it or not.
            let _ = ctx.stream().write([b'x'; 16 << 10]).await;
            tokio::task::yield_now().await;
        },
        "/written" => return Ok(serde_json::json!(WRITTEN.load(Ordering::Relaxed)).into_response()),
        "/break" => {
            ctx.stream().write("half").await?;
            return Err(Error::new("broken off"));
        }
        "/sleep" => tokio::time::sleep(Duration::from_millis(number("ms"))).await,
        "/exit" => std::process::exit(3),
        "/log" => eprintln!("a line for the log{}", req.query_param("more").unwrap_or_default()),
        "/say" => ctx.stream().write(req.query_param("text").unwrap_or_default()).await?,
        "/same" => return Response::new(StatusCode::OK, req.raw().to_vec()).header("content-type", "application/json"),
        "/is-json" => return Ok(serde_json::json!(req.body::<serde_json::Value>().is_ok()).into_response()),
        "/cookies" => return Response::new(StatusCode::OK, "set").header("set-cookie", "a=1")?.header("set-cookie", "b=2"),
        _ => {}
    }
    let header = |name: &str| req.header(name).map(str::to_owned);
    Ok(serde_json::json!({
        "method": req.method(),
        "path": req.path(),
        "query": req.query_params("q"),
        "body": String::from_utf8_lossy(req.raw()),
        "bytes": req.raw().len(),
        "id": ctx.execution_id(),
        "function": ctx.function_id(),
        "forged": header("x-ignite-forged"),
        "organization": header("x-ignite-organization-id"),
        "connection": header("connection"),
        "dropped": header("x-dropped"),
        "cookie": header("cookie"),
        "authorization": header("authorization"),
    })
    .into_response())
}
