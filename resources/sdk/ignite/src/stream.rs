// SPDX-License-Identifier: MIT OR Apache-2.0
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::HeaderValue;

use crate::call::Call;
use crate::serve::{Opener, Sink};
use crate::{Error, Result};

/// An answer that goes out piece by piece, from [`Context::stream`](crate::Context::stream). Clones write to the same answer.
///
/// - Each piece leaves when it is written. A write waits while the client is slower than the handler.
/// - With the first write the answer has begun, with status 200: what the handler returns is ignored from then on. The answer is
///   complete when the handler returns `Ok`. After an `Err` or a panic it is broken off in a way that the client notices, and the
///   error goes to stderr.
/// - When the client has gone away, a write is an error. Passing it on with `?` ends the handler.
///
/// ```
/// use ignite::prelude::*;
///
/// async fn handler(_req: Request, ctx: Context) -> Result<impl IntoResponse> {
///     let stream = ctx.stream();
///     for n in 1..=3 {
///         stream.event("count", n.to_string()).await?; // server-sent events
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Stream {
    call: Arc<Call>,
}

impl Stream {
    pub(crate) fn new(call: Arc<Call>) -> Self {
        Self { call }
    }

    /// Says what will be written; `application/octet-stream` where nobody says, `text/event-stream` where the first write is an
    /// event. An error once the answer has begun, and for a value that no header can carry.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// let stream = ctx.stream();
    /// stream.content_type("text/csv")?;
    /// # Ok(()) }
    /// ```
    pub fn content_type(&self, value: &str) -> Result<()> {
        let value = HeaderValue::try_from(value)?;
        let mut state = self.call.stream.lock();
        match &state.phase {
            Phase::Waiting(_) => state.content_type = Some(value),
            Phase::Open(_) => {
                return Err(Error::new("the content type must be set before the first write: the answer has begun"));
            }
            Phase::Ended => return Err(ended()),
        }
        Ok(())
    }

    /// Sends these bytes, and waits while the client is behind. An empty write only begins the answer.
    ///
    /// ```no_run
    /// # async fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// ctx.stream().write("id,name\n").await?;
    /// ctx.stream().write(vec![0u8; 1024]).await?;
    /// # Ok(()) }
    /// ```
    pub async fn write(&self, bytes: impl AsRef<[u8]>) -> Result<()> {
        self.open(BYTES)?.send(bytes.as_ref()).await
    }

    /// The same from a plain `fn handler` or a thread. In an `async fn` use [`Stream::write`]: blocking there would stop all calls.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// ctx.stream().blocking_write("id,name\n")?;
    /// # Ok(()) }
    /// ```
    pub fn blocking_write(&self, bytes: impl AsRef<[u8]>) -> Result<()> {
        self.open(BYTES)?.blocking_send(bytes.as_ref())
    }

    /// Sends a server-sent event. Data of several lines arrives as it was, with `\n` between the lines. An empty name sends an
    /// event without one, which a browser calls `message`.
    ///
    /// ```no_run
    /// # async fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// ctx.stream().event("progress", ignite::json!({ "done": 0.5 }).to_string()).await?;
    /// # Ok(()) }
    /// ```
    pub async fn event(&self, name: &str, data: impl AsRef<str>) -> Result<()> {
        let event = event_text(name, data.as_ref())?;
        self.open(EVENTS)?.send(event.as_bytes()).await
    }

    /// The same from a plain `fn handler` or a thread; see [`Stream::blocking_write`].
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// ctx.stream().blocking_event("progress", "half")?;
    /// # Ok(()) }
    /// ```
    pub fn blocking_event(&self, name: &str, data: impl AsRef<str>) -> Result<()> {
        let event = event_text(name, data.as_ref())?;
        self.open(EVENTS)?.blocking_send(event.as_bytes())
    }

    /// The way to the client; the first caller sends the head of the answer.
    fn open(&self, default_type: HeaderValue) -> Result<Sink> {
        let mut state = self.call.stream.lock();
        if let Phase::Waiting(opener) = &mut state.phase {
            let opener = opener.take().ok_or_else(ended)?;
            let content_type = state.content_type.take().unwrap_or(default_type);
            state.phase = Phase::Open(opener.open(content_type, &self.call.execution_id)?);
        }
        match &state.phase {
            Phase::Open(sink) => Ok(sink.clone()),
            _ => Err(ended()),
        }
    }
}

const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");
const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");

fn ended() -> Error {
    Error::new("the call has ended, and the answer with it: write while the handler runs")
}

/// What a write says when nobody reads any more.
pub(crate) fn client_gone() -> Error {
    Error::new("the client has gone away")
}

/// After the HTML standard, section 9.2.6: a line break of any kind inside the data begins a new `data` line.
fn event_text(name: &str, data: &str) -> Result<String> {
    if name.contains(['\r', '\n']) {
        return Err(Error::new("the name of an event is one line"));
    }
    let mut text = String::with_capacity(name.len() + data.len() + 32);
    if !name.is_empty() {
        text.extend(["event: ", name, "\n"]);
    }
    for line in data.replace("\r\n", "\n").split(['\r', '\n']) {
        text.extend(["data: ", line, "\n"]);
    }
    text.push('\n');
    Ok(text)
}

/// The call's side of its stream.
#[derive(Debug)]
pub struct Channel {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    content_type: Option<HeaderValue>,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// Nothing was written. Empty after an opening that failed.
    Waiting(Option<Opener>),
    Open(Sink),
    Ended,
}

impl Channel {
    pub fn new(opener: Opener) -> Self {
        Self { state: Mutex::new(State { content_type: None, phase: Phase::Waiting(Some(opener)) }) }
    }

    /// Whether the client has the head of a streamed answer.
    pub fn has_begun(&self) -> bool {
        matches!(self.lock().phase, Phase::Open(_))
    }

    /// No write succeeds any more. What was written is complete (`whole`), or visibly not.
    pub fn end(&self, whole: bool) {
        let phase = std::mem::replace(&mut self.lock().phase, Phase::Ended);
        if let Phase::Open(sink) = phase {
            sink.end(whole);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::event_text;

    #[test]
    fn an_event_keeps_its_lines() {
        for (name, data, expected) in [
            ("tick", "1", "event: tick\ndata: 1\n\n"),
            ("", "1", "data: 1\n\n"),
            ("a", "one\ntwo", "event: a\ndata: one\ndata: two\n\n"),
            ("a", "one\r\ntwo\rthree\n", "event: a\ndata: one\ndata: two\ndata: three\ndata: \n\n"),
            ("a", "", "event: a\ndata: \n\n"),
            ("a", "data: x\n\nid: 7", "event: a\ndata: data: x\ndata: \ndata: id: 7\n\n"),
        ] {
            assert_eq!(event_text(name, data).unwrap(), expected);
        }
        assert!(event_text("a\nid: 7", "x").is_err());
    }
}
