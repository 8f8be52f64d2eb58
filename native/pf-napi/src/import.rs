//! Plain objects with typed arrays → Arrow arrays that borrow their memory.
//!
//! Reading the objects happens on the event loop and is proportional to the number of buffers; checking their content (UTF-8, offsets,
//! dictionary keys) is proportional to the data and happens in a task.

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, make_array};
use arrow_buffer::Buffer;
use arrow_data::{ArrayData, ArrayDataBuilder};
use arrow_schema::{DataType, SchemaRef};
use napi::bindgen_prelude::{FromNapiValue, JsObjectValue, Object, TypeName, Uint8Array, ValidateNapiValue};
use napi::{ValueType, sys};

use crate::error::{Failure, Outcome};
use crate::memory::borrow;

/// One column as it arrives: `{length, buffers, children?, dictionary?}`, buffers as Uint8Arrays.
pub struct ColumnIn {
    length: usize,
    buffers: Vec<Option<Buffer>>,
    children: Vec<ColumnIn>,
    dictionary: Option<Box<ColumnIn>>,
}

/// One batch: `{length, columns}`.
pub struct BatchIn {
    length: usize,
    columns: Vec<ColumnIn>,
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn length(object: &Object<'_>) -> napi::Result<usize> {
    let length: f64 = object.get_named_property("length")?;
    if (0.0..=9_007_199_254_740_991.0).contains(&length) && length.fract() == 0.0 {
        return Ok(length as usize);
    }
    Err(Failure::invalid(format!("length must be a non-negative integer, received {length}")).into())
}

macro_rules! from_object {
    ($type:ty, $name:literal) => {
        impl TypeName for $type {
            fn type_name() -> &'static str {
                $name
            }
            fn value_type() -> ValueType {
                ValueType::Object
            }
        }
        impl ValidateNapiValue for $type {}
        impl FromNapiValue for $type {
            #[allow(unsafe_code)]
            unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
                // SAFETY: the caller passes a live value of this environment.
                let object = unsafe { Object::from_napi_value(env, value)? };
                Self::read(&object)
            }
        }
    };
}
from_object!(ColumnIn, "ColumnData");
from_object!(BatchIn, "Batch");

impl ColumnIn {
    fn read(object: &Object<'_>) -> napi::Result<Self> {
        let buffers: Vec<Option<Uint8Array>> = object.get_named_property("buffers")?;
        Ok(Self {
            length: length(object)?,
            buffers: buffers.into_iter().map(|buffer| buffer.map(borrow)).collect(),
            children: object.get::<Vec<Self>>("children")?.unwrap_or_default(),
            dictionary: object.get::<Self>("dictionary")?.map(Box::new),
        })
    }

    /// The column as an array of the given type, with its content checked.
    pub fn into_array(self, data_type: &DataType) -> Outcome<ArrayRef> {
        Ok(make_array(self.into_data(data_type)?))
    }

    fn into_data(self, data_type: &DataType) -> Outcome<ArrayData> {
        let malformed = |reason: String| Failure::invalid(format!("malformed column of type {data_type}: {reason}"));
        let mut buffers = self.buffers.into_iter();
        let has_validity = data_type != &DataType::Null;
        let validity = if has_validity { buffers.next().flatten() } else { None };
        let mut values = buffers.map(Option::unwrap_or_default).collect::<Vec<_>>();
        let is_text = matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Binary | DataType::LargeBinary);
        let wanted = match data_type {
            DataType::Null | DataType::Struct(_) | DataType::FixedSizeList(..) => 0,
            _ if is_text => 2,
            DataType::Utf8View | DataType::BinaryView => values.len().max(1),
            _ => 1,
        };
        values.resize_with(wanted, Buffer::default);
        let is_list = matches!(data_type, DataType::List(_) | DataType::LargeList(_) | DataType::Map(..));
        if self.length == 0 && (is_list || is_text) {
            // Arrow's one offset of an empty column may be left out here.
            values[0] = Buffer::from(vec![0_u8; 8]);
        }
        let children: Vec<ArrayData> = match data_type {
            DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) | DataType::Map(item, _) => {
                let child = self.children.into_iter().next().ok_or_else(|| malformed("it has no child".to_owned()))?;
                vec![child.into_data(item.data_type())?]
            }
            DataType::Struct(fields) => {
                if fields.len() != self.children.len() {
                    return Err(malformed(format!("it has {} children", self.children.len())));
                }
                self.children.into_iter().zip(fields).map(|(child, field)| child.into_data(field.data_type())).collect::<Outcome<_>>()?
            }
            DataType::Dictionary(_, value_type) => {
                let dictionary = self.dictionary.ok_or_else(|| malformed("it has no dictionary".to_owned()))?;
                vec![dictionary.into_data(value_type)?]
            }
            _ => Vec::new(),
        };
        let validity = validity.filter(|validity| !validity.is_empty());
        if let Some(bytes) = validity.as_ref().map(Buffer::len).filter(|&bytes| bytes < self.length.div_ceil(8)) {
            return Err(malformed(format!("a bitmap of {bytes} bytes for {} rows", self.length)));
        }
        ArrayDataBuilder::new(data_type.clone())
            .len(self.length)
            .null_bit_buffer(validity)
            .buffers(values)
            .child_data(children)
            .align_buffers(true)
            .build()
            .map_err(|error| malformed(error.to_string()))
    }
}

impl BatchIn {
    fn read(object: &Object<'_>) -> napi::Result<Self> {
        Ok(Self { length: length(object)?, columns: object.get_named_property("columns")? })
    }

    pub fn into_batch(self, schema: &SchemaRef) -> Outcome<RecordBatch> {
        if self.columns.len() != schema.fields().len() {
            return Err(Failure::invalid(format!("a batch has {} columns, its schema {}", self.columns.len(), schema.fields().len())));
        }
        let columns = self
            .columns
            .into_iter()
            .zip(schema.fields())
            .map(|(column, field)| column.into_array(field.data_type()))
            .collect::<Outcome<Vec<_>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(self.length));
        RecordBatch::try_new_with_options(schema.clone(), columns, &options)
            .map_err(|error| Failure::invalid(format!("malformed batch: {error}")))
    }
}
