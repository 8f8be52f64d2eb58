//! Aggregation against a naive version on generated tables, over any cut into batches and any number of threads.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use pf_transform_core::aggregate::{AggregateFunction, Aggregation};
use pf_transform_core::control::{Budget, Control};
use pf_transform_core::error::Error;
use pf_transform_core::pipeline::{Step, run};
use pf_transform_core::source::TableSource;
use pf_transform_core::table::Table;
use proptest::prelude::*;

type Row = (Option<i64>, Option<String>, Option<f64>, Option<i64>);

fn table(rows: &[Row], cut: usize, dictionary: bool) -> Table {
    let batches = rows.chunks(cut.max(1)).map(|rows| {
        let strings = rows.iter().map(|row| row.1.as_deref());
        let strings: ArrayRef = if dictionary {
            Arc::new(strings.collect::<DictionaryArray<arrow_array::types::Int32Type>>())
        } else {
            Arc::new(strings.collect::<StringArray>())
        };
        let columns: Vec<ArrayRef> = vec![
            Arc::new(rows.iter().map(|row| row.0).collect::<Int64Array>()),
            strings,
            Arc::new(rows.iter().map(|row| row.2).collect::<Float64Array>()),
            Arc::new(rows.iter().map(|row| row.3).collect::<Int64Array>()),
        ];
        RecordBatch::try_new(schema(dictionary), columns).unwrap()
    });
    Table { schema: schema(dictionary), batches: batches.collect() }
}

fn schema(dictionary: bool) -> Arc<Schema> {
    let text = if dictionary { DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)) } else { DataType::Utf8 };
    Arc::new(Schema::new(vec![
        Field::new("k", DataType::Int64, true),
        Field::new("s", text, true),
        Field::new("x", DataType::Float64, true),
        Field::new("n", DataType::Int64, true),
    ]))
}

fn step(keys: &[&str]) -> Step {
    let aggregate = Aggregation::new;
    Step::Aggregate {
        keys: keys.iter().map(|&key| key.to_owned()).collect(),
        fast: false,
        aggregates: vec![
            aggregate("rows", AggregateFunction::Count, None),
            aggregate("xs", AggregateFunction::Count, Some("x")),
            aggregate("sum", AggregateFunction::Sum, Some("n")),
            aggregate("mean", AggregateFunction::Mean, Some("n")),
            aggregate("min", AggregateFunction::Min, Some("x")),
            aggregate("max", AggregateFunction::Max, Some("x")),
            aggregate("first", AggregateFunction::Min, Some("s")),
            aggregate("average", AggregateFunction::Mean, Some("x")),
            aggregate("different x", AggregateFunction::CountDistinct, Some("x")),
            aggregate("different s", AggregateFunction::CountDistinct, Some("s")),
        ],
    }
}

fn aggregate(table: Table, keys: &[&str], threads: usize) -> Result<Table, Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let schema = table.schema.clone();
    let source = TableSource::new(Arc::new(table), None);
    pool.install(|| run(&source, &schema, &[step(keys)], &[], Control::none()))
}

/// The float that stands for a group or extreme: NaN one value, -0 and 0 one value.
fn canonical(value: f64) -> String {
    if value.is_nan() { "NaN".to_owned() } else { format!("{:?}", value + 0.0) }
}

type Key = (Option<i64>, Option<String>);
type Group = (i64, i64, Option<i64>, Option<String>, Option<String>, Option<String>, Option<String>);

fn naive(rows: &[Row]) -> BTreeMap<Key, Group> {
    let mut groups: BTreeMap<Key, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.0, row.1.clone())).or_default().push(row);
    }
    let summary = |rows: Vec<&Row>| {
        let xs = rows.iter().filter_map(|row| row.2).collect::<Vec<_>>();
        let ns = rows.iter().filter_map(|row| row.3).collect::<Vec<_>>();
        let numbers = xs.iter().copied().filter(|x| !x.is_nan()).collect::<Vec<_>>();
        let min = numbers.iter().copied().reduce(f64::min).or_else(|| xs.first().copied());
        let max = if numbers.len() < xs.len() { Some(f64::NAN) } else { numbers.iter().copied().reduce(f64::max) };
        let total: i128 = ns.iter().map(|&n| i128::from(n)).sum();
        (
            rows.len() as i64,
            xs.len() as i64,
            (!ns.is_empty()).then(|| i64::try_from(total).unwrap()),
            (!ns.is_empty()).then(|| canonical(total as f64 / ns.len() as f64)),
            min.map(canonical),
            max.map(canonical),
            rows.iter().filter_map(|row| row.1.clone()).min(),
        )
    };
    groups.into_iter().map(|(key, rows)| (key, summary(rows))).collect()
}

