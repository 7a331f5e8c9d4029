// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

#[ignite::main]
async fn handler<T>(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    Ok(())
}
