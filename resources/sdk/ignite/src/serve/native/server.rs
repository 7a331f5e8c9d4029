// SPDX-License-Identifier: MIT OR Apache-2.0
//! Connections, and an orderly end.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::Handler;
use super::ending::signals;
use super::respond::respond;

/// Serves until SIGTERM or SIGINT; then takes no new connections, and returns when the calls in flight have ended.
pub async fn run(listener: std::net::TcpListener, handler: &'static dyn Handler) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let signals = signals()?;
    let (end, ending) = watch::channel(()); // each connection holds a receiver: when all are gone, so are the connections

    loop {
        tokio::select! {
            biased; // the end before more work
            _ = signals.readable() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    tokio::spawn(connection(stream, handler, ending.clone()));
                }
                // Out of descriptors: accepting again at once would spin until some are free.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
        }
    }
    drop((listener, ending));
    let _ = end.send(());
    end.closed().await;
    Ok(())
}

async fn connection(stream: TcpStream, handler: &'static dyn Handler, mut ending: watch::Receiver<()>) {
    // Small answers must not wait for the acknowledgement of earlier ones.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(handler, request));
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    let mut ended = pin!(ending.changed());
    let mut is_ending = false;
    poll_fn(|task| {
        if !is_ending && ended.as_mut().poll(task).is_ready() {
            is_ending = true;
            connection.as_mut().graceful_shutdown();
        }
        // A connection's own errors are the client's affair: it went away, or spoke no HTTP.
        connection.as_mut().poll(task).map(drop)
    })
    .await;
}
