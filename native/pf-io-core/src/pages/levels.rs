//! Levels of a page: where those of version 1 end, and whether all are possible; the decoder takes any number for one.

use parquet::errors::{ParquetError, Result};

pub(super) const BIT_PACKED: i64 = 4;

/// Where the levels end that begin at `start`.
pub(super) fn levels_end(page: &[u8], start: usize, encoding: i64, max: i16, values: usize) -> Result<usize> {
    if max == 0 {
        return Ok(start);
    }
    let end = if encoding == BIT_PACKED {
        let width = usize::try_from(16 - max.leading_zeros())?;
        start.checked_add(values.saturating_mul(width).div_ceil(8))
    } else {
        let length = page.get(start..).and_then(|rest| rest.first_chunk::<4>());
        let length = length
            .map(|&bytes| u32::from_le_bytes(bytes))
            .ok_or_else(|| ParquetError::EOF("the page ends before its levels".to_owned()))?;
        usize::try_from(length)?.checked_add(start + 4)
    };
    end.filter(|&end| end <= page.len()).ok_or_else(|| ParquetError::EOF("levels go beyond their page".to_owned()))
}

/// Runs and packed groups without a length before them.
pub(super) fn check_levels(bytes: &[u8], max: i16, values: usize) -> Result<()> {
    let Some(most) = u8::try_from(max).ok().filter(|&most| most > 0) else { return Ok(()) };
    let width = usize::try_from(8 - most.leading_zeros())?;
    // Packed levels of all ones are possible where the largest level is all ones.
    let may_exceed = u16::from(most) + 1 != 1 << width;
    let (mut at, mut seen) = (0, 0);
    while seen < values {
        let mut header = 0_usize;
        for shift in (0..35).step_by(7) {
            let Some(&byte) = bytes.get(at) else { return Ok(()) };
            at += 1;
            header |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        let count = (header >> 1).saturating_mul(if header & 1 == 1 { 8 } else { 1 });
        if count == 0 {
            return Ok(());
        }
        if header & 1 == 0 {
            let Some(&level) = bytes.get(at) else { return Ok(()) };
            at += 1;
            possible(level, most)?;
        } else {
            let length = (header >> 1).saturating_mul(width);
            let packed = bytes.get(at..at.saturating_add(length).min(bytes.len())).unwrap_or_default();
            at = at.saturating_add(length);
            if may_exceed {
                for index in 0..count.min(values - seen).min(packed.len() * 8 / width) {
                    let word =
                        u16::from(packed[index * width / 8]) | u16::from(packed.get(index * width / 8 + 1).copied().unwrap_or(0)) << 8;
                    let level = word >> (index * width % 8) & ((1 << width) - 1);
                    possible(level.to_le_bytes()[0], most)?;
                }
            }
        }
        seen = seen.saturating_add(count);
    }
    Ok(())
}

fn possible(level: u8, most: u8) -> Result<()> {
    if level <= most {
        return Ok(());
    }
    Err(ParquetError::General(format!("a level of {level}, at most {most} is possible")))
}

#[cfg(test)]
mod tests {
    use super::check_levels;

    #[test]
    fn levels_beyond_the_largest_are_damage_in_runs_and_in_packed_groups() {
        assert!(check_levels(&[20, 1], 1, 10).is_ok());
        assert!(check_levels(&[20, 2], 1, 10).is_err());
        // Eight levels of two bits: 0, 1, 2, 0, 1, 2, 0, 1, and one of them 3.
        assert!(check_levels(&[3, 0b0010_0100, 0b0100_1001], 2, 8).is_ok());
        assert!(check_levels(&[3, 0b0010_0100, 0b0100_1101], 2, 8).is_err());
        // What ends early is for the decoder to say.
        assert!(check_levels(&[3], 2, 8).is_ok());
        assert!(check_levels(&[], 2, 8).is_ok());
    }
}
