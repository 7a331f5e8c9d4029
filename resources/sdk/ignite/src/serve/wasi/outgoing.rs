// SPDX-License-Identifier: MIT OR Apache-2.0
//! The SDK's answer as the host's, whole or streamed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue, StatusCode};
use wasip2::clocks::monotonic_clock::subscribe_duration;
use wasip2::http::types::{Fields, OutgoingBody, OutgoingResponse, ResponseOutparam};
use wasip2::io::poll::poll;
use wasip2::io::streams::{OutputStream, StreamError};

use crate::call::{EXECUTION_ID, HANDLER_MICROS};
use crate::stream::client_gone;
use crate::{Error, Response, Result};

/// How long other tasks of the handler may have to wait while one waits for a slow client.
const TURN: Duration = Duration::from_millis(2);

/// How long a stream that breaks off waits for what was written before to leave.
const LAST_WORDS: Duration = Duration::from_millis(20);

/// Where the answer of the call under way goes, until it has begun.
pub struct Reply {
    out: ResponseOutparam,
    is_head: bool,
}

static REPLY: Mutex<Option<Reply>> = Mutex::new(None);

impl Reply {
    pub fn keep(out: ResponseOutparam, is_head: bool) {
        *locked(&REPLY) = Some(Self { out, is_head });
    }

    fn take() -> Option<Self> {
        locked(&REPLY).take()
    }

    /// Sends the head and gives the body.
    fn begin(self, status: StatusCode, headers: &Headers) -> Option<OutgoingBody> {
        let response = OutgoingResponse::new(fields(headers));
        if status != StatusCode::OK {
            let _ = response.set_status_code(status.as_u16()); // only a value that is no status fails
        }
        let body = response.body().ok();
        ResponseOutparam::set(self.out, Ok(response));
        body
    }
}

/// Headers as the host takes them.
type Headers = Vec<(String, Vec<u8>)>;

/// What the host keeps for itself, as `connection`, is left out.
fn fields(headers: &Headers) -> Fields {
    Fields::from_list(headers).unwrap_or_else(|_| {
        let fields = Fields::new();
        for (name, value) in headers {
            let _ = fields.append(name, value);
        }
        fields
    })
}

fn put(headers: &mut Headers, name: &HeaderName, value: impl Into<Vec<u8>>) {
    headers.push((name.as_str().to_owned(), value.into()));
}

/// Answers the call under way, unless it streams already.
pub fn answer(response: Response, execution_id: Option<&str>, time: Option<Duration>) {
    let Some(reply) = Reply::take() else { return };
    let Response { status, headers: said, body: bytes } = response;
    let has_body = status != StatusCode::NO_CONTENT && status != StatusCode::NOT_MODIFIED;
    let mut headers = Headers::with_capacity(said.len() + 3);
    let mut length = has_body.then(|| bytes.len().to_string().into_bytes());
    for (name, value) in &said {
        // How long the body is and how it is sent is not the handler's to say, unless there is none.
        if *name == CONTENT_LENGTH && reply.is_head {
            length = Some(value.as_bytes().to_vec());
        } else if *name != CONTENT_LENGTH && *name != TRANSFER_ENCODING {
            put(&mut headers, name, value.as_bytes());
        }
    }
    if let Some(length) = length {
        put(&mut headers, &CONTENT_LENGTH, length);
    }
    if let Some(id) = execution_id {
        put(&mut headers, &EXECUTION_ID, id);
    }
    if let Some(time) = time {
        put(&mut headers, &HANDLER_MICROS, (time.as_micros() as u64).to_string());
    }
    let is_sent = has_body && !reply.is_head && !bytes.is_empty();
    let Some(body) = reply.begin(status, &headers) else { return };
    if is_sent && let Ok(stream) = body.write() {
        // A client that went away does not need the rest.
        let _ = write_all(&stream, &bytes);
    }
    let _ = OutgoingBody::finish(body, None);
}

