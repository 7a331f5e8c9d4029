// SPDX-License-Identifier: MIT OR Apache-2.0
//! The attribute of the `ignite` crate. Use it from there: `#[ignite::main]`.

mod expand;

use proc_macro::TokenStream;

/// Makes a function named `handler` the one that the platform calls.
///
/// It adds a public `main` beside the function, which starts the platform's server with it. See the documentation of the
/// `ignite` crate.
#[proc_macro_attribute]
pub fn main(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(arguments.into(), item.into()).into()
}
