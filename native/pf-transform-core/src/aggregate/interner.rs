//! Dense ids for the distinct values of one key column, in order of first appearance. Null has an id like any value.

use std::sync::Arc;

use arrow_array::builder::{
    BinaryBuilder, BinaryViewBuilder, FixedSizeBinaryBuilder, LargeBinaryBuilder, LargeStringBuilder, StringBuilder, StringViewBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, Decimal128Array, NullArray, PrimitiveArray, UInt32Array, new_null_array};
use arrow_schema::DataType;
use arrow_select::take::take;

use super::bytes_table::BytesTable;
use super::id_table::IdTable;
use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::scalar::reinterpret;
use crate::value::decode;

const NONE: u32 = u32::MAX;

/// How a type is interned.
enum Kind {
    /// at most 16 bits: a table indexed by the value
    Narrow { ids: Vec<u32>, values: Vec<u16> },
    /// up to 64 bits
    Wide(IdTable),
    /// strings, binary, decimals
    Bytes(BytesTable),
    /// the type that has only null
    Null,
}

pub(super) struct Interner {
    /// of the values, dictionaries replaced
    data_type: DataType,
    kind: Kind,
    /// id of null, once seen
    null: u32,
    /// value index of each id; NONE for null
    order: Vec<u32>,
    /// id of each value index
    ids: Vec<u32>,
}

pub(super) fn value_type(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::Dictionary(_, values) => value_type(values),
        other => other,
    }
}

/// The integer type with the layout of a type, for types of at most 64 bits.
fn physical(data_type: &DataType) -> Option<DataType> {
    Some(match data_type {
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => data_type.clone(),
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => data_type.clone(),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => data_type.clone(),
        DataType::Date32 | DataType::Time32(_) => DataType::Int32,
        DataType::Date64 | DataType::Time64(_) | DataType::Timestamp(_, _) | DataType::Duration(_) => DataType::Int64,
        _ => return None,
    })
}

