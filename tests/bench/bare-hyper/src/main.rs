// SPDX-License-Identifier: GPL-3.0-or-later
//! Answers like rust-hello, on hyper alone: no macro, no context, no marks, one thread. Listens on descriptor 3 when LISTEN_FDS
//! is set, otherwise on $PORT of the loopback interface.

use std::convert::Infallible;
use std::os::fd::FromRawFd;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};

async fn hello(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let body = request.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let message = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|body| body.get("message")?.as_str().map(str::to_owned))
        .unwrap_or_else(|| "Hello from Rust!".into());
    let answer = json!({
        "message": message,
        "execution_id": "019a0000-0000-7000-8000-000000000000",
        "function_id": "local/handler",
    });
    let mut response = Response::new(Full::new(Bytes::from(answer.to_string())));
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

fn listener() -> std::io::Result<std::net::TcpListener> {
    if std::env::var_os("LISTEN_FDS").is_some() {
        // SAFETY: whoever sets LISTEN_FDS hands descriptor 3 over to us.
        return Ok(unsafe { std::net::TcpListener::from_raw_fd(3) });
    }
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(0u16);
    std::net::TcpListener::bind(("127.0.0.1", port))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = listener()?;
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(hello)).await;
        });
    }
}
