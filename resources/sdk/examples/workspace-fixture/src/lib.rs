// SPDX-License-Identifier: MIT OR Apache-2.0
//! A handler that lives in a repository with a workspace, as a fixture of its tests. The platform knows `ignite` without that
//! workspace; any other `workspace = true` has to be written out.

use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let numbers: Vec<i64> = req.body()?;
    Ok(ignite::json!({ "sum": numbers.iter().sum::<i64>() }))
}
