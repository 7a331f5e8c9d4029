// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where the calls come in.

use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::FromRawFd;

const HANDED_OVER: i32 = 3; // SD_LISTEN_FDS_START of sd_listen_fds(3)

/// The socket that was handed over as descriptor 3 (`LISTEN_FDS`, after sd_listen_fds(3)), otherwise `$PORT` on all addresses, as a
/// container is asked to. Must be called before any thread is started. Fails with a sentence.
pub fn listener() -> Result<TcpListener, String> {
    let listener = match handed_over() {
        Some(listener) => listener?,
        None => on_port()?,
    };
    listener.set_nonblocking(true).map_err(|error| format!("Cannot use the listening socket: {error}"))?;
    Ok(listener)
}

fn handed_over() -> Option<Result<TcpListener, String>> {
    let count = std::env::var("LISTEN_FDS").ok()?;
    let pid = std::env::var("LISTEN_PID").ok();
    // SAFETY: no other thread exists yet (see above). They are removed so that no child of the handler takes them for its own.
    unsafe {
        std::env::remove_var("LISTEN_FDS");
        std::env::remove_var("LISTEN_PID");
    }
    if pid.is_some_and(|pid| pid != std::process::id().to_string()) {
        return None; // meant for another process
    }
    if count != "1" {
        return Some(Err(format!("LISTEN_FDS is {count:?}, but a handler takes one socket: set it to 1, or set PORT")));
    }
    // SAFETY: whoever sets LISTEN_FDS hands descriptor 3 over to us; nothing else here owns it.
    let inherited = unsafe { TcpListener::from_raw_fd(HANDED_OVER) };
    // A duplicate is close-on-exec, the inherited one is not; dropping that closes it.
    Some(inherited.try_clone().map_err(|error| format!("Descriptor 3 is not a listening socket: {error}")))
}

fn on_port() -> Result<TcpListener, String> {
    let port = std::env::var("PORT").map_err(
        |_| "There is nothing to listen on: set PORT, for example PORT=8080, or hand a socket over with LISTEN_FDS.",
    )?;
    let number: u16 = port.parse().map_err(|_| format!("PORT is {port:?}, which is not a port number."))?;
    TcpListener::bind((Ipv4Addr::UNSPECIFIED, number))
        .map_err(|error| format!("Cannot listen on port {number}: {error}. Set PORT to a free one."))
}
