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
    let bytes = begin
        .into_bytes()
        .into_iter()
        .chain(block.into_bytes().repeat(times))
        .collect::<Vec<u8>>();
    let clients = clients();
    send(&clients, &bytes);
    for client in clients {
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

/// To all of them at once, since one may be kept and read by nobody: until each has taken everything or has closed, or one has and
/// the others take nothing.
fn send(clients: &[TcpStream], bytes: &[u8]) {
    let mut sent = vec![0; clients.len()];
    let mut quiet_rounds = 0;
    while sent.iter().any(|sent| *sent < bytes.len()) && quiet_rounds < 100 {
        let has_ended = sent.iter().any(|sent| *sent == bytes.len());
        quiet_rounds = if has_ended { quiet_rounds + 1 } else { 0 };
        for (mut client, sent) in clients.iter().zip(&mut sent).filter(|(_, sent)| **sent < bytes.len()) {
            match client.write(&bytes[*sent..]) {
                Ok(taken) => {
                    *sent += taken;
                    quiet_rounds = 0;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => *sent = bytes.len(),
            }
        }
        std::thread::sleep(Duration::from_millis(u64::from(quiet_rounds > 0)));
    }
}
