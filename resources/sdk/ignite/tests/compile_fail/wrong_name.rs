// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

#[ignite::main]
async fn handle(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    Ok(())
}
