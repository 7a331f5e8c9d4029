// SPDX-License-Identifier: MIT OR Apache-2.0
//! From a handler that streams to the body that hyper sends. All of it is reached through [`Opener::open`], so that a handler that
//! does not stream carries none of its code.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use hyper::body::{Body, Frame};
use tokio::sync::{mpsc, oneshot};

use super::Running;
use super::body::{AnswerBody, BrokenOff};
use crate::stream::client_gone;
use crate::{Error, Result};

/// How many writes may wait for the client. One is sent while the next is made.
const PIECES: usize = 2;

/// What the first write hands to the server: the answer, given the call that goes on and whether the client asked for the head only.
pub type Opened = Box<dyn FnOnce(Running, bool) -> http::Response<AnswerBody> + Send>;

/// How a call tells the server that its answer is a stream.
pub struct Opener(pub oneshot::Sender<Opened>);

impl Opener {
    pub fn open(self, content_type: HeaderValue, _execution_id: &str) -> Result<Sink> {
        let (sender, pieces) = mpsc::channel(PIECES);
        let whole = Arc::new(AtomicBool::new(false));
        let streamed = Streamed { pieces, whole: Arc::clone(&whole), is_broken: false };
        let opened: Opened = Box::new(|running, is_head| answer(content_type, streamed, running, is_head));
        self.0.send(opened).map_err(|_| client_gone())?;
        Ok(Sink { sender, whole })
    }
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opener")
    }
}

/// The handler goes on in a task of its own, so that it learns from a write that the client is gone.
fn answer(
    content_type: HeaderValue,
    mut streamed: Streamed,
    running: Running,
    is_head: bool,
) -> http::Response<AnswerBody> {
    tokio::spawn(running);
    let mut response = if is_head {
        // Hyper sends no body, and drops it; the handler must not take that for a client that went away.
        tokio::spawn(async move { while streamed.pieces.recv().await.is_some() {} });
        http::Response::new(AnswerBody::Whole(None))
    } else {
        http::Response::new(AnswerBody::Streamed(Box::pin(streamed)))
    };
    if content_type.as_bytes().starts_with(b"text/event-stream") {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// The handler's end of a stream.
#[derive(Debug, Clone)]
pub struct Sink {
    sender: mpsc::Sender<Bytes>,
    whole: Arc<AtomicBool>,
}

impl Sink {
    pub async fn send(&self, bytes: &[u8]) -> Result<(), Error> {
        self.sender.send(Bytes::copy_from_slice(bytes)).await.map_err(|_| client_gone())
    }

    pub fn blocking_send(&self, bytes: &[u8]) -> Result<(), Error> {
        self.sender.blocking_send(Bytes::copy_from_slice(bytes)).map_err(|_| client_gone())
    }

    pub fn end(self, whole: bool) {
        self.whole.store(whole, Ordering::Release);
    }
}

/// The client's end.
struct Streamed {
    pieces: mpsc::Receiver<Bytes>,
    /// Set before the last sender goes: without it the stream was broken off.
    whole: Arc<AtomicBool>,
    /// Its end was seen, and is reported by the next poll.
    is_broken: bool,
}

impl Body for Streamed {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        while !self.is_broken {
            match ready!(self.pieces.poll_recv(task)) {
                Some(piece) if piece.is_empty() => {} // only began the answer
                Some(piece) => return Poll::Ready(Some(Ok(Frame::data(piece)))),
                None if self.whole.load(Ordering::Acquire) => return Poll::Ready(None),
                None => {
                    // After an error hyper sends nothing more: first it must have sent what was written before.
                    self.is_broken = true;
                    task.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
        }
        Poll::Ready(Some(Err(BrokenOff)))
    }
}
