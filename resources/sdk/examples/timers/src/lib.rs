// SPDX-License-Identifier: MIT OR Apache-2.0
//! Time, with Tokio: side by side, with a limit, in the background. The same on both targets.

use std::time::{Duration, Instant};

use ignite::prelude::*;
use tokio::time::{interval, sleep, timeout};

/// Stands for a call to some service.
async fn lookup(name: &str, milliseconds: u64) -> String {
    sleep(Duration::from_millis(milliseconds)).await;
    format!("{name} after {milliseconds} ms")
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let begun = Instant::now();

    // Side by side: as long as the longest, not as the sum.
    let (a, b) = tokio::join!(lookup("a", 100), lookup("b", 150));

    // With a limit.
    let slow = timeout(Duration::from_millis(50), lookup("slow", 60_000)).await;

    // In the background, while we wait for something else. What still runs when the handler returns may never go on.
    let ticks = tokio::spawn(async {
        let mut interval = interval(Duration::from_millis(20));
        for _ in 0..3 {
            interval.tick().await;
        }
        3
    });

    Ok(ignite::json!({
        "answers": [a, b],
        "slow": slow.unwrap_or_else(|_| "gave up".into()),
        "ticks": ticks.await?,
        "in_time": begun.elapsed() < Duration::from_secs(30),
    }))
}
