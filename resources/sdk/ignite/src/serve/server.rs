// SPDX-License-Identifier: MIT OR Apache-2.0
//! Connections, and an orderly end.

use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, watch};

use super::{Handler, call};

/// Serves until SIGTERM or SIGINT; then takes no new connections, and returns when the calls in flight have ended.
pub async fn run(listener: std::net::TcpListener, handler: Handler) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (end, ending) = watch::channel(());
    let (running, mut all_ended) = mpsc::channel::<()>(1); // each connection holds a sender: the end of all is the end of the channel

    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    tokio::spawn(connection(stream, handler, ending.clone(), running.clone()));
                }
                // Out of descriptors: accepting again at once would spin until some are free.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
        }
    }
    drop((listener, end, running));
    all_ended.recv().await;
    Ok(())
}

async fn connection(stream: TcpStream, handler: Handler, mut ending: watch::Receiver<()>, _running: mpsc::Sender<()>) {
    // Small answers must not wait for the acknowledgement of earlier ones.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| call::respond(handler, request));
    let mut connection = std::pin::pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    // A connection's own errors are the client's affair: it went away, or spoke no HTTP.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ending.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
