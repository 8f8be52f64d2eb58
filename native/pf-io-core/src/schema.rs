//! The logical schema of a Parquet file, from its Parquet types alone (of an embedded Arrow schema only durations are taken, so that all readers agree).

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::basic::{ConvertedType, LogicalType, Type as PhysicalType};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

/// The same schema where the parquet crate's reading of annotations differs from ParquetFrame's: ENUM is utf8, INTERVAL is its 12 bytes.
/// `None` when nothing differs.
#[must_use]
pub fn normalise(schema: &SchemaDescriptor) -> Option<SchemaDescriptor> {
    rewrite(schema.root_schema_ptr().as_ref()).map(|root| SchemaDescriptor::new(Arc::new(root)))
}

fn rewrite(node: &Type) -> Option<Type> {
    match node {
        Type::GroupType { basic_info, fields } => {
            let changed = fields.iter().map(|field| rewrite(field)).collect::<Vec<_>>();
            if changed.iter().all(Option::is_none) {
                return None;
            }
            let fields: Vec<TypePtr> =
                changed.into_iter().zip(fields).map(|(new, old)| new.map_or_else(|| old.clone(), Arc::new)).collect();
            Some(Type::GroupType { basic_info: basic_info.clone(), fields })
        }
        Type::PrimitiveType { basic_info, physical_type, type_length, .. } => {
            let logical = basic_info.logical_type_ref();
            let is_enum = matches!(logical, Some(LogicalType::Enum)) || basic_info.converted_type() == ConvertedType::ENUM;
            let is_interval = basic_info.converted_type() == ConvertedType::INTERVAL;
            let builder = Type::primitive_type_builder(basic_info.name(), *physical_type)
                .with_repetition(basic_info.repetition())
                .with_length(*type_length)
                .with_id(basic_info.has_id().then(|| basic_info.id()));
            match physical_type {
                PhysicalType::BYTE_ARRAY if is_enum => builder.with_logical_type(Some(LogicalType::String)).build().ok(),
                PhysicalType::FIXED_LEN_BYTE_ARRAY if is_interval => builder.build().ok(),
                _ => None,
            }
        }
    }
}

/// What a column is delivered as: decimals that need no more than 128 bits are narrowed, whatever they are stored in.
#[must_use]
pub fn delivered_type(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Decimal256(precision, scale) if *precision <= 38 => DataType::Decimal128(*precision, *scale),
        other => other.clone(),
    }
}

/// The schema as it is delivered.
#[must_use]
pub fn delivered(schema: &Schema) -> SchemaRef {
    Arc::new(Schema::new(
        schema
            .fields()
            .iter()
            .map(|field| Field::new(field.name(), delivered_type(field.data_type()), field.is_nullable()))
            .collect::<Vec<_>>(),
    ))
}
