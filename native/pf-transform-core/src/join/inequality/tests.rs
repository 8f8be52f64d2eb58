use std::sync::Arc;
use std::sync::atomic::AtomicI32;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use proptest::prelude::*;

use super::{Comparison, Condition, InequalityJoin, join_where};
use crate::control::{Budget, Control, Flag};
use crate::error::Error;
use crate::join::JoinedColumn;
use crate::table::Table;

type Row = [Option<i64>; 3];

fn of(columns: Vec<(&str, ArrayRef)>, cut: usize) -> Table {
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    let ids: ArrayRef = Arc::new((0..).take(rows).collect::<Int64Array>());
    let columns = columns.into_iter().chain([("id", ids)]).map(|(name, column)| (name, column, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("columns fit");
    let cut = cut.min(rows);
    Table { schema: batch.schema(), batches: vec![batch.slice(0, cut), batch.slice(cut, rows - cut)] }
}

fn table(rows: &[Row], cut: usize) -> Table {
    let column = |index: usize| -> ArrayRef { Arc::new(rows.iter().map(|row| row[index]).collect::<Int64Array>()) };
    of(vec![("a", column(0)), ("b", column(1)), ("c", column(2))], cut)
}

fn on(left: &str, is: Comparison, right: &str) -> Condition {
    Condition { left: left.to_owned(), is, right: right.to_owned() }
}

fn pairs(left: &Table, right: &Table, on: Vec<Condition>) -> Vec<(i64, i64)> {
    let right_columns = vec![JoinedColumn { column: "id".to_owned(), name: "right".to_owned() }];
    let joined = join_where(left, right, &InequalityJoin { on, right_columns }, Control::none()).expect("joins");
    let last = joined.schema.fields().len() - 1;
    let column = |index: usize| {
        let values = |batch: &RecordBatch| batch.column(index).as_primitive::<Int64Type>().values().to_vec();
        joined.batches.iter().flat_map(values).collect::<Vec<_>>()
    };
    column(last - 1).into_iter().zip(column(last)).collect()
}

fn holds(is: Comparison, left: Option<i64>, right: Option<i64>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return false };
    match is {
        Comparison::Equal => left == right,
        Comparison::Less => left < right,
        Comparison::LessEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterEqual => left >= right,
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let value = || prop::option::weighted(0.95, -15_i64..15);
    prop::collection::vec([value(), value(), prop::option::weighted(0.95, 0_i64..3)], 0..150)
}

fn conditions() -> impl Strategy<Value = Vec<(usize, Comparison, usize)>> {
    use Comparison::{Equal, Greater, GreaterEqual, Less, LessEqual};
    let is = prop::sample::select(vec![Less, LessEqual, Greater, GreaterEqual, Less, GreaterEqual, Equal]);
    prop::collection::vec((0_usize..3, is, 0_usize..3), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn the_pairs_are_those_of_looking_at_all(left in rows(), right in rows(), asked in conditions(), cut in 0_usize..150) {
        let name = |index: usize| ["a", "b", "c"][index];
        let got = pairs(&table(&left, cut), &table(&right, cut / 2), asked.iter().map(|&(l, is, r)| on(name(l), is, name(r))).collect());
        let mut expected = Vec::new();
        for (l, a) in (0..).zip(&left) {
            for (r, b) in (0..).zip(&right) {
                if asked.iter().all(|&(i, is, j)| holds(is, a[i], b[j])) {
                    expected.push((l, r));
                }
            }
        }
        prop_assert_eq!(got, expected);
    }
}

#[test]
fn nan_is_greater_than_all_numbers_and_texts_are_compared_by_bytes() {
    use Comparison::{Equal, Greater, GreaterEqual, LessEqual};
    let floats = of(vec![("a", Arc::new(Float64Array::from(vec![f64::NAN, -0.0, 1.5])))], 1);
    let whole = of(vec![("a", Arc::new(Int64Array::from(vec![i64::MAX, 0, 2])))], 0);
    assert_eq!(pairs(&floats, &whole, vec![on("a", Greater, "a")]), [(0, 0), (0, 1), (0, 2), (2, 1)]);
    assert_eq!(pairs(&whole, &floats, vec![on("a", LessEqual, "a")]), [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0)]);
    assert_eq!(pairs(&floats, &floats, vec![on("a", GreaterEqual, "a")]), [(0, 0), (0, 1), (0, 2), (1, 1), (2, 1), (2, 2)]);
    assert_eq!(pairs(&floats, &floats, vec![on("a", Equal, "a")]), [(0, 0), (1, 1), (2, 2)]);
    let texts = of(vec![("a", Arc::new(StringArray::from(vec![Some("b"), None, Some(""), Some("\u{1f600}"), Some("\u{ffff}")])))], 2);
    assert_eq!(pairs(&texts, &texts, vec![on("a", Greater, "a")]), [(0, 2), (3, 0), (3, 2), (3, 4), (4, 0), (4, 2)]);
}

#[test]
fn many_pairs_come_in_order_and_are_counted() {
    let values: ArrayRef = Arc::new((0..2_000_i64).map(|row| row * 7_919 % 2_000).collect::<Int64Array>());
    let input = of(vec![("a", values)], 700);
    let got = pairs(&input, &input, vec![on("a", Comparison::GreaterEqual, "a")]);
    assert_eq!(got.len(), 2_000 * 2_001 / 2);
    assert!(got.is_sorted());
    let budget = Arc::new(Budget::new(1 << 20));
    let join = InequalityJoin { on: vec![on("a", Comparison::Less, "a")], right_columns: Vec::new() };
    let result = join_where(&input, &input, &join, Control::none().within(Some(&budget)));
    assert!(matches!(result, Err(Error::OutOfMemory { .. })));
    let flag: Arc<dyn Flag> = Arc::new(AtomicI32::new(1));
    assert!(matches!(join_where(&input, &input, &join, Control::new(&flag, None)), Err(Error::Cancelled)));
    let none = InequalityJoin { on: Vec::new(), right_columns: Vec::new() };
    assert!(matches!(join_where(&input, &input, &none, Control::none()), Err(Error::InvalidArgument(_))));
}
