// SPDX-License-Identifier: MIT OR Apache-2.0
//! The server around a handler. Nothing here is generic over the handler, so it is compiled once, with the SDK.

#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(not(target_family = "wasm"))]
use native as target;
#[cfg(target_family = "wasm")]
mod wasi;
#[cfg(target_family = "wasm")]
use wasi as target;

use std::future::Future;
use std::pin::Pin;

use crate::{Context, Error, Request, Response};

pub use target::{Handler, Head, Opener, Sink, serve};

/// What a call ends with.
pub type Answer = Result<Response, Error>;
/// A call under way.
pub type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// `async fn handler`, its types erased. Run on the runtime's thread.
pub struct Asynchronous(pub fn(Request, Context) -> Answering);
/// `fn handler`, its types erased. Run on the pool for blocking work where there is one, so that it never stops the probe.
pub struct Blocking(pub fn(Request, Context) -> Answer);

/// The largest body that a handler is given, in bytes. One more is answered with 413.
const BODY_LIMIT: usize = 6 * 1024 * 1024;

/// The platform's readiness probe, which no handler sees.
fn is_probe(head: &Head) -> bool {
    head.method() == "GET" && head.path() == "/healthz"
}

/// The answer for a body that is too large.
fn too_large() -> Response {
    Response::of_error(
        http::StatusCode::PAYLOAD_TOO_LARGE,
        &format!("the body is larger than the limit of {BODY_LIMIT} bytes"),
    )
}
