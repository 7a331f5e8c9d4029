// SPDX-License-Identifier: MIT OR Apache-2.0
//! A process that speaks HTTP itself, on hyper.

mod body;
mod listener;
mod respond;
mod server;
mod sink;

use super::Handler;

pub(crate) use sink::{Opener, Sink};

/// Runs the platform's server until it is told to end. Called by the `main` that `#[ignite::main]` makes.
pub fn serve(handler: Handler) {
    if let Err(sentence) = run(handler) {
        eprintln!("{sentence}");
        std::process::exit(1);
    }
}

fn run(handler: Handler) -> Result<(), String> {
    let listener = listener::listener()?;
    // One thread, as on Wasm: a call costs no hand-over between threads, an idle instance no stacks. What blocks has the pool, and
    // more load is more instances.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("Cannot start the runtime: {error}"))?;
    let result = runtime.block_on(server::run(listener, handler));
    // A blocking handler that never returns must not keep the process.
    runtime.shutdown_background();
    result.map_err(|error| format!("The server ended: {error}"))
}
