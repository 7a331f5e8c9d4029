// SPDX-License-Identifier: MIT OR Apache-2.0
//! The host's request as the SDK's.

use std::borrow::Cow;
use std::sync::OnceLock;

use bytes::Bytes;
use http::StatusCode;
use wasip2::http::types::{IncomingRequest, Method};
use wasip2::io::streams::StreamError;

use crate::Response;
use crate::serve::{BODY_LIMIT, too_large};

const PIECE: u64 = 64 * 1024;

/// All of a request but its body. As the host gave it: it was parsed there, and once is enough.
#[derive(Debug)]
pub struct Head {
    request: IncomingRequest,
    method: Cow<'static, str>,
    /// Asked for when it is: few handlers look at it, and each question to the host is a hundredth of a call.
    target: OnceLock<String>,
    headers: Vec<(String, Vec<u8>)>,
    /// What the client's `host` said: the host takes it out of the headers.
    authority: OnceLock<Option<String>>,
}

impl Head {
    pub fn new(request: IncomingRequest) -> Self {
        Self {
            method: name_of(request.method()),
            target: OnceLock::new(),
            headers: request.headers().entries(),
            authority: OnceLock::new(),
            request,
        }
    }

    fn target(&self) -> &str {
        self.target.get_or_init(|| self.request.path_with_query().unwrap_or_default())
    }

    pub fn method(&self) -> &str {
        &self.method
    }

    pub fn path(&self) -> &str {
        let target = self.target();
        target.split_once('?').map_or(target, |(path, _)| path)
    }

    pub fn query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }

    /// Takes all headers of this name out; the value of the first.
    pub fn remove(&mut self, name: &str) -> Option<Vec<u8>> {
        let first = self.header(name)?.to_vec();
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        Some(first)
    }

    /// The first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let header = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        match header {
            Some((_, value)) => Some(value),
            None if name.eq_ignore_ascii_case("host") => {
                self.authority.get_or_init(|| self.request.authority()).as_deref().map(str::as_bytes)
            }
            None => None,
        }
    }

    /// How long the body is, where the client said so. Hosts hold clients to it.
    fn content_length(&self) -> Option<usize> {
        std::str::from_utf8(self.header("content-length")?).ok()?.parse().ok()
    }
}

fn name_of(method: Method) -> Cow<'static, str> {
    Cow::Borrowed(match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
        Method::Connect => "CONNECT",
        Method::Options => "OPTIONS",
        Method::Trace => "TRACE",
        Method::Patch => "PATCH",
        Method::Other(name) => return Cow::Owned(name),
    })
}

/// The whole body, or the answer that refuses it.
pub fn body(head: &Head) -> Result<Bytes, Response> {
    let broken = |reason: &str| Response::of_error(StatusCode::BAD_REQUEST, &format!("the body broke off: {reason}"));
    let incoming = head.request.consume().map_err(|()| broken("the host does not give it"))?;
    let stream = incoming.stream().map_err(|()| broken("the host does not give it"))?;
    let length = head.content_length();
    let mut body = Vec::new();
    let mut left_over = 0;
    // The end of a body whose length is known need not be asked for.
    while length != Some(body.len()) {
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
            Err(StreamError::Closed) => break,
            Err(StreamError::LastOperationFailed(error)) => return Err(broken(&error.to_debug_string())),
        }
    }
    Ok(Bytes::from(body))
}
