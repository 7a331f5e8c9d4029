// SPDX-License-Identifier: MIT OR Apache-2.0
use ignite::prelude::*;

#[ignite::main]
struct Handler;
