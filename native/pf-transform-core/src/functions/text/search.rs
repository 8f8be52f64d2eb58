//! Parts of texts, found by bytes: in UTF-8 a text never begins in the middle of a code point of another.

use std::sync::Arc;

use arrow_array::{BooleanArray, Int64Array};
use arrow_buffer::{BooleanBufferBuilder, NullBuffer};

use super::rows::{Ends, Texts, any_null, test_rows};
use crate::error::Result;
use crate::functions::{Call, two};
use crate::value::Value;

/// Whether the second text is a part of the first.
pub(super) fn contains(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (texts, parts) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), parts.nulls(call.length)]);
    if let Some(part) = parts.constant()
        && let Some(found) = contains_bytes(&texts, part.as_bytes(), call.length, nulls.clone())
    {
        return Ok(found);
    }
    Ok(test_rows(call.length, nulls, |row| find(texts.get(row).as_bytes(), parts.get(row).as_bytes(), 0).is_some()))
}

/// How many code points come before a part; null where there is none.
pub(super) fn index_of(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (texts, parts) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), parts.nulls(call.length)]);
    let places = (0..call.length).map(|row| {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return None;
        }
        let text = texts.get(row);
        let at = find(text.as_bytes(), parts.get(row).as_bytes(), 0)?;
        i64::try_from(text[..at].chars().count()).ok()
    });
    Ok(Value::Array(Arc::new(places.collect::<Int64Array>())))
}

/// A test of a text and a part for each row.
pub(super) fn test(operands: &[Value], call: &Call<'_>, test: fn(&[u8], &[u8]) -> bool) -> Result<Value> {
    let (texts, parts) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), parts.nulls(call.length)]);
    Ok(test_rows(call.length, nulls, |row| test(texts.get(row).as_bytes(), parts.get(row).as_bytes())))
}

/// The two texts of a function.
pub(super) fn both(operands: &[Value]) -> Result<(Texts, Texts)> {
    let (whole, part) = two(operands)?;
    Ok((Texts::of(whole)?, Texts::of(part)?))
}

/// Whether each text has a part, where the bytes of all texts lie one after the other.
pub(super) fn contains_bytes(texts: &Texts, part: &[u8], length: usize, nulls: Option<NullBuffer>) -> Option<Value> {
    let (data, ends) = texts.joined()?;
    Some(contains_one(data, ends, part, length, nulls))
}

/// One part is looked for in the texts of all rows at once; a place that reaches into the next text is none.
fn contains_one(data: &[u8], ends: Ends<'_>, part: &[u8], length: usize, nulls: Option<NullBuffer>) -> Value {
    let mut bits = BooleanBufferBuilder::new(length);
    if part.is_empty() {
        bits.append_n(length, true);
        return Value::Array(Arc::new(BooleanArray::new(bits.finish(), nulls)));
    }
    bits.append_n(length, false);
    let all = &data[..ends.at(length)];
    let mut row = 0;
    let mut from = ends.at(0);
    while let Some(at) = find(all, part, from) {
        while ends.at(row + 1) <= at {
            row += 1;
        }
        let end = ends.at(row + 1);
        if at + part.len() <= end {
            bits.set_bit(row, true);
            from = end;
        } else {
            from = at + 1;
        }
    }
    Value::Array(Arc::new(BooleanArray::new(bits.finish(), nulls)))
}

/// Bytes that are looked at together: the compiler compares as many at once as the machine can.
const BLOCK: usize = 64;

/// Where a part begins in some bytes, from a place on. Places are found by the first and the last byte of the part together.
pub(super) fn find(bytes: &[u8], part: &[u8], from: usize) -> Option<usize> {
    let (Some(&first), Some(&last)) = (part.first(), part.last()) else {
        return (from <= bytes.len()).then_some(from);
    };
    let places = (bytes.len() + 1).saturating_sub(part.len());
    let mut at = from;
    while at + BLOCK <= places {
        let heads = &bytes[at..at + BLOCK];
        let tails = &bytes[at + part.len() - 1..at + part.len() - 1 + BLOCK];
        let any = heads.iter().zip(tails).fold(0, |any, (&head, &tail)| any | (u8::from(head == first) & u8::from(tail == last)));
        if any != 0
            && let Some(found) = (at..at + BLOCK).find(|&place| &bytes[place..place + part.len()] == part)
        {
            return Some(found);
        }
        at += BLOCK;
    }
    (at..places).find(|&place| bytes[place] == first && &bytes[place..place + part.len()] == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_wherever_they_begin() {
        for size in [1, 2, 3, 17, 64, 65] {
            let part: Vec<u8> = (0..size).map(|i| if i + 1 == size { b'z' } else { b'a' }).collect();
            for start in 0..200 {
                let mut bytes = vec![b'a'; 300];
                bytes[start..start + size].copy_from_slice(&part);
                assert_eq!(find(&bytes, &part, 0), Some(start), "{size} bytes at {start}");
                assert_eq!(find(&bytes, &part, start), Some(start));
                assert_eq!(find(&bytes, &part, start + 1), None);
                assert_eq!(find(&bytes[..start + size - 1], &part, 0), None);
            }
        }
        assert_eq!((find(b"", b"", 0), find(b"ab", b"", 2), find(b"ab", b"", 3)), (Some(0), Some(2), None));
        assert_eq!((find(b"ab", b"abc", 0), find(b"ab", b"b", 7)), (None, None));
    }
}
