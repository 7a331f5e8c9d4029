// SPDX-License-Identifier: GPL-3.0-or-later
//! Leaves daemons behind, and takes a while. No `rerun-if-changed`: it runs again whenever a file of the project changes.

fn main() {
    let script = "setsid sh -c 'sleep 1000; :' & (setsid setsid sleep 1000 &) ; sleep 1000 &";
    let quiet = || std::process::Stdio::null();
    let _ = std::process::Command::new("sh").args(["-c", script]).stdin(quiet()).stdout(quiet()).stderr(quiet()).status();
    std::thread::sleep(std::time::Duration::from_millis(300));
}
