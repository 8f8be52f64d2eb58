//! Who owns which memory, and how much of it is native.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use arrow_buffer::Buffer;
use napi::bindgen_prelude::Uint8Array;
use pf_transform_core::table::Table;

/// Bytes of native memory behind all live tables and graphs of this process.
static LIVE: AtomicI64 = AtomicI64::new(0);

pub fn live_bytes() -> i64 {
    LIVE.load(Ordering::Relaxed)
}

/// Counts bytes for as long as it lives.
pub struct Counted {
    bytes: i64,
}

impl Counted {
    pub fn new(bytes: usize) -> Self {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        LIVE.fetch_add(bytes, Ordering::Relaxed);
        Self { bytes }
    }

    pub const fn bytes(&self) -> i64 {
        self.bytes
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        LIVE.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// A table with its share of the counter. Handles and exported views hold it; the memory goes with the last of them.
pub struct TableCell {
    pub table: Arc<Table>,
    pub counted: Counted,
}

impl TableCell {
    /// A table whose memory is native.
    pub fn native(table: Table) -> Arc<Self> {
        let counted = Counted::new(table.bytes());
        Arc::new(Self { table: Arc::new(table), counted })
    }

    /// A table whose memory belongs to JavaScript.
    pub fn borrowed(table: Table) -> Arc<Self> {
        Arc::new(Self { table: Arc::new(table), counted: Counted::new(0) })
    }
}

/// Memory of a typed array; the array cannot be collected while this lives. napi-rs gives the reference back on the right thread.
struct Borrowed {
    _array: Uint8Array,
}

impl std::panic::RefUnwindSafe for Borrowed {}

/// The bytes of a typed array as an Arrow buffer, without a copy.
#[allow(unsafe_code)]
pub fn borrow(array: Uint8Array) -> Buffer {
    let bytes: &[u8] = array.as_ref();
    let length = bytes.len();
    match std::ptr::NonNull::new(bytes.as_ptr().cast_mut()) {
        Some(pointer) if length > 0 => {
            // SAFETY: the pointer is valid for `length` bytes for as long as the typed array is referenced, which the owner passed
            // along does. The contract forbids writing to or detaching a buffer that was handed to an engine.
            unsafe { Buffer::from_custom_allocation(pointer, length, Arc::new(Borrowed { _array: array })) }
        }
        // Aligned for any type, unlike an empty Vec.
        _ => arrow_buffer::MutableBuffer::new(0).into(),
    }
}
