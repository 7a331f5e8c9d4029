// SPDX-License-Identifier: MIT OR Apache-2.0
//! A panic on this target ends the instance as soon as its hook returns, so it is the hook that answers the call. The handler's program
//! may set hooks of its own whenever it likes, as crates for reports of crashes do at their first use. The standard library drops the
//! hook that another one replaces; that is where ours learns of it and puts itself around the new one.

use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::answer_panic;
use crate::panics;

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// Where the hook is that was made last. Only compared.
static OURS: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());

/// Sees to it that a panic answers the call under way, whatever hook is set. Asked at each call: a hook that was taken and kept was not
/// dropped.
pub fn ensure() {
    let set = take_hook();
    let ours = OURS.load(Ordering::Relaxed);
    set_hook(if ours.is_null() {
        around(Box::new(panics::print)) // instead of the standard library's
    } else if address(&set) == ours {
        set
    } else {
        around(set)
    });
}

/// A hook that answers, after this one has printed.
fn around(theirs: Hook) -> Hook {
    let replaced = Replaced;
    let ours: Hook = Box::new(move |info| {
        let _part_of_the_hook = &replaced;
        theirs(info);
        answer_panic(&panics::message(info.payload()));
    });
    OURS.store(address(&ours), Ordering::Relaxed);
    ours
}

fn address(hook: &Hook) -> *mut () {
    std::ptr::from_ref(&**hook).cast::<()>().cast_mut()
}

/// Dropped with the hook that it is part of.
struct Replaced;

impl Drop for Replaced {
    fn drop(&mut self) {
        // In the middle of a panic no hook may be set, and none is called any more.
        if !std::thread::panicking() {
            ensure();
        }
    }
}
