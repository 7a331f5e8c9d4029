// SPDX-License-Identifier: MIT OR Apache-2.0
//! The handler may stand in `src/main.rs` too. `#[ignite::main]` makes the `main` of the program.

mod greeting;

use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let language = req.query_param("language").unwrap_or_else(|| "en".into());
    greeting::in_language(&language).ok_or_else(|| {
        Error::status(
            StatusCode::NOT_FOUND,
            format!("no greeting is known in {language:?}"),
        )
    })
}
