//! Vertex ids between Arrow arrays and what graph kernels take.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, Int64Array, LargeStringArray, PrimitiveArray, StringArray, UInt32Array, UInt64Array};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::DataType;
use pf_graph_core::{Control, GraphError, IdBuffer, IdColumn, IdValues, lookup_dense, lookup_ids};
use pf_transform_core::cast::cast;
use pf_transform_core::table::Table;
use pf_transform_core::value::{Value, decode};
use serde_json::Value as Json;

use super::cell::GraphCell;
use crate::error::{Failure, Outcome};

/// Bytes of strings up to which 32-bit offsets reach.
const SMALL: usize = i32::MAX as usize;

/// A column of a table as one array without dictionaries.
pub fn single_column(table: &Table, index: usize, target: Option<&DataType>, control: &Control<'_>) -> Outcome<ArrayRef> {
    let mut chunks = Vec::with_capacity(table.batches.len());
    let (mut bytes, mut rows) = (0, 0);
    for batch in &table.batches {
        control.check()?;
        let mut chunk = decode(batch.column(index))?;
        if let Some(target) = target
            && chunk.data_type() != target
        {
            let length = chunk.len();
            let cast = cast(&Value::Array(chunk), target, length).map_err(|error| error.in_rows_from(Some(rows)))?;
            chunk = cast.array().clone();
        }
        rows += batch.num_rows();
        bytes += chunk.get_array_memory_size();
        chunks.push(chunk);
    }
    if bytes > SMALL && chunks.iter().any(|chunk| chunk.data_type() == &DataType::Utf8) {
        for chunk in &mut chunks {
            *chunk = cast(&Value::Array(chunk.clone()), &DataType::LargeUtf8, chunk.len())?.array().clone();
        }
    }
    match chunks.as_slice() {
        [] => Ok(arrow_array::new_empty_array(target.unwrap_or_else(|| table.schema.field(index).data_type()))),
        [only] => Ok(only.clone()),
        several => Ok(arrow_select::concat::concat(&several.iter().map(|chunk| chunk.as_ref()).collect::<Vec<_>>())?),
    }
}

/// A validity bitmap that starts at bit 0.
pub fn bitmap(array: &dyn Array) -> Option<Buffer> {
    array.nulls().filter(|nulls| nulls.null_count() > 0).map(|nulls| nulls.inner().sliced())
}

/// An id array as kernels take it; `validity` is [`bitmap`] of it.
pub fn id_column<'a>(array: &'a ArrayRef, validity: Option<&'a [u8]>) -> Outcome<IdColumn<'a>> {
    let values = match array.data_type() {
        DataType::Int8 => IdValues::I8(array.as_primitive::<Int8Type>().values()),
        DataType::Int16 => IdValues::I16(array.as_primitive::<Int16Type>().values()),
        DataType::Int32 => IdValues::I32(array.as_primitive::<Int32Type>().values()),
        DataType::Int64 => IdValues::I64(array.as_primitive::<Int64Type>().values()),
        DataType::UInt8 => IdValues::U8(array.as_primitive::<UInt8Type>().values()),
        DataType::UInt16 => IdValues::U16(array.as_primitive::<UInt16Type>().values()),
        DataType::UInt32 => IdValues::U32(array.as_primitive::<UInt32Type>().values()),
        DataType::UInt64 => IdValues::U64(array.as_primitive::<UInt64Type>().values()),
        DataType::Utf8 => {
            let strings = array.as_string::<i32>();
            IdValues::Utf8 { offsets: strings.value_offsets(), data: strings.value_data() }
        }
        DataType::LargeUtf8 => {
            let strings = array.as_string::<i64>();
            IdValues::LargeUtf8 { offsets: strings.value_offsets(), data: strings.value_data() }
        }
        other => return Err(Failure::new("TYPE_MISMATCH", format!("vertex ids must be integers or strings, received {other}"))),
    };
    Ok(IdColumn::new(values, validity))
}

/// The ids of a built graph as an array; none for dense ids.
#[allow(unsafe_code)]
pub fn id_array(ids: IdBuffer) -> Option<ArrayRef> {
    fn array<T: ArrowPrimitiveType>(values: Vec<T::Native>) -> Option<ArrayRef> {
        Some(Arc::new(PrimitiveArray::<T>::new(values.into(), None)))
    }
    match ids {
        IdBuffer::Dense(_) => None,
        IdBuffer::I8(ids) => array::<Int8Type>(ids),
        IdBuffer::I16(ids) => array::<Int16Type>(ids),
        IdBuffer::I32(ids) => array::<Int32Type>(ids),
        IdBuffer::I64(ids) => array::<Int64Type>(ids),
        IdBuffer::U8(ids) => array::<UInt8Type>(ids),
        IdBuffer::U16(ids) => array::<UInt16Type>(ids),
        IdBuffer::U32(ids) => array::<UInt32Type>(ids),
        IdBuffer::U64(ids) => array::<UInt64Type>(ids),
        IdBuffer::Utf8 { offsets, data } => {
            // SAFETY: graph-core copied whole strings of arrays that were checked to be UTF-8, and its offsets ascend.
            let array = unsafe { StringArray::new_unchecked(OffsetBuffer::new_unchecked(offsets.into()), Buffer::from_vec(data), None) };
            Some(Arc::new(array))
        }
    }
}

