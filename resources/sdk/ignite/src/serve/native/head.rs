// SPDX-License-Identifier: MIT OR Apache-2.0
use http::request::Parts;

/// All of a request but its body.
#[derive(Debug)]
pub struct Head(Parts);

impl Head {
    pub fn new(parts: Parts) -> Self {
        Self(parts)
    }

    pub fn method(&self) -> &str {
        self.0.method.as_str()
    }

    pub fn path(&self) -> &str {
        self.0.uri.path()
    }

    pub fn query(&self) -> &str {
        self.0.uri.query().unwrap_or_default()
    }

    /// Takes all headers of this name out; the value of the first.
    pub fn remove(&mut self, name: &str) -> Option<Vec<u8>> {
        self.0.headers.remove(name).map(|value| value.as_bytes().to_vec())
    }

    /// The first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        self.0.headers.get(name).map(|value| value.as_bytes())
    }
}
