// SPDX-License-Identifier: MIT OR Apache-2.0
//! A panic in one call is that call's answer, and disturbs no other.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

/// Awaits the future; a panic in it becomes its message.
pub async fn caught<T>(mut future: Pin<Box<dyn Future<Output = T> + Send>>) -> Result<T, String> {
    // The future is dropped after a panic and never looked at again, which is what unwind safety asks for.
    std::future::poll_fn(move |task| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(task))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(payload) => Poll::Ready(Err(message(&*payload))),
    })
    .await
}

/// What `panic!` was given.
pub fn message(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "the handler panicked with a value that is not text".to_owned()
    }
}