/// 0…V−1 in the type of a graph's ids.
fn dense(vertices: usize, id_type: &DataType) -> Outcome<ArrayRef> {
    let count = u32::try_from(vertices).map_err(|_| Failure::new("GRAPH_TOO_LARGE", format!("{vertices} vertices")))?;
    let indexes: ArrayRef = Arc::new(UInt32Array::from_iter_values(0..count));
    if id_type == &DataType::UInt32 {
        return Ok(indexes);
    }
    Ok(cast(&Value::Array(indexes), id_type, vertices)?.array().clone())
}

impl GraphCell {
    /// The `vertex` column of results.
    pub fn vertex_column(&self) -> Outcome<ArrayRef> {
        match &self.ids {
            Some(ids) => Ok(ids.clone()),
            None => dense(self.vertices(), &self.id_type),
        }
    }

    /// The ids of dense indexes, null where an index is [`pf_graph_core::NONE`].
    pub fn ids_of(&self, indexes: Vec<u32>) -> Outcome<ArrayRef> {
        let (validity, nulls) = pf_graph_core::validity_of_u32(&indexes);
        let length = indexes.len();
        let nulls = validity.map(|bits| {
            let bits = arrow_buffer::BooleanBuffer::new(Buffer::from_vec(bits), 0, length);
            debug_assert_eq!(length - bits.count_set_bits(), nulls);
            NullBuffer::new(bits)
        });
        let indexes = UInt32Array::new(indexes.into(), nulls);
        match &self.ids {
            Some(ids) => Ok(arrow_select::take::take(ids, &indexes, None)?),
            None if self.id_type == DataType::UInt32 => Ok(Arc::new(indexes)),
            None => Ok(cast(&Value::Array(Arc::new(indexes)), &self.id_type, length)?.array().clone()),
        }
    }

    /// The dense index of each id given as JSON: integers as numbers or decimal strings, strings as they are.
    pub fn lookup(&self, wanted: &[Json]) -> Outcome<Vec<u32>> {
        if matches!(self.id_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
            let texts = wanted.iter().map(|id| id.as_str().ok_or_else(|| self.malformed(id))).collect::<Outcome<Vec<_>>>()?;
            return self.find(Arc::new(LargeStringArray::from(texts)));
        }
        let integers = wanted.iter().map(|id| self.integer(id)).collect::<Outcome<Vec<_>>>()?;
        if self.id_type == DataType::UInt64 {
            let fit = integers.iter().map(|&id| u64::try_from(id).map_err(|_| self.absent(&id)));
            return self.find(Arc::new(UInt64Array::from(fit.collect::<Outcome<Vec<_>>>()?)));
        }
        let fit = integers.iter().map(|&id| i64::try_from(id).map_err(|_| self.absent(&id)));
        self.find(Arc::new(Int64Array::from(fit.collect::<Outcome<Vec<_>>>()?)))
    }

    fn find(&self, wanted: ArrayRef) -> Outcome<Vec<u32>> {
        let wanted = id_column(&wanted, None)?;
        match &self.ids {
            None => Ok(lookup_dense(self.vertices(), &wanted)?),
            Some(ids) if ids.data_type() == &DataType::Utf8View => {
                let ids = cast(&Value::Array(ids.clone()), &DataType::LargeUtf8, ids.len())?.array().clone();
                Ok(lookup_ids(&id_column(&ids, None)?.values(), self.sorted, &wanted)?)
            }
            Some(ids) => Ok(lookup_ids(&id_column(ids, None)?.values(), self.sorted, &wanted)?),
        }
    }

    fn integer(&self, id: &Json) -> Outcome<i128> {
        let parsed = match id {
            Json::Number(number) => number.to_string().parse().ok(),
            Json::String(text) => text.parse().ok(),
            _ => None,
        };
        parsed.ok_or_else(|| self.malformed(id))
    }

    fn malformed(&self, id: &Json) -> Failure {
        Failure::new("TYPE_MISMATCH", format!("{id} is not an id of type {}", self.id_type))
    }

    fn absent(&self, id: &impl ToString) -> Failure {
        GraphError::VertexNotFound { id: id.to_string(), vertices: self.vertices() as u64 }.into()
    }
}