/// The host has what was written, and the end of the body tells it to send all: no flush, for which it would have to wait.
fn write_all(stream: &OutputStream, bytes: &[u8]) -> Result<(), StreamError> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let permitted = usize::try_from(stream.check_write()?).unwrap_or(usize::MAX).min(rest.len());
        if permitted == 0 {
            stream.subscribe().block();
            continue;
        }
        stream.write(&rest[..permitted])?;
        rest = &rest[permitted..];
    }
    Ok(())
}

/// How a call begins to stream: with what [`REPLY`] holds.
#[derive(Debug)]
pub struct Opener;

impl Opener {
    pub fn open(self, content_type: HeaderValue, execution_id: &str) -> Result<Sink> {
        let reply = Reply::take().ok_or_else(client_gone)?;
        let mut headers = Headers::new();
        put(&mut headers, &CONTENT_TYPE, content_type.as_bytes());
        put(&mut headers, &EXECUTION_ID, execution_id);
        if content_type.as_bytes().starts_with(b"text/event-stream") {
            put(&mut headers, &CACHE_CONTROL, "no-cache");
        }
        let is_head = reply.is_head;
        let body = reply.begin(StatusCode::OK, &headers).ok_or_else(client_gone)?;
        // `write` gives the stream once only.
        let stream = if is_head { None } else { Some(body.write().map_err(|()| client_gone())?) };
        let open = Open { stream, body };
        Ok(Sink { shared: Arc::new(Shared { open: Mutex::new(Some(open)), turn: tokio::sync::Mutex::new(()) }) })
    }
}

/// The handler's end of a stream.
#[derive(Debug, Clone)]
pub struct Sink {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    open: Mutex<Option<Open>>,
    /// Held by the write under way, which may take several turns, so that two do not mix.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Open {
    /// None where the client gets no body. A child of the body: it goes first.
    stream: Option<OutputStream>,
    body: OutgoingBody,
}

impl Sink {
    pub async fn send(&self, bytes: &[u8]) -> Result<(), Error> {
        let _turn = self.shared.turn.lock().await;
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = self.write_some(rest)?;
            rest = &rest[written..];
            if written == 0 {
                tokio::task::yield_now().await;
                self.wait(true)?;
            }
        }
        Ok(())
    }

    pub fn blocking_send(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = self.write_some(rest)?;
            rest = &rest[written..];
            if written == 0 {
                self.wait(false)?;
            }
        }
        Ok(())
    }

    /// Writes as much as the host takes now.
    fn write_some(&self, bytes: &[u8]) -> Result<usize, Error> {
        self.with_stream(bytes.len(), |stream| {
            let permitted = usize::try_from(stream.check_write()?).unwrap_or(usize::MAX).min(bytes.len());
            if permitted > 0 {
                stream.write(&bytes[..permitted])?;
                stream.flush()?;
            }
            Ok(permitted)
        })
    }

    /// Waits until the host takes more, but, in turns, no longer than other tasks can bear: the runtime's own way to wait knows
    /// nothing of the host's streams.
    fn wait(&self, in_turns: bool) -> Result<(), Error> {
        self.with_stream((), |stream| {
            let ready = stream.subscribe();
            if in_turns {
                poll(&[&ready, &subscribe_duration(TURN.as_nanos() as u64)]);
            } else {
                ready.block();
            }
            Ok(())
        })
    }

    fn with_stream<T>(
        &self,
        without: T,
        act: impl FnOnce(&OutputStream) -> Result<T, StreamError>,
    ) -> Result<T, Error> {
        match locked(&self.shared.open).as_ref() {
            Some(Open { stream: Some(stream), .. }) => act(stream).map_err(|_| client_gone()),
            Some(_) => Ok(without),
            None => Err(client_gone()),
        }
    }

    pub fn end(self, whole: bool) {
        let open = locked(&self.shared.open).take();
        let Some(Open { stream, body }) = open else { return };
        if whole {
            drop(stream);
            let _ = OutgoingBody::finish(body, None);
            return;
        }
        if let Some(stream) = stream {
            // A host that learns of the break drops what it has not sent yet, and has no way to tell that it sent it.
            let _ = stream.blocking_flush();
            subscribe_duration(LAST_WORDS.as_nanos() as u64).block();
        }
        drop(body); // which counts as broken off, without a `finish`
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
