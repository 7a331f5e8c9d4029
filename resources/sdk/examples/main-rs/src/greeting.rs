// SPDX-License-Identifier: MIT OR Apache-2.0
/// A greeting, `None` in an unknown language.
pub fn in_language(language: &str) -> Option<&'static str> {
    match language {
        "en" => Some("hello"),
        "de" => Some("hallo"),
        "fr" => Some("bonjour"),
        _ => None,
    }
}
