// SPDX-License-Identifier: MIT OR Apache-2.0
//! Server-sent events: the answer goes out while the handler still works. Try it with `{"from": 3}`.

use std::time::Duration;

use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let from: u32 = req.field("from").unwrap_or(5);
    let stream = ctx.stream();

    for n in (1..=from).rev() {
        // Waits while the client is slower than we are, and fails when it has gone away: then `?` ends the handler.
        stream.event("count", n.to_string()).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // Data of several lines arrives as it was.
    stream.event("done", "lift\noff").await?;

    // Once something was written this is ignored. An `Err` would break the stream off.
    Ok(())
}
