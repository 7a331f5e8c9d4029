// SPDX-License-Identifier: MIT OR Apache-2.0
//! State that stays between calls while an instance is warm: a cache that is filled by the first call and renewed when it is old.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ignite::prelude::*;

const MAX_AGE: Duration = Duration::from_secs(10);

struct Cached {
    value: String,
    made: Instant,
    uses: u64,
}

/// A new instance begins without it, and there may be several: for caches and clients, not for data.
static CACHE: Mutex<Option<Cached>> = Mutex::new(None);

#[ignite::main]
async fn handler(_req: Request, ctx: Context) -> Result<impl IntoResponse> {
    // Calls may run side by side. Never keep a lock over an `.await`.
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if cache.as_ref().is_none_or(|cached| cached.made.elapsed() > MAX_AGE) {
        *cache = None;
    }
    let cached = cache.get_or_insert_with(|| Cached {
        value: load(&ctx),
        made: Instant::now(),
        uses: 0,
    });
    cached.uses += 1;
    Ok(ignite::json!({
        "value": cached.value,
        "uses": cached.uses,
        "age_ms": cached.made.elapsed().as_millis() as u64,
    }))
}

/// Stands for what takes long to load.
fn load(ctx: &Context) -> String {
    format!("loaded by call {}", ctx.execution_id())
}
