// SPDX-License-Identifier: MIT OR Apache-2.0
//! The smallest handler: it reads one field of the request and answers with JSON.

use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    // A missing field, or a body that is not JSON, is no reason to fail here.
    let message = req
        .field::<String>("message")
        .unwrap_or_else(|_| "Hello from Rust!".into());

    Ok(ignite::json!({
        "message": message,
        "execution_id": ctx.execution_id(),
        "function_id": ctx.function_id(),
    }))
}
