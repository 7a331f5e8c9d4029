// SPDX-License-Identifier: MIT OR Apache-2.0
//! Under which name the author's crate knows the SDK.

use std::path::Path;

/// The key of the dependency on `ignite` in the manifest of the crate that is being compiled: `ignite`, or what it was
/// renamed to with `package = "ignite"`. A scan of lines and no TOML parser, because this stands in the way of each first compile;
/// what it does not recognise is called `ignite`, and then rustc says that there is no such crate.
pub fn sdk_name() -> String {
    std::env::var("CARGO_MANIFEST_DIR")
        .ok()
        .and_then(|folder| std::fs::read_to_string(Path::new(&folder).join("Cargo.toml")).ok())
        .and_then(|manifest| renamed(&manifest))
        .unwrap_or_else(|| "ignite".to_owned())
}

fn renamed(manifest: &str) -> Option<String> {
    let mut table = "";
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            table = line.trim_matches(['[', ']']);
        } else if says_package_ignite(line) {
            let key = if line.starts_with("package") {
                table.rsplit('.').next()? // [dependencies.NAME]
            } else {
                line.split(['=', '.']).next()? // NAME = { package = … } or NAME.package = …
            };
            return Some(key.trim().trim_matches('"').replace('-', "_"));
        }
    }
    None
}

/// Whether the line holds `package = "ignite"`.
fn says_package_ignite(line: &str) -> bool {
    line.match_indices("package").any(|(at, word)| {
        line[at + word.len()..]
            .trim_start()
            .strip_prefix('=')
            .is_some_and(|value| value.trim_start().starts_with("\"ignite\""))
    })
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn a_rename_is_found_in_each_form() {
        for (manifest, expected) in [
            ("[dependencies]\nignite = \"*\"", None),
            ("[dependencies]\nsdk = { package = \"ignite\", path = \"x\" }", Some("sdk")),
            ("[dependencies]\nmy-sdk = { version = \"*\", package=\"ignite\" }", Some("my_sdk")),
            ("[dependencies.sdk]\nversion = \"*\"\npackage = \"ignite\"", Some("sdk")),
            ("[dependencies]\nsdk.package = \"ignite\"", Some("sdk")),
            ("[package]\nname = \"ignite\"", None),
            ("[dependencies]\nother = { package = \"ignite-x\" }", None),
        ] {
            assert_eq!(renamed(manifest).as_deref(), expected, "{manifest}");
        }
    }
}
