// SPDX-License-Identifier: MIT OR Apache-2.0
use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Error;

/// An answer with a status, headers and raw bytes, for what JSON does not cover.
///
/// `content-length` and `transfer-encoding` are set by the platform, whatever the handler says.
///
/// ```
/// use ignite::prelude::*;
///
/// let answer = Response::new(StatusCode::OK, "<p>hi</p>").header("content-type", "text/html")?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Bytes,
}

impl Response {
    /// An answer without headers.
    ///
    /// ```
    /// # use ignite::{Response, StatusCode};
    /// let empty = Response::new(StatusCode::NO_CONTENT, "");
    /// ```
    pub fn new(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    /// Adds a header; one of the same name that is there already stays. Fails for a name or a value that HTTP does not allow.
    ///
    /// ```
    /// # use ignite::{Response, StatusCode};
    /// let image = Response::new(StatusCode::OK, vec![0x89, 0x50]).header("content-type", "image/png")?;
    /// assert!(Response::new(StatusCode::OK, "").header("bad name", "x").is_err());
    /// # Ok::<(), ignite::Error>(())
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        self.headers.push((HeaderName::try_from(name)?, HeaderValue::try_from(value)?));
        Ok(self)
    }

    /// `{"error": message}` with this status.
    pub(crate) fn of_error(status: StatusCode, message: &str) -> Self {
        Self::json(status, &serde_json::json!({ "error": message }))
    }

    /// As it can be sent: the statuses below 200 are not those of an answer.
    pub(crate) fn checked(self) -> Self {
        if !self.status.is_informational() {
            return self;
        }
        let message = format!("{} is not the status of an answer", self.status.as_u16());
        eprintln!("error: {message}");
        Self::of_error(StatusCode::INTERNAL_SERVER_ERROR, &message)
    }

    fn json<T: Serialize + ?Sized>(status: StatusCode, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => {
                let mut response = Self::new(status, body);
                response.headers.push((CONTENT_TYPE, HeaderValue::from_static("application/json")));
                response
            }
            Err(error) => Self::of_error(
                StatusCode::INTERNAL_SERVER_ERROR,
                &format!("the answer cannot be written as JSON: {error}"),
            ),
        }
    }
}

/// What a handler can answer with. All but [`Response`] are written as JSON with status 200.
///
/// ```
/// use ignite::prelude::*;
///
/// fn created() -> impl IntoResponse {
///     (StatusCode::CREATED, ignite::json!({ "id": 7 }))
/// }
/// # created().into_response();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an answer",
    label = "this handler answers with `{Self}`",
    note = "answer with `ignite::json!({{…}})`, `Json(value)` for a value that implements `Serialize`, text, `()`, `(StatusCode, …)` or a `Response`"
)]
pub trait IntoResponse {
    /// The answer as it goes out.
    ///
    /// ```
    /// use ignite::prelude::*;
    /// let response = "hi".into_response();
    /// ```
    fn into_response(self) -> Response;
}

/// Any value that implements [`Serialize`], as JSON.
///
/// ```
/// use ignite::Json;
///
/// #[derive(serde::Serialize)]
/// struct Order { id: u32 }
///
/// let answer = Json(Order { id: 7 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<T>(
    /// The value.
    pub T,
);

impl IntoResponse for Response {
    fn into_response(self) -> Response {
        self
    }
}

impl<T: IntoResponse> IntoResponse for (StatusCode, T) {
    fn into_response(self) -> Response {
        Response { status: self.0, ..self.1.into_response() }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        Response::json(StatusCode::OK, &self.0)
    }
}

macro_rules! answers_as_json {
    ($([$($generic:ident)?] $type:ty),+ $(,)?) => {$(
        impl<$($generic: Serialize)?> IntoResponse for $type {
            fn into_response(self) -> Response {
                Response::json(StatusCode::OK, &self)
            }
        }
    )+};
}

answers_as_json!([] Value, [] Map<String, Value>, [] String, [] &str, [] (), [T] Option<T>, [T] Vec<T>);

#[cfg(test)]
mod tests {
    use super::*;

    fn body(answer: impl IntoResponse) -> (u16, String) {
        let response = answer.into_response();
        (response.status.as_u16(), String::from_utf8(response.body.to_vec()).unwrap())
    }

    #[test]
    fn each_kind_of_answer() {
        assert_eq!(body(serde_json::json!({"a": 1})), (200, r#"{"a":1}"#.into()));
        assert_eq!(body("text"), (200, r#""text""#.into()));
        assert_eq!(body(String::from("te\"xt")), (200, r#""te\"xt""#.into()));
        assert_eq!(body(()), (200, "null".into()));
        assert_eq!(body(Some(1)), (200, "1".into()));
        assert_eq!(body(None::<u8>), (200, "null".into()));
        assert_eq!(body(vec![1, 2]), (200, "[1,2]".into()));
        assert_eq!(body(Json((1, "a"))), (200, r#"[1,"a"]"#.into()));
        assert_eq!(body((StatusCode::CREATED, "x")), (201, r#""x""#.into()));
        assert_eq!(body(Response::new(StatusCode::OK, "raw")), (200, "raw".into()));
    }

    #[test]
    fn what_cannot_be_json_is_an_error() {
        let not_a_key = std::collections::HashMap::from([(vec![1], 2)]);
        let (status, text) = body(Json(not_a_key));
        assert_eq!(status, 500);
        assert!(text.contains("key must be a string"), "{text}");
    }
}