fn read(table: &Table) -> BTreeMap<Key, Group> {
    let mut groups = BTreeMap::new();
    for batch in &table.batches {
        let text = |column: usize, row: usize| {
            let array = pf_transform_core::value::decode(batch.column(column)).unwrap();
            (!array.is_null(row)).then(|| array.as_string::<i32>().value(row).to_owned())
        };
        let int = |column: usize, row: usize| {
            let array = batch.column(column).as_primitive::<Int64Type>();
            (!array.is_null(row)).then(|| array.value(row))
        };
        let float = |column: usize, row: usize| {
            let array = batch.column(column).as_primitive::<Float64Type>();
            (!array.is_null(row)).then(|| canonical(array.value(row)))
        };
        for row in 0..batch.num_rows() {
            let group =
                (int(2, row).unwrap(), int(3, row).unwrap(), int(4, row), float(5, row), float(6, row), float(7, row), text(8, row));
            assert!(groups.insert((int(0, row), text(1, row)), group).is_none(), "a group came twice");
        }
    }
    groups
}

fn row() -> impl Strategy<Value = Row> {
    let float = prop_oneof![Just(f64::NAN), Just(-0.0), Just(0.0), Just(f64::INFINITY), -10.0..10.0];
    (
        proptest::option::weighted(0.8, -3_i64..3),
        proptest::option::weighted(0.8, "[ab]{0,2}"),
        proptest::option::weighted(0.8, float),
        proptest::option::weighted(0.8, -(1_i64 << 40)..1 << 40),
    )
}

proptest! {
    #[test]
    fn groups_are_those_of_the_naive_version(
        rows in proptest::collection::vec(row(), 0..200),
        cut in 1_usize..50,
        threads in 1_usize..4,
        dictionary: bool,
    ) {
        let result = aggregate(table(&rows, cut, dictionary), &["k", "s"], threads).unwrap();
        prop_assert_eq!(read(&result), naive(&rows));
    }
}

#[test]
fn without_keys_there_is_exactly_one_row() {
    let result = aggregate(table(&[], 1, false), &[], 2).unwrap();
    assert_eq!(result.rows(), 1);
    assert_eq!(result.batches[0].column(0).as_primitive::<Int64Type>().value(0), 0);
    assert!(result.batches[0].column(2).is_null(0));
}

#[test]
fn a_sum_overflows_only_if_the_total_does() {
    let row = |n| (Some(1), None, None, Some(n));
    let fits = [row(i64::MAX), row(1), row(-1)];
    let result = aggregate(table(&fits, 1, false), &["k"], 1).unwrap();
    assert_eq!(result.batches[0].column(3).as_primitive::<Int64Type>().value(0), i64::MAX);
    let over = [row(i64::MAX), row(1)];
    assert_eq!(aggregate(table(&over, 1, false), &["k"], 1).err().map(|error| error.code()), Some("INTEGER_OVERFLOW"));
}

/// Found by the generated cases: a batch in which every row is null has an empty dictionary.
#[test]
fn an_empty_dictionary_groups_nulls() {
    let rows: [Row; 2] = [(Some(1), None, None, None), (Some(1), None, None, None)];
    let result = aggregate(table(&rows, 1, true), &["s"], 1).unwrap();
    assert_eq!(result.rows(), 1);
    assert_eq!(result.batches[0].column(1).as_primitive::<Int64Type>().value(0), 2);
}

/// Columns of the result, keys as text.
fn rows_of(result: &Table) -> Vec<(Option<i64>, Option<String>)> {
    let batch = &result.batches[0];
    let keys = batch.column(0).as_primitive::<Int64Type>();
    let text = text_of(batch.column(1));
    keys.iter().zip(text).collect()
}

fn text_of(column: &ArrayRef) -> Vec<Option<String>> {
    let column = pf_transform_core::value::decode(column).unwrap();
    column.as_string::<i32>().iter().map(|value| value.map(str::to_owned)).collect()
}

