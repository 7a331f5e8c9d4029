// SPDX-License-Identifier: GPL-3.0-or-later
//! Answers on the connection itself, past the SDK: what a handler's process can send at its worst. Natively only.

use std::io::{ErrorKind, Write};
use std::mem::ManuallyDrop;
use std::net::{Shutdown, TcpStream};
use std::os::fd::FromRawFd;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ignite::prelude::*;

/// Calls that write, also when their caller has left: they write to the connections of other calls too.
static WRITING: AtomicUsize = AtomicUsize::new(0);

/// `begin`, and then `block` so many `times`; without `begin` an answer like others. With `goes_on` the call never ends,
/// with `keeps_open` the connections stay open meanwhile.
#[ignite::main]
fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let Some(begin) = req.field::<Option<String>>("begin")? else {
        return Ok(ignite::json!(if WRITING.load(Ordering::SeqCst) == 0 { "well" } else { "writing" }));
    };
    let block: String = req.field("block")?;
    let times: usize = req.field("times")?;
    WRITING.fetch_add(1, Ordering::SeqCst);
    let clients = clients();
    send_to_all(&clients, begin.as_bytes(), block.as_bytes(), times);
    if !req.field::<Option<bool>>("keeps_open")?.unwrap_or(false) {
        for client in clients {
            let _ = client.shutdown(Shutdown::Both);
        }
    }
    WRITING.fetch_sub(1, Ordering::SeqCst);
    while req.field::<Option<bool>>("goes_on")?.unwrap_or(false) {
        std::thread::sleep(Duration::from_secs(1));
    }
    Ok(ignite::json!("sent"))
}

/// The connections of this process, which the SDK has open, as duplicates: the SDK may close its own at any time. All are
/// looked for before the first is duplicated: else duplicates would be found and duplicated too, up to the last number
/// that is looked at, and the connection of a call that comes meanwhile would have one beyond it.
fn clients() -> Vec<TcpStream> {
    // SAFETY: none of them is owned here, so none is dropped; what is no connection is not used.
    let borrowed = |descriptor| ManuallyDrop::new(unsafe { TcpStream::from_raw_fd(descriptor) });
    let open: Vec<_> = (3..256).map(borrowed).filter(|stream| stream.peer_addr().is_ok()).collect();
    open.iter().filter_map(|stream| stream.try_clone().ok()).collect()
}

/// Which one is the call's cannot be told. Nobody reads from one that is kept for later: it takes no more at some point,
/// and is not waited for long once another one has ended.
fn send_to_all(clients: &[TcpStream], begin: &[u8], block: &[u8], times: usize) {
    let total = begin.len() + block.len() * times;
    let mut sent = vec![0; clients.len()];
    let mut quiet_rounds = 0;
    while sent.iter().any(|at| *at < total) && quiet_rounds < 100 {
        let has_ended = sent.contains(&total);
        let before = sent.clone();
        for (mut client, at) in clients.iter().zip(&mut sent).filter(|(_, at)| **at < total) {
            let rest = match at.checked_sub(begin.len()) {
                None => &begin[*at..],
                Some(behind) => &block[behind % block.len()..],
            };
            match client.write(rest) {
                Ok(count) => *at += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => *at = total,
            }
        }
        if sent == before {
            quiet_rounds += usize::from(has_ended);
            std::thread::sleep(Duration::from_millis(1));
        } else {
            quiet_rounds = 0;
        }
    }
}
