// SPDX-License-Identifier: MIT OR Apache-2.0
use std::future::Future;
use std::sync::{Arc, OnceLock};

use crate::call::Call;
use crate::serve::{Answer, Answering, Asynchronous, Blocking, Handler, serve};
use crate::{Env, Error, IntoResponse, Request, Stream, TempStore};

/// What the platform tells a handler about one call, and what it gives it for its duration. A clone speaks of the same call.
///
/// ```no_run
/// # fn look(ctx: ignite::Context) {
/// eprintln!("{} of {}", ctx.execution_id(), ctx.function_id());
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Context {
    call: Arc<Call>,
}

impl Context {
    pub(crate) fn new(call: Arc<Call>) -> Self {
        Self { call }
    }

    /// The id of this call: a UUID that sorts by time. Logs, the answer and the platform's record carry it.
    ///
    /// ```no_run
    /// # fn look(ctx: ignite::Context) {
    /// eprintln!("begin {}", ctx.execution_id());
    /// # }
    /// ```
    pub fn execution_id(&self) -> &str {
        &self.call.execution_id
    }

    /// The function's id, `"org/func"`; `"local/handler"` where nobody said.
    ///
    /// ```no_run
    /// # fn look(ctx: ignite::Context) {
    /// let organization = ctx.function_id().split('/').next();
    /// # }
    /// ```
    pub fn function_id(&self) -> &str {
        &self.call.function_id
    }

    /// The app's environment.
    ///
    /// ```no_run
    /// # fn look(ctx: ignite::Context) -> ignite::Result<()> {
    /// let region = ctx.env().get("REGION").unwrap_or_else(|| "eu".into());
    /// let key = ctx.env().require("API_KEY")?;
    /// # Ok(()) }
    /// ```
    pub fn env(&self) -> &Env {
        static ENV: OnceLock<Env> = OnceLock::new();
        ENV.get_or_init(Env::of_process)
    }

    /// A place for files of this call alone. It is made by the first use and is gone when the call ends, also after a panic.
    ///
    /// ```no_run
    /// # fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// ctx.temp_store().put("upload.csv", "a,b\n1,2\n")?;
    /// let text = ctx.temp_store().get("upload.csv")?;
    /// # Ok(()) }
    /// ```
    pub fn temp_store(&self) -> &TempStore {
        self.call.scratch.get_or_make()
    }

    /// A handle to answer piece by piece, while the handler still works. Nothing is sent before the first write; until then
    /// what the handler returns is the answer, afterwards that is ignored.
    ///
    /// ```no_run
    /// # async fn work(ctx: ignite::Context) -> ignite::Result<()> {
    /// let stream = ctx.stream();
    /// stream.content_type("text/plain")?;
    /// stream.write("one\n").await?;
    /// # Ok(()) }
    /// ```
    pub fn stream(&self) -> Stream {
        Stream::new(Arc::clone(&self.call))
    }
}

/// What `#[ignite::main]` expands to. These functions belong to this type because the handler's signature names it: so the macro needs
/// no name of this crate, which the author's crate may know by another one, or by way of a third crate.
#[doc(hidden)]
impl Context {
    /// The `main` of a program with an `async fn handler`. `place` is the mark of [`start`].
    pub fn __serve_async(place: &'static str, handler: fn(Request, Context) -> Answering) {
        start(place, Box::leak(Box::new(Asynchronous(handler))));
    }

    /// The `main` of a program with a plain `fn handler`.
    pub fn __serve_blocking(place: &'static str, handler: fn(Request, Context) -> Answer) {
        start(place, Box::leak(Box::new(Blocking(handler))));
    }

    /// What an `async fn handler` ends with, its types erased.
    pub fn __answer_async<T: IntoResponse, E: Into<Error>>(
        handler: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Answering {
        Box::pin(async { Self::__answer_blocking(handler.await) })
    }

    /// What a plain `fn handler` returned, its types erased.
    pub fn __answer_blocking<T: IntoResponse, E: Into<Error>>(result: Result<T, E>) -> Answer {
        result.map(IntoResponse::into_response).map_err(Into::into)
    }
}

/// `place` is `"\0ignite handler at FILE:LINE\0"`. The platform's compiler looks for it in the program: where it is missing, the
/// program's `main` is not the one that the macro makes. So the optimiser must take it for used.
#[inline(never)]
fn start(place: &'static str, handler: &'static dyn Handler) {
    std::hint::black_box(place);
    serve(handler);
}
