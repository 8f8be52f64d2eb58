//! Texts and binary byte by byte: hexadecimal, Base64, UTF-8, hashes. O(bytes) time.

use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, StringArray, UInt64Array, new_null_array};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::numbers::map;
use super::{Call, Operands, ScalarFunction, one, two};
use crate::bytes::ByteRows;
use crate::cast::{does_not_fit, rebinary, retext};
use crate::error::{Error, Result};
use crate::hash_value::hasher;
use crate::numeric::Carrier;
use crate::type_text::quoted;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "toHex", operands: Operands::exactly(1), kernel: |operands, call| written(operands, call, hex) },
    ScalarFunction { name: "toBase64", operands: Operands::exactly(1), kernel: |operands, call| written(operands, call, base64) },
    ScalarFunction { name: "fromHex", operands: Operands::exactly(1), kernel: |operands, call| read(operands, call, bytes_of_hex) },
    ScalarFunction {
        name: "fromBase64",
        operands: Operands::exactly(1),
        kernel: |operands, call| read(operands, call, |text, bytes| STANDARD.decode_vec(text, bytes).is_ok()),
    },
    ScalarFunction {
        name: "encodeUtf8",
        operands: Operands::exactly(1),
        kernel: |operands, call| map(one(operands)?, call, |array| rebinary(array, call.data_type)),
    },
    ScalarFunction { name: "decodeUtf8", operands: Operands::exactly(1), kernel: decoded_utf8 },
    ScalarFunction {
        name: "xxh64",
        operands: Operands::exactly(1),
        kernel: |operands, call| {
            map(one(operands)?, call, |array| Ok(Arc::new(UInt64Array::new(hashes(array, 0)?.into(), array.nulls().cloned()))))
        },
    },
    ScalarFunction { name: "random", operands: Operands::between(1, 2), kernel: random },
    ScalarFunction { name: "bucket", operands: Operands::exactly(2), kernel: bucket },
];

fn rows_of(array: &ArrayRef) -> Result<ByteRows> {
    ByteRows::of(array).ok_or_else(|| Error::TypeMismatch(format!("expected text or binary, received {}", array.data_type())))
}

/// The longest text, and the most text of a column with offsets of 32 bits.
const MOST: usize = 0x7fff_ffff;

fn hex(bytes: &[u8], text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

fn base64(bytes: &[u8], text: &mut String) {
    STANDARD.encode_string(bytes, text);
}

/// As a text of ASCII, which is at most twice as long, and four bytes more.
fn written(operands: &[Value], call: &Call<'_>, write: fn(&[u8], &mut String)) -> Result<Value> {
    map(one(operands)?, call, |array| {
        let rows = rows_of(array)?;
        let mut text = String::new();
        let mut used = 0_usize;
        let texts = (0..array.len()).map(|row| {
            if array.is_null(row) {
                return Ok(None);
            }
            let bytes = rows.value(row);
            text.clear();
            write(bytes, &mut text);
            used = used.saturating_add(text.len());
            if used > MOST {
                return Err(Error::OutOfMemory { bytes: used, limit: MOST });
            }
            Ok(Some(text.clone()))
        });
        let texts: ArrayRef = Arc::new(texts.collect::<Result<StringArray>>()?);
        Ok(retext(&texts, call.data_type))
    })
}

fn bytes_of_hex(text: &str, bytes: &mut Vec<u8>) -> bool {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.len().is_multiple_of(2)
        && text.as_bytes().chunks_exact(2).all(|pair| match (digit(pair[0]), digit(pair[1])) {
            (Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                true
            }
            _ => false,
        })
}

/// The bytes that a text stands for; `read` says whether it stands for any.
fn read(operands: &[Value], call: &Call<'_>, read: fn(&str, &mut Vec<u8>) -> bool) -> Result<Value> {
    map(one(operands)?, call, |array| {
        let rows = rows_of(array)?;
        let mut builder = BinaryBuilder::new();
        let mut bytes = Vec::new();
        for row in 0..array.len() {
            if array.is_null(row) {
                builder.append_null();
                continue;
            }
            // Operands of these functions are texts.
            let text = std::str::from_utf8(rows.value(row)).unwrap_or_default();
            bytes.clear();
            if !read(text, &mut bytes) {
                return Err(does_not_fit(quoted(text), array.data_type(), call.data_type, row));
            }
            builder.append_value(&bytes);
        }
        let array: ArrayRef = Arc::new(builder.finish());
        if array.data_type() == call.data_type { Ok(array) } else { rebinary(&array, call.data_type) }
    })
}

fn decoded_utf8(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    map(one(operands)?, call, |array| {
        let rows = rows_of(array)?;
        let texts = (0..array.len()).map(|row| {
            if array.is_null(row) {
                return Ok(None);
            }
            let bytes = rows.value(row);
            let text = std::str::from_utf8(bytes)
                .map_err(|_| does_not_fit(format!("a value of {} bytes", bytes.len()), array.data_type(), call.data_type, row))?;
            Ok(Some(text))
        });
        let texts: ArrayRef = Arc::new(texts.collect::<Result<StringArray>>()?);
        Ok(retext(&texts, call.data_type))
    })
}

fn bucket(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, count) = two(operands)?;
    if count.is_all_null() || count.array().is_empty() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let buckets = match Carrier::of(count.array()) {
        Some(Carrier::Signed(values)) => u64::try_from(values[0]).unwrap_or(0),
        Some(Carrier::Unsigned(values)) => values[0],
        _ => return Err(Error::TypeMismatch(format!("expected an integer, received {}", count.array().data_type()))),
    };
    if buckets == 0 {
        return Err(Error::InvalidArgument("there must be 1 bucket or more".to_owned()));
    }
    map(value, call, |array| {
        let places = hashes(array, 0)?.into_iter().map(|hash| i64::try_from(hash % buckets).unwrap_or(i64::MAX));
        Ok(Arc::new(Int64Array::new(places.collect(), array.nulls().cloned())))
    })
}

/// The hash of each row; what stands at a null is 0.
fn hashes(array: &ArrayRef, seed: u64) -> Result<Vec<u64>> {
    let hash = hasher(array, seed)?;
    Ok((0..array.len()).map(|row| if array.is_null(row) { 0 } else { hash(row) }).collect())
}

fn random(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (value, seed) = match operands {
        [value] => (value, 0),
        [value, seed] if !seed.is_all_null() && !seed.array().is_empty() => match Carrier::of(seed.array()) {
            Some(Carrier::Signed(values)) => (value, values[0].cast_unsigned()),
            Some(Carrier::Unsigned(values)) => (value, values[0]),
            _ => return Err(Error::TypeMismatch(format!("expected an integer, received {}", seed.array().data_type()))),
        },
        _ => return Ok(Value::Array(new_null_array(call.data_type, call.length))),
    };
    map(value, call, |array| {
        #[allow(clippy::cast_precision_loss)] // of 53 bits
        let numbers = hashes(array, seed)?.into_iter().map(|hash| (hash >> 11) as f64 / (1_u64 << 53) as f64);
        Ok(Arc::new(Float64Array::new(numbers.collect(), array.nulls().cloned())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_in_pairs() {
        let read = |text: &str| {
            let mut bytes = Vec::new();
            bytes_of_hex(text, &mut bytes).then_some(bytes)
        };
        assert_eq!(read("00fFA0"), Some(vec![0, 255, 160]));
        assert_eq!(read(""), Some(Vec::new()));
        for wrong in ["0", "0g", "+f", "é", " 00"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
