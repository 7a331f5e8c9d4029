// SPDX-License-Identifier: MIT OR Apache-2.0
//! The host's request as the SDK's.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use wasip2::http::types::{IncomingRequest, Method as HostMethod};
use wasip2::io::streams::StreamError;

use crate::Response;
use crate::serve::{BODY_LIMIT, too_large};

const PIECE: u64 = 64 * 1024;

pub fn head(request: &IncomingRequest) -> (Method, Uri, HeaderMap) {
    // The host has read all of this with a parser of its own; what the one here refuses cannot come.
    let uri = request.path_with_query().and_then(|path| Uri::try_from(path).ok()).unwrap_or_default();
    let entries = request.headers().entries();
    let mut headers = HeaderMap::with_capacity(entries.len());
    for (name, value) in entries {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    (method(request.method()), uri, headers)
}

fn method(method: HostMethod) -> Method {
    match method {
        HostMethod::Get => Method::GET,
        HostMethod::Head => Method::HEAD,
        HostMethod::Post => Method::POST,
        HostMethod::Put => Method::PUT,
        HostMethod::Delete => Method::DELETE,
        HostMethod::Connect => Method::CONNECT,
        HostMethod::Options => Method::OPTIONS,
        HostMethod::Trace => Method::TRACE,
        HostMethod::Patch => Method::PATCH,
        HostMethod::Other(name) => Method::from_bytes(name.as_bytes()).unwrap_or_default(),
    }
}

/// The whole body, or the answer that refuses it.
pub fn body(request: &IncomingRequest) -> Result<Bytes, Response> {
    let broken = |reason: &str| Response::of_error(StatusCode::BAD_REQUEST, &format!("the body broke off: {reason}"));
    let incoming = request.consume().map_err(|()| broken("the host does not give it"))?;
    let stream = incoming.stream().map_err(|()| broken("the host does not give it"))?;
    let mut body = Vec::new();
    let mut left_over = 0;
    loop {
        match stream.blocking_read(PIECE) {
            Ok(piece) if left_over > 0 || body.len() + piece.len() > BODY_LIMIT => {
                // A client that sends first and reads then would lose the answer if the connection were closed under its hands.
                left_over += piece.len();
                if left_over > BODY_LIMIT {
                    return Err(too_large());
                }
            }
            Ok(piece) if body.is_empty() => body = piece,
            Ok(piece) => body.extend_from_slice(&piece),
            Err(StreamError::Closed) if left_over > 0 => return Err(too_large()),
            Err(StreamError::Closed) => return Ok(Bytes::from(body)),
            Err(StreamError::LastOperationFailed(error)) => return Err(broken(&error.to_debug_string())),
        }
    }
}
