// SPDX-License-Identifier: MIT OR Apache-2.0
//! One request: decode, call, encode.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use http::{Method, StatusCode};
use hyper::body::{Body, Incoming};
use tokio::sync::oneshot;

use super::body::AnswerBody;
use super::sink::{Opened, Opener};
use super::{Handler, Head, Running};
use crate::call::{Call, EXECUTION_ID, Execution, Finished, HANDLER_MICROS};
use crate::marks::Marks;
use crate::serve::{BODY_LIMIT, is_probe, too_large};
use crate::{Context, Request, Response};

type HttpResponse = http::Response<AnswerBody>;

pub async fn respond(
    handler: &'static dyn Handler,
    request: http::Request<Incoming>,
) -> Result<HttpResponse, Infallible> {
    let (head, incoming) = request.into_parts();
    let is_head = head.method == Method::HEAD;
    let mut head = Head::new(head);
    if is_probe(&head) {
        return Ok(HttpResponse::new(AnswerBody::Whole(Some(Bytes::from_static(b"ok")))));
    }
    let (opener, opened) = oneshot::channel();
    let marks = Marks::take(&mut head);
    let call = Call::new(&head, Opener(opener));

    let mut response = match body_of(incoming).await {
        Ok(body) => {
            let request = Request::new(head, body);
            let execution = Execution::begin(Arc::clone(&call), marks);
            let running = handler.run(request, Context::new(Arc::clone(&call)), execution);
            match first(running, opened).await {
                First::Answer(finished) => whole(finished.response, is_head, finished.time),
                First::Stream(opened, running) => opened(running, is_head),
            }
        }
        Err(refusal) => whole(refusal, is_head, None),
    };
    if let Ok(id) = HeaderValue::from_str(&call.execution_id) {
        response.headers_mut().insert(EXECUTION_ID, id);
    }
    Ok(response)
}

enum First {
    Answer(Finished),
    Stream(Opened, Running),
}

/// What comes first: the answer, or the first write to a stream.
async fn first(mut running: Running, mut opened: oneshot::Receiver<Opened>) -> First {
    let mut may_open = true;
    let answer = poll_fn(|task| {
        let answer = running.as_mut().poll(task);
        // Looked at even when the call has ended: it may have written and returned at once.
        if may_open && let Poll::Ready(stream) = Pin::new(&mut opened).poll(task) {
            may_open = false;
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
        Err((stream, Poll::Ready(finished))) => First::Stream(stream, Box::pin(std::future::ready(finished))),
    }
}

fn whole(response: Response, is_head: bool, time: Option<Duration>) -> HttpResponse {
    let mut encoded = HttpResponse::new(AnswerBody::Whole(Some(response.body)));
    *encoded.status_mut() = response.status;
    for (name, value) in response.headers {
        // How long the body is and how it is sent is not the handler's to say, unless there is none.
        if name != TRANSFER_ENCODING && (is_head || name != CONTENT_LENGTH) {
            encoded.headers_mut().append(name, value);
        }
    }
    if let Some(time) = time {
        encoded.headers_mut().insert(HANDLER_MICROS, HeaderValue::from(time.as_micros() as u64));
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
