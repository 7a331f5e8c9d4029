// SPDX-License-Identifier: MIT OR Apache-2.0
//! The app's environment. Set `GREETING` and the secret `API_KEY` for this app; secrets are variables like any other here.

use ignite::prelude::*;

#[ignite::main]
async fn handler(_req: Request, ctx: Context) -> Result<impl IntoResponse> {
    // With a value for when it is not set …
    let greeting = ctx.env().get("GREETING").unwrap_or_else(|| "Hello".into());
    // … or as an error that says what is missing.
    let key = ctx.env().require("API_KEY")?;

    // Never write a secret to the log or into an answer; its length will do.
    Ok(ignite::json!({ "greeting": greeting, "key_length": key.len() }))
}
