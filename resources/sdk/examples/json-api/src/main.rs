// SPDX-License-Identifier: MIT OR Apache-2.0
//! A JSON API: it reads a typed body and answers with JSON, or with an error and its status. Try it with `{"numbers": [3, 4, 5]}`.

use ignite::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Input {
    numbers: Vec<f64>,
}

#[derive(Serialize)]
struct Output {
    count: usize,
    mean: f64,
}

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let input: Input = req
        .body()
        .map_err(|error| Error::status(StatusCode::BAD_REQUEST, error.to_string()))?;

    let count = input.numbers.len();
    if count == 0 {
        return Err(Error::status(
            StatusCode::UNPROCESSABLE_ENTITY,
            "numbers is empty",
        ));
    }
    let mean = input.numbers.iter().sum::<f64>() / count as f64;
    Ok(Json(Output { count, mean }))
}
