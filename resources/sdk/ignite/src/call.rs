// SPDX-License-Identifier: MIT OR Apache-2.0
//! One call: what is made for it, and that all of it ends with it.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use http::{HeaderName, StatusCode};

use crate::marks::Marks;
use crate::serve::{Answer, Head, Opener};
use crate::stream::Channel;
use crate::temp_store::Scratch;
use crate::{Response, id};

/// The id of a call, on the way in and out.
pub(crate) const EXECUTION_ID: HeaderName = HeaderName::from_static("x-ignite-execution-id");
/// How long the handler took, for the platform's runner.
pub(crate) const HANDLER_MICROS: HeaderName = HeaderName::from_static("x-ignite-handler-us");

/// What a [`Context`](crate::Context) speaks of.
#[derive(Debug)]
pub struct Call {
    pub execution_id: String,
    pub function_id: String,
    pub stream: Channel,
    pub scratch: Scratch,
}

impl Call {
    /// With the ids that the platform's headers carry, or with a new one.
    pub fn new(head: &Head, opener: Opener) -> Arc<Self> {
        // Visible ASCII: an id goes into headers, names and lines of a log.
        let is_id = |value: &&[u8]| !value.is_empty() && value.iter().all(u8::is_ascii_graphic);
        let given = |name: &str| head.header(name).filter(is_id).map(|id| String::from_utf8_lossy(id).into_owned());
        Arc::new(Self {
            execution_id: given(EXECUTION_ID.as_str()).unwrap_or_else(id::uuid7),
            function_id: given("x-ignite-function-id").unwrap_or_else(|| own_function_id().to_owned()),
            stream: Channel::new(opener),
            scratch: Scratch::default(),
        })
    }
}

/// What the process was told that it is.
fn own_function_id() -> &'static str {
    static ID: OnceLock<String> = OnceLock::new();
    ID.get_or_init(|| std::env::var("IGNITE_FUNCTION_ID").unwrap_or_else(|_| "local/handler".to_owned()))
}

/// A call from its begin mark to its end mark. One that is dropped before [`Execution::end`] was given up by its client; it is ended
/// all the same, so that no record stays open and no file stays behind.
pub struct Execution {
    call: Arc<Call>,
    /// None where nobody wants to know: a component asks its host for the time.
    watched: Option<(Marks, Instant)>,
    ended: bool,
}

/// What a handler's call came to.
pub struct Finished {
    pub response: Response,
    /// How long the handler took, where that was measured.
    pub time: Option<Duration>,
}

impl Execution {
    pub fn begin(call: Arc<Call>, marks: Option<Marks>) -> Self {
        let watched = marks.map(|marks| {
            marks.begin();
            (marks, Instant::now())
        });
        Self { call, watched, ended: false }
    }

    #[cfg(target_family = "wasm")]
    pub fn id(&self) -> &str {
        &self.call.execution_id
    }

    /// An `Err` and a panic (its message) become `{"error": message}`, or break the stream off that has begun. An error also goes
    /// to stderr; a panic's own hook has written it there.
    pub fn end(mut self, result: Result<Answer, String>) -> Finished {
        let whole = matches!(result, Ok(Ok(_)));
        let response = match result {
            Ok(Ok(response)) => response.checked(),
            Ok(Err(error)) => {
                let after = if self.call.stream.has_begun() { " (the stream is broken off)" } else { "" };
                eprintln!("error: {error}{after}");
                Response::of_error(error.status_code(), &error.to_string()).checked()
            }
            Err(panic) => Response::of_error(StatusCode::INTERNAL_SERVER_ERROR, &panic),
        };
        let time = self.close(whole);
        Finished { response, time }
    }

    fn close(&mut self, whole: bool) -> Option<Duration> {
        self.ended = true;
        self.call.scratch.close();
        let time = self.watched.as_ref().map(|(marks, begun)| {
            let time = begun.elapsed();
            // Before the client sees an end: who asks for the record then finds it closed.
            marks.end();
            time
        });
        self.call.stream.end(whole);
        time
    }
}

impl Drop for Execution {
    fn drop(&mut self) {
        if !self.ended {
            self.close(false);
        }
    }
}
