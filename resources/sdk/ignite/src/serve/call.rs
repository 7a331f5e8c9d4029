// SPDX-License-Identifier: MIT OR Apache-2.0
//! One request: decode, call, encode.

use std::convert::Infallible;
use std::time::Instant;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;

use super::{Answer, Handler};
use crate::{Context, Request, Response, id, marks, panics};

/// The largest body that a handler is given, in bytes. One more is answered with 413.
const BODY_LIMIT: usize = 6 * 1024 * 1024;

type HttpResponse = http::Response<Full<Bytes>>;

pub async fn respond(handler: Handler, request: http::Request<Incoming>) -> Result<HttpResponse, Infallible> {
    if request.method() == Method::GET && request.uri().path() == "/healthz" {
        return Ok(HttpResponse::new(Full::new(Bytes::from_static(b"ok"))));
    }
    let (head, incoming) = request.into_parts();
    let context = context_of(&head.headers);
    let execution_id = context.execution_id().to_owned();

    let (response, micros) = match body_of(incoming).await {
        Ok(body) => {
            marks::begin(&execution_id);
            let begun = Instant::now();
            let response = finished(handle(handler, Request::new(head, body), context).await);
            let time = begun.elapsed();
            marks::end(&execution_id, response.status.as_u16(), time);
            (response, marks::wanted().then_some(time.as_micros()))
        }
        Err(refusal) => (refusal, None),
    };
    Ok(encoded(response, &execution_id, micros))
}

async fn handle(handler: Handler, request: Request, context: Context) -> Result<Answer, String> {
    match handler {
        Handler::Asynchronous(call) => panics::caught(Box::pin(async move { call(request, context).await })).await,
        Handler::Blocking(call) => tokio::task::spawn_blocking(move || call(request, context)).await.map_err(|error| {
            match error.try_into_panic() {
                Ok(payload) => panics::message(&*payload),
                Err(error) => error.to_string(),
            }
        }),
    }
}

/// An `Err` and a panic become `{"error": message}`; the message also goes to stderr (a panic's own hook has written it there).
fn finished(result: Result<Answer, String>) -> Response {
    match result {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            eprintln!("error: {error}");
            Response::of_error(error.status_code(), &error.to_string())
        }
        Err(panic) => Response::of_error(StatusCode::INTERNAL_SERVER_ERROR, &panic),
    }
}

async fn body_of(incoming: Incoming) -> Result<Bytes, Response> {
    match Limited::new(incoming, BODY_LIMIT).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Response::of_error(
            StatusCode::PAYLOAD_TOO_LARGE,
            &format!("the body is larger than {BODY_LIMIT} bytes"),
        )),
        Err(error) => Err(Response::of_error(StatusCode::BAD_REQUEST, &format!("the body broke off: {error}"))),
    }
}

fn context_of(headers: &HeaderMap) -> Context {
    let given = |name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    Context::new(
        given("x-ignite-execution-id").unwrap_or_else(id::uuid7),
        given("x-ignite-function-id")
            .or_else(|| std::env::var("IGNITE_FUNCTION_ID").ok())
            .unwrap_or_else(|| "local/handler".to_owned()),
    )
}

fn encoded(response: Response, execution_id: &str, micros: Option<u128>) -> HttpResponse {
    let mut encoded = HttpResponse::new(Full::new(response.body));
    *encoded.status_mut() = response.status;
    *encoded.headers_mut() = response.headers;
    if let Ok(id) = HeaderValue::from_str(execution_id) {
        encoded.headers_mut().insert("x-ignite-execution-id", id);
    }
    if let Some(micros) = micros.and_then(|micros| HeaderValue::from_str(&micros.to_string()).ok()) {
        encoded.headers_mut().insert("x-ignite-handler-us", micros);
    }
    encoded
}
