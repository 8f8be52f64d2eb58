//! Codes of one key: integers by which most rows can be told to come late without looking at the rest of their keys.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::numbers::{Half, Number, as_number, double_of, signed_of, value_of_rows};
use super::text::word_at;
use super::{Nulls, SortKey};
use crate::bytes::ByteRows;
use crate::error::Result;

/// Integers that are never in another order than the values, though different values may have the same.
pub(crate) fn codes_of(column: &ArrayRef, key: &SortKey, codes: &mut [u64]) -> Result<()> {
    plain_codes(column, codes)?;
    if key.descending {
        codes.iter_mut().for_each(|code| *code = !*code);
    }
    if let Some(nulls) = column.logical_nulls().filter(|nulls| nulls.null_count() > 0) {
        let null = if key.nulls == Nulls::First { 0 } else { u64::MAX };
        codes.iter_mut().enumerate().filter(|(row, _)| nulls.is_null(*row)).for_each(|(_, code)| *code = null);
    }
    Ok(())
}

/// Whether a row of a range passes.
type Test = Box<dyn Fn(Range<usize>) -> bool>;

/// Whether a row of a range may have a code of `bound` or less: values are compared as they are, many at a time, without making a code of each. None for
/// types of which only the codes tell.
pub(super) fn reaches(column: &ArrayRef, key: &SortKey, bound: u64) -> Result<Option<Test>> {
    if key.nulls == Nulls::First && column.logical_null_count() > 0 {
        return Ok(None);
    }
    let Some(array) = as_number(column)? else { return Ok(None) };
    let code = if key.descending { !bound } else { bound };
    macro_rules! test {
        ($type:ty, $bound:expr) => {{
            let values = array.as_primitive::<$type>().values().clone();
            let bound = $bound;
            // No end before all were looked at, and so no branches.
            let test: Test = if key.descending {
                // NaN comes before all numbers.
                #[allow(clippy::neg_cmp_op_on_partial_ord, clippy::nonminimal_bool)]
                Box::new(move |rows: Range<usize>| values[rows].iter().fold(false, |any, &value| any | !(value < bound)))
            } else {
                Box::new(move |rows: Range<usize>| values[rows].iter().fold(false, |any, &value| any | (value <= bound)))
            };
            test
        }};
    }
    Ok(match array.data_type() {
        DataType::Float64 => Some(test!(Float64Type, double_of(code))),
        DataType::Int64 => Some(test!(Int64Type, signed_of(code))),
        DataType::Int32 => match i32::try_from(signed_of(code)) {
            Ok(bound) => Some(test!(Int32Type, bound)),
            Err(_) => None,
        },
        _ => None,
    })
}

fn plain_codes(column: &ArrayRef, codes: &mut [u64]) -> Result<()> {
    if let Some(dictionary) = column.as_any_dictionary_opt() {
        let mut values = vec![0; dictionary.values().len()];
        plain_codes(dictionary.values(), &mut values)?;
        codes.copy_from_slice(&value_of_rows(dictionary, &values));
    } else if column.data_type() == &DataType::Null {
        codes.fill(0);
    } else if let Some(array) = as_number(column)? {
        Number::new(array, Half::High).raw(0, codes);
    } else if let Some(rows) = ByteRows::of(column) {
        let value = |row: usize| if column.is_null(row) { &[] } else { rows.value(row) };
        codes.iter_mut().enumerate().for_each(|(row, code)| *code = word_at(value(row), 0));
    }
    Ok(())
}
