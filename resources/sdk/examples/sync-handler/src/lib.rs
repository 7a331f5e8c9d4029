// SPDX-License-Identifier: MIT OR Apache-2.0
//! A plain `fn` for work that blocks or computes. It has a thread of its own natively, so it stops no other call. Try it with
//! `{"limit": 100000}`.

use ignite::prelude::*;

#[ignite::main]
fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let limit = req.field("limit").unwrap_or(1000usize).min(10_000_000);

    let mut is_prime = vec![true; limit + 1];
    is_prime[..2.min(limit + 1)].fill(false);
    for n in 2..=limit.isqrt() {
        if is_prime[n] {
            (n * n..=limit)
                .step_by(n)
                .for_each(|multiple| is_prime[multiple] = false);
        }
    }
    Ok(ignite::json!({ "limit": limit, "primes": is_prime.iter().filter(|prime| **prime).count() }))
}
