// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a person sees who writes the handler wrong. `TRYBUILD=overwrite cargo test` renews the expected texts.

#[test]
fn errors_sit_on_the_token_and_say_what_to_write() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
