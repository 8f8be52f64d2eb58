//! Arrow arrays → plain objects whose typed arrays are views of the same memory.

use std::any::Any;
use std::ffi::c_void;
use std::sync::Arc;

use arrow_array::{Array, RecordBatch};
use arrow_buffer::{BooleanBuffer, Buffer};
use arrow_data::ArrayData;
use arrow_schema::DataType;
use napi::bindgen_prelude::{Array as JsArray, JsObjectValue, JsValue, Object, Unknown};
use napi::{Env, check_status, sys};

/// Kept alive by every exported view.
pub type Owner = Arc<dyn Any + Send + Sync>;

/// Class of the typed array that shows a buffer, and bytes per element.
#[derive(Clone, Copy)]
enum View {
    Int8,
    Uint8,
    Int16,
    Uint16,
    Int32,
    Uint32,
    Float32,
    Float64,
    BigInt64,
    BigUint64,
}

impl View {
    const fn kind(self) -> (sys::napi_typedarray_type, usize) {
        match self {
            Self::Int8 => (sys::TypedarrayType::int8_array, 1),
            Self::Uint8 => (sys::TypedarrayType::uint8_array, 1),
            Self::Int16 => (sys::TypedarrayType::int16_array, 2),
            Self::Uint16 => (sys::TypedarrayType::uint16_array, 2),
            Self::Int32 => (sys::TypedarrayType::int32_array, 4),
            Self::Uint32 => (sys::TypedarrayType::uint32_array, 4),
            Self::Float32 => (sys::TypedarrayType::float32_array, 4),
            Self::Float64 => (sys::TypedarrayType::float64_array, 8),
            Self::BigInt64 => (sys::TypedarrayType::bigint64_array, 8),
            Self::BigUint64 => (sys::TypedarrayType::biguint64_array, 8),
        }
    }
}

/// The typed array of the values of a fixed-width type.
const fn values_view(data_type: &DataType) -> View {
    match data_type {
        DataType::Int8 => View::Int8,
        DataType::Int16 => View::Int16,
        DataType::UInt16 | DataType::Float16 => View::Uint16,
        DataType::Int32 | DataType::Date32 | DataType::Time32(_) => View::Int32,
        DataType::UInt32 => View::Uint32,
        DataType::Float32 => View::Float32,
        DataType::Float64 => View::Float64,
        DataType::Int64 | DataType::Date64 | DataType::Time64(_) | DataType::Timestamp(_, _) | DataType::Duration(_) => View::BigInt64,
        DataType::UInt64 | DataType::Decimal128(..) => View::BigUint64,
        _ => View::Uint8,
    }
}

struct Held {
    _buffer: Buffer,
    _owner: Owner,
}

#[allow(unsafe_code)]
unsafe extern "C" fn release(_env: sys::napi_env, _data: *mut c_void, hint: *mut c_void) {
    // SAFETY: `hint` is the box made in `typed_array`, and finalizers run once.
    drop(unsafe { Box::from_raw(hint.cast::<Held>()) });
}

/// A typed array over the memory of a buffer. Where the host refuses external memory the bytes are copied, and `copied` says so.
#[allow(unsafe_code)]
fn typed_array<'a>(env: &'a Env, buffer: &Buffer, view: View, owner: &Owner, copied: &mut bool) -> napi::Result<Unknown<'a>> {
    let (kind, width) = view.kind();
    let bytes = buffer.len() / width * width;
    let mut array_buffer = std::ptr::null_mut();
    let raw = env.raw();
    // SAFETY: these are N-API calls on the event loop's thread with a live environment; the external memory is kept by `Held`
    // until the ArrayBuffer is collected, and is never written to by Rust (Arrow buffers are immutable).
    unsafe {
        if bytes == 0 {
            check_status!(sys::napi_create_arraybuffer(raw, 0, std::ptr::null_mut(), &mut array_buffer))?;
        } else {
            let held = Box::into_raw(Box::new(Held { _buffer: buffer.clone(), _owner: owner.clone() }));
            let pointer = buffer.as_ptr().cast_mut().cast::<c_void>();
            let status = sys::napi_create_external_arraybuffer(raw, pointer, bytes, Some(release), held.cast(), &mut array_buffer);
            if status != sys::Status::napi_ok {
                // Electron and others without external buffers.
                drop(Box::from_raw(held));
                *copied = true;
                let mut target = std::ptr::null_mut();
                check_status!(sys::napi_create_arraybuffer(raw, bytes, &mut target, &mut array_buffer))?;
                std::ptr::copy_nonoverlapping(buffer.as_ptr(), target.cast::<u8>(), bytes);
            }
        }
        let mut array = std::ptr::null_mut();
        check_status!(sys::napi_create_typedarray(raw, kind, bytes / width, array_buffer, 0, &mut array))?;
        Ok(Unknown::from_raw_unchecked(raw, array))
    }
}

struct Exporter<'a> {
    env: &'a Env,
    owner: Owner,
    copied: bool,
}

