// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

#[ignite::main]
async fn handler(_ctx: Context, _req: Request) -> Result<impl IntoResponse> {
    Ok(())
}
