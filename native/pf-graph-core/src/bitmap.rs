//! Arrow validity bitmaps: one bit per row, least significant first, 1 = present.

use crate::NONE;
use rayon::prelude::*;

/// Whether row `row` is present. No bitmap means that all are.
pub fn is_valid(validity: Option<&[u8]>, row: usize) -> bool {
    validity.is_none_or(|bits| bits[row >> 3] >> (row & 7) & 1 == 1)
}

/// First row that is absent, if any.
pub(crate) fn first_null(validity: Option<&[u8]>, length: usize) -> Option<usize> {
    let bits = validity?;
    let whole = length >> 3;
    let byte = bits[..whole].iter().position(|&b| b != 0xff).unwrap_or(whole);
    (byte << 3..length).find(|&row| !is_valid(validity, row))
}

/// The validity bitmap of a result column in which [`NONE`] stands for null, and how many nulls there are; no bitmap without nulls.
pub fn validity_of_u32(values: &[u32]) -> (Option<Vec<u8>>, usize) {
    let nulls = values.par_iter().filter(|&&value| value == NONE).count();
    if nulls == 0 {
        return (None, 0);
    }
    let mut bits = vec![0u8; values.len().div_ceil(8)];
    bits.par_iter_mut().zip(values.par_chunks(8)).with_min_len(1 << 12).for_each(|(byte, chunk)| {
        *byte = chunk.iter().enumerate().fold(0, |byte, (i, &value)| byte | u8::from(value != NONE) << i);
    });
    (Some(bits), nulls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_null() {
        assert_eq!(first_null(None, 20), None);
        assert_eq!(first_null(Some(&[0xff, 0xff, 0x0f]), 20), None);
        assert_eq!(first_null(Some(&[0xff, 0xfb, 0x0f]), 20), Some(10));
        assert_eq!(first_null(Some(&[0xff, 0xff, 0x07]), 20), Some(19));
    }

    #[test]
    fn none_is_null() {
        assert_eq!(validity_of_u32(&[0, 1, 2]), (None, 0));
        assert_eq!(validity_of_u32(&[0, NONE, 2, 3, 4, 5, 6, 7, NONE, 9]), (Some(vec![0b1111_1101, 0b10]), 2));
    }
}
