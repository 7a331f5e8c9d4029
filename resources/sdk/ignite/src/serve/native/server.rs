// SPDX-License-Identifier: MIT OR Apache-2.0
//! Connections, and an orderly end.

use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::respond::respond;
use crate::serve::Handler;

/// Serves until SIGTERM or SIGINT; then takes no new connections, and returns when the calls in flight have ended.
pub async fn run(listener: std::net::TcpListener, handler: Handler) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (end, ending) = watch::channel(()); // each connection holds a receiver: when all are gone, so are the connections

    loop {
        tokio::select! {
            biased; // the end before more work
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
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

async fn connection(stream: TcpStream, handler: Handler, mut ending: watch::Receiver<()>) {
    // Small answers must not wait for the acknowledgement of earlier ones.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(handler, request));
    let mut connection = std::pin::pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    // A connection's own errors are the client's affair: it went away, or spoke no HTTP.
    tokio::select! {
        biased;
        _ = connection.as_mut() => return,
        _ = ending.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
