// SPDX-License-Identifier: MIT OR Apache-2.0
use std::sync::{Arc, OnceLock};

use crate::call::Call;
use crate::{Env, Stream, TempStore};

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
