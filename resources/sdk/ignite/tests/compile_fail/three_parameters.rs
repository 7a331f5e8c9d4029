// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

#[ignite::main]
async fn handler(_req: Request, _ctx: Context, _more: u8) -> Result<impl IntoResponse> {
    Ok(())
}
