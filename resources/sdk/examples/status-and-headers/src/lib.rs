// SPDX-License-Identifier: MIT OR Apache-2.0
//! An answer with a status, headers and bytes of its own. Try the paths `/page`, `/moved`, `/pixel` and `/nothing`.

use ignite::prelude::*;

/// A transparent GIF of one pixel.
const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    Ok(match req.path() {
        "/page" => {
            let page = format!(
                "<h1>Hello, {}</h1>",
                req.header("user-agent")
                    .unwrap_or("stranger")
                    .replace('<', "&lt;")
            );
            Response::new(StatusCode::OK, page)
                .header("content-type", "text/html; charset=utf-8")?
                .header("set-cookie", "seen=1")?
                .header("set-cookie", &format!("call={}", ctx.execution_id()))?
        }
        "/moved" => Response::new(StatusCode::FOUND, "").header("location", "/page")?,
        "/pixel" => Response::new(StatusCode::OK, PIXEL).header("content-type", "image/gif")?,
        "/nothing" => Response::new(StatusCode::NO_CONTENT, ""),
        // JSON with another status needs no `Response`.
        path => (
            StatusCode::CREATED,
            ignite::json!({ "path": path, "tags": req.query_params("tag") }),
        )
            .into_response(),
    })
}
