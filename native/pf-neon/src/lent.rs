//! Memory that JavaScript lends for one call: the only unsafe code of this crate.
#![expect(unsafe_code, reason = "neon's checked borrows end with the call, and kernels run after it")]

use neon::prelude::*;
use neon::types::buffer::TypedArray;
use pf_graph_core::GraphError;
use std::sync::atomic::AtomicI32;

/// The bytes of a `Uint8Array`, over an ArrayBuffer or a SharedArrayBuffer.
///
/// neon's own borrows end with the call that made them, which is too early for work on another thread.
#[derive(Debug)]
pub struct Lent {
    start: *const u8,
    bytes: usize,
}

// SAFETY: the memory is read only, by the thread of one job at a time or its pool; it is kept alive as `Lent::of` says.
unsafe impl Send for Lent {}
// SAFETY: as for `Send`: nothing writes through a `Lent`.
unsafe impl Sync for Lent {}

impl Lent {
    /// Borrows an array for the job that is being started. The job's `Root` on its request keeps the array, and with it the memory, alive
    /// until the job has settled. The engine contract says that inputs are neither written, transferred nor detached meanwhile.
    pub fn of<'cx>(cx: &mut impl Context<'cx>, array: Handle<'cx, JsUint8Array>) -> Self {
        let slice = array.as_slice(cx);
        Self { start: slice.as_ptr(), bytes: slice.len() }
    }

    pub fn address(&self) -> u64 {
        u64::try_from(self.start.addr()).unwrap_or(u64::MAX)
    }

    pub fn bytes(&self) -> &[u8] {
        if self.bytes == 0 {
            return &[];
        }
        // SAFETY: `start` and `bytes` came from a live typed array; the request's `Root` outlives every `Lent` of the job.
        unsafe { std::slice::from_raw_parts(self.start, self.bytes) }
    }

    /// The first `length` values.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are fewer or they are not aligned.
    pub fn values<T: bytemuck::AnyBitPattern>(&self, length: usize) -> Result<&[T], GraphError> {
        let bytes = self.bytes().get(..length * size_of::<T>());
        let problem = |what: String| GraphError::InvalidArgument { message: format!("a buffer of {} bytes {what}", self.bytes) };
        let bytes = bytes.ok_or_else(|| problem(format!("does not hold {length} values of {} bytes", size_of::<T>())))?;
        if bytes.is_empty() {
            return Ok(&[]);
        }
        bytemuck::try_cast_slice(bytes).map_err(|error| problem(format!("is not a slice of {} byte values: {error}", size_of::<T>())))
    }
}

/// Word 0 of an `Int32Array` in shared memory: not 0 once the call is cancelled.
#[derive(Debug)]
pub struct CancelWord(*const AtomicI32);

// SAFETY: only read, atomically; kept alive by the job's `Root` on the array.
unsafe impl Send for CancelWord {}
// SAFETY: as for `Send`.
unsafe impl Sync for CancelWord {}

impl CancelWord {
    /// None for an array without words. Lives as `Lent::of` says.
    pub fn of<'cx>(cx: &mut impl Context<'cx>, array: Handle<'cx, JsInt32Array>) -> Option<Self> {
        array.as_slice(cx).first().map(|word| Self(std::ptr::from_ref(word).cast()))
    }
}

impl pf_graph_core::Cancel for CancelWord {
    fn is_cancelled(&self) -> bool {
        // SAFETY: aligned and alive as said above; other threads write it with `Atomics.store`.
        let word = unsafe { &*self.0 };
        word.is_cancelled()
    }
}
