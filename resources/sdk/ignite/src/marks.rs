// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the SDK writes to stderr around each call when the platform's runner started it (`IGNITE_RUNNER=1`), so that the runner
//! can say which call wrote which line. A mark is one line that begins with the record separator (U+001E), which the runner takes out:
//!
//! ```text
//! \x1e<ignite begin EXECUTION_ID>
//! \x1e<ignite end EXECUTION_ID STATUS MICROSECONDS>
//! ```

use std::sync::OnceLock;
use std::time::Duration;

/// Whether the platform's runner reads our stderr.
pub fn wanted() -> bool {
    static WANTED: OnceLock<bool> = OnceLock::new();
    *WANTED.get_or_init(|| std::env::var_os("IGNITE_RUNNER").is_some_and(|value| value == "1"))
}

pub fn begin(execution_id: &str) {
    write(["\x1e<ignite begin ", execution_id, ">\n"].concat());
}

pub fn end(execution_id: &str, status: u16, time: Duration) {
    let (status, time) = (status.to_string(), (time.as_micros() as u64).to_string());
    write(["\x1e<ignite end ", execution_id, " ", &status, " ", &time, ">\n"].concat());
}

/// In one write, so that lines of other threads do not come in between. That nobody reads is no reason to fail a call.
#[cfg(not(target_family = "wasm"))]
fn write(line: String) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// The same without the flush that the standard library's stderr waits for, which would cost more than all else of a call. A host that
/// is not ready for it takes the slow way, so that no mark is lost.
#[cfg(target_family = "wasm")]
fn write(line: String) {
    use wasip2::cli::stderr::{OutputStream, get_stderr};
    thread_local! {
        // Kept: to ask the host for it and to give it back are two calls at each mark.
        static STDERR: OutputStream = get_stderr();
    }
    STDERR.with(|stderr| {
        let is_ready = stderr.check_write().is_ok_and(|permitted| permitted >= line.len() as u64);
        if !is_ready || stderr.write(line.as_bytes()).is_err() {
            for piece in line.as_bytes().chunks(4096) {
                let _ = stderr.blocking_write_and_flush(piece);
            }
        }
    });
}
