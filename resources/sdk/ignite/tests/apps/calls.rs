// SPDX-License-Identifier: MIT OR Apache-2.0
//! What one call may do. Built for both targets.

use ignite::prelude::*;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::Mutex;
use std::time::Duration;

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

struct PanicsWhenDropped;

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        panic!("again")
    }
}

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    Ok(match req.path() {
        "/number" => std::panic::panic_any(7),
        "/odd" => std::panic::panic_any(PanicsWhenDropped),
        "/hook" => {
            set_hook(Box::new(|info| eprintln!("a report: {info}")));
            panic!("with a hook")
        }
        "/hook-around" => {
            let before = take_hook();
            set_hook(Box::new(move |info| before(info)));
            panic!("with a hook around another")
        }
        "/hook-dropped" => {
            drop(take_hook());
            panic!("without a hook")
        }
        "/hook-twice" => {
            set_hook(Box::new(|_| {}));
            set_hook(Box::new(|_| {}));
            tokio::task::yield_now().await;
            panic!("with the second hook")
        }
        "/hook-kept" => {
            static KEPT: Mutex<Option<Hook>> = Mutex::new(None);
            *KEPT.lock().unwrap() = Some(take_hook());
            ().into_response()
        }
        "/parse" => return Err("x".parse::<u8>().map(drop).unwrap_err().into()),
        "/missing" => return Err(Error::status(404, "no such order")),
        "/early" => Response::new(StatusCode::from_u16(101)?, ""),
        "/empty" => (StatusCode::NO_CONTENT, ()).into_response(),
        "/length" => Response::new(StatusCode::OK, "four").header("content-length", "9")?,
        "/slow" => {
            tokio::time::sleep(Duration::from_millis(300)).await;
            ().into_response()
        }
        "/store" | "/store-and-panic" | "/store-and-wait" => {
            let store = ctx.temp_store();
            store.put("note", ctx.execution_id())?;
            eprintln!("store {}", store.path()?.display());
            match req.path() {
                "/store-and-panic" => panic!("with a store"),
                "/store-and-wait" => tokio::time::sleep(Duration::from_secs(20)).await,
                _ => {}
            }
            let note = store.get("note")?.unwrap_or_default();
            ignite::json!([store.list()?, String::from_utf8(note)?]).into_response()
        }
        "/full" => {
            ctx.temp_store().put("big", vec![0; 65])?;
            ().into_response()
        }
        path => ignite::json!({
            "id": ctx.execution_id(), "method": req.method(), "path": path, "q": req.query_params("q"),
            "name": req.header("X-NAME"), "host": req.header("Host"),
        })
        .into_response(),
    })
}
