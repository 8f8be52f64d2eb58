//! Text, by Unicode code points. Tables are those of Unicode 15.1, whatever later version the compiler brings.

mod rows;
mod search;

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::DataType;

use super::{Call, Operands, ScalarFunction, one};
use crate::error::{Error, Result};
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "upper", operands: Operands::exactly(1), kernel: |operands, call| map(one(operands)?, call, upper) },
    ScalarFunction { name: "contains", operands: Operands::exactly(2), kernel: search::contains },
    ScalarFunction {
        name: "startsWith",
        operands: Operands::exactly(2),
        kernel: |operands, call| search::test(operands, call, |text, part| text.starts_with(part)),
    },
    ScalarFunction {
        name: "endsWith",
        operands: Operands::exactly(2),
        kernel: |operands, call| search::test(operands, call, |text, part| text.ends_with(part)),
    },
];

/// Letters that were given an upper case after Unicode 15.1.
const fn cased_later(letter: char) -> bool {
    matches!(
        letter,
        '\u{19b}'
            | '\u{264}'
            | '\u{a7cd}'
            | '\u{a7cf}'
            | '\u{a7d3}'
            | '\u{a7d5}'
            | '\u{a7db}'
            | '\u{10d70}'..='\u{10d85}'
            | '\u{16ebb}'..='\u{16ed3}'
    )
}

/// Full mapping without a locale: `straße` is `STRASSE`.
fn upper(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    let mut mapped = String::with_capacity(text.len());
    for letter in text.chars() {
        if cased_later(letter) {
            mapped.push(letter);
        } else {
            mapped.extend(letter.to_uppercase());
        }
    }
    mapped
}

/// Maps each text of a column, or a literal, keeping its encoding.
fn map(value: &Value, call: &Call<'_>, f: fn(&str) -> String) -> Result<Value> {
    if value.is_all_null() {
        return Ok(Value::Array(arrow_array::new_null_array(call.data_type, call.length)));
    }
    let value = value.decoded()?;
    let array = value.array();
    let mapped: ArrayRef = match array.data_type() {
        DataType::Utf8 => Arc::new(array.as_string::<i32>().iter().map(|text| text.map(f)).collect::<StringArray>()),
        DataType::LargeUtf8 => Arc::new(array.as_string::<i64>().iter().map(|text| text.map(f)).collect::<LargeStringArray>()),
        DataType::Utf8View => Arc::new(array.as_string_view().iter().map(|text| text.map(f)).collect::<StringViewArray>()),
        other => return Err(Error::TypeMismatch(format!("expected text, received {other}"))),
    };
    Ok(if value.is_literal() { Value::Literal(mapped) } else { Value::Array(mapped) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The TypeScript engine has the same test with the same number: both have the tables of one Unicode version.
    #[test]
    fn every_code_point_is_mapped_as_unicode_15_1_says() {
        let mut hash = 0x811c_9dc5_u32;
        let mut mapped = 0;
        for letter in '\0'..=char::MAX {
            let text = letter.to_string();
            let upper = upper(&text);
            if upper != text {
                mapped += 1;
                for byte in text.bytes().chain(upper.bytes()) {
                    hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
                }
            }
        }
        assert_eq!((mapped, hash), (1526, 2_733_861_883), "letters with an upper case, and the FNV-1a hash of all of them");
    }
}