impl Interner {
    pub(super) fn new(data_type: &DataType) -> Result<Self> {
        let data_type = value_type(data_type).clone();
        let kind = match physical(&data_type).as_ref().unwrap_or(&data_type) {
            DataType::Null => Kind::Null,
            DataType::Boolean | DataType::Int8 | DataType::UInt8 => Kind::Narrow { ids: vec![NONE; 1 << 8], values: Vec::new() },
            DataType::Int16 | DataType::UInt16 | DataType::Float16 => Kind::Narrow { ids: vec![NONE; 1 << 16], values: Vec::new() },
            DataType::Int32 | DataType::UInt32 | DataType::Int64 | DataType::UInt64 | DataType::Float32 | DataType::Float64 => {
                Kind::Wide(IdTable::default())
            }
            DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::FixedSizeBinary(_)
            | DataType::Decimal128(..) => Kind::Bytes(BytesTable::default()),
            other => {
                return Err(Error::UnsupportedType(format!("grouping by {other} is not supported")));
            }
        };
        Ok(Self { data_type, kind, null: NONE, order: Vec::new(), ids: Vec::new() })
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// Bytes of the values and of the table that finds them, about.
    pub(super) fn bytes(&self) -> usize {
        let kind = match &self.kind {
            Kind::Narrow { ids, values } => ids.capacity() * size_of::<u32>() + values.capacity() * size_of::<u16>(),
            Kind::Wide(table) => table.bytes(),
            Kind::Bytes(table) => table.bytes(),
            Kind::Null => 0,
        };
        kind + (self.order.capacity() + self.ids.capacity()) * size_of::<u32>()
    }

    /// The id of null; one that no value has while there was no null.
    pub(super) const fn null(&self) -> u32 {
        self.null
    }

    fn next_id(order: &[u32]) -> u32 {
        // Groups are bounded by rows in memory; key_columns refuses 2^32 of them.
        u32::try_from(order.len()).unwrap_or(NONE)
    }

    fn null_id(&mut self) -> u32 {
        if self.null == NONE {
            self.null = Self::next_id(&self.order);
            self.order.push(NONE);
        }
        self.null
    }

    /// Appends the id of every row to `out`.
    pub(super) fn intern(&mut self, array: &ArrayRef, out: &mut Vec<u32>) -> Result<()> {
        if let Some(dictionary) = array.as_any_dictionary_opt() {
            return self.intern_dictionary(dictionary, out);
        }
        if matches!(self.kind, Kind::Null) {
            let id = self.null_id();
            out.resize(out.len() + array.len(), id);
            return Ok(());
        }
        let target = physical(&self.data_type);
        let array = match &target {
            Some(target) if target != array.data_type() => &reinterpret(array, target)?,
            _ => array,
        };
        match array.data_type() {
            DataType::Boolean => {
                let bits = array.as_boolean();
                self.narrow(array, out, |row| u16::from(bits.value(row)));
            }
            #[allow(clippy::cast_sign_loss)]
            DataType::Int8 => self.narrow_primitive::<Int8Type>(array, out, |value| u16::from(value as u8)),
            DataType::UInt8 => self.narrow_primitive::<UInt8Type>(array, out, u16::from),
            #[allow(clippy::cast_sign_loss)]
            DataType::Int16 => self.narrow_primitive::<Int16Type>(array, out, |value| value as u16),
            DataType::UInt16 => self.narrow_primitive::<UInt16Type>(array, out, |value| value),
            DataType::Float16 => self.narrow_primitive::<Float16Type>(array, out, |value| {
                if value.is_nan() {
                    half::f16::NAN.to_bits()
                } else if value == half::f16::ZERO {
                    0
                } else {
                    value.to_bits()
                }
            }),
            #[allow(clippy::cast_sign_loss)]
            DataType::Int32 => self.wide::<Int32Type>(array, out, |value| i64::from(value) as u64),
            DataType::UInt32 => self.wide::<UInt32Type>(array, out, u64::from),
            #[allow(clippy::cast_sign_loss)]
            DataType::Int64 => self.wide::<Int64Type>(array, out, |value| value as u64),
            DataType::UInt64 => self.wide::<UInt64Type>(array, out, |value| value),
            DataType::Float32 => {
                self.wide::<Float32Type>(array, out, |value| u64::from(if value.is_nan() { f32::NAN } else { value + 0.0 }.to_bits()))
            }
            // Adding 0 turns -0 into 0 and changes no other number.
            DataType::Float64 => {
                self.wide::<Float64Type>(array, out, |value| if value.is_nan() { f64::NAN } else { value + 0.0 }.to_bits())
            }
            DataType::Decimal128(..) => {
                let values = array.as_primitive::<arrow_array::types::Decimal128Type>().values().clone();
                self.each(array, out, |interner, row| interner.intern_bytes(&values[row].to_le_bytes()));
            }
            other => {
                let rows = ByteRows::of(array).ok_or_else(|| Error::Internal(format!("cannot intern {other}")))?;
                match &mut self.kind {
                    Kind::Bytes(table) if array.null_count() == 0 => {
                        let start = out.len();
                        table.intern_all((0..array.len()).map(|row| rows.value(row)), out);
                        let distinct = table.len();
                        self.ids_of_indexes(&mut out[start..], distinct);
                    }
                    _ => self.each(array, out, |interner, row| interner.intern_bytes(rows.value(row))),
                }
            }
        }
        Ok(())
    }

    /// Interns every dictionary entry once, and only those that occur get an id.
    fn intern_dictionary(&mut self, dictionary: &dyn arrow_array::array::AnyDictionaryArray, out: &mut Vec<u32>) -> Result<()> {
        if dictionary.values().is_empty() {
            // Every row is null; arrow's keys of nothing would panic.
            if !dictionary.keys().is_empty() {
                let id = self.null_id();
                out.resize(out.len() + dictionary.keys().len(), id);
            }
            return Ok(());
        }
        let keys = dictionary.normalized_keys();
        let valid = dictionary.nulls().cloned();
        let entries = dictionary.values().len();
        let mut first = vec![NONE; entries];
        let mut used = Vec::new();
        // Null takes its id after the entries that came before it.
        let mut used_before_null = None;
        for (row, &key) in keys.iter().enumerate() {
            if valid.as_ref().is_some_and(|valid| valid.is_null(row)) {
                used_before_null.get_or_insert(used.len());
            } else if key < entries && first[key] == NONE {
                first[key] = 0;
                used.push(u32::try_from(key).map_err(|_| Error::Internal("dictionary too large".to_owned()))?);
            }
        }
        let (before, after) = used.split_at(used_before_null.unwrap_or(used.len()));
        self.intern_entries(dictionary, before, &mut first)?;
        let null = if used_before_null.is_some() { self.null_id() } else { NONE };
        self.intern_entries(dictionary, after, &mut first)?;
        match valid {
            None => out.extend(keys.iter().map(|&key| first[key])),
            Some(valid) => {
                out.extend(keys.iter().enumerate().map(|(row, &key)| if valid.is_valid(row) { first[key] } else { null }));
            }
        }
        Ok(())
    }

    /// Ids of dictionary entries, in their order, put down where each entry is.
    fn intern_entries(
        &mut self,
        dictionary: &dyn arrow_array::array::AnyDictionaryArray,
        entries: &[u32],
        first: &mut [u32],
    ) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let values = decode(&take(dictionary.values(), &UInt32Array::from(entries.to_vec()), None)?)?;
        let mut ids = Vec::with_capacity(entries.len());
        self.intern(&values, &mut ids)?;
        for (&entry, &id) in entries.iter().zip(&ids) {
            first[entry as usize] = id;
        }
        Ok(())
    }

