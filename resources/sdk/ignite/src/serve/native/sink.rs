// SPDX-License-Identifier: MIT OR Apache-2.0
//! From a handler that streams to the body that hyper sends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::HeaderValue;
use tokio::sync::{mpsc, oneshot};

use crate::stream::client_gone;
use crate::{Error, Result};

/// How many writes may wait for the client. One is sent while the next is made.
const PIECES: usize = 2;

/// What the first write hands to the server.
#[derive(Debug)]
pub(crate) struct Opened {
    pub content_type: HeaderValue,
    pub pieces: mpsc::Receiver<Bytes>,
    /// Set before the last sender goes: without it the stream was broken off.
    pub whole: Arc<AtomicBool>,
}

/// How a call tells the server that its answer is a stream.
#[derive(Debug)]
pub(crate) struct Opener(pub oneshot::Sender<Opened>);

impl Opener {
    pub fn open(self, content_type: HeaderValue, _execution_id: &str) -> Result<Sink> {
        let (sender, pieces) = mpsc::channel(PIECES);
        let whole = Arc::new(AtomicBool::new(false));
        let opened = Opened { content_type, pieces, whole: Arc::clone(&whole) };
        self.0.send(opened).map_err(|_| client_gone())?;
        Ok(Sink { sender, whole })
    }
}

/// The handler's end of a stream.
#[derive(Debug, Clone)]
pub(crate) struct Sink {
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
