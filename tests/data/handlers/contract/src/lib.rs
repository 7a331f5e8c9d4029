// SPDX-License-Identifier: GPL-3.0-or-later
//! Each path shows one promise of the handler contract.

use std::time::Duration;

use ignite::json;
use ignite::prelude::*;
use serde_json::Value;

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    if let Some(kind) = req.path().strip_prefix("/field/") {
        return field(kind, &req).map(Json).map(IntoResponse::into_response);
    }
    if let Some(kind) = req.path().strip_prefix("/answer/") {
        return answer(kind);
    }
    if let Some(kind) = req.path().strip_prefix("/fail/") {
        return fail(kind);
    }
    if let Some(kind) = req.path().strip_prefix("/stream/") {
        return stream(kind, &ctx).await;
    }
    if let Some(kind) = req.path().strip_prefix("/store/") {
        return store(kind, &ctx).map(Json).map(IntoResponse::into_response);
    }
    Ok(match req.path() {
        "/body" => Json(req.body::<Value>()?).into_response(),
        "/raw" => Response::new(StatusCode::OK, req.raw().to_vec()),
        "/length" => Json(req.raw().len()).into_response(),
        "/query" => Json(json!([req.query_param("q"), req.query_params("q")])).into_response(),
        "/count" => Json(req.query_params("q").len()).into_response(),
        "/header" => Json(req.header("X-Note").map(str::to_owned)).into_response(),
        "/host" => Json(req.header("Host").is_some_and(|host| !host.is_empty())).into_response(),
        "/ids" => Json(json!({"execution": ctx.execution_id(), "function": ctx.function_id()})).into_response(),
        "/env" => Json(json!({"there": ctx.env().get("GREETING"), "missing": ctx.env().get("NOT_THERE")})).into_response(),
        "/require" => Json(ctx.env().require("NOT_THERE")?).into_response(),
        "/log" => {
            eprintln!("one line");
            eprintln!("and ünïcode");
            Json(()).into_response()
        }
        "/sleep" => {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Json(ctx.execution_id().to_owned()).into_response()
        }
        path => Json(json!({"method": req.method(), "path": path})).into_response(),
    })
}

fn field(kind: &str, req: &Request) -> Result<Value> {
    Ok(match kind {
        "string" => json!(req.field::<String>("key")?),
        "number" => json!(req.field::<i32>("key")?),
        "big" => json!(req.field::<u64>("key")?),
        "float" => json!(req.field::<f64>("key")?),
        "option" => json!(req.field::<Option<String>>("key")?),
        "list" => json!(req.field::<Vec<u8>>("key")?),
        "unicode" => json!(req.field::<String>("schlüssel")?),
        _ => req.field::<Value>("key")?,
    })
}

fn answer(kind: &str) -> Result<Response> {
    Ok(match kind {
        "text" => "a \"text\"".into_response(),
        "string" => String::from("é").into_response(),
        "unit" => ().into_response(),
        "none" => None::<u8>.into_response(),
        "list" => vec![1, 2, 3].into_response(),
        "status" => (StatusCode::ACCEPTED, json!({"queued": true})).into_response(),
        "headers" => Response::new(StatusCode::OK, "<p>")
            .header("content-type", "text/html")?
            .header("x-twice", "1")?
            .header("x-twice", "2")?,
        "bytes" => Response::new(StatusCode::OK, vec![0u8, 255, 10, 13]),
        "nothing" => Response::new(StatusCode::NO_CONTENT, ""),
        "moved" => Response::new(StatusCode::SEE_OTHER, "").header("location", "/there")?,
        "large" => "z".repeat(3 << 20).into_response(),
        _ => return Err(Error::status(404, "no such answer")),
    })
}

fn fail(kind: &str) -> Result<Response> {
    match kind {
        "parse" => Ok(Json("x".parse::<i32>()?).into_response()),
        "status" => Err(Error::status(422, "not that")),
        "teapot" => Err(Error::status(418, "short and stout")),
        "quotes" => Err(Error::status(400, "a \"quoted\"\nline é")),
        "panic" => panic!("with a text"),
        "panic-format" => panic!("with {}", 42),
        "panic-hook" => {
            std::panic::set_hook(Box::new(|info| eprintln!("a hook of its own: {info}")));
            panic!("under a hook of its own")
        }
        "boxed" => {
            let boxed: Box<dyn std::error::Error + Send + Sync> = "in a box".into();
            Err(boxed)?
        }
        "panic-value" => std::panic::panic_any(42),
        "index" => {
            let list: Vec<u8> = Vec::new();
            Ok(Json(list[std::hint::black_box(3)]).into_response())
        }
        _ => Ok(Json(None::<u8>.expect("something")).into_response()),
    }
}

async fn stream(kind: &str, ctx: &Context) -> Result<Response> {
    let stream = ctx.stream();
    match kind {
        "text" => {
            stream.content_type("text/plain")?;
            stream.write("one ").await?;
            stream.write("two").await?;
        }
        "events" => {
            stream.event("tick", "1").await?;
            stream.event("tick", "two\nlines").await?;
        }
        "large" => {
            for _ in 0..64 {
                stream.write(&[b'y'; 16 * 1024]).await?;
            }
        }
        "fails" => {
            stream.write("begun").await?;
            return Err(Error::status(400, "too late for a status"));
        }
        _ => {
            stream.write("begun").await?;
            panic!("while streaming");
        }
    }
    Ok("ignored".into_response())
}

fn store(kind: &str, ctx: &Context) -> Result<Value> {
    let store = ctx.temp_store();
    Ok(match kind {
        "round" => {
            let before = store.list()?;
            store.put("a/b.txt", "text")?;
            let got = store.get("a/b.txt")?.map(|bytes| bytes.len());
            let deleted = (store.delete("a/b.txt")?, store.delete("a/b.txt")?);
            json!([before, got, deleted, store.get("a/b.txt")?])
        }
        "outside" => json!(store.put("../outside", "x")?),
        "absolute" => json!(store.put("/etc/outside", "x")?),
        _ => {
            store.put("big", vec![0; 40 << 20])?;
            json!(store.put("bigger", vec![0; 40 << 20])?)
        }
    })
}
