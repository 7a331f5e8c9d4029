// SPDX-License-Identifier: MIT OR Apache-2.0
use std::sync::OnceLock;

use bytes::Bytes;
use serde::de::value::Error as ValueError;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use crate::RequestError;
use crate::serve::Head;

/// One call, as the handler sees it.
///
/// The body is JSON after RFC 8259. Where that leaves a choice:
/// - Of two equal keys [`field`](Self::field) reads the last; [`body`](Self::body) into a struct calls it an error.
/// - More than 127 levels of arrays and objects are an error, and so is a number that no `f64` can hold (`1e999`).
/// - Integers from `i64::MIN` to `u64::MAX` are exact. Larger ones are exact with `body` into a type that has an `i128` or `u128`;
///   `field` reads them as `f64`.
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
    head: Head,
    body: Bytes,
    json: OnceLock<Result<Value, RequestError>>,
}

impl Request {
    pub(crate) fn new(head: Head, body: Bytes) -> Self {
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
        self.head.method()
    }

    /// The path as it came, not decoded, such as `/orders/7`.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let last = req.path().rsplit('/').next();
    /// # }
    /// ```
    pub fn path(&self) -> &str {
        self.head.path()
    }

    /// The first value of this key in the query, percent-decoded.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let page = req.query_param("page").and_then(|page| page.parse().ok()).unwrap_or(1u32);
    /// # }
    /// ```
    pub fn query_param(&self, key: &str) -> Option<String> {
        self.query().find(|(name, _)| decoded(name) == key).map(|(_, value)| decoded(value))
    }

    /// Each value of this key in the query, percent-decoded, in order.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let tags = req.query_params("tag"); // ?tag=a&tag=b
    /// # }
    /// ```
    pub fn query_params(&self, key: &str) -> Vec<String> {
        self.query().filter(|(name, _)| decoded(name) == key).map(|(_, value)| decoded(value)).collect()
    }

    /// The first header of this name, compared without case; `None` too when its value is not UTF-8.
    ///
    /// ```no_run
    /// # fn read(req: ignite::Request) {
    /// let kind = req.header("Content-Type");
    /// # }
    /// ```
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name).and_then(|value| std::str::from_utf8(value).ok())
    }

    fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.head.query().split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    /// The body as JSON, parsed once.
    fn json(&self) -> Result<&Value, RequestError> {
        self.json
            .get_or_init(|| serde_json::from_slice(json_text(&self.body)).map_err(|error| not_json(&error)))
            .as_ref()
            .map_err(Clone::clone)
    }
}

/// A name or value of a query, after the URL standard's `application/x-www-form-urlencoded`: `+` is a space, `%XX` a byte, a `%`
/// without two digits itself, and bytes that are not UTF-8 become U+FFFD.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = bytes.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(hexadecimal);
        decoded.push(escaped.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).ok()
}

fn json_text(body: &[u8]) -> &[u8] {
    if body.is_empty() { b"null" } else { body }
}

fn not_json(error: &serde_json::Error) -> RequestError {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let reason = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text).to_owned();
    RequestError::NotJson { line, column, reason }
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
        let request = http::Request::builder().uri(uri).header("X-Name", "value").body(()).unwrap();
        Request::new(Head::new(request.into_parts().0), Bytes::from_static(body.as_bytes()))
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

    fn not_json(body: &'static [u8]) -> String {
        let mut request = request("/", "");
        request.body = Bytes::from_static(body);
        let error = request.field::<Value>("a").unwrap_err();
        assert_eq!(request.body::<Value>().unwrap_err(), error);
        error.to_string()
    }

    #[test]
    fn odd_json() {
        assert_eq!(
            not_json(b"{\"a\": \"\xff\"}"),
            "the body is not JSON at line 1, column 8: invalid unicode code point"
        );
        assert_eq!(not_json(b"{\"a\": 1"), "the body is not JSON at line 1, column 7: EOF while parsing an object");
        assert_eq!(not_json(b"{\"a\": 1e999}"), "the body is not JSON at line 1, column 11: number out of range");
        let nested: &'static str = "[".repeat(100_000).leak();
        assert_eq!(not_json(nested.as_bytes()), "the body is not JSON at line 1, column 128: recursion limit exceeded");

        #[derive(serde::Deserialize, Debug)]
        struct Twice {
            #[allow(dead_code)]
            a: u8,
        }
        let twice = request("/", r#"{"a": 1, "a": 2}"#);
        assert_eq!(twice.field::<u8>("a").unwrap(), 2);
        let error = twice.body::<Twice>().unwrap_err().to_string();
        assert_eq!(error, "the body has another shape: duplicate field `a` at line 1 column 12");

        let huge = request("/", r#"{"a": 18446744073709551616}"#);
        assert_eq!(huge.field::<f64>("a").unwrap(), 18446744073709551616.0);
        assert!(huge.field::<u64>("a").is_err());
        assert_eq!(huge.body::<std::collections::BTreeMap<String, u128>>().unwrap()["a"], 18446744073709551616);
        assert_eq!(request("/", r#"{"\u00e4": 1}"#).field::<u8>("ä").unwrap(), 1);
    }

    #[test]
    fn query_and_headers() {
        let req = request("/a%20b?tag=x%20y&tag=z+w&empty=&tag", "");
        assert_eq!(req.path(), "/a%20b");
        assert_eq!(req.query_param("tag").as_deref(), Some("x y"));
        assert_eq!(req.query_params("tag"), ["x y", "z w", ""]);
        assert_eq!(req.query_param("empty").as_deref(), Some(""));
        assert_eq!(req.query_param("none"), None);
        let odd = request("/?%C3%A4=%e2%82%ac&a=%&b=%4&c=%zz&d=%ff&=x&e=1=2&&f", "");
        for (key, value) in
            [("ä", "€"), ("a", "%"), ("b", "%4"), ("c", "%zz"), ("d", "\u{fffd}"), ("", "x"), ("e", "1=2")]
        {
            assert_eq!(odd.query_param(key).as_deref(), Some(value), "{key}");
        }
        assert_eq!(odd.query_params("f"), [""]);
        assert_eq!(req.header("x-name"), Some("value"));
        assert_eq!(req.header("not a name"), None);
        assert_eq!(req.method(), "GET");
    }
}
