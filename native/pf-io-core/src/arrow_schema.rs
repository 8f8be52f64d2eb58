//! What an Arrow schema that is embedded in the footer says of durations, which Parquet has no type for. Nothing else is taken from it, so that all readers
//! agree; one that makes no sense, or does not fit the Parquet schema, says nothing.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef, TimeUnit};
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::basic::{ConvertedType, Type as PhysicalType};
use parquet::file::metadata::FileMetaData;
use parquet::schema::types::ColumnDescriptor;

use crate::base64;
use crate::flat_table::FlatTable;

const KEY: &str = "ARROW:schema";

/// The schema of a file with the integers that are durations as such; `None` when there are none.
pub(crate) fn with_durations(metadata: &ArrowReaderMetadata) -> Option<SchemaRef> {
    let file = metadata.metadata().file_metadata();
    let plain = file.schema_descr().columns().iter().map(|column| is_plain_int64(column)).collect::<Vec<_>>();
    if !plain.contains(&true) {
        return None;
    }
    let bytes = embedded(file)?;
    let message = FlatTable::root(message(&bytes)?)?;
    let embedded = message.byte(MESSAGE_HEADER_TYPE).filter(|&header| header == SCHEMA).and(message.table(MESSAGE_HEADER))?;
    let schema = metadata.schema();
    let hints = named(&embedded, SCHEMA_FIELDS, schema.fields())?;
    let mut leaves = plain.into_iter();
    let fields = schema.fields().iter().zip(hints).map(|(field, hint)| retyped(field, Some(hint), &mut leaves)).collect::<Fields>();
    (&fields != schema.fields()).then(|| Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone())))
}

/// Nothing says what the integers mean.
fn is_plain_int64(column: &ColumnDescriptor) -> bool {
    column.physical_type() == PhysicalType::INT64 && column.logical_type_ref().is_none() && column.converted_type() == ConvertedType::NONE
}

fn embedded(file: &FileMetaData) -> Option<Vec<u8>> {
    let entry = file.key_value_metadata()?.iter().find(|entry| entry.key == KEY)?;
    base64::decode(entry.value.as_ref()?)
}

/// Of an encapsulated message: a mark (older writers have none), the length, the message.
fn message(bytes: &[u8]) -> Option<&[u8]> {
    let (first, rest) = bytes.split_first_chunk::<4>()?;
    let (second, after) = rest.split_first_chunk::<4>()?;
    let (length, rest) = if u32::from_le_bytes(*first) == u32::MAX { (second, after) } else { (first, rest) };
    rest.get(..usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

// Message.fbs and Schema.fbs of Arrow: fields by their position.
const MESSAGE_HEADER_TYPE: i64 = 1;
const MESSAGE_HEADER: i64 = 2;
const SCHEMA: u8 = 1;
const SCHEMA_FIELDS: i64 = 1;
const FIELD_NAME: i64 = 0;
const FIELD_TYPE_ID: i64 = 2;
const FIELD_TYPE: i64 = 3;
const FIELD_CHILDREN: i64 = 5;
const DURATION_UNIT: i64 = 0;
const LIST: u8 = 12;
const STRUCT: u8 = 13;
const FIXED_SIZE_LIST: u8 = 16;
const MAP: u8 = 17;
const DURATION: u8 = 18;
const LARGE_LIST: u8 = 21;

/// A field with what the embedded one says of the leaves at and below it, of which `leaves` tells in file order whether they are plain integers.
fn retyped(field: &FieldRef, hint: Option<FlatTable<'_>>, leaves: &mut impl Iterator<Item = bool>) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::Struct(fields) => {
            let hints = hint.filter(|hint| hint.byte(FIELD_TYPE_ID) == Some(STRUCT)).and_then(|hint| named(&hint, FIELD_CHILDREN, fields));
            DataType::Struct(retyped_all(fields, hints, leaves))
        }
        DataType::List(item) => DataType::List(retyped(item, item_of(hint), leaves)),
        DataType::LargeList(item) => DataType::LargeList(retyped(item, item_of(hint), leaves)),
        DataType::FixedSizeList(item, size) => DataType::FixedSizeList(retyped(item, item_of(hint), leaves), *size),
        DataType::Map(entries, sorted) => match entries.data_type() {
            DataType::Struct(fields) => {
                let fields = DataType::Struct(retyped_all(fields, entries_of(hint), leaves));
                DataType::Map(Arc::new(Field::clone(entries).with_data_type(fields)), *sorted)
            }
            _ => field.data_type().clone(),
        },
        leaf => match (leaves.next(), leaf, hint.and_then(unit_of)) {
            (Some(true), DataType::Int64, Some(unit)) => DataType::Duration(unit),
            _ => leaf.clone(),
        },
    };
    if &data_type == field.data_type() { field.clone() } else { Arc::new(Field::clone(field).with_data_type(data_type)) }
}

fn retyped_all(fields: &Fields, hints: Option<Vec<FlatTable<'_>>>, leaves: &mut impl Iterator<Item = bool>) -> Fields {
    let hints = hints.into_iter().flatten().map(Some).chain(std::iter::repeat(None));
    fields.iter().zip(hints).map(|(field, hint)| retyped(field, hint, leaves)).collect()
}

/// The embedded fields, when they are exactly those.
fn named<'a>(table: &FlatTable<'a>, slot: i64, fields: &Fields) -> Option<Vec<FlatTable<'a>>> {
    let found = table.tables(slot, fields.len())?;
    let same = |(table, field): (&FlatTable<'_>, &FieldRef)| table.bytes(FIELD_NAME) == Some(field.name().as_bytes());
    found.iter().zip(fields).all(same).then_some(found)
}

fn item_of(hint: Option<FlatTable<'_>>) -> Option<FlatTable<'_>> {
    let hint = hint.filter(|hint| matches!(hint.byte(FIELD_TYPE_ID), Some(LIST | LARGE_LIST | FIXED_SIZE_LIST)))?;
    hint.tables(FIELD_CHILDREN, 1)?.pop()
}

/// Key and value of a map.
fn entries_of(hint: Option<FlatTable<'_>>) -> Option<Vec<FlatTable<'_>>> {
    let entries = hint.filter(|hint| hint.byte(FIELD_TYPE_ID) == Some(MAP))?.tables(FIELD_CHILDREN, 1)?.pop()?;
    if entries.byte(FIELD_TYPE_ID) == Some(STRUCT) { entries.tables(FIELD_CHILDREN, 2) } else { None }
}

fn unit_of(hint: FlatTable<'_>) -> Option<TimeUnit> {
    let duration = hint.byte(FIELD_TYPE_ID).filter(|&id| id == DURATION).and(hint.table(FIELD_TYPE))?;
    match duration.short(DURATION_UNIT) {
        Some(0) => Some(TimeUnit::Second),
        None | Some(1) => Some(TimeUnit::Millisecond),
        Some(2) => Some(TimeUnit::Microsecond),
        Some(3) => Some(TimeUnit::Nanosecond),
        Some(_) => None,
    }
}
