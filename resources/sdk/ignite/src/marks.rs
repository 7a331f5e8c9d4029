// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the SDK writes to stderr around each call when the platform's runner started it (`IGNITE_RUNNER=1`), so that the runner can
//! say which call wrote which line. A mark is one line, which the runner takes out:
//!
//! ```text
//! \x1e<ignite TOKEN>
//! ```
//!
//! It stands in the stream that it marks, so its place among the lines is exact. What a handler prints is never taken for one: the
//! runner makes two tokens for each call, one for its begin and one for its end, sends them in a header of the request, and
//! believes each once, while that call is in flight. The header is removed before the handler sees the request, the tokens are in
//! no environment, and of what a handler could read of its own stderr the begin is used up already.

use std::sync::OnceLock;

use crate::serve::Head;

/// `BEGIN END`, 16 hexadecimal digits each.
const HEADER: &str = "x-ignite-marks";
const TOKEN_LENGTH: usize = 16;

/// The tokens of one call. Without `Debug`, so that nothing prints them.
pub struct Marks {
    begin: String,
    end: String,
}

impl Marks {
    /// Takes them out of the request. `None` where no runner reads our stderr, or none that knows of this call.
    pub fn take(head: &mut Head) -> Option<Self> {
        let value = head.remove(HEADER)?;
        let (begin, end) = std::str::from_utf8(&value).ok()?.split_once(' ')?;
        let is_token = |text: &str| text.len() == TOKEN_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_wanted() && is_token(begin) && is_token(end)).then(|| Self { begin: begin.to_owned(), end: end.to_owned() })
    }

    pub fn begin(&self) {
        write(&self.begin);
    }

    pub fn end(&self) {
        write(&self.end);
    }
}

/// Whether the platform's runner reads our stderr.
fn is_wanted() -> bool {
    static WANTED: OnceLock<bool> = OnceLock::new();
    *WANTED.get_or_init(|| std::env::var_os("IGNITE_RUNNER").is_some_and(|value| value == "1"))
}

/// In one write, so that lines of other threads do not come in between. That nobody reads is no reason to fail a call.
#[cfg(not(target_family = "wasm"))]
fn write(token: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(["\x1e<ignite ", token, ">\n"].concat().as_bytes());
}

/// The same without the flush that the standard library's stderr waits for, which would cost more than all else of a call. A host that
/// is not ready for it takes the slow way, so that no mark is lost.
#[cfg(target_family = "wasm")]
fn write(token: &str) {
    use wasip2::cli::stderr::{OutputStream, get_stderr};
    thread_local! {
        // Kept: to ask the host for it and to give it back are two calls at each mark.
        static STDERR: OutputStream = get_stderr();
    }
    let line = ["\x1e<ignite ", token, ">\n"].concat();
    STDERR.with(|stderr| {
        let is_ready = stderr.check_write().is_ok_and(|permitted| permitted >= line.len() as u64);
        if !is_ready || stderr.write(line.as_bytes()).is_err() {
            let _ = stderr.blocking_write_and_flush(line.as_bytes());
        }
    });
}
