//! `Vec`s that JavaScript takes over: external ArrayBuffers on their memory, without a copy.

use bytemuck::Pod;
use neon::prelude::*;
use neon::types::buffer::Binary;
use neon::types::{JsArrayBuffer, JsTypedArray, Value};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

static LIVE: AtomicUsize = AtomicUsize::new(0);
static EXTERNAL: AtomicBool = AtomicBool::new(true);

/// Bytes of results that JavaScript has not yet let go of.
pub fn live_bytes() -> usize {
    LIVE.load(Relaxed)
}

/// Where a host forbids external buffers, results are copied.
pub fn allow_external(allowed: bool) {
    EXTERNAL.store(allowed, Relaxed);
}

struct HandedOver<T>(Vec<T>);

impl<T: Pod> AsMut<[u8]> for HandedOver<T> {
    fn as_mut(&mut self) -> &mut [u8] {
        bytemuck::cast_slice_mut(&mut self.0)
    }
}

impl<T> Drop for HandedOver<T> {
    fn drop(&mut self) {
        LIVE.fetch_sub(size_of_val(&self.0[..]), Relaxed);
    }
}

/// A typed array on the values. An empty one is JavaScript's own: there is no memory to share.
pub fn typed_array<'cx, T>(cx: &mut Cx<'cx>, values: Vec<T>) -> JsResult<'cx, JsTypedArray<T>>
where
    T: Pod + Binary + Send,
    JsTypedArray<T>: Value,
{
    if values.is_empty() || !EXTERNAL.load(Relaxed) {
        return JsTypedArray::from_slice(cx, &values);
    }
    LIVE.fetch_add(size_of_val(&values[..]), Relaxed);
    let buffer = JsArrayBuffer::external(cx, HandedOver(values));
    JsTypedArray::from_buffer(cx, buffer)
}
