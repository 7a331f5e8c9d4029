// SPDX-License-Identifier: MIT OR Apache-2.0
//! The examples as native programs. (`tests/wasm.rs` runs them as components.)

#[path = "common/build.rs"]
mod build;
mod common;
#[path = "common/examples.rs"]
mod examples;

use common::Server;

#[test]
fn each_example_answers() {
    let programs = build::build(None);
    examples::check(&|name, environment| Server::start_program(&programs.join(name), "", environment));
}