    fn each(&mut self, array: &ArrayRef, out: &mut Vec<u32>, mut id: impl FnMut(&mut Self, usize) -> u32) {
        out.reserve(array.len());
        match array.nulls().filter(|nulls| nulls.null_count() > 0) {
            None => {
                for row in 0..array.len() {
                    out.push(id(self, row));
                }
            }
            Some(nulls) => {
                for row in 0..array.len() {
                    let id = if nulls.is_valid(row) { id(self, row) } else { self.null_id() };
                    out.push(id);
                }
            }
        }
    }

    fn narrow_primitive<T: ArrowPrimitiveType>(&mut self, array: &ArrayRef, out: &mut Vec<u32>, bits: impl Fn(T::Native) -> u16) {
        let values = array.as_primitive::<T>().values().clone();
        self.narrow(array, out, |row| bits(values[row]));
    }

    fn narrow(&mut self, array: &ArrayRef, out: &mut Vec<u32>, bits: impl Fn(usize) -> u16) {
        self.each(array, out, |interner, row| {
            let key = bits(row);
            let Kind::Narrow { ids, values } = &mut interner.kind else {
                return NONE;
            };
            let id = ids[usize::from(key)];
            if id != NONE {
                return id;
            }
            let id = Self::next_id(&interner.order);
            ids[usize::from(key)] = id;
            interner.order.push(u32::try_from(values.len()).unwrap_or(NONE));
            values.push(key);
            id
        });
    }

    fn wide<T: ArrowPrimitiveType>(&mut self, array: &ArrayRef, out: &mut Vec<u32>, bits: impl Fn(T::Native) -> u64) {
        let values = array.as_primitive::<T>().values().clone();
        if let (Kind::Wide(table), 0) = (&mut self.kind, array.null_count()) {
            let start = out.len();
            table.intern_all(values.iter().map(|&value| bits(value)), out);
            let distinct = table.len();
            self.ids_of_indexes(&mut out[start..], distinct);
            return;
        }
        self.each(array, out, |interner, row| {
            let Kind::Wide(table) = &mut interner.kind else {
                return NONE;
            };
            let index = table.intern(bits(values[row]));
            interner.id_of_index(index)
        });
    }

    /// Replaces value indexes by ids, when there are so many distinct values.
    fn ids_of_indexes(&mut self, indexes: &mut [u32], distinct: usize) {
        for index in self.ids.len()..distinct {
            self.id_of_index(u32::try_from(index).unwrap_or(NONE));
        }
        if self.null != NONE {
            indexes.iter_mut().for_each(|index| *index = self.ids[*index as usize]);
        }
    }

    /// The id of a value index: the index itself until a null comes between.
    #[inline]
    fn id_of_index(&mut self, index: u32) -> u32 {
        if let Some(&id) = self.ids.get(index as usize) {
            return id;
        }
        let id = Self::next_id(&self.order);
        self.ids.push(id);
        self.order.push(index);
        id
    }

    fn intern_bytes(&mut self, value: &[u8]) -> u32 {
        let Kind::Bytes(table) = &mut self.kind else {
            return NONE;
        };
        let index = table.intern(value);
        self.id_of_index(index)
    }

    /// The values of the given ids, as an array of the value type.
    pub(super) fn values(&self, ids: &[u32]) -> Result<ArrayRef> {
        let indexes = ids.iter().map(|&id| self.order[id as usize]);
        match &self.kind {
            Kind::Null => Ok(Arc::new(NullArray::new(ids.len()))),
            Kind::Narrow { values, .. } => {
                let bits = |index: u32| values[index as usize];
                #[allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation)]
                Ok(match &self.data_type {
                    DataType::Boolean => Arc::new(indexes.map(|i| (i != NONE).then(|| bits(i) != 0)).collect::<BooleanArray>()),
                    DataType::Int8 => collect::<Int8Type>(indexes, |i| bits(i) as i8),
                    DataType::UInt8 => collect::<UInt8Type>(indexes, |i| bits(i) as u8),
                    DataType::Int16 => collect::<Int16Type>(indexes, |i| bits(i) as i16),
                    DataType::UInt16 => collect::<UInt16Type>(indexes, bits),
                    _ => collect::<Float16Type>(indexes, |i| half::f16::from_bits(bits(i))),
                })
            }
            Kind::Wide(table) => {
                let physical = physical(&self.data_type).unwrap_or(DataType::Int64);
                #[allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation)]
                let array: ArrayRef = match physical {
                    DataType::Int32 => collect::<Int32Type>(indexes, |i| table.key(i) as i32),
                    DataType::UInt32 => collect::<UInt32Type>(indexes, |i| table.key(i) as u32),
                    DataType::Int64 => collect::<Int64Type>(indexes, |i| table.key(i) as i64),
                    DataType::UInt64 => collect::<UInt64Type>(indexes, |i| table.key(i)),
                    DataType::Float32 => collect::<Float32Type>(indexes, |i| f32::from_bits(table.key(i) as u32)),
                    _ => collect::<Float64Type>(indexes, |i| f64::from_bits(table.key(i))),
                };
                reinterpret(&array, &self.data_type)
            }
            Kind::Bytes(table) => {
                let rows = indexes.map(|i| (i != NONE).then(|| table.value(i)));
                bytes_array(&self.data_type, rows)
            }
        }
    }
}

