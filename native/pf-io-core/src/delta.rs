//! DELTA_BINARY_PACKED integers of 32 bits, whatever width their differences are stated in.
//!
//! The specification has differences wrap around at the width of the column. DuckDB states them in 64 bits, and the first value too: 3,000,000,000 of an unsigned
//! column of 32 bits is what it means, and the parquet crate refuses it. <https://github.com/apache/parquet-format/blob/master/Encodings.md>

type Result<T> = std::result::Result<T, String>;

/// The values as little-endian bytes: the plain encoding. `most` bounds how many there can be.
pub(crate) fn to_plain(bytes: &[u8], most: usize) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    decode(bytes, most, |value, left| {
        if out.is_empty() {
            out.reserve_exact(4 * (left + 1));
        }
        out.extend_from_slice(&value.to_le_bytes());
    })?;
    Ok(out)
}

/// Bytes of all values of byte strings, each of which states how much it shares with the one before, and how much follows.
pub(crate) fn shared_strings(bytes: &[u8], most: usize) -> Result<u64> {
    let mut shared = Vec::new();
    let end = decode(bytes, most, |value, _| shared.push(value))?;
    let (mut total, mut before, mut at) = (0, 0, 0);
    let mut wrong = None;
    decode(&bytes[end..], most, |own, _| {
        let prefix = shared.get(at).copied().unwrap_or(0);
        if u64::from(prefix) > before {
            wrong = wrong.or(Some((prefix, before)));
        }
        before = u64::from(prefix) + u64::from(own);
        total += before;
        at += 1;
    })?;
    match wrong {
        Some((prefix, before)) => Err(format!("a prefix of {prefix} bytes of a value of {before}")),
        None => Ok(total),
    }
}

/// Gives every value, and how many follow it; says where they end.
fn decode(bytes: &[u8], most: usize, mut each: impl FnMut(u32, usize)) -> Result<usize> {
    let mut reader = Reader { bytes, at: 0 };
    let block = reader.varint()?;
    let parts = reader.varint()?;
    let total = usize::try_from(reader.varint()?).map_err(|error| error.to_string())?;
    let mut value = low_bits(reader.zigzag()?);
    if block == 0 || block % 128 != 0 || parts == 0 || block % parts != 0 || (block / parts) % 32 != 0 {
        return Err(format!("a delta encoding in blocks of {block} values with {parts} parts"));
    }
    if total > most {
        return Err(format!("a delta encoding of {total} values in a page of {most}"));
    }
    let part = usize::try_from(block / parts).map_err(|error| error.to_string())?;
    let parts = usize::try_from(parts).map_err(|error| error.to_string())?;
    if total == 0 {
        return Ok(reader.at);
    }
    let mut left = total - 1;
    each(value, left);
    while left > 0 {
        let least = low_bits(reader.zigzag()?);
        let widths = reader.take(parts)?;
        for &width in widths {
            if left == 0 {
                break;
            }
            if width > 64 {
                return Err(format!("a width of {width} bits"));
            }
            let width = usize::from(width);
            let count = part.min(left);
            let packed = reader.padded(count, part, width)?;
            for index in 0..count {
                value = value.wrapping_add(least).wrapping_add(unpack(packed, index * width, width));
                left -= 1;
                each(value, left);
            }
        }
    }
    Ok(reader.at)
}

/// The low 32 bits of `width` bits from a bit on; what lies behind the end is 0.
fn unpack(bytes: &[u8], bit: usize, width: usize) -> u32 {
    let start = bit / 8;
    let mut word = [0; 8];
    let available = bytes.get(start..).unwrap_or_default();
    let length = available.len().min(8);
    word[..length].copy_from_slice(&available[..length]);
    let value = u64::from_le_bytes(word) >> (bit % 8);
    let kept = width.min(32);
    low_bits((value & ((1_u64 << kept) - 1)).cast_signed())
}

const fn low_bits(value: i64) -> u32 {
    let [a, b, c, d, ..] = value.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(length).filter(|&end| end <= self.bytes.len());
        let end = end.ok_or_else(|| "the data ends in the middle of a block".to_owned())?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    /// A part of `size` values, of which `count` are used; writers may leave out the padding of the last one.
    fn padded(&mut self, count: usize, size: usize, width: usize) -> Result<&'a [u8]> {
        let left = self.bytes.len() - self.at;
        if count.checked_mul(width).is_none_or(|bits| bits.div_ceil(8) > left) {
            return Err("the data ends in the middle of a block".to_owned());
        }
        self.take((size / 8).saturating_mul(width).min(left))
    }

    /// Unsigned LEB128 of at most 64 bits.
    fn varint(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err("a variable-length integer is too long".to_owned())
    }

    fn zigzag(&mut self) -> Result<i64> {
        let value = self.varint()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use super::to_plain;

    fn varint(out: &mut Vec<u8>, mut value: u64) {
        while value >= 0x80 {
            out.push(u8::try_from(value & 0x7f).expect("seven bits") | 0x80);
            value >>= 7;
        }
        out.push(u8::try_from(value).expect("seven bits"));
    }

    fn zigzag(out: &mut Vec<u8>, value: i64) {
        varint(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    /// As a writer does that computes in 64 bits: one block, all parts of the same width.
    fn encoded(values: &[i64], width: usize) -> Vec<u8> {
        let mut out = Vec::new();
        varint(&mut out, 128);
        varint(&mut out, 4);
        varint(&mut out, values.len() as u64);
        zigzag(&mut out, values[0]);
        let deltas = values.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>();
        let least = deltas.iter().copied().min().unwrap_or(0);
        zigzag(&mut out, least);
        out.extend([u8::try_from(width).expect("small"); 4]);
        let mut bits = vec![0_u8; 128 * width / 8];
        for (index, delta) in deltas.iter().enumerate() {
            let value = (delta - least).cast_unsigned();
            for bit in (0..width).filter(|bit| value >> bit & 1 == 1) {
                bits[(index * width + bit) / 8] |= 1 << ((index * width + bit) % 8);
            }
        }
        out.extend(bits);
        out
    }

    fn decoded(values: &[i64], width: usize) -> Vec<u32> {
        let plain = to_plain(&encoded(values, width), values.len()).expect("it is well-formed");
        plain.chunks(4).map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes"))).collect()
    }

    #[test]
    fn differences_of_every_width_wrap_around_at_32_bits() {
        let values = [3_000_000_000, 0, 4_294_967_295, 1, 2_147_483_648, 7];
        for width in 33..=57 {
            assert_eq!(decoded(&values, width), values.map(|value| u32::try_from(value).expect("32 bits")));
        }
        assert_eq!(decoded(&values, 64), values.map(|value| u32::try_from(value).expect("32 bits")));
        assert_eq!(decoded(&[-5, i64::from(i32::MIN), i64::from(i32::MAX)], 33), [u32::MAX - 4, 1 << 31, u32::MAX >> 1]);
    }

    #[test]
    fn a_delta_encoding_that_ends_early_or_promises_too_much_is_an_error() {
        let bytes = encoded(&[1, 2, 3], 8);
        assert!(to_plain(&bytes[..bytes.len() - 128], 3).is_err());
        assert!(to_plain(&bytes, 2).is_err());
        assert!(to_plain(&[0, 4, 1, 2], 3).is_err());
        assert!(to_plain(&[], 3).is_err());
    }
}
