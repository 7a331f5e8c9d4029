// SPDX-License-Identifier: MIT OR Apache-2.0
//! The same from a plain function.

use ignite::prelude::*;

#[ignite::main]
fn handler(_req: Request, ctx: Context) -> Result<impl IntoResponse> {
    ctx.stream().content_type("text/plain")?;
    for n in 0..5 {
        ctx.stream().blocking_write(format!("{n}"))?;
    }
    ctx.stream().blocking_event("done", "")
}
