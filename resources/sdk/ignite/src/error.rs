// SPDX-License-Identifier: MIT OR Apache-2.0
use std::fmt;

use http::StatusCode;

/// The result of a handler: `Result<impl IntoResponse>`.
///
/// ```
/// use ignite::prelude::*;
///
/// fn parse(text: &str) -> Result<u32> {
///     Ok(text.parse()?) // any error converts
/// }
/// assert!(parse("seven").is_err());
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a handler has no answer. Any [`std::error::Error`] converts into it with `?`, and so does what converts into a boxed one:
/// `anyhow::Error`, `Box<dyn std::error::Error + Send + Sync>`, text.
///
/// ```
/// use ignite::prelude::*;
///
/// fn stock(article: &str) -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
///     Ok(article.parse()?)
/// }
/// fn order(article: &str) -> Result<u32> {
///     let count = stock(article)?;
///     if count == 0 { Err("the stock is empty")? }
///     Ok(count)
/// }
/// assert_eq!(order("0").unwrap_err().to_string(), "the stock is empty");
/// assert!(order("seven").is_err());
/// ```
///
/// It is answered as `{"error": message}` with status 500, or with the status of [`Error::status`]. The message holds the causes
/// too; a backtrace never leaves the process.
///
/// ```
/// use ignite::{Error, StatusCode};
///
/// let error = Error::status(StatusCode::NOT_FOUND, "no such order");
/// assert_eq!(error.to_string(), "no such order");
/// ```
pub struct Error {
    status: StatusCode,
    kind: Kind,
}

enum Kind {
    Message(String),
    Source(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An error with a message, answered with status 500.
    ///
    /// ```
    /// let error = ignite::Error::new("the stock is empty");
    /// assert_eq!(error.to_string(), "the stock is empty");
    /// ```
    pub fn new(message: impl Into<String>) -> Self {
        Self::status(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// An error that is answered with another status than 500, given as a [`StatusCode`] or a number. What is no status of an
    /// answer (7, or 101) becomes 500.
    ///
    /// ```
    /// use ignite::{Error, StatusCode};
    /// let error = Error::status(StatusCode::CONFLICT, "already there");
    /// assert_eq!(error.status_code(), StatusCode::CONFLICT);
    /// assert_eq!(Error::status(404, "no such order").status_code(), StatusCode::NOT_FOUND);
    /// ```
    pub fn status(code: impl TryInto<StatusCode>, message: impl Into<String>) -> Self {
        let status = code.try_into().ok().filter(|status| !status.is_informational());
        Self { status: status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind: Kind::Message(message.into()) }
    }

    /// An error from a boxed one, or from what converts into it. `?` and [`From`] do the same where the types are known.
    ///
    /// ```
    /// use ignite::Error;
    ///
    /// let boxed: Box<dyn std::error::Error + Send + Sync> = "the stock is empty".into();
    /// assert_eq!(Error::from_boxed(boxed).to_string(), "the stock is empty");
    /// ```
    pub fn from_boxed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, kind: Kind::Source(source.into()) }
    }

    /// The status that this error is answered with.
    ///
    /// ```
    /// assert_eq!(ignite::Error::new("x").status_code(), 500);
    /// ```
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// What went wrong with the request, when that is what this error is about.
    ///
    /// ```
    /// use ignite::{Error, RequestError};
    /// let error = Error::from(RequestError::MissingField { key: "name".into() });
    /// assert!(matches!(error.request_error(), Some(RequestError::MissingField { .. })));
    /// ```
    pub fn request_error(&self) -> Option<&RequestError> {
        match &self.kind {
            Kind::Message(_) => None,
            Kind::Source(source) => source.downcast_ref(),
        }
    }
}

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::from_boxed(error)
    }
}

/// The message and its causes, as `{error}` carries them.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Message(message) => f.write_str(message),
            Kind::Source(source) => f.write_str(&with_causes(source.as_ref())),
        }
    }
}

