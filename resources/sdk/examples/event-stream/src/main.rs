// SPDX-License-Identifier: MIT OR Apache-2.0
//! A stream of server-sent events that the client reads while the handler still works. Try it with `{"steps": 5}`.

use std::time::Duration;

use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let steps: u32 = req.field("steps").unwrap_or(5);
    let stream = ctx.stream();

    for step in 1..=steps {
        let progress = ignite::json!({ "step": step, "of": steps });
        // Fails when the client has gone away: then `?` ends the handler.
        stream.event("progress", progress.to_string()).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    stream.event("done", "finished").await?;

    // Ignored, because the answer is what was streamed.
    Ok(())
}
