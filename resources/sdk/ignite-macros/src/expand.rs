// SPDX-License-Identifier: MIT OR Apache-2.0
//! Parse, check, expand. Each complaint sits on the token that is wrong and says what to write.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Error, FnArg, ItemFn, ReturnType, Type};

const SHAPE: &str = "async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse>";

pub fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match parse(arguments, &item) {
        Ok(function) => with_main(&function),
        Err(error) => {
            let error = error.to_compile_error();
            let fallback = main_that_is_there(&item);
            // The author's code stays, so that nothing else is reported as missing.
            quote!(#item #error #fallback)
        }
    }
}

fn parse(arguments: TokenStream, item: &TokenStream) -> Result<ItemFn, Error> {
    if let Some(token) = arguments.into_iter().next() {
        return Err(Error::new(token.span(), "`#[ignite::main]` takes no arguments"));
    }
    let function: ItemFn = syn::parse2(item.clone()).map_err(|error| match syn::parse2::<syn::Item>(item.clone()) {
        Ok(other) => Error::new(other.span(), format!("`#[ignite::main]` stands on a function: write `{SHAPE}`")),
        Err(_) => error,
    })?;
    check(&function)?;
    Ok(function)
}

fn check(function: &ItemFn) -> Result<(), Error> {
    let signature = &function.sig;
    if signature.ident.unraw() != "handler" {
        return Err(Error::new(signature.ident.span(), "the function must be named `handler`"));
    }
    if let Some(generic) = signature.generics.params.first() {
        return Err(Error::new(
            generic.span(),
            "the handler takes no generic parameters: the platform calls it with one type",
        ));
    }
    if let syn::Safety::Unsafe(token) = &signature.safety {
        return Err(Error::new(token.span, "the handler must be safe to call: remove `unsafe`"));
    }
    if let Some(abi) = &signature.abi {
        return Err(Error::new(abi.span(), "the handler is a plain Rust function: remove `extern`"));
    }
    let mut errors = Vec::new();
    match signature.inputs.len() {
        2 => {}
        0 | 1 => {
            return Err(Error::new(
                signature.paren_token.span.close(),
                format!("the handler takes a request and a context: write `{SHAPE}`"),
            ));
        }
        _ => {
            let extra = &signature.inputs[2];
            return Err(Error::new(extra.span(), format!("the handler takes two parameters: write `{SHAPE}`")));
        }
    }
    for (input, wanted) in signature.inputs.iter().zip(["Request", "Context"]) {
        if let Err(error) = check_parameter(input, wanted) {
            errors.push(error);
        }
    }
    if matches!(signature.output, ReturnType::Default) {
        errors.push(Error::new(
            signature.paren_token.span.close(),
            "the handler returns an answer: write `-> Result<impl IntoResponse>` after the parameters",
        ));
    }
    errors
        .into_iter()
        .reduce(|mut all, next| {
            all.combine(next);
            all
        })
        .map_or(Ok(()), Err)
}

fn check_parameter(input: &FnArg, wanted: &str) -> Result<(), Error> {
    match input {
        FnArg::Receiver(receiver) => {
            Err(Error::new(receiver.span(), "the handler is a free function: it takes no `self`"))
        }
        FnArg::Typed(typed) => match without_groups(&typed.ty) {
            // A path may be an alias of the right type, and a macro may stand for it: rustc decides. Anything else is wrong for sure.
            Type::Path(path) if !is_other_parameter(path, wanted) => Ok(()),
            Type::Macro(_) => Ok(()),
            other => Err(Error::new(other.span(), format!("write `{wanted}` here, by value"))),
        },
    }
}

/// The type inside parentheses and inside the invisible groups around what a `macro_rules!` was given.
fn without_groups(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            other => return other,
        };
    }
}

/// `Request` where `Context` belongs, or the other way round.
fn is_other_parameter(path: &syn::TypePath, wanted: &str) -> bool {
    let other = if wanted == "Request" { "Context" } else { "Request" };
    path.path.segments.last().is_some_and(|segment| segment.ident == other)
}

/// Everything of the SDK is reached through the handler's own second parameter: the macro cannot know under which name the author's
/// crate has the SDK, and rustc knows the type.
fn with_main(function: &ItemFn) -> TokenStream {
    let handler = &function.sig.ident;
    let [request, context] = [0, 1].map(|index| parameter_type(&function.sig.inputs[index]));
    // On the return type, so that a type that is no answer is reported there and not on the attribute; on a parameter, so that another
    // type than the SDK's is reported there.
    let answer = function.sig.output.span();
    let req = quote_spanned!(request.span()=> req);
    let ctx = quote_spanned!(context.span()=> ctx);
    let (serve, answered) = if function.sig.asyncness.is_some() {
        (quote_spanned!(context.span()=> __serve_async), quote_spanned!(answer=> <#context>::__answer_async))
    } else {
        (quote_spanned!(context.span()=> __serve_blocking), quote_spanned!(answer=> <#context>::__answer_blocking))
    };
    let call = quote_spanned!(answer=> #answered(#handler(#req, #ctx)));
    quote! {
        #function

        // Exported macros stand at the crate's root, whatever module they are written in: rustc refuses a second one, and names both
        // places. A program of tests is no handler and may have several.
        #[cfg(not(test))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __ignite_handler {
            () => {};
        }

        /// Starts the platform's server with the handler above. Made by `#[ignite::main]`.
        pub fn main() {
            <#context>::#serve(
                ::core::concat!("\0ignite handler at ", ::core::file!(), ":", ::core::line!(), "\0"),
                |#req, #ctx| #call,
            )
        }
    }
}

/// The type of a parameter; that of `self`, which is refused, is never asked for.
fn parameter_type(input: &FnArg) -> &dyn ToTokens {
    match input {
        FnArg::Typed(typed) => &*typed.ty,
        FnArg::Receiver(receiver) => receiver,
    }
}

/// An empty `main` beside code that was refused, so that rustc does not add that there is none.
fn main_that_is_there(item: &TokenStream) -> TokenStream {
    match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) if function.sig.ident == "main" => TokenStream::new(),
        _ => quote!(
            #[doc(hidden)]
            pub fn main() {}
        ),
    }
}
