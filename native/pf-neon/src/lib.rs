//! neon binding of `pf-graph-core`: conversion only. Arguments are borrowed from JavaScript's typed arrays, results are handed over as external
//! ArrayBuffers; kernels run on a libuv thread inside a rayon pool, never on the event loop.
//!
//! Exports `build(request, cancelled, progress?)` and `bfs(request, cancelled, progress?)`, which give promises, `configure(options)`,
//! `liveBytes()`, `addressOf(bytes)` for tests of pointer equality, and `version`.

mod bfs;
mod build;
mod columns;
mod failure;
mod handed_over;
mod job;
mod lent;
mod pool;
mod request;

use neon::prelude::*;
use neon::types::JsBigInt;

#[neon::main]
fn main(mut cx: ModuleContext) -> NeonResult<()> {
    cx.export_function("build", build::build)?;
    cx.export_function("bfs", bfs::bfs)?;
    cx.export_function("configure", configure)?;
    cx.export_function("liveBytes", live_bytes)?;
    cx.export_function("addressOf", address_of)?;
    let version = cx.string(env!("CARGO_PKG_VERSION"));
    cx.export_value("version", version)
}

/// `{ externalBuffers: boolean }`: whether results may be external ArrayBuffers, which some hosts (Electron) end the process for.
fn configure(mut cx: FunctionContext) -> JsResult<JsUndefined> {
    let options: Handle<JsObject> = cx.argument(0)?;
    let allowed = options.get::<JsBoolean, _, _>(&mut cx, "externalBuffers")?.value(&mut cx);
    handed_over::allow_external(allowed);
    Ok(cx.undefined())
}

/// Bytes of results that JavaScript still holds.
fn live_bytes(mut cx: FunctionContext) -> JsResult<JsNumber> {
    // Exact below 2^53 bytes.
    let bytes = handed_over::live_bytes();
    Ok(cx.number(
        u32::try_from(bytes >> 20).map_or(f64::INFINITY, f64::from) * 1_048_576.0 + f64::from(u32::try_from(bytes & 0xf_ffff).unwrap_or(0)),
    ))
}

/// Where the bytes of a `Uint8Array` are, whatever it views.
fn address_of(mut cx: FunctionContext) -> JsResult<JsBigInt> {
    let array: Handle<JsUint8Array> = cx.argument(0)?;
    let address = lent::Lent::of(&mut cx, array).address();
    Ok(JsBigInt::from_u64(&mut cx, address))
}
