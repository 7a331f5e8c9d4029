// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

mod other {
    pub struct Request;
}

#[ignite::main]
async fn handler(_req: other::Request, _ctx: Context) -> Result<impl IntoResponse> {
    Ok(())
}
