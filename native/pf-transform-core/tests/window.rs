//! Windows against a naive evaluation: for each row its partition is sorted and its frame is looked at by itself.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch};
use pf_transform_core::control::Control;
use pf_transform_core::window::{WindowCall, window};
use proptest::prelude::*;
use serde_json::json;

type Row = (Option<i64>, Option<i64>, Option<f64>);

fn batch(rows: &[Row]) -> RecordBatch {
    let columns: [(&str, ArrayRef); 3] = [
        ("g", Arc::new(Int64Array::from_iter(rows.iter().map(|row| row.0)))),
        ("t", Arc::new(Int64Array::from_iter(rows.iter().map(|row| row.1)))),
        ("x", Arc::new(Float64Array::from_iter(rows.iter().map(|row| row.2)))),
    ];
    RecordBatch::try_from_iter(columns).expect("a batch")
}

fn windows(frame: &serde_json::Value) -> Vec<WindowCall> {
    let call = |name: &str, column: Option<&str>, frame: Option<&serde_json::Value>| json!({ "name": name, "function": name, "column": column, "partitionBy": ["g"], "orderBy": [{ "column": "t" }], "frame": frame });
    let calls = json!([
        call("rowNumber", None, None),
        call("rank", None, None),
        call("lag", Some("t"), None),
        call("sum", Some("x"), Some(frame)),
        call("min", Some("x"), Some(frame)),
        call("count", Some("x"), Some(frame)),
    ]);
    serde_json::from_value(calls).expect("windows")
}

/// Rows of a partition in their order: nulls last, equal ones as they come.
fn partition(rows: &[Row], row: usize) -> Vec<usize> {
    let mut own = (0..rows.len()).filter(|&other| rows[other].0 == rows[row].0).collect::<Vec<_>>();
    own.sort_by_key(|&other| (rows[other].1.is_none(), rows[other].1));
    own
}

fn frame_of(rows: &[Row], row: usize, from: i64, to: i64, by_value: bool) -> Vec<usize> {
    let own = partition(rows, row);
    let at = i64::try_from(own.iter().position(|&other| other == row).expect("it is there")).expect("few rows");
    let in_frame = |(index, other): (usize, &usize)| {
        if by_value {
            return match (rows[row].1, rows[*other].1) {
                (Some(own), Some(other)) => own + from <= other && other <= own + to,
                (own, other) => own.is_none() && other.is_none(),
            };
        }
        let index = i64::try_from(index).expect("few rows");
        at + from <= index && index <= at + to
    };
    own.iter().enumerate().filter(|&(index, other)| in_frame((index, other))).map(|(_, &other)| other).collect()
}

fn value() -> impl Strategy<Value = f64> {
    // Eighths, whose sums no order of additions rounds.
    prop_oneof![(-40_i32..40).prop_map(|eighths| f64::from(eighths) / 8.0), Just(-0.0), Just(1e12)]
}

proptest! {
    #[test]
    fn every_frame_is_what_it_is_by_itself(
        rows in prop::collection::vec((prop::option::of(0..3_i64), prop::option::of(-3..4_i64), prop::option::of(value())), 0..40),
        cut in 0..40_usize,
        from in -3..3_i64,
        width in 0..4_i64,
        by_value: bool,
    ) {
        let to = from + width;
        let edge = |offset: i64| match (offset, by_value) {
            (0, _) => json!("current"),
            (offset, true) => json!(offset.to_string()),
            (offset, false) => json!(offset),
        };
        let frame = json!({ "unit": if by_value { "range" } else { "rows" }, "from": edge(from), "to": edge(to) });
        let whole = batch(&rows);
        let cut = cut.min(rows.len());
        let batches = [whole.slice(0, cut), whole.slice(cut, rows.len() - cut)];
        let result = window(&whole.schema(), &batches, &windows(&frame), Control::none()).expect("it is computed");
        prop_assert_eq!(result.rows(), rows.len());
        let table = arrow_select::concat::concat_batches(&result.schema, &result.batches).expect("batches of one schema");
        let whole_of = |name: &str| table.column_by_name(name).expect("it is there").as_primitive::<Int64Type>().clone();
        let float_of = |name: &str| table.column_by_name(name).expect("it is there").as_primitive::<Float64Type>().clone();
        let (number, rank, lag, count) = (whole_of("rowNumber"), whole_of("rank"), whole_of("lag"), whole_of("count"));
        let (sum, min) = (float_of("sum"), float_of("min"));
        for row in 0..rows.len() {
            let own = partition(&rows, row);
            let at = own.iter().position(|&other| other == row).expect("it is there");
            prop_assert_eq!(number.value(row), i64::try_from(at + 1)?);
            let before = own.iter().filter(|&&other| rows[other].1 != rows[row].1 && own.iter().position(|&o| o == other) < Some(at));
            prop_assert_eq!(rank.value(row), i64::try_from(before.count() + 1)?);
            let lagged = at.checked_sub(1).and_then(|before| rows[own[before]].1);
            prop_assert_eq!(lag.is_valid(row).then(|| lag.value(row)), lagged);
            let values = frame_of(&rows, row, from, to, by_value).into_iter().filter_map(|other| rows[other].2).collect::<Vec<_>>();
            prop_assert_eq!(count.value(row), i64::try_from(values.len())?);
            let total = values.iter().copied().reduce(|a, b| a + b);
            prop_assert_eq!(sum.is_valid(row).then(|| sum.value(row).to_bits()), total.map(f64::to_bits));
            let least = values.iter().copied().min_by(f64::total_cmp);
            prop_assert_eq!(min.is_valid(row).then(|| min.value(row).to_bits()), least.map(f64::to_bits));
        }
    }
}