proptest! {
    #[test]
    fn groups_come_in_the_order_of_their_first_row(
        rows in proptest::collection::vec(row(), 0..300),
        cut in 1_usize..20,
        threads in 1_usize..5,
        dictionary: bool,
    ) {
        let result = aggregate(table(&rows, cut, dictionary), &["k", "s"], threads).unwrap();
        let mut expected: Vec<(Option<i64>, Option<String>)> = Vec::new();
        for row in &rows {
            let key = (row.0, row.1.clone());
            if !expected.contains(&key) {
                expected.push(key);
            }
        }
        prop_assert_eq!(rows_of(&result), expected);
    }

    #[test]
    fn different_values_are_counted_once(
        rows in proptest::collection::vec(row(), 1..200),
        cut in 1_usize..50,
        threads in 1_usize..4,
        dictionary: bool,
    ) {
        let result = aggregate(table(&rows, cut, dictionary), &["k"], threads).unwrap();
        let counts = |name| result.batches[0].column(result.schema.index_of(name).unwrap()).as_primitive::<Int64Type>().values().to_vec();
        let mut groups: Vec<(Option<i64>, Vec<&Row>)> = Vec::new();
        for row in &rows {
            match groups.iter_mut().find(|(key, _)| *key == row.0) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((row.0, vec![row])),
            }
        }
        let different = |values: Vec<String>| values.into_iter().collect::<std::collections::BTreeSet<_>>().len() as i64;
        let expected = |value: &dyn Fn(&Row) -> Option<String>| {
            groups.iter().map(|(_, rows)| different(rows.iter().filter_map(|row| value(row)).collect())).collect::<Vec<_>>()
        };
        prop_assert_eq!(counts("different x"), expected(&|row| row.2.map(canonical)));
        prop_assert_eq!(counts("different s"), expected(&|row| row.1.clone()));
    }

    #[test]
    fn float_totals_have_the_same_bits_on_any_number_of_threads(
        rows in proptest::collection::vec(row(), 0..300),
        cut in 1_usize..20,
        threads in 2_usize..5,
        keyed: bool,
    ) {
        let keys: &[&str] = if keyed { &["k"] } else { &[] };
        let bits = |threads, cut| {
            let result = aggregate(table(&rows, cut, false), keys, threads).unwrap();
            let index = result.schema.index_of("average").unwrap();
            let column = result.batches[0].column(index).as_primitive::<Float64Type>().clone();
            column.iter().map(|value| value.map(f64::to_bits)).collect::<Vec<_>>()
        };
        prop_assert_eq!(bits(threads, cut), bits(1, 1000));
    }
}

#[test]
fn of_zeros_the_negative_one_is_the_least() {
    let row = |x| (Some(1), None, Some(x), None);
    for rows in [[row(0.0), row(-0.0)], [row(-0.0), row(0.0)]] {
        let result = aggregate(table(&rows, 1, false), &["k"], 2).unwrap();
        let value = |name| result.batches[0].column(result.schema.index_of(name).unwrap()).as_primitive::<Float64Type>().value(0);
        assert!(value("min").is_sign_negative());
        assert!(value("max").is_sign_positive());
    }
}

/// Sum and mean of a column `d` of one group.
fn totals_of(column: ArrayRef) -> Result<(ArrayRef, ArrayRef), Error> {
    let schema = Arc::new(Schema::new(vec![Field::new("d", column.data_type().clone(), true)]));
    let batch = RecordBatch::try_new(schema.clone(), vec![column]).unwrap();
    let source = TableSource::new(Arc::new(Table { schema: schema.clone(), batches: vec![batch] }), None);
    let of = |name: &str, function| Aggregation::new(name, function, Some("d"));
    let aggregates = vec![of("sum", AggregateFunction::Sum), of("mean", AggregateFunction::Mean)];
    let steps = [Step::Aggregate { keys: Vec::new(), fast: false, aggregates }];
    let result = run(&source, &schema, &steps, &[], Control::none())?;
    Ok((result.batches[0].column(0).clone(), result.batches[0].column(1).clone()))
}

