// SPDX-License-Identifier: GPL-3.0-or-later
//! Answers on the connection itself, past the SDK: what a handler's process can send at its worst. Natively only.

use std::io::{ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::os::fd::{FromRawFd, IntoRawFd};
use std::time::Duration;

use ignite::prelude::*;

/// `begin`, and then `block` so many `times`; without `begin` an answer like others.
#[ignite::main]
fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let Some(begin) = req.field::<Option<String>>("begin")? else {
        return Ok(ignite::json!("well"));
    };
    let block: String = req.field("block")?;
    let times: usize = req.field("times")?;
    for mut client in clients() {
        let mut is_taken = send(&mut client, begin.as_bytes());
        for _ in 0..times {
            is_taken = is_taken && send(&mut client, block.as_bytes());
        }
        let _ = client.shutdown(Shutdown::Both);
        let _ = client.into_raw_fd(); // the SDK's
    }
    Ok(ignite::json!("sent"))
}

/// The connections of this process, which the SDK has open.
fn clients() -> Vec<TcpStream> {
    let mut found = Vec::new();
    for descriptor in 3..256 {
        // SAFETY: what is no connection is let go again before it is used.
        let stream = unsafe { TcpStream::from_raw_fd(descriptor) };
        if stream.peer_addr().is_ok() {
            found.push(stream);
        } else {
            let _ = stream.into_raw_fd();
        }
    }
    found
}

fn send(client: &mut TcpStream, mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        match client.write(bytes) {
            Ok(sent) => bytes = &bytes[sent..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(Duration::from_millis(1)),
            Err(_) => return false,
        }
    }
    true
}
