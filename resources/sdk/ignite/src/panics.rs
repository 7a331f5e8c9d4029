// SPDX-License-Identifier: MIT OR Apache-2.0
//! A panic in one call is that call's answer, and disturbs no other.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic::PanicHookInfo;
#[cfg(not(target_family = "wasm"))]
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Starts and awaits a future; a panic in either becomes its message.
#[cfg(not(target_family = "wasm"))]
pub async fn caught<T>(start: impl FnOnce() -> std::pin::Pin<Box<dyn Future<Output = T> + Send>>) -> Result<T, String> {
    use std::task::Poll;

    let mut future = caught_now(start)?;
    // The future is not looked at again after a panic, which is what unwind safety asks for.
    std::future::poll_fn(move |task| match caught_now(|| future.as_mut().poll(task)) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(message) => Poll::Ready(Err(message)),
    })
    .await
}

/// Runs a function; a panic becomes its message.
#[cfg(not(target_family = "wasm"))]
pub fn caught_now<T>(function: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|payload| {
        let message = message(&*payload);
        // A value of the handler's own may panic again when it is dropped; there is no answer for that.
        std::mem::forget(payload);
        message
    })
}

/// Writes a panic to stderr as the standard library does, without the empty line that it begins with: in a log that holds the lines of
/// several calls it would be a line of its own.
pub fn print(info: &PanicHookInfo<'_>) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("<unnamed>");
    let place = info.location().map_or_else(|| "<unknown>".to_owned(), ToString::to_string);
    let backtrace = Backtrace::capture();
    let end = if backtrace.status() == BacktraceStatus::Captured {
        format!("stack backtrace:\n{backtrace}")
    } else {
        "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n".to_owned()
    };
    let text = format!("thread '{name}' panicked at {place}:\n{}\n{end}", message(info.payload()));
    // `eprint!` would panic where stderr is closed.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
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
