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

/// Why a handler has no answer. Any [`std::error::Error`] converts into it with `?`.
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

    /// An error that is answered with another status than 500.
    ///
    /// ```
    /// use ignite::{Error, StatusCode};
    /// let error = Error::status(StatusCode::CONFLICT, "already there");
    /// assert_eq!(error.status_code(), StatusCode::CONFLICT);
    /// ```
    pub fn status(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, kind: Kind::Message(message.into()) }
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

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, kind: Kind::Source(Box::new(error)) }
    }
}

/// The message and its causes, as `{error}` carries them.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Message(message) => f.write_str(message),
            Kind::Source(source) => {
                let mut text = source.to_string();
                f.write_str(&text)?;
                let mut cause = source.source();
                while let Some(inner) = cause {
                    let next = inner.to_string();
                    // Many errors print their cause themselves.
                    if !text.ends_with(&next) {
                        write!(f, ": {next}")?;
                    }
                    text = next;
                    cause = inner.source();
                }
                Ok(())
            }
        }
    }
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
