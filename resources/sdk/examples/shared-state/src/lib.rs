// SPDX-License-Identifier: MIT OR Apache-2.0
//! State that outlives a call: a warm instance keeps it, and hands it to the next call. A new instance begins again, and there may be
//! several, so this is for caches and clients, not for data.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use ignite::prelude::*;

static CALLS: AtomicU64 = AtomicU64::new(0);
static SEEN: Mutex<Option<HashMap<String, u64>>> = Mutex::new(None);

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let calls = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
    let name: String = req.field("name").unwrap_or_else(|_| "nobody".into());

    // Calls may run side by side. Never keep a lock over an `.await`.
    let times = {
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        let times = seen
            .get_or_insert_default()
            .entry(name.clone())
            .or_default();
        *times += 1;
        *times
    };
    Ok(ignite::json!({ "calls": calls, "name": name, "times": times }))
}
