// SPDX-License-Identifier: MIT OR Apache-2.0
//! A scratch store for files of one call. It is gone when the call ends; no other call sees it. Send any text.

use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let store = ctx.temp_store();
    store.put("upload.txt", req.raw())?;

    let text = String::from_utf8_lossy(req.raw());
    for (n, line) in text.lines().enumerate() {
        store.put(&format!("lines/{n}.txt"), line)?;
    }

    let upload = store.get("upload.txt")?.unwrap_or_default();
    let files = store.list()?;
    store.delete("upload.txt")?; // not needed: the platform removes everything
    Ok(ignite::json!({ "bytes": upload.len(), "files": files }))
}
