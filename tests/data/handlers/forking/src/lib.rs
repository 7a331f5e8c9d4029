// SPDX-License-Identifier: GPL-3.0-or-later
//! Starts processes of its own with each call: a child, one in a session of its own, and one whose parent is gone.

use ignite::prelude::*;

#[ignite::main]
fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let script = "setsid sh -c 'sleep 1000; :' & (setsid setsid sleep 1000 &) ; sleep 1000 &";
    let status = std::process::Command::new("sh").args(["-c", script]).stdin(std::process::Stdio::null()).status()?;
    std::thread::sleep(std::time::Duration::from_millis(20));
    Ok(ignite::json!(status.success()))
}
