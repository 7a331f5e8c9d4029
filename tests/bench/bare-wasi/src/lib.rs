// SPDX-License-Identifier: GPL-3.0-or-later
use wasip2::http::types::{Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam};
use wasip2::io::streams::StreamError;

struct Component;

impl wasip2::exports::http::incoming_handler::Guest for Component {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let body = read(&request);
        let message = serde_json::from_slice::<serde_json::Value>(&body)
            .ok()
            .and_then(|json| json.get("message")?.as_str().map(str::to_owned))
            .unwrap_or_else(|| "Hello from Rust!".into());
        let answer = serde_json::json!({ "message": message }).to_string();
        let length = answer.len().to_string().into_bytes();
        let headers = [("content-type".into(), b"application/json".to_vec()), ("content-length".into(), length)];
        let headers = Fields::from_list(&headers).unwrap();
        let response = OutgoingResponse::new(headers);
        let body = response.body().unwrap();
        ResponseOutparam::set(out, Ok(response));
        body.write().unwrap().blocking_write_and_flush(answer.as_bytes()).unwrap();
        OutgoingBody::finish(body, None).unwrap();
    }
}

fn read(request: &IncomingRequest) -> Vec<u8> {
    let incoming = request.consume().unwrap();
    let stream = incoming.stream().unwrap();
    let mut body = Vec::new();
    loop {
        match stream.blocking_read(65536) {
            Ok(piece) => body.extend(piece),
            Err(StreamError::Closed) => return body,
            Err(error) => panic!("{error}"),
        }
    }
}

wasip2::http::proxy::export!(Component);
