// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

mod anyhow {
    pub trait Context {}
}
use anyhow::Context;

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    Ok(())
}
