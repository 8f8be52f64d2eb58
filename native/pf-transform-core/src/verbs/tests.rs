use std::sync::Arc;
use std::sync::atomic::AtomicI32;

use arrow_array::builder::{FixedSizeListBuilder, Int64Builder, ListBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::control::{Budget, Control, Flag};
use crate::error::{Error, Result};
use crate::pipeline::{Step, columns_read, run};
use crate::source::TableSource;
use crate::table::Table;
use crate::verbs::{Missing, beside, concat};

fn table(columns: &[(&str, ArrayRef)], lengths: &[usize]) -> Arc<Table> {
    let whole = RecordBatch::try_from_iter_with_nullable(columns.iter().map(|(name, column)| (*name, column.clone(), true))).expect("fits");
    let mut start = 0;
    let cut = |&length: &usize| {
        start += length;
        whole.slice(start - length, length)
    };
    Arc::new(Table { schema: whole.schema(), batches: lengths.iter().map(cut).collect() })
}

fn numbers(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

fn ran(table: &Arc<Table>, steps: Value) -> Result<Table> {
    let steps: Vec<Step> = serde_json::from_value(steps).expect("steps");
    run(&TableSource::new(table.clone(), None), &table.schema, &steps, &[], Control::none())
}

fn verb(verb: &str, options: Value) -> Value {
    let mut step = json!({ "step": "verb", "verb": verb });
    let all = step.as_object_mut().expect("an object");
    all.extend(options.as_object().expect("an object").clone());
    json!([step])
}

fn column(table: &Table, index: usize) -> Vec<Option<i64>> {
    table.batches.iter().flat_map(|batch| batch.column(index).as_primitive::<Int64Type>().iter().collect::<Vec<_>>()).collect()
}

fn plain(values: impl IntoIterator<Item = i64>) -> Vec<Option<i64>> {
    values.into_iter().map(Some).collect()
}

#[test]
fn the_last_rows_are_views() {
    let input = table(&[("x", numbers(&[0, 1, 2, 3, 4]))], &[2, 0, 3]);
    let last = |count: u64| ran(&input, verb("tail", json!({ "count": count }))).expect("runs");
    assert_eq!(column(&last(4), 0), plain([1, 2, 3, 4]));
    assert_eq!(column(&last(9), 0), plain([0, 1, 2, 3, 4]));
    assert_eq!(last(0).batches.len(), 0);
    let at = |table: &Table, batch: usize| table.batches[batch].column(0).to_data().buffers()[0].data_ptr();
    assert_eq!(at(&last(2), 0), at(&input, 0), "nothing is copied");
}

#[test]
fn the_last_rows_of_a_filter_are_found_in_waves() {
    let column: ArrayRef = Arc::new((0..300_000).map(|row| (row < 250_000).then_some(row)).collect::<Int64Array>());
    let input = table(&[("x", column)], &[300_000]);
    let operand = json!({ "kind": "column", "name": "x", "type": { "id": "int64" } });
    let predicate = json!({ "kind": "call", "function": "isNotNull", "type": { "id": "bool" }, "arguments": [operand] });
    let steps = json!([{ "step": "filter", "predicate": predicate }, { "step": "verb", "verb": "tail", "count": 3 }]);
    assert_eq!(self::column(&ran(&input, steps).expect("runs"), 0), plain([249_997, 249_998, 249_999]));
}

#[test]
fn rows_are_numbered_over_batches() {
    let input = table(&[("x", numbers(&[7, 8, 9]))], &[1, 0, 2]);
    let numbered = ran(&input, verb("withRowIndex", json!({ "name": "n", "offset": 10 }))).expect("runs");
    assert_eq!(column(&numbered, 0), plain([10, 11, 12]));
    assert_eq!(column(&numbered, 1), plain([7, 8, 9]));
    assert!(!numbered.schema.field(0).is_nullable());
}

#[test]
fn what_verbs_read_is_what_the_source_is_asked_for() {
    let read = |steps: Value| columns_read(&serde_json::from_value::<Vec<Step>>(steps).expect("steps"));
    let project = json!({ "step": "project", "columns": [
        { "name": "a", "expression": { "kind": "column", "name": "n", "type": { "id": "int64" } } },
        { "name": "b", "expression": { "kind": "column", "name": "x", "type": { "id": "int64" } } } ] });
    let steps = json!([
        { "step": "verb", "verb": "withRowIndex", "name": "n" },
        { "step": "verb", "verb": "distinctLast", "subset": ["k", "n"] },
        { "step": "verb", "verb": "explode", "column": "l" },
        project,
    ]);
    assert_eq!(read(steps), Some(vec!["k".to_owned(), "l".to_owned(), "x".to_owned()]));
}

/// The definition, row by row.
fn sampled(seed: u64, rows: u64, count: usize) -> Vec<u64> {
    let number = |row: u64| {
        let mut z = seed.wrapping_add((row + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut all = (0..rows).collect::<Vec<_>>();
    all.sort_by_key(|&row| number(row));
    all.truncate(count);
    all.sort_unstable();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_sample_is_the_rows_with_the_smallest_numbers(seed in 0_u64..1 << 53, rows in 0_usize..40_000, count in 0_usize..300) {
        let values = (0..i64::try_from(rows).expect("few")).collect::<Vec<_>>();
        let input = table(&[("x", numbers(&values))], &[rows / 3, rows - rows / 3]);
        let got = ran(&input, verb("sample", json!({ "count": count, "seed": seed }))).expect("runs");
        let expected = sampled(seed, rows as u64, count).into_iter().map(|row| i64::try_from(row).ok()).collect::<Vec<_>>();
        prop_assert_eq!(column(&got, 0), expected);
    }

    #[test]
    fn every_row_once_for_each_item(lists in prop::collection::vec(prop::option::of(prop::collection::vec(prop::option::of(-9_i64..9), 0..4)), 0..60), at in 0_usize..60) {
        let mut builder = ListBuilder::new(Int64Builder::new());
        for list in &lists {
            match list {
                Some(items) => builder.append_value(items.iter().copied()),
                None => builder.append(false),
            }
        }
        let at = at.min(lists.len());
        let ids = numbers(&(0..i64::try_from(lists.len()).expect("few")).collect::<Vec<_>>());
        let input = table(&[("id", ids), ("l", Arc::new(builder.finish()))], &[at, lists.len() - at]);
        let got = ran(&input, verb("explode", json!({ "column": "l" }))).expect("runs");
        let items = |list: &Option<Vec<Option<i64>>>| list.clone().filter(|items| !items.is_empty()).unwrap_or_else(|| vec![None]);
        let rows = (0..).zip(&lists).flat_map(|(row, list)| vec![Some(row); items(list).len()]).collect::<Vec<_>>();
        prop_assert_eq!(column(&got, 0), rows);
        prop_assert_eq!(column(&got, 1), lists.iter().flat_map(items).collect::<Vec<_>>());
    }
}

#[test]
fn a_share_of_the_rows_is_rounded_down() {
    let input = table(&[("x", numbers(&[0; 10]))], &[10]);
    let rows = |fraction: f64| ran(&input, verb("sample", json!({ "fraction": fraction, "seed": 1 }))).expect("runs").rows();
    assert_eq!([rows(0.0), rows(0.29), rows(1.0)], [0, 2, 10]);
}

#[test]
fn lists_of_one_length_and_long_ones() {
    let mut builder = FixedSizeListBuilder::new(Int64Builder::new(), 2);
    for (items, there) in [([1, 2], true), ([0, 0], false), ([3, 4], true)] {
        builder.values().append_slice(&items);
        builder.append(there);
    }
    let input = table(&[("l", Arc::new(builder.finish())), ("x", numbers(&[7, 8, 9]))], &[1, 2]);
    let got = ran(&input, verb("explode", json!({ "column": "l" }))).expect("runs");
    assert_eq!(column(&got, 0), [Some(1), Some(2), None, Some(3), Some(4)]);
    assert_eq!(column(&got, 1), plain([7, 7, 8, 9, 9]));
    let mut builder = ListBuilder::new(Int64Builder::new());
    (0..5).for_each(|list| builder.append_value((0..100_000).map(|item| Some(list * 100_000 + item))));
    let input = table(&[("l", Arc::new(builder.finish()))], &[5]);
    let got = ran(&input, verb("explode", json!({ "column": "l" }))).expect("runs");
    assert!(got.batches.len() > 1);
    assert_eq!(column(&got, 0), plain(0..500_000));
    let none = ran(&input, verb("explode", json!({ "column": "q" })));
    assert!(matches!(none, Err(Error::ColumnNotFound { .. })));
    let input = table(&[("x", numbers(&[1]))], &[1]);
    assert!(matches!(ran(&input, verb("explode", json!({ "column": "x" }))), Err(Error::TypeMismatch(_))));
}

#[test]
fn the_last_of_equal_rows_takes_the_place_of_the_first() {
    let keys: ArrayRef = Arc::new(Float64Array::from(vec![Some(-0.0), None, Some(f64::NAN), Some(0.0), None, Some(f64::NAN), Some(2.0)]));
    let input = table(&[("k", keys), ("x", numbers(&[1, 2, 3, 4, 5, 6, 7]))], &[3, 4]);
    let got = ran(&input, verb("distinctLast", json!({ "subset": ["k"] }))).expect("runs");
    assert_eq!(column(&got, 1), plain([4, 5, 6, 7]));
    let zero = got.batches[0].column(0).as_primitive::<Float64Type>().value(0);
    assert!(zero == 0.0 && zero.is_sign_positive());
    let many = (0..300_000).collect::<Vec<i64>>();
    let keys = many.iter().map(|row| row * 7 % 1000).collect::<Vec<_>>();
    let input = table(&[("k", numbers(&keys)), ("x", numbers(&many))], &[100_000, 200_000]);
    let got = ran(&input, verb("distinctLast", json!({ "subset": ["k"] }))).expect("runs");
    assert_eq!(column(&got, 0), plain((0..1000).map(|group| group * 7 % 1000)));
    assert_eq!(column(&got, 1), plain(299_000..300_000));
}

#[test]
fn tables_below_each_other_are_views() {
    let first = table(&[("x", numbers(&[1, 2]))], &[2]);
    let required = Arc::new(Schema::new(vec![Field::new("x", DataType::Int64, false)]));
    let second =
        Arc::new(Table { batches: vec![RecordBatch::try_new(required.clone(), vec![numbers(&[3])]).expect("fits")], schema: required });
    let both = concat(&[second.clone(), first.clone(), second.clone()], Control::none()).expect("runs");
    assert_eq!(column(&both, 0), plain([3, 1, 2, 3]));
    assert!(both.schema.field(0).is_nullable());
    assert_eq!(both.batches[1].column(0).to_data().buffers()[0].data_ptr(), first.batches[0].column(0).to_data().buffers()[0].data_ptr());
    assert!(!concat(&[second.clone(), second], Control::none()).expect("runs").schema.field(0).is_nullable());
    let other = table(&[("y", numbers(&[1]))], &[1]);
    assert!(
        matches!(concat(&[first.clone(), other], Control::none()).map(|table| table.rows()), Ok(3)),
        "names are for the catalogue to compare"
    );
    let text = table(&[("x", Arc::new(StringArray::from(vec!["a"])))], &[1]);
    assert!(matches!(concat(&[first, text], Control::none()), Err(Error::InvalidArgument(_))));
    assert!(matches!(concat(&[], Control::none()), Err(Error::InvalidArgument(_))));
}

#[test]
fn what_may_be_null_inside_is_what_may_be_so_in_any_table() {
    let lists = |nullable: bool, value: Option<i64>| {
        let item = Arc::new(Field::new("item", DataType::Int64, nullable));
        let mut builder = ListBuilder::new(Int64Builder::new()).with_field(item);
        builder.append_value([value]);
        table(&[("l", Arc::new(builder.finish()))], &[1])
    };
    let both = concat(&[lists(false, Some(1)), lists(true, None)], Control::none()).expect("runs");
    assert_eq!(both.batches[0].schema(), both.batches[1].schema());
    assert_eq!(both.rows(), 2);
}

#[test]
fn tables_side_by_side_are_cut_where_any_ends() {
    let a = table(&[("a", numbers(&[1, 2, 3]))], &[1, 2]);
    let b = table(&[("b", numbers(&[4, 5, 6]))], &[2, 0, 1]);
    let both = beside(&[a.clone(), b], Missing::Error, Control::none()).expect("runs");
    assert_eq!((column(&both, 0), column(&both, 1)), (plain([1, 2, 3]), plain([4, 5, 6])));
    let short = table(&[("c", numbers(&[7]))], &[1]);
    match beside(&[a.clone(), short.clone()], Missing::Error, Control::none()) {
        Err(Error::Source { code, message, details }) => {
            assert_eq!((code, *details), ("LENGTH_MISMATCH", json!({ "input": 1, "rows": 1 })));
            assert!(message.contains("number 2 ends after 1"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    let filled = beside(&[short, a], Missing::Null, Control::none()).expect("runs");
    assert_eq!((column(&filled, 0), column(&filled, 1)), (vec![Some(7), None, None], plain([1, 2, 3])));
}

#[test]
fn runs_that_are_cancelled_or_have_no_memory_end() {
    let flag: Arc<dyn Flag> = Arc::new(AtomicI32::new(1));
    let control = Control::new(&flag, None);
    let input = table(&[("x", numbers(&[1, 2]))], &[2]);
    let steps = |step: Value| serde_json::from_value::<Vec<Step>>(step).expect("steps");
    for (name, options) in [("tail", json!({ "count": 1 })), ("withRowIndex", json!({ "name": "n" })), ("sample", json!({ "count": 1 }))] {
        let source = TableSource::new(input.clone(), None);
        assert!(matches!(run(&source, &input.schema, &steps(verb(name, options)), &[], control), Err(Error::Cancelled)), "{name}");
    }
    assert!(matches!(concat(std::slice::from_ref(&input), control), Err(Error::Cancelled)));
    assert!(matches!(beside(std::slice::from_ref(&input), Missing::Null, control), Err(Error::Cancelled)));
    let budget = Arc::new(Budget::new(8));
    let control = Control::none().within(Some(&budget));
    let source = TableSource::new(input.clone(), None);
    let numbered = run(&source, &input.schema, &steps(verb("withRowIndex", json!({ "name": "n" }))), &[], control);
    assert!(matches!(numbered, Err(Error::OutOfMemory { .. })));
}
