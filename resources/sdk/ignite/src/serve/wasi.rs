// SPDX-License-Identifier: MIT OR Apache-2.0
//! A component that the host calls for each request (`wasi:http/incoming-handler`), one at a time. A host that calls the same
//! instance again finds the process's state as it was left.
//!
//! The handler's crate is a program on this target too, as it is natively: the export below stands in the SDK, and the first call
//! runs the program's `main`, which says what the handler is.

mod incoming;
mod outgoing;
mod panic_hook;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use http::StatusCode;
use tokio::runtime::Runtime;
use wasip2::http::types::{IncomingRequest, ResponseOutparam};

use super::{Answer, Asynchronous, Blocking, is_probe};
use crate::call::{Call, Execution};
use crate::marks::Marks;
use crate::{Context, Request, Response};
use outgoing::Reply;

pub use incoming::Head;
pub use outgoing::{Opener, Sink};

static HANDLER: OnceLock<&'static dyn Handler> = OnceLock::new();
static ASKED: AtomicBool = AtomicBool::new(false);
/// The call under way, where the panic hook finds it.
static EXECUTION: Mutex<Option<Execution>> = Mutex::new(None);

unsafe extern "C" {
    /// The program's `main` under the name that rustc and the C library agree on for this target.
    safe fn __main_void() -> i32;
}

struct Component;

impl wasip2::exports::http::incoming_handler::Guest for Component {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        respond(handler(), request, out);
    }
}

wasip2::http::proxy::export!(Component);

/// Says what the handler is. Called by the `main` that `#[ignite::main]` makes.
pub fn serve(handler: &'static dyn Handler) {
    if !ASKED.load(Ordering::Relaxed) {
        eprintln!(
            "This component answers HTTP requests and has nothing else to run: start it with `wasmtime serve -S cli`."
        );
        std::process::exit(1);
    }
    let _ = HANDLER.set(handler);
}

fn handler() -> &'static dyn Handler {
    if let Some(handler) = HANDLER.get() {
        return *handler;
    }
    ASKED.store(true, Ordering::Relaxed);
    __main_void();
    *HANDLER.get().expect("`main` is the one that `#[ignite::main]` made")
}

fn respond(handler: &'static dyn Handler, request: IncomingRequest, out: ResponseOutparam) {
    let mut head = Head::new(request);
    Reply::keep(out, head.method() == "HEAD");
    if is_probe(&head) {
        return outgoing::answer(Response::new(StatusCode::OK, "ok"), None, None);
    }
    let marks = Marks::take(&mut head);
    let call = Call::new(&head, Opener);
    let id = call.execution_id.clone();
    match incoming::body(&head) {
        Ok(body) => {
            panic_hook::ensure();
            let context = Context::new(Arc::clone(&call));
            *EXECUTION.lock().expect("no call is under way") = Some(Execution::begin(call, marks));
            let result = handler.run(Request::new(head, body), context);
            finish(Ok(result));
        }
        Err(refusal) => outgoing::answer(refusal, Some(&id), None),
    }
}

/// How the author's function is run. A trait object, as natively.
pub trait Handler: Sync {
    /// Runs the function for this request.
    #[doc(hidden)]
    fn run(&self, request: Request, context: Context) -> Answer;
}

impl Handler for Asynchronous {
    fn run(&self, request: Request, context: Context) -> Answer {
        runtime().block_on((self.0)(request, context))
    }
}

impl Handler for Blocking {
    fn run(&self, request: Request, context: Context) -> Answer {
        let _entered = runtime().enter();
        (self.0)(request, context)
    }
}

/// Tokio on one thread, which is all that a component has. It lives as long as the instance.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime needs nothing of the host")
    })
}

fn finish(result: Result<Answer, String>) {
    let Some(execution) = EXECUTION.try_lock().ok().and_then(|mut execution| execution.take()) else { return };
    let id = execution.id().to_owned();
    let finished = execution.end(result);
    // Nothing is left to answer where a stream has begun.
    outgoing::answer(finished.response, Some(&id), finished.time);
}

/// A panic on this target ends the instance as soon as its hook returns, so the client must have its whole answer by then. A stream
/// that has begun ends with the instance, in the middle.
fn answer_panic(message: &str) {
    finish(Err(message.to_owned()));
}
