// SPDX-License-Identifier: MIT OR Apache-2.0
#![doc = include_str!("../README.md")]

mod context;
mod error;
mod id;
mod marks;
mod panics;
mod request;
mod response;
mod serve;

pub use context::{Context, Env};
pub use error::{Error, RequestError, Result};
pub use http::StatusCode;
pub use ignite_macros::main;
pub use request::Request;
pub use response::{IntoResponse, Json, Response};
pub use serde_json::json;

/// Everything that a handler usually needs: `use ignite::prelude::*;`.
pub mod prelude {
    pub use crate::{Context, Error, IntoResponse, Json, Request, Response, Result, StatusCode};
}

/// What `#[ignite::main]` expands to uses this module, and nobody else.
#[doc(hidden)]
pub mod __private {
    pub use crate::serve::{Answer, Answering, Handler, answer, asynchronous, serve};
}
