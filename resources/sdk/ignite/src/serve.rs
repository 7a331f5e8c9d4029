// SPDX-License-Identifier: MIT OR Apache-2.0
//! The server around a handler. Nothing here is generic over the handler, so it is compiled once, with the SDK.

mod call;
mod listener;
mod server;

use std::future::Future;
use std::pin::Pin;

use crate::{Context, Error, IntoResponse, Request, Response};

/// What a call ends with.
pub type Answer = Result<Response, Error>;
/// A call under way.
pub type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// The author's function, its types erased.
#[derive(Clone, Copy)]
pub enum Handler {
    /// `async fn handler`, run on the runtime's thread.
    Asynchronous(fn(Request, Context) -> Answering),
    /// `fn handler`, run on the pool for blocking work, so that it never stops the probe.
    Blocking(fn(Request, Context) -> Answer),
}

/// The result of a handler as the server takes it.
pub fn answer<T: IntoResponse, E: Into<Error>>(result: Result<T, E>) -> Answer {
    result.map(IntoResponse::into_response).map_err(Into::into)
}

/// The same for one that is awaited.
pub fn asynchronous<T: IntoResponse, E: Into<Error>>(
    handler: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Answering {
    Box::pin(async { answer(handler.await) })
}

/// Runs the platform's server until it is told to end. Called by the `main` that `#[ignite::main]` makes.
pub fn serve(handler: Handler) {
    let listener = listener::listener().unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        std::process::exit(1);
    });
    // One thread, as on Wasm: a call costs no hand-over between threads, an idle instance no stacks. What blocks has the pool, and
    // more load is more instances.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => {
            let result = runtime.block_on(server::run(listener, handler));
            // A blocking handler that never returns must not keep the process.
            runtime.shutdown_background();
            if let Err(error) = result {
                eprintln!("The server ended: {error}");
                std::process::exit(1);
            }
        }
        Err(error) => {
            eprintln!("Cannot start the runtime: {error}");
            std::process::exit(1);
        }
    }
}
