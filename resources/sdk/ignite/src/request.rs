// SPDX-License-Identifier: MIT OR Apache-2.0
use std::sync::OnceLock;

use bytes::Bytes;
use serde::de::value::Error as ValueError;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use crate::RequestError;

/// One call, as the handler sees it.
///
/// ```
/// use ignite::prelude::*;
///
/// async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
///     let name: String = req.field("name")?;
///     let times: Option<u32> = req.field("times")?; // None where the key is missing
///     Ok(ignite::json!({ "greeting": name.repeat(times.unwrap_or(1) as usize) }))
/// }
/// ```
#[derive(Debug)]
pub struct Request {
    head: http::request::Parts,
    body: Bytes,
    json: OnceLock<Result<Value, RequestError>>,
}

impl Request {
    pub(crate) fn new(head: http::request::Parts, body: Bytes) -> Self {
        Self { head, body, json: OnceLock::new() }
    }

    /// One field of the JSON object in the body. A missing key is an error, unless `T` is an `Option`: then it is `None`.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) -> ignite::Result<()> {
    /// let message = req.field::<String>("message").unwrap_or_else(|_| "Hello from Rust!".into());
    /// let count: Option<u64> = req.field("count")?;
    /// # Ok(()) }
    /// ```
    pub fn field<T: DeserializeOwned>(&self, key: &str) -> Result<T, RequestError> {
        let missing = || T::deserialize(Missing).map_err(|_| RequestError::MissingField { key: key.to_owned() });
        match self.json()? {
            Value::Object(fields) => match fields.get(key) {
                Some(value) => T::deserialize(value)
                    .map_err(|error| RequestError::WrongField { key: key.to_owned(), reason: error.to_string() }),
                None => missing(),
            },
            Value::Null => missing(), // an empty body
            _ => Err(RequestError::NotAnObject),
        }
    }

    /// The whole body as a type of yours. An empty body is JSON `null`.
    ///
    /// ```no_run
    /// #[derive(serde::Deserialize)]
    /// struct Order { article: String, count: u32 }
    ///
    /// # fn read(req: ignite::Request) -> ignite::Result<()> {
    /// let order: Order = req.body()?;
    /// # Ok(()) }
    /// ```
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, RequestError> {
        serde_json::from_slice(json_text(&self.body)).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => RequestError::WrongBody { reason: error.to_string() },
            _ => not_json(&error),
        })
    }

    /// The bytes of the body as they came, JSON or not.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let size = req.raw().len();
    /// # }
    /// ```
    pub fn raw(&self) -> &[u8] {
        &self.body
    }

    /// The HTTP method, such as `POST`.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let is_read = req.method() == "GET";
    /// # }
    /// ```
    pub fn method(&self) -> &str {
        self.head.method.as_str()
    }

    /// The path as it came, not decoded, such as `/orders/7`.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let last = req.path().rsplit('/').next();
    /// # }
    /// ```
    pub fn path(&self) -> &str {
        self.head.uri.path()
    }

    /// The first value of this key in the query, percent-decoded.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let page = req.query_param("page").and_then(|page| page.parse().ok()).unwrap_or(1u32);
    /// # }
    /// ```
    pub fn query_param(&self, key: &str) -> Option<String> {
        self.query().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
    }

    /// Each value of this key in the query, percent-decoded, in order.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let tags = req.query_params("tag"); // ?tag=a&tag=b
    /// # }
    /// ```
    pub fn query_params(&self, key: &str) -> Vec<String> {
        self.query().filter(|(name, _)| name == key).map(|(_, value)| value.into_owned()).collect()
    }

    /// The first header of this name, compared without case; `None` too when its value is not visible ASCII.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let kind = req.header("Content-Type");
    /// # }
    /// ```
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn query(&self) -> form_urlencoded::Parse<'_> {
        form_urlencoded::parse(self.head.uri.query().unwrap_or_default().as_bytes())
    }

    /// The body as JSON, parsed once.
    fn json(&self) -> Result<&Value, RequestError> {
        self.json
            .get_or_init(|| serde_json::from_slice(json_text(&self.body)).map_err(|error| not_json(&error)))
            .as_ref()
            .map_err(Clone::clone)
    }
}

fn json_text(body: &[u8]) -> &[u8] {
    if body.is_empty() { b"null" } else { body }
}

fn not_json(error: &serde_json::Error) -> RequestError {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    RequestError::NotJson { line: error.line(), column: error.column(), reason: reason.to_owned() }
}

/// What a missing key deserializes from: nothing but `Option` accepts it. (Serde does the same for missing fields of structs.)
struct Missing;

impl<'de> Deserializer<'de> for Missing {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, ValueError> {
        Err(ValueError::custom("missing"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(uri: &str, body: &'static str) -> Request {
        let (head, ()) = http::Request::builder().uri(uri).header("X-Name", "value").body(()).unwrap().into_parts();
        Request::new(head, Bytes::from_static(body.as_bytes()))
    }

    #[test]
    fn fields_and_their_errors() {
        let req = request("/", r#"{"name": "a", "none": null, "many": [1, 2]}"#);
        assert_eq!(req.field::<String>("name").unwrap(), "a");
        assert_eq!(req.field::<Vec<u8>>("many").unwrap(), [1, 2]);
        assert_eq!(req.field::<Option<u8>>("none").unwrap(), None);
        assert_eq!(req.field::<Option<u8>>("missing").unwrap(), None);
        assert_eq!(req.field::<u8>("missing"), Err(RequestError::MissingField { key: "missing".into() }));
        assert_eq!(req.field::<Value>("missing"), Err(RequestError::MissingField { key: "missing".into() }));
        assert!(matches!(req.field::<u8>("name"), Err(RequestError::WrongField { .. })));
        assert_eq!(request("/", "[]").field::<u8>("x"), Err(RequestError::NotAnObject));
    }

    #[test]
    fn an_empty_body_is_null() {
        let req = request("/", "");
        assert_eq!(req.field::<u8>("x"), Err(RequestError::MissingField { key: "x".into() }));
        assert_eq!(req.field::<Option<u8>>("x").unwrap(), None);
        assert_eq!(req.body::<Option<u8>>().unwrap(), None);
        assert_eq!(req.raw(), b"");
    }

    #[test]
    fn a_body_that_is_not_json_is_reported_with_its_place() {
        let req = request("/", "{\n  \"a\": x}");
        let error = req.field::<u8>("a").unwrap_err();
        assert_eq!(error.to_string(), "the body is not JSON at line 2, column 8: expected value");
        assert_eq!(req.body::<Value>().unwrap_err(), error);
        assert_eq!(req.raw().len(), 11);
    }

    #[test]
    fn query_and_headers() {
        let req = request("/a%20b?tag=x%20y&tag=z+w&empty=&tag", "");
        assert_eq!(req.path(), "/a%20b");
        assert_eq!(req.query_param("tag").as_deref(), Some("x y"));
        assert_eq!(req.query_params("tag"), ["x y", "z w", ""]);
        assert_eq!(req.query_param("empty").as_deref(), Some(""));
        assert_eq!(req.query_param("none"), None);
        assert_eq!(req.header("x-name"), Some("value"));
        assert_eq!(req.header("not a name"), None);
        assert_eq!(req.method(), "GET");
    }
}
