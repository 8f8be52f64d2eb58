//! Types and names in messages, in the words that all of ParquetFrame uses: `timestamp[us, UTC]`, `decimal(10, 2)`, `list<utf8>`.

use arrow_schema::{DataType, Field, TimeUnit};

/// A text as JSON, which is how messages quote names and values.
#[must_use]
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

const fn unit(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "s",
        TimeUnit::Millisecond => "ms",
        TimeUnit::Microsecond => "us",
        TimeUnit::Nanosecond => "ns",
    }
}

fn member(field: &Field) -> String {
    let name = field.name();
    let plain = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    format!("{}: {}", if plain { name.clone() } else { quoted(name) }, type_text(field.data_type()))
}

/// The type as messages name it.
#[must_use]
pub fn type_text(data_type: &DataType) -> String {
    match data_type {
        DataType::Null => "null".to_owned(),
        DataType::Boolean => "bool".to_owned(),
        DataType::Utf8View => "utf8View".to_owned(),
        DataType::LargeUtf8 => "largeUtf8".to_owned(),
        DataType::BinaryView => "binaryView".to_owned(),
        DataType::LargeBinary => "largeBinary".to_owned(),
        DataType::FixedSizeBinary(width) => format!("fixedSizeBinary({width})"),
        DataType::Decimal128(precision, scale) => format!("decimal({precision}, {scale})"),
        DataType::Date32 => "date[day]".to_owned(),
        DataType::Date64 => "date[millisecond]".to_owned(),
        DataType::Time32(of) | DataType::Time64(of) => format!("time[{}]", unit(*of)),
        DataType::Duration(of) => format!("duration[{}]", unit(*of)),
        DataType::Timestamp(of, None) => format!("timestamp[{}]", unit(*of)),
        DataType::Timestamp(of, Some(timezone)) => format!("timestamp[{}, {timezone}]", unit(*of)),
        DataType::Dictionary(_, values) => format!("dictionary<{}>", type_text(values)),
        DataType::List(item) => format!("list<{}>", type_text(item.data_type())),
        DataType::LargeList(item) => format!("largeList<{}>", type_text(item.data_type())),
        DataType::FixedSizeList(item, size) => format!("fixedSizeList<{}, {size}>", type_text(item.data_type())),
        DataType::Struct(fields) => format!("struct<{}>", fields.iter().map(|field| member(field)).collect::<Vec<_>>().join(", ")),
        DataType::Map(entries, _) => format!("map<{}>", type_text(entries.data_type())),
        // Int8, UInt8, Float16, Utf8, Binary and so on: the same words in lower case. Others are not types of ParquetFrame.
        other => other.to_string().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn types_have_the_names_that_users_write() {
        let item = Arc::new(Field::new("item", DataType::UInt64, true));
        let members = vec![Field::new("a_1", DataType::Utf8, true), Field::new("b \"c\"", DataType::Float16, true)];
        for (data_type, text) in [
            (DataType::Int64, "int64"),
            (DataType::UInt8, "uint8"),
            (DataType::Float32, "float32"),
            (DataType::Utf8, "utf8"),
            (DataType::Binary, "binary"),
            (DataType::Decimal128(10, -2), "decimal(10, -2)"),
            (DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), "timestamp[us, UTC]"),
            (DataType::Time32(TimeUnit::Millisecond), "time[ms]"),
            (DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8)), "dictionary<utf8>"),
            (DataType::FixedSizeList(item, 3), "fixedSizeList<uint64, 3>"),
            (DataType::Struct(members.into()), "struct<a_1: utf8, \"b \\\"c\\\"\": float16>"),
        ] {
            assert_eq!(type_text(&data_type), text);
        }
    }
}
