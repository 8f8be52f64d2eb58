//! Faults on demand, for tests of crash handling. They are part of every binary, so that it is tested as it is shipped, and do nothing until
//! `arm_faults` was called.

use std::sync::atomic::{AtomicBool, Ordering};

use napi::bindgen_prelude::AsyncTask;

use crate::error::Failure;
use crate::job::{Call, Job, spawn};

static ARMED: AtomicBool = AtomicBool::new(false);

/// Allows `fault` in this process.
#[napi]
pub fn arm_faults() {
    ARMED.store(true, Ordering::Relaxed);
}

fn allowed() -> Result<(), Failure> {
    if ARMED.load(Ordering::Relaxed) {
        return Ok(());
    }
    Err(Failure::invalid("faults are not armed"))
}

/// Fails in a kernel: `panic` is caught and becomes `NATIVE_PANIC`; `abort` ends the process; `hang` runs until it is cancelled.
#[napi]
pub fn fault(kind: String, cancelled: Option<napi::bindgen_prelude::Int32Array>) -> napi::Result<AsyncTask<Job<String>>> {
    let call = Call::new(None, cancelled, None)?;
    Ok(spawn(call, move |call| {
        allowed()?;
        match kind.as_str() {
            // The message is asserted in tests.
            #[allow(clippy::panic)]
            "panic" => panic!("a panic on demand"),
            "abort" => std::process::abort(),
            "hang" => loop {
                call.with_control(|control| control.check())?;
                std::thread::yield_now();
            },
            other => Err(Failure::invalid(format!("fault takes panic, abort or hang, received {other}"))),
        }
    }))
}
