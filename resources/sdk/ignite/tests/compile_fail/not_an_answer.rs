// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

struct Mine;

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<Mine> {
    Ok(Mine)
}
