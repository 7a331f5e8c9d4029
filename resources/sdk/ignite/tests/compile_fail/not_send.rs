// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;
use std::rc::Rc;

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let shelf = Rc::new(1);
    tokio::time::sleep(std::time::Duration::ZERO).await;
    Ok(ignite::json!(*shelf))
}
