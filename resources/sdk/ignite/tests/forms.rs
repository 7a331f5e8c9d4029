// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ways to write a handler that rustc understands. That they compile is the test: the macro sees tokens, and must not take one form for
//! the only one.

mod imported {
    use ignite::{main, prelude::*};

    #[main]
    async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
        Ok("imported")
    }
}

mod renamed {
    use ignite::{main as entry, prelude::*};

    #[entry]
    fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
        Ok("renamed")
    }
}

/// Where the SDK is reached through another crate, no crate `sdk` is there for a path that begins with `::`.
mod through_another_module {
    mod shared {
        pub use ignite as sdk;
    }
    use shared::sdk;

    #[sdk::main]
    async fn handler(_req: sdk::Request, _ctx: sdk::Context) -> sdk::Result<impl sdk::IntoResponse> {
        Ok("through another module")
    }
}

mod conditional {
    use ignite::prelude::*;

    #[cfg_attr(all(), ignite::main)]
    #[cfg_attr(any(), no::such::attribute)]
    async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
        Ok("conditional")
    }
}

mod beside_other_attributes {
    use ignite::prelude::*;

    #[allow(clippy::unused_async)]
    #[ignite::main]
    /// Documented { with braces }.
    #[doc = r#"{"and": "a raw string"}"#]
    #[must_use]
    pub async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
        Ok("beside other attributes")
    }
}

mod aliases {
    type Req = ignite::Request;
    type Ctx = ignite::Context;

    #[ignite::main]
    async fn r#handler(mut _req: Req, _: (Ctx)) -> Result<(), std::num::ParseIntError> {
        Ok(())
    }
}

/// What a `macro_rules!` was given comes in groups that nobody wrote.
mod made_by_a_macro {
    macro_rules! handler {
        ($name:ident, $request:ty, $context:ty) => {
            #[ignite::main]
            async fn $name(_req: $request, _ctx: $context) -> ignite::Result<impl ignite::IntoResponse> {
                Ok("made by a macro")
            }
        };
    }
    handler!(handler, ignite::Request, ignite::Context);
}

/// Names of the handler's crate that the expansion must not pick up.
mod own_names {
    #![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

    macro_rules! concat {
        ($($any:tt)*) => {
            compile_error!("not this one")
        };
    }
    mod core {}
    mod ignite_ {}
    struct Error;
    struct Box;
    fn call() {}

    #[ignite::main]
    async fn handler(_request: ignite::Request, _ctx: ignite::Context) -> ignite::Result<impl ignite::IntoResponse> {
        Ok("own names")
    }
}

#[test]
fn each_form_makes_a_main() {
    let mains: [fn(); 8] = [
        imported::main,
        renamed::main,
        through_another_module::main,
        conditional::main,
        beside_other_attributes::main,
        aliases::main,
        made_by_a_macro::main,
        own_names::main,
    ];
    assert_eq!(mains.len(), 8);
}
