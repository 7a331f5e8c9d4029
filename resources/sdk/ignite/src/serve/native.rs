// SPDX-License-Identifier: MIT OR Apache-2.0
//! A process that speaks HTTP itself, on hyper.

mod body;
mod ending;
mod head;
mod listener;
mod respond;
mod server;
mod sink;

use std::future::Future;
use std::pin::Pin;

use http::StatusCode;

use super::{Asynchronous, Blocking};
use crate::call::{Execution, Finished};
use crate::{Context, Request, Response, panics};

pub use head::Head;
pub use sink::{Opener, Sink};

/// A call under way, which ends its execution too.
pub type Running = Pin<Box<dyn Future<Output = Finished> + Send>>;

/// How the author's function is run. A trait object, so that a program holds the code of its own kind only.
pub trait Handler: Sync {
    /// Starts the function for this request.
    #[doc(hidden)]
    fn run(&self, request: Request, context: Context, execution: Execution) -> Running;
}

impl Handler for Asynchronous {
    fn run(&self, request: Request, context: Context, execution: Execution) -> Running {
        let Self(function) = *self;
        Box::pin(async move {
            let result = panics::caught(move || function(request, context)).await;
            execution.end(result)
        })
    }
}

impl Handler for Blocking {
    fn run(&self, request: Request, context: Context, execution: Execution) -> Running {
        let Self(function) = *self;
        // The execution ends there, on its thread: nothing can stop it when the client goes away.
        let running =
            tokio::task::spawn_blocking(move || execution.end(panics::caught_now(|| function(request, context))));
        Box::pin(async {
            running.await.unwrap_or_else(|error| Finished {
                response: Response::of_error(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
                time: None,
            })
        })
    }
}

/// Runs the platform's server until it is told to end. Called by the `main` that `#[ignite::main]` makes.
pub fn serve(handler: &'static dyn Handler) {
    if let Err(sentence) = run(handler) {
        eprintln!("{sentence}");
        std::process::exit(1);
    }
}

fn run(handler: &'static dyn Handler) -> Result<(), String> {
    std::panic::set_hook(Box::new(panics::print)); // the handler may set another one
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
