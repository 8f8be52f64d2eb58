use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, UInt64Array};
use proptest::prelude::*;

use super::{AsofJoin, Strategy, join_asof};
use crate::control::Control;
use crate::join::{JoinKey, JoinedColumn};
use crate::table::Table;

type Rows = Vec<(i64, Option<i64>)>;

/// A column of keys, of values, and of row numbers.
fn table(rows: &Rows) -> Table {
    let keys: ArrayRef = Arc::new(rows.iter().map(|row| Some(row.0)).collect::<Int64Array>());
    let values: ArrayRef = Arc::new(rows.iter().map(|row| row.1).collect::<Int64Array>());
    let ids: ArrayRef = Arc::new((0..).take(rows.len()).collect::<Int64Array>());
    of(vec![("k", keys), ("t", values), ("id", ids)])
}

fn of(columns: Vec<(&str, ArrayRef)>) -> Table {
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("columns fit");
    Table { schema: batch.schema(), batches: vec![batch] }
}

fn asof(strategy: Strategy, exact_matches: bool, tolerance: Option<f64>, by: bool) -> AsofJoin {
    let key = |name: &str| JoinKey { left: name.to_owned(), right: name.to_owned() };
    let by = if by { vec![key("k")] } else { Vec::new() };
    let right_columns = vec![JoinedColumn { column: "id".to_owned(), name: "right".to_owned() }];
    AsofJoin { on: key("t"), by, strategy, exact_matches, tolerance, right_columns }
}

fn partners(left: &Table, right: &Table, join: &AsofJoin) -> Vec<Option<i64>> {
    let joined = join_asof(left, right, join, Control::none()).expect("joins");
    let last = joined.schema.fields().len() - 1;
    joined.batches.iter().flat_map(|batch| batch.column(last).as_primitive::<Int64Type>().iter().collect::<Vec<_>>()).collect()
}

/// From looking at every right row.
fn naive(left: &Rows, right: &Rows, join: &AsofJoin) -> Vec<Option<i64>> {
    let partner = |&(key, value): &(i64, Option<i64>)| {
        let value = value?;
        let mut before: Option<(i64, i64)> = None;
        let mut after = before;
        for (id, &(other_key, other)) in (0..).zip(right) {
            let Some(other) = other else { continue };
            if (!join.by.is_empty() && other_key != key) || (other == value && !join.exact_matches) {
                continue;
            }
            if other <= value && before.is_none_or(|(_, best)| other >= best) {
                before = Some((id, other));
            }
            if other >= value && after.is_none_or(|(_, best)| other < best) {
                after = Some((id, other));
            }
        }
        let distance = |found: (i64, i64)| (found.1 - value).abs();
        let found = match (join.strategy, before, after) {
            (Strategy::Backward, before, _) => before,
            (Strategy::Forward, _, after) => after,
            (Strategy::Nearest, Some(before), Some(after)) => Some(if distance(before) <= distance(after) { before } else { after }),
            (Strategy::Nearest, before, after) => before.or(after),
        };
        #[allow(clippy::cast_precision_loss)]
        found.filter(|&found| join.tolerance.is_none_or(|most| distance(found) as f64 <= most)).map(|(id, _)| id)
    };
    left.iter().map(partner).collect()
}

fn rows() -> impl proptest::strategy::Strategy<Value = Rows> {
    prop::collection::vec((0_i64..4, prop::option::weighted(0.9, -12_i64..12)), 0..50)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn every_row_finds_the_partner_that_looking_at_all_finds(
        left in rows(), mut right in rows(), in_order: bool, exact: bool, by: bool, tolerance in prop::option::of(0_i32..5),
        strategy in prop::sample::select(vec![Strategy::Backward, Strategy::Forward, Strategy::Nearest]),
    ) {
        if in_order {
            right.sort_by_key(|row| row.1);
        }
        let join = asof(strategy, exact, tolerance.map(f64::from), by);
        prop_assert_eq!(partners(&table(&left), &table(&right), &join), naive(&left, &right, &join));
    }
}

#[test]
fn integers_and_floats_are_compared_by_value() {
    let column = |values: ArrayRef| {
        let ids: ArrayRef = Arc::new((0..).take(values.len()).collect::<Int64Array>());
        of(vec![("t", values), ("id", ids)])
    };
    let backward = asof(Strategy::Backward, true, None, false);
    let forward = asof(Strategy::Forward, true, None, false);
    let whole = column(Arc::new(Int64Array::from(vec![i64::MIN, (1 << 53) + 1, i64::MAX])));
    let floats = column(Arc::new(Float64Array::from(vec![9_007_199_254_740_992.0, f64::NAN, f64::NEG_INFINITY, 9.3e18, -0.0])));
    assert_eq!(partners(&whole, &floats, &backward), [Some(2), Some(0), Some(0)]);
    assert_eq!(partners(&whole, &floats, &forward), [Some(4), Some(3), Some(3)]);
    assert_eq!(partners(&floats, &whole, &backward), [Some(0), None, None, Some(2), Some(0)]);
    assert_eq!(partners(&floats, &whole, &forward), [Some(1), None, Some(0), None, Some(1)]);
    let unsigned = column(Arc::new(UInt64Array::from(vec![0, u64::MAX])));
    assert_eq!(partners(&whole, &unsigned, &forward), [Some(0), Some(1), Some(1)]);
    assert_eq!(partners(&unsigned, &whole, &backward), [Some(0), Some(2)]);
    let floats = column(Arc::new(Float64Array::from(vec![f64::INFINITY, -1.5, 1e300])));
    assert_eq!(partners(&floats, &unsigned, &backward), [Some(1), None, Some(1)]);
    assert_eq!(partners(&floats, &floats, &asof(Strategy::Nearest, true, Some(0.0), false)), [Some(0), Some(1), Some(2)]);
}