#[test]
fn totals_of_durations_are_durations_and_means_round_halves_to_even() {
    use arrow_array::types::DurationMillisecondType;
    type Case<'a> = (&'a [Option<i64>], Option<i64>, Option<i64>);
    let cases: [Case<'_>; 8] = [
        (&[Some(2), Some(3)], Some(5), Some(2)),
        (&[Some(3), None, Some(4)], Some(7), Some(4)),
        (&[Some(-2), Some(-3)], Some(-5), Some(-2)),
        (&[Some(-3), Some(-4)], Some(-7), Some(-4)),
        (&[Some(-1), Some(-1), Some(-2)], Some(-4), Some(-1)),
        (&[Some(i64::MAX), Some(i64::MIN)], Some(-1), Some(0)),
        (&[Some(i64::MAX), Some(i64::MAX), Some(-i64::MAX)], Some(i64::MAX), Some(i64::MAX / 3)),
        (&[None], None, None),
    ];
    for (values, sum, mean) in cases {
        let column: arrow_array::DurationMillisecondArray = values.iter().copied().collect();
        let (sums, means) = totals_of(Arc::new(column)).unwrap();
        assert_eq!(sums.as_primitive::<DurationMillisecondType>().iter().next().unwrap(), sum, "sum of {values:?}");
        assert_eq!(means.as_primitive::<DurationMillisecondType>().iter().next().unwrap(), mean, "mean of {values:?}");
    }
    let over: arrow_array::DurationMillisecondArray = [Some(i64::MAX), Some(1)].into_iter().collect();
    assert_eq!(totals_of(Arc::new(over)).err().map(|error| error.code()), Some("INTEGER_OVERFLOW"));
}

#[test]
fn totals_of_a_dictionary_are_those_of_its_values() {
    let values: ArrayRef = Arc::new(arrow_array::DurationSecondArray::from(vec![5, -3]));
    let keys = arrow_array::Int8Array::from(vec![Some(0), None, Some(0), Some(1)]);
    let (sums, means) = totals_of(Arc::new(DictionaryArray::new(keys, values))).unwrap();
    let seconds = |array: &ArrayRef| array.as_primitive::<arrow_array::types::DurationSecondType>().value(0);
    assert_eq!((seconds(&sums), seconds(&means)), (7, 2));
}

#[test]
fn what_aggregates_keep_of_rows_counts_against_the_budget() {
    let column: ArrayRef = Arc::new((0..100_000).map(|i| Some(f64::from(i))).collect::<Float64Array>());
    let schema = Arc::new(Schema::new(vec![Field::new("x", DataType::Float64, true)]));
    let batch = RecordBatch::try_new(schema.clone(), vec![column]).unwrap();
    let source = TableSource::new(Arc::new(Table { schema: schema.clone(), batches: vec![batch] }), None);
    let of = |function| {
        let budget = Arc::new(Budget::new(200_000));
        let steps = [Step::Aggregate { keys: Vec::new(), fast: false, aggregates: vec![Aggregation::new("n", function, Some("x"))] }];
        run(&source, &schema, &steps, &[], Control::none().within(Some(&budget)))
    };
    for function in [AggregateFunction::Median, AggregateFunction::Mode, AggregateFunction::CountDistinct, AggregateFunction::List] {
        assert!(matches!(of(function), Err(Error::OutOfMemory { limit: 200_000, .. })), "{function:?}");
    }
    for function in [AggregateFunction::Std, AggregateFunction::Last, AggregateFunction::Max] {
        assert!(of(function).is_ok(), "{function:?}");
    }
}

#[test]
fn a_table_of_keys_that_becomes_smaller_takes_less_of_the_budget() {
    // A range of keys is looked up by places, of which there are more than slots for two hashes.
    let batches = [vec![0, 60_000], vec![1 << 40], vec![5]].map(|keys| {
        let columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(keys))];
        RecordBatch::try_new(Arc::new(Schema::new(vec![Field::new("k", DataType::Int64, true)])), columns).unwrap()
    });
    let schema = batches[0].schema();
    let source = TableSource::new(Arc::new(Table { schema: schema.clone(), batches: batches.to_vec() }), None);
    let keys = vec!["k".to_owned()];
    let counts = vec![Aggregation::new("n", AggregateFunction::Count, None)];
    let aggregate = Step::Aggregate { keys: keys.clone(), fast: false, aggregates: counts };
    let head = serde_json::from_value(serde_json::json!({"step": "groupHead", "keys": keys, "count": 1})).unwrap();
    for step in [aggregate, head] {
        let budget = Arc::new(Budget::new(4 << 20));
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let made = one.install(|| run(&source, &schema, std::slice::from_ref(&step), &[], Control::none().within(Some(&budget))));
        assert_eq!(made.map(|table| table.batches.iter().map(RecordBatch::num_rows).sum::<usize>()), Ok(4), "{step:?}");
    }
}
