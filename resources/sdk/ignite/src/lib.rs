// SPDX-License-Identifier: MIT OR Apache-2.0
#![deny(missing_docs)]
#![doc = include_str!("../README.md")]

#[cfg(all(target_family = "wasm", not(all(target_os = "wasi", target_env = "p2"))))]
compile_error!("the Wasm target of the platform is wasm32-wasip2: build with `--target wasm32-wasip2`");

mod call;
mod context;
mod env;
mod error;
mod id;
mod marks;
mod panics;
mod request;
mod response;
mod serve;
mod stream;
mod temp_store;

pub use context::Context;
pub use env::Env;
pub use error::{Error, RequestError, Result};
pub use http::StatusCode;
pub use ignite_macros::main;
pub use request::Request;
pub use response::{IntoResponse, Json, Response};
pub use serde_json::json;
pub use stream::Stream;
pub use temp_store::TempStore;

/// Everything that a handler usually needs: `use ignite::prelude::*;`.
pub mod prelude {
    pub use crate::{Context, Error, IntoResponse, Json, Request, Response, Result, StatusCode, Stream, TempStore};
}
