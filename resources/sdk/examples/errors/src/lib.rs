// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ways a call can fail. Whatever happens, the client gets `{"error": "…"}` and the next call is answered.

use std::fmt;

use ignite::prelude::*;

/// An error type of your own needs nothing special.
#[derive(Debug)]
struct UnknownStock {
    article: String,
    source: std::num::ParseIntError,
}

impl fmt::Display for UnknownStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no stock is known of {}", self.article)
    }
}

impl std::error::Error for UnknownStock {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

fn stock_of(article: &str) -> Result<u32, UnknownStock> {
    let stored = if article == "tea" { "12" } else { "" };
    stored.parse().map_err(|source| UnknownStock {
        article: article.into(),
        source,
    })
}

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    // `?` on any error answers 500. The message tells the causes too.
    let article: String = req.field("article")?;
    let stock = stock_of(&article)?;

    // Another status, for what is the caller's mistake.
    let count: u32 = req
        .field("count")
        .map_err(|error| Error::status(400, error.to_string()))?;
    if count > stock {
        return Err(Error::status(
            StatusCode::CONFLICT,
            format!("only {stock} of {article} are left"),
        ));
    }

    // A panic is answered like an error. Where it happened is in the log, not in the answer.
    assert!(count != 0, "nobody orders nothing");

    Ok(ignite::json!({ "reserved": count }))
}