fn collect<T: ArrowPrimitiveType>(indexes: impl Iterator<Item = u32>, value: impl Fn(u32) -> T::Native) -> ArrayRef {
    Arc::new(indexes.map(|index| (index != NONE).then(|| value(index))).collect::<PrimitiveArray<T>>())
}

/// Rows of bytes as an array of a string, binary or decimal type. The bytes came from arrays of that type.
pub(super) fn bytes_array<'a>(data_type: &DataType, rows: impl Iterator<Item = Option<&'a [u8]>>) -> Result<ArrayRef> {
    fn text(bytes: &[u8]) -> Result<&str> {
        std::str::from_utf8(bytes).map_err(|error| Error::Internal(error.to_string()))
    }
    macro_rules! build {
        ($builder:expr, $convert:expr) => {{
            let mut builder = $builder;
            for row in rows {
                match row {
                    Some(bytes) => builder.append_value($convert(bytes)?),
                    None => builder.append_null(),
                }
            }
            Arc::new(builder.finish())
        }};
    }
    Ok(match data_type {
        DataType::Utf8 => build!(StringBuilder::new(), text),
        DataType::LargeUtf8 => build!(LargeStringBuilder::new(), text),
        DataType::Utf8View => build!(StringViewBuilder::new(), text),
        DataType::Binary => build!(BinaryBuilder::new(), Ok::<_, Error>),
        DataType::LargeBinary => build!(LargeBinaryBuilder::new(), Ok::<_, Error>),
        DataType::BinaryView => build!(BinaryViewBuilder::new(), Ok::<_, Error>),
        DataType::FixedSizeBinary(width) => {
            let mut builder = FixedSizeBinaryBuilder::new(*width);
            for row in rows {
                match row {
                    Some(bytes) => builder.append_value(bytes)?,
                    None => builder.append_null(),
                }
            }
            Arc::new(builder.finish())
        }
        DataType::Decimal128(precision, scale) => {
            let values = rows.map(|row| row.and_then(|bytes| bytes.try_into().ok()).map(i128::from_le_bytes));
            Arc::new(values.collect::<Decimal128Array>().with_precision_and_scale(*precision, *scale)?)
        }
        other => return Err(Error::Internal(format!("{other} has no byte rows"))),
    })
}

/// Plain values as the target type, which may be a dictionary of them.
///
/// # Errors
/// `UnsupportedType` when there are more distinct values than the index type can count.
pub(super) fn encode(array: &ArrayRef, target: &DataType) -> Result<ArrayRef> {
    let DataType::Dictionary(index, values) = target else {
        return Ok(array.clone());
    };
    if array.is_empty() {
        return Ok(new_null_array(target, 0));
    }
    let mut interner = Interner::new(values)?;
    let mut ids = Vec::new();
    interner.intern(array, &mut ids)?;
    let null = interner.null;
    let entries = (0..Interner::next_id(&interner.order)).filter(|&id| id != null).collect::<Vec<_>>();
    let distinct = interner.values(&entries)?;
    // Null takes an id among the values; dictionary keys leave it out.
    let keys =
        ids.iter().map(|&id| (id != null).then(|| i64::from(if id > null { id - 1 } else { id }))).collect::<PrimitiveArray<Int64Type>>();
    let keys: ArrayRef = Arc::new(keys);
    let too_many = |_| Error::UnsupportedType(format!("{} distinct values do not fit a dictionary index of type {index}", entries.len()));
    let keys = crate::cast::cast(&crate::value::Value::Array(keys), index, array.len()).map_err(too_many)?.array().clone();
    let data = keys.to_data().into_builder().data_type(target.clone()).add_child_data(distinct.to_data()).build()?;
    Ok(arrow_array::make_array(data))
}
