//! Letters in another case. Tables are those of Unicode 15.1, whatever later version the compiler brings.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait};
use arrow_buffer::{Buffer, OffsetBuffer};

use super::build::{TextBuilder, write_rows};
use super::parts::is_blank;
use super::rows::Texts;
use crate::error::Result;
use crate::functions::{Call, one};
use crate::value::Value;

/// Letters that were given an upper case after Unicode 15.1.
const fn raised_later(letter: char) -> bool {
    matches!(
        letter,
        '\u{19b}'
            | '\u{264}'
            | '\u{1c8a}'
            | '\u{a7cd}'
            | '\u{a7cf}'
            | '\u{a7d3}'
            | '\u{a7d5}'
            | '\u{a7db}'
            | '\u{10d70}'..='\u{10d85}'
            | '\u{16ebb}'..='\u{16ed3}'
    )
}

/// Letters that were given a lower case after Unicode 15.1.
const fn lowered_later(letter: char) -> bool {
    matches!(
        letter,
        '\u{1c89}'
            | '\u{a7cb}'
            | '\u{a7cc}'
            | '\u{a7ce}'
            | '\u{a7d2}'
            | '\u{a7d4}'
            | '\u{a7da}'
            | '\u{a7dc}'
            | '\u{10d50}'..='\u{10d65}'
            | '\u{16ea0}'..='\u{16eb8}'
    )
}

/// Full mapping of one letter, without a locale.
fn push_upper(letter: char, builder: &mut TextBuilder) -> Result<()> {
    upper_letter(letter).try_for_each(|mapped| builder.push_char(mapped))
}

/// The same to lower case; a sigma is that of the middle of a word.
fn push_lower(letter: char, builder: &mut TextBuilder) -> Result<()> {
    lower_letter(letter).try_for_each(|mapped| builder.push_char(mapped))
}

/// A text in lower case, where it is looked into and not kept.
pub(super) fn lowered(text: &str) -> String {
    text.chars().flat_map(lower_letter).collect()
}

/// The lower case of the upper case, for comparison.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(upper_letter).flat_map(lower_letter)
}

fn lower_letter(letter: char) -> impl Iterator<Item = char> {
    let (same, mapped) = if lowered_later(letter) { (Some(letter), None) } else { (None, Some(letter.to_lowercase())) };
    same.into_iter().chain(mapped.into_iter().flatten())
}

fn upper_letter(letter: char) -> impl Iterator<Item = char> {
    let (same, mapped) = if raised_later(letter) { (Some(letter), None) } else { (None, Some(letter.to_uppercase())) };
    same.into_iter().chain(mapped.into_iter().flatten())
}

pub(super) fn upper(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    mapped(operands, call, <[u8]>::make_ascii_uppercase, push_upper)
}

pub(super) fn lower(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    mapped(operands, call, <[u8]>::make_ascii_lowercase, push_lower)
}

/// The first code point of each word in upper case, the others in lower case.
pub(super) fn title(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let texts = Texts::of(one(operands)?)?;
    write_rows(call, texts.nulls(call.length).as_ref(), texts.bytes(call.length), |row, builder| {
        let mut inside = false;
        for letter in texts.get(row).chars() {
            if inside {
                push_lower(letter, builder)?
            } else {
                push_upper(letter, builder)?
            }
            inside = !is_blank(letter);
        }
        Ok(())
    })
}

fn mapped(operands: &[Value], call: &Call<'_>, ascii: fn(&mut [u8]), push: fn(char, &mut TextBuilder) -> Result<()>) -> Result<Value> {
    let texts = Texts::of(one(operands)?)?;
    if let Some(array) = texts.ascii_mapped(ascii)? {
        return Ok(Value::Array(array));
    }
    write_rows(call, texts.nulls(call.length).as_ref(), texts.bytes(call.length), |row, builder| {
        texts.get(row).chars().try_for_each(|letter| push(letter, builder))
    })
}

/// All rows at once, where every byte is ASCII.
pub(super) fn map_ascii<O: OffsetSizeTrait>(texts: &GenericStringArray<O>, map: fn(&mut [u8])) -> Result<Option<ArrayRef>> {
    let offsets = texts.value_offsets();
    let (first, last) = (offsets[0], offsets[texts.len()]);
    let bytes = &texts.value_data()[first.as_usize()..last.as_usize()];
    if !bytes.is_ascii() {
        return Ok(None);
    }
    let mut bytes = bytes.to_vec();
    map(&mut bytes);
    let offsets =
        if first.as_usize() == 0 { texts.offsets().clone() } else { OffsetBuffer::new(offsets.iter().map(|&end| end - first).collect()) };
    Ok(Some(Arc::new(GenericStringArray::<O>::try_new(offsets, Buffer::from_vec(bytes), texts.nulls().cloned())?)))
}

#[cfg(test)]
mod tests {
    use arrow_array::StringArray;
    use arrow_array::cast::AsArray;
    use arrow_schema::DataType;

    use super::*;
    use crate::expression::Overflow;

    fn map_letters(map: fn(&[Value], &Call<'_>) -> Result<Value>) -> (usize, u32) {
        let letters: Vec<String> = ('\0'..=char::MAX).map(|letter| letter.to_string()).collect();
        let call = Call { data_type: &DataType::Utf8, overflow: Overflow::Error, length: letters.len() };
        let operand = Value::Array(Arc::new(letters.iter().map(|text| Some(text.as_str())).collect::<StringArray>()));
        let result = map(&[operand], &call).expect("maps");
        let mut hash = 0x811c_9dc5_u32;
        let mut mapped = 0;
        for (text, other) in letters.iter().zip(result.array().as_string::<i32>().iter().flatten()) {
            if text != other {
                mapped += 1;
                for byte in text.bytes().chain(other.bytes()) {
                    hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
                }
            }
        }
        (mapped, hash)
    }

    /// The TypeScript engine has the same test with the same numbers: both have the tables of one Unicode version.
    #[test]
    fn every_code_point_is_mapped_as_unicode_15_1_says() {
        assert_eq!(map_letters(upper), (1525, 638_011_194), "letters with an upper case, and the FNV-1a hash of all of them");
        assert_eq!(map_letters(lower), (1433, 2_703_821_498), "letters with a lower case, and the FNV-1a hash of all of them");
    }
}
