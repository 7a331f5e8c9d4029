// SPDX-License-Identifier: MIT OR Apache-2.0
//! The body of an answer, whole or streamed.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use super::sink::Opened;

pub enum AnswerBody {
    Whole(Option<Bytes>),
    Streamed {
        opened: Opened,
        /// Its end was seen, and is reported by the next poll.
        broken: bool,
    },
}

/// Why hyper closes a connection in the middle of a chunked body, which is what the client then notices.
#[derive(Debug)]
pub struct BrokenOff;

impl std::fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the handler broke its stream off")
    }
}

impl std::error::Error for BrokenOff {}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        match self.get_mut() {
            Self::Whole(bytes) => {
                Poll::Ready(bytes.take().filter(|bytes| !bytes.is_empty()).map(|b| Ok(Frame::data(b))))
            }
            Self::Streamed { broken: true, .. } => Poll::Ready(Some(Err(BrokenOff))),
            Self::Streamed { opened, broken } => loop {
                match ready!(opened.pieces.poll_recv(task)) {
                    Some(piece) if piece.is_empty() => {} // only began the answer
                    Some(piece) => return Poll::Ready(Some(Ok(Frame::data(piece)))),
                    None if opened.whole.load(Ordering::Acquire) => return Poll::Ready(None),
                    None => {
                        // After an error hyper sends nothing more: first it must have sent what was written before.
                        *broken = true;
                        task.waker().wake_by_ref();
                        return Poll::Pending;
                    }
                }
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.as_ref().is_none_or(Bytes::is_empty))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Streamed { .. } => SizeHint::default(),
        }
    }
}
