//! Base64 of RFC 4648, with padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, &byte| (word << 8) | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = (word >> (18 - 6 * place)) & 63;
            text.push(if place <= chunk.len() { char::from(ALPHABET[sextet as usize]) } else { '=' });
        }
    }
    text
}

/// The bytes; `None` unless the text is what [`encode`] makes of them.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let (groups, rest) = text.as_bytes().as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let mut bytes = Vec::with_capacity(groups.len() * 3);
    for (index, group) in groups.iter().enumerate() {
        let padding = if index + 1 == groups.len() { group.iter().rev().take_while(|&&byte| byte == b'=').count() } else { 0 };
        if padding > 2 {
            return None;
        }
        let (digits, _) = group.split_at(4 - padding);
        let mut word = 0;
        for &digit in digits {
            word = (word << 6) | u32::from(sextet(digit)?);
        }
        word <<= 6 * padding;
        let [_, whole @ ..] = word.to_be_bytes();
        let (kept, cut) = whole.split_at(3 - padding);
        if cut.iter().any(|&byte| byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

const fn sextet(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn what_is_encoded_is_decoded() {
        for length in 0..70_u8 {
            let bytes = (0..length).map(|byte| byte.wrapping_mul(73)).collect::<Vec<_>>();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
        assert_eq!(encode(b"light work."), "bGlnaHQgd29yay4=");
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["A", "AA", "AAA", "AA=", "A===", "====", "AB==", "AAB=", "AA==AAAA", "AA A", "AAAA\n", "A_AA", "AAä"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
