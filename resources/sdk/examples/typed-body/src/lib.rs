// SPDX-License-Identifier: MIT OR Apache-2.0
//! A body and an answer with types of your own. Try it with
//! `{"customer": "Ada", "items": [{"article": "tea", "count": 2, "cents": 450}]}`.

use ignite::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Order {
    customer: String,
    items: Vec<Item>,
    /// May be missing.
    discount_percent: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)] // a misspelt key is an error
struct Item {
    article: String,
    count: u64,
    cents: u64,
}

#[derive(Serialize)]
struct Invoice {
    to: String,
    lines: Vec<String>,
    total_cents: u64,
}

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    // What does not fit is answered with a sentence that names the field and its place in the body.
    let order: Order = req.body()?;

    let sum: u64 = order.items.iter().map(|item| item.count * item.cents).sum();
    Ok(Json(Invoice {
        to: order.customer,
        lines: order
            .items
            .iter()
            .map(|item| format!("{} × {}", item.count, item.article))
            .collect(),
        total_cents: sum * (100 - order.discount_percent.unwrap_or(0).min(100)) / 100,
    }))
}
