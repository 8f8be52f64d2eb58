//! Snappy's raw format in steps, between which a run can be cancelled: for large pages.
//! <https://github.com/google/snappy/blob/main/format_description.txt>

use parquet::errors::Result;

use super::unpack::{STEP, damaged, repeat};

/// Appends `size` bytes to `out`.
pub(super) fn unpack(input: &[u8], size: usize, out: &mut Vec<u8>, check: &dyn Fn() -> Result<()>) -> Result<()> {
    let mut at = 0;
    let mut stated = 0_u64;
    for shift in (0..35).step_by(7) {
        let byte = *input.get(at).ok_or_else(|| damaged("snappy data without a length"))?;
        at += 1;
        stated |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    if usize::try_from(stated) != Ok(size) {
        return Err(damaged(&format!("a page of {stated} bytes after SNAPPY states {size}")));
    }
    let start = out.len();
    let mut pause = start + STEP;
    while let Some(&tag) = input.get(at) {
        at += 1;
        let left = size - (out.len() - start);
        let short = usize::from(tag >> 2);
        if tag & 3 == 0 {
            let length = if short < 60 { short } else { little(input, &mut at, short - 59)? } + 1;
            let literal = input.get(at..).and_then(|rest| rest.get(..length)).filter(|_| length <= left);
            out.extend_from_slice(literal.ok_or_else(|| damaged("snappy data ends in the middle of a literal"))?);
            at += length;
        } else {
            let (length, distance) = match tag & 3 {
                1 => ((short & 7) + 4, usize::from(tag >> 5) * 256 + little(input, &mut at, 1)?),
                2 => (short + 1, little(input, &mut at, 2)?),
                _ => (short + 1, little(input, &mut at, 4)?),
            };
            if distance == 0 || distance > out.len() - start || length > left {
                return Err(damaged("snappy data refers to what is not there"));
            }
            repeat(out, distance, length);
        }
        if out.len() >= pause {
            pause = out.len() + STEP;
            check()?;
        }
    }
    Ok(())
}

fn little(input: &[u8], at: &mut usize, bytes: usize) -> Result<usize> {
    let found = input.get(*at..*at + bytes).ok_or_else(|| damaged("snappy data ends in the middle of a number"))?;
    *at += bytes;
    Ok(found.iter().rev().fold(0, |value, &byte| value << 8 | usize::from(byte)))
}
