//! `std::shuffle` exactly as libstdc++ (since version 11) does it with `std::mt19937`: Fisher–Yates upwards, numbers by Lemire's
//! method ("Fast Random Integer Generation in an Interval", 2019), two swaps per draw while n² < 2^32.

use super::Mt19937;

/// Shuffles in place; at most 2^32 − 1 values.
pub fn shuffle<T>(values: &mut [T], random: &mut Mt19937) {
    let length = u64::try_from(values.len()).unwrap_or(u64::MAX);
    if length == 0 {
        return;
    }
    let largest = u64::from(u32::MAX);
    let mut swap = |one: u64, two: u64| {
        if let (Ok(one), Ok(two)) = (usize::try_from(one), usize::try_from(two)) {
            values.swap(one, two);
        }
    };
    if largest / length < length {
        for i in 1..length {
            swap(i, below(i + 1, random));
        }
        return;
    }
    let mut i = 1;
    if length.is_multiple_of(2) {
        swap(1, below(2, random));
        i = 2;
    }
    while i < length {
        let (one, two) = (i + 1, i + 2);
        let both = below(one * two, random);
        swap(i, both / two);
        swap(i + 1, both % two);
        i += 2;
    }
}

/// A number in 0…range − 1 for 0 < range < 2^32.
fn below(range: u64, random: &mut Mt19937) -> u64 {
    let low_half = u64::from(u32::MAX);
    let mut product = u64::from(random.next_u32()) * range;
    if product & low_half < range {
        let threshold = (low_half + 1 - range) % range;
        while product & low_half < threshold {
            product = u64::from(random.next_u32()) * range;
        }
    }
    product >> 32
}
