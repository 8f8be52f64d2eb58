//! Faults on demand, for tests of crash handling. They do nothing unless `PARQUETFRAME_RUST_FAULTS=1` was in the environment when the
//! process started, so that a release binary can be tested as it is shipped.

use napi::bindgen_prelude::AsyncTask;

use crate::error::Failure;
use crate::job::{Call, Job, spawn};

fn allowed() -> Result<(), Failure> {
    if std::env::var_os("PARQUETFRAME_RUST_FAULTS").is_some_and(|value| value == "1") {
        return Ok(());
    }
    Err(Failure::invalid("faults are off; start the process with PARQUETFRAME_RUST_FAULTS=1"))
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