/// The message and its causes, joined with `: `. Many errors print their cause themselves: what stands there already is not said
/// again.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let next = inner.to_string();
        let is_said = text.ends_with(&next) || text.split(": ").any(|part| part == next);
        if !is_said {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = inner.source();
    }
    text
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({}, {:?})", self.status.as_u16(), self.to_string())
    }
}

/// Why something could not be read from a request. Answered with status 500 like any other error, unless the handler says otherwise.
///
/// ```
/// use ignite::RequestError;
/// let error = RequestError::MissingField { key: "name".into() };
/// assert_eq!(error.to_string(), "the body has no key \"name\"");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// The body is not JSON.
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// The body is JSON, but not an object, so it has no fields.
    NotAnObject,
    /// The object has no such key.
    MissingField {
        /// The key.
        key: String,
    },
    /// The value of the key is of another type.
    WrongField {
        /// The key.
        key: String,
        /// What the deserializer says.
        reason: String,
    },
    /// The body is JSON of another shape.
    WrongBody {
        /// What the deserializer says, with line and column.
        reason: String,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { line, column, reason } => {
                write!(f, "the body is not JSON at line {line}, column {column}: {reason}")
            }
            Self::NotAnObject => f.write_str("the body is not a JSON object"),
            Self::MissingField { key } => write!(f, "the body has no key {key:?}"),
            Self::WrongField { key, reason } => write!(f, "the key {key:?} has another type: {reason}"),
            Self::WrongBody { reason } => write!(f, "the body has another shape: {reason}"),
        }
    }
}

impl std::error::Error for RequestError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Layer(&'static str, Option<Box<Layer>>);

    impl fmt::Display for Layer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl std::error::Error for Layer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            self.1.as_ref().map(|cause| cause.as_ref() as _)
        }
    }

    #[test]
    fn causes_are_joined_and_said_once() {
        for (layers, expected) in [
            (&["a"][..], "a"),
            (&["a", "b", "c"], "a: b: c"),
            (&["a: b", "b"], "a: b"),
            (&["a: b: c", "b: c", "c"], "a: b: c"),
            (&["a: b: c", "b", "c"], "a: b: c"),
            (&["a: b", "b", "c"], "a: b: c"),
            (&["cannot open x", "x"], "cannot open x"),
            (&["ab: c", "b"], "ab: c: b"),
        ] {
            let error = layers.iter().rev().fold(None, |cause, text| Some(Box::new(Layer(text, cause))));
            assert_eq!(Error::from(*error.unwrap()).to_string(), expected);
        }
    }

    /// As `anyhow::Error` and `eyre::Report` are: no `std::error::Error`, and converted into a boxed one.
    struct Report(Layer);

    impl From<Report> for Box<dyn std::error::Error + Send + Sync> {
        fn from(report: Report) -> Self {
            Box::new(report.0)
        }
    }

    #[test]
    fn what_converts_into_a_boxed_error_converts_with_a_question_mark() {
        fn report() -> Result<()> {
            Err(Report(Layer("reading the items", Some(Box::new(Layer("no such file", None))))))?
        }
        fn boxed() -> Result<()> {
            Err(Box::<dyn std::error::Error + Send + Sync>::from("boxed"))?
        }
        fn text() -> Result<()> {
            Err(String::from("text"))?
        }
        fn own() -> Result<()> {
            Err(Error::status(404, "own"))?
        }
        assert_eq!(report().unwrap_err().to_string(), "reading the items: no such file");
        assert_eq!(boxed().unwrap_err().to_string(), "boxed");
        assert_eq!(text().unwrap_err().to_string(), "text");
        assert_eq!(own().unwrap_err().status_code(), 404);
        let request = RequestError::NotAnObject;
        assert_eq!(Error::from(request.clone()).request_error(), Some(&request));
    }

    #[test]
    fn a_status_is_one_of_an_answer() {
        assert_eq!(Error::status(418, "x").status_code(), 418);
        assert_eq!(Error::status(StatusCode::GONE, "x").status_code(), 410);
        for code in [0, 7, 100, 101, 1000] {
            assert_eq!(Error::status(code, "x").status_code(), 500);
        }
    }
}
