// SPDX-License-Identifier: MIT OR Apache-2.0
//! One request: decode, call, encode.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, TRANSFER_ENCODING};
use http::{Method, StatusCode};
use hyper::body::{Body, Incoming};
use tokio::sync::oneshot;

use super::body::AnswerBody;
use super::sink::{Opened, Opener};
use crate::call::{Call, Execution, Finished};
use crate::serve::{BODY_LIMIT, Handler, is_probe, too_large};
use crate::{Context, Request, Response, marks, panics};

type HttpResponse = http::Response<AnswerBody>;
type Running = Pin<Box<dyn Future<Output = Finished> + Send>>;

pub async fn respond(handler: Handler, request: http::Request<Incoming>) -> Result<HttpResponse, Infallible> {
    if is_probe(request.method(), request.uri().path()) {
        return Ok(HttpResponse::new(AnswerBody::Whole(Some(Bytes::from_static(b"ok")))));
    }
    let (head, incoming) = request.into_parts();
    let is_head = head.method == Method::HEAD;
    let (opener, opened) = oneshot::channel();
    let call = Call::new(&head.headers, Opener(opener));

    let mut response = match body_of(incoming).await {
        Ok(body) => {
            let request = Request::new(head.method, head.uri, head.headers, body);
            let running = handle(handler, request, Arc::clone(&call));
            match first(running, opened).await {
                First::Answer(finished) => whole(finished.response, is_head, Some(finished.time.as_micros())),
                First::Stream(opened, running) => streamed(opened, running, is_head),
            }
        }
        Err(refusal) => whole(refusal, is_head, None),
    };
    if let Ok(id) = HeaderValue::from_str(&call.execution_id) {
        response.headers_mut().insert("x-ignite-execution-id", id);
    }
    Ok(response)
}

/// The handler's call as a future that ends its execution too.
fn handle(handler: Handler, request: Request, call: Arc<Call>) -> Running {
    let context = Context::new(Arc::clone(&call));
    let execution = Execution::begin(call);
    match handler {
        Handler::Asynchronous(function) => Box::pin(async move {
            let result = panics::caught(move || function(request, context)).await;
            execution.end(result)
        }),
        Handler::Blocking(function) => {
            // Ends there, on its thread: nothing can stop it when the client goes away.
            let running =
                tokio::task::spawn_blocking(move || execution.end(panics::caught_now(|| function(request, context))));
            Box::pin(async {
                running.await.unwrap_or_else(|error| Finished {
                    response: Response::of_error(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
                    time: std::time::Duration::ZERO,
                })
            })
        }
    }
}

enum First {
    Answer(Finished),
    Stream(Opened, Running),
}

/// What comes first: the answer, or the first write to a stream.
async fn first(mut running: Running, mut opened: oneshot::Receiver<Opened>) -> First {
    let mut still_closed = true;
    let answer = poll_fn(|task| {
        // The handler is asked first: the receiver's own end says nothing.
        let answer = running.as_mut().poll(task);
        if still_closed && let Poll::Ready(stream) = Pin::new(&mut opened).poll(task) {
            still_closed = false;
            if let Ok(stream) = stream {
                return Poll::Ready(Err((stream, answer)));
            }
        }
        answer.map(Ok)
    })
    .await;
    match answer {
        Ok(finished) => First::Answer(finished),
        Err((stream, Poll::Pending)) => First::Stream(stream, running),
        // It wrote and returned at once.
        Err((stream, Poll::Ready(finished))) => First::Stream(stream, Box::pin(std::future::ready(finished))),
    }
}

/// The handler goes on in a task of its own, so that it learns from a write that the client is gone.
fn streamed(mut opened: Opened, running: Running, is_head: bool) -> HttpResponse {
    tokio::spawn(running);
    let content_type = opened.content_type.clone();
    let is_events = content_type.as_bytes().starts_with(b"text/event-stream");
    let mut response = if is_head {
        // Hyper sends no body, and drops it; the handler must not take that for a client that went away.
        tokio::spawn(async move { while opened.pieces.recv().await.is_some() {} });
        HttpResponse::new(AnswerBody::Whole(None))
    } else {
        HttpResponse::new(AnswerBody::Streamed { opened, broken: false })
    };
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    if is_events {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

fn whole(response: Response, is_head: bool, micros: Option<u128>) -> HttpResponse {
    let mut encoded = HttpResponse::new(AnswerBody::Whole(Some(response.body)));
    *encoded.status_mut() = response.status;
    *encoded.headers_mut() = response.headers;
    // How long the body is and how it is sent is not the handler's to say, unless there is none.
    encoded.headers_mut().remove(TRANSFER_ENCODING);
    if !is_head {
        encoded.headers_mut().remove(CONTENT_LENGTH);
    }
    if let Some(micros) = micros.filter(|_| marks::wanted())
        && let Ok(micros) = HeaderValue::from_str(&micros.to_string())
    {
        encoded.headers_mut().insert("x-ignite-handler-us", micros);
    }
    encoded
}

async fn body_of(mut incoming: Incoming) -> Result<Bytes, Response> {
    let expected = incoming.size_hint().lower();
    let mut body = BytesMut::new();
    let mut refused = expected > BODY_LIMIT as u64;
    let mut left_over = 0;
    while let Some(frame) = poll_fn(|task| Pin::new(&mut incoming).poll_frame(task)).await {
        let frame = frame
            .map_err(|error| Response::of_error(StatusCode::BAD_REQUEST, &format!("the body broke off: {error}")))?;
        let Ok(data) = frame.into_data() else { continue };
        refused |= body.len() + data.len() > BODY_LIMIT;
        if !refused {
            if body.is_empty() && data.len() as u64 == expected {
                return Ok(data); // the usual case: all in one piece, without a copy
            }
            body.reserve(data.len().max((expected as usize).saturating_sub(body.len())));
            body.extend_from_slice(&data);
            continue;
        }
        // A client that sends first and reads then would lose the answer if the connection were closed under its hands.
        left_over += data.len();
        if left_over > BODY_LIMIT {
            break;
        }
    }
    if refused { Err(too_large()) } else { Ok(body.freeze()) }
}
