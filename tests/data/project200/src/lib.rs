// SPDX-License-Identifier: GPL-3.0-or-later
// Not a test: a handler beside some 200 crates, in which `./test bench project200` completes, explains and renames.
use axum::{Router, routing::get};
use ignite::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

mod orders;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Customer {
    pub id: uuid::Uuid,
    pub name: String,
    pub since: chrono::DateTime<chrono::Utc>,
    pub orders: Vec<orders::Order>,
}

impl Customer {
    pub fn total(&self) -> u64 {
        self.orders.iter().map(orders::Order::cents).sum()
    }
}

pub fn router() -> Router {
    Router::new().route("/", get(|| async { "hello" }))
}

pub async fn fetch(client: &reqwest::Client, address: &str) -> reqwest::Result<HashMap<String, Customer>> {
    let response = client.get(address).send().await?;
    let customers = response.json::<HashMap<String, Customer>>().await?;
    tracing::info!(count = customers.len(), "fetched");
    Ok(customers)
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let client = reqwest::Client::new();
    let customers = fetch(&client, "http://127.0.0.1:1/").await.unwrap_or_default();
    let total: u64 = customers.values().map(Customer::total).sum();
    let shown = client
    ;
    let _ = (shown, router());
    Ok(ignite::json!({ "total": total }))
}
