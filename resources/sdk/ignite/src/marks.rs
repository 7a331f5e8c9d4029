// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the SDK writes to stderr around each call when the platform's runner started it (`IGNITE_RUNNER=1`), so that the runner
//! can say which call wrote which line. A mark is one line that begins with the record separator (U+001E), which the runner takes out:
//!
//! ```text
//! \x1e<ignite begin EXECUTION_ID>
//! \x1e<ignite end EXECUTION_ID STATUS MICROSECONDS>
//! ```

use std::io::Write;
use std::sync::OnceLock;
use std::time::Duration;

/// Whether the platform's runner reads our stderr.
pub fn wanted() -> bool {
    static WANTED: OnceLock<bool> = OnceLock::new();
    *WANTED.get_or_init(|| std::env::var_os("IGNITE_RUNNER").is_some_and(|value| value == "1"))
}

pub fn begin(execution_id: &str) {
    if wanted() {
        write(format!("\x1e<ignite begin {execution_id}>\n"));
    }
}

pub fn end(execution_id: &str, status: u16, time: Duration) {
    if wanted() {
        write(format!("\x1e<ignite end {execution_id} {status} {}>\n", time.as_micros() as u64));
    }
}

/// In one write, so that lines of other threads do not come in between. That nobody reads is no reason to fail a call.
fn write(line: String) {
    let _ = std::io::stderr().write_all(line.as_bytes());
}