impl<'a> Exporter<'a> {
    fn view(&mut self, buffer: &Buffer, view: View) -> napi::Result<Option<Unknown<'a>>> {
        typed_array(self.env, buffer, view, &self.owner, &mut self.copied).map(Some)
    }

    fn column(&mut self, data: &ArrayData) -> napi::Result<Object<'a>> {
        let data_type = data.data_type();
        let length = data.len();
        let mut buffers: Vec<Option<Unknown<'a>>> = Vec::with_capacity(3);
        if data_type != &DataType::Null {
            buffers.push(match data.nulls().filter(|nulls| nulls.null_count() > 0) {
                // Bitmaps start at bit 0 on the other side.
                Some(nulls) => self.view(&nulls.inner().sliced(), View::Uint8)?,
                None => None,
            });
        }
        let fixed = |width: usize| data.buffers()[0].slice_with_length(data.offset() * width, length * width);
        match data_type {
            DataType::Null | DataType::Struct(_) | DataType::FixedSizeList(..) => {}
            DataType::Boolean => {
                let bits = BooleanBuffer::new(data.buffers()[0].clone(), data.offset(), length).sliced();
                buffers.push(self.view(&bits, View::Uint8)?);
            }
            DataType::Utf8 | DataType::Binary => {
                buffers.push(self.view(&offsets(data, 4), View::Int32)?);
                buffers.push(self.view(&data.buffers()[1], View::Uint8)?);
            }
            DataType::LargeUtf8 | DataType::LargeBinary => {
                buffers.push(self.view(&offsets(data, 8), View::BigInt64)?);
                buffers.push(self.view(&data.buffers()[1], View::Uint8)?);
            }
            DataType::Utf8View | DataType::BinaryView => {
                buffers.push(self.view(&fixed(16), View::Uint8)?);
                for buffer in &data.buffers()[1..] {
                    buffers.push(self.view(buffer, View::Uint8)?);
                }
            }
            DataType::List(_) | DataType::Map(..) => buffers.push(self.view(&offsets(data, 4), View::Int32)?),
            DataType::LargeList(_) => buffers.push(self.view(&offsets(data, 8), View::BigInt64)?),
            DataType::FixedSizeBinary(width) => {
                buffers.push(self.view(&fixed(usize::try_from(*width).unwrap_or(0)), View::Uint8)?);
            }
            DataType::Dictionary(index, _) => {
                let width = index.primitive_width().unwrap_or(4);
                buffers.push(self.view(&fixed(width), values_view(index))?);
            }
            other => {
                let width = other.primitive_width().unwrap_or(1);
                buffers.push(self.view(&fixed(width), values_view(other))?);
            }
        }
        let mut object = Object::new(self.env)?;
        object.set_named_property("length", count(length))?;
        object.set_named_property("nullCount", count(if data_type == &DataType::Null { length } else { data.null_count() }))?;
        object.set_named_property("buffers", list(self.env, buffers)?)?;
        if matches!(data_type, DataType::Dictionary(..)) {
            let dictionary = self.column(&data.child_data()[0])?;
            object.set_named_property("dictionary", dictionary)?;
        } else if !data.child_data().is_empty() {
            let children = data.child_data().iter().map(|child| self.column(child).map(Some)).collect::<napi::Result<Vec<_>>>()?;
            object.set_named_property("children", list(self.env, children)?)?;
        }
        Ok(object)
    }
}

fn offsets(data: &ArrayData, width: usize) -> Buffer {
    if data.buffers()[0].is_empty() {
        return Buffer::from(vec![0_u8; width]);
    }
    data.buffers()[0].slice_with_length(data.offset() * width, (data.len() + 1) * width)
}

fn list<'a, T: JsValue<'a>>(env: &'a Env, values: Vec<Option<T>>) -> napi::Result<JsArray<'a>> {
    let mut array = env.create_array(u32::try_from(values.len()).unwrap_or(u32::MAX))?;
    for (index, value) in (0_u32..).zip(values) {
        match value {
            Some(value) => array.set(index, value.to_unknown())?,
            None => array.set(index, ())?,
        }
    }
    Ok(array)
}

#[allow(clippy::cast_precision_loss)]
pub const fn count(count: usize) -> f64 {
    count as f64
}

/// One array as `ColumnData`.
pub fn column<'a>(env: &'a Env, array: &dyn Array, owner: &Owner) -> napi::Result<Object<'a>> {
    // Struct children and the like are sliced by `to_data`, so that only bitmaps can have an offset.
    Exporter { env, owner: owner.clone(), copied: false }.column(&array.to_data())
}

/// One buffer as a typed array of 32-bit words.
pub fn words<'a>(env: &'a Env, buffer: &Buffer, owner: &Owner) -> napi::Result<Unknown<'a>> {
    typed_array(env, buffer, View::Uint32, owner, &mut false)
}

/// The values of a fixed-width type as its typed array.
pub fn values<'a>(env: &'a Env, buffer: &Buffer, data_type: &DataType, owner: &Owner) -> napi::Result<Unknown<'a>> {
    typed_array(env, buffer, values_view(data_type), owner, &mut false)
}

/// Batches as `{batches: [{length, columns}], copied}`.
pub fn batches<'a>(env: &'a Env, batches: &[RecordBatch], owner: &Owner) -> napi::Result<Object<'a>> {
    let mut exporter = Exporter { env, owner: owner.clone(), copied: false };
    let mut exported = Vec::with_capacity(batches.len());
    for batch in batches {
        let mut columns = Vec::with_capacity(batch.num_columns());
        for array in batch.columns() {
            columns.push(Some(exporter.column(&array.to_data())?));
        }
        let mut object = Object::new(env)?;
        object.set_named_property("length", count(batch.num_rows()))?;
        object.set_named_property("columns", list(env, columns)?)?;
        exported.push(Some(object));
    }
    let mut result = Object::new(env)?;
    result.set_named_property("batches", list(env, exported)?)?;
    result.set_named_property("copied", exporter.copied)?;
    Ok(result)
}
