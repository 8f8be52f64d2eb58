//! What does not fit in memory comes to the same rows, in the same order, as what does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::cast_possible_wrap, clippy::cast_precision_loss, missing_docs)]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float64Array, Int8Array, Int32Array, Int64Array, RecordBatch,
    StringArray, StringViewArray,
    types::{Int8Type, Int32Type},
};
use arrow_select::concat::concat;
use pf_transform_core::control::{Budget, Control, Flag};
use pf_transform_core::join::{Input, Join, join_inputs};
use pf_transform_core::pipeline::{Step, outcome, run};
use pf_transform_core::rows::RowSteps;
use pf_transform_core::source::TableSource;
use pf_transform_core::spill::Spill;
use pf_transform_core::table::Table;
use serde_json::{Value, json};

/// A folder of this test, deleted at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("parquetframe-spill-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> usize {
        std::fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Numbers that look random, the same every time.
fn noise(row: usize, salt: u64) -> u64 {
    let mut x = (row as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt.wrapping_mul(0xD134_2543_DE82_EF95);
    x ^= x >> 31;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 29)
}

fn batch(rows: std::ops::Range<usize>, kinds: u64) -> RecordBatch {
    let every = |salt: u64, of: u64| rows.clone().map(move |row| noise(row, salt) % of).collect::<Vec<_>>();
    let int: Int64Array = every(1, kinds).into_iter().map(|value| (value % 17 != 3).then_some(value as i64 - 50)).collect();
    let special = [f64::NAN, -0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY];
    let float = every(2, kinds + 5).into_iter().map(|value| special.get(value as usize).copied().unwrap_or(value as f64 / 3.0));
    let float: Float64Array = float.map(Some).collect();
    let texts = every(3, kinds).into_iter().map(|value| (value % 11 != 4).then(|| format!("a shared beginning {value}")));
    let texts = texts.collect::<Vec<_>>();
    let text: StringArray = texts.iter().map(Option::as_deref).collect();
    let view: StringViewArray = texts.iter().map(Option::as_deref).collect();
    let names = every(4, 40).into_iter().map(|value| format!("name {value}")).collect::<Vec<_>>();
    let dictionary: DictionaryArray<Int32Type> = names.iter().map(String::as_str).collect();
    let flag: BooleanArray = every(5, 3).into_iter().map(|value| (value > 0).then_some(value == 1)).collect();
    let decimal = every(6, kinds).into_iter().map(|value| (value % 7 != 1).then_some(i128::from(value) * 10_i128.pow(20)));
    let decimal = decimal.collect::<Decimal128Array>().with_precision_and_scale(38, 2).unwrap();
    let row: Int64Array = rows.map(|row| row as i64).collect();
    let columns: Vec<(&str, ArrayRef, bool)> = vec![
        ("int", Arc::new(int), true),
        ("float", Arc::new(float), true),
        ("text", Arc::new(text), true),
        ("view", Arc::new(view), true),
        ("dictionary", Arc::new(dictionary), true),
        ("flag", Arc::new(flag), true),
        ("decimal", Arc::new(decimal), true),
        ("row", Arc::new(row), true),
    ];
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

fn table(rows: usize, kinds: u64) -> Arc<Table> {
    let batches = (0..rows).step_by(7000).map(|start| batch(start..rows.min(start + 7000), kinds)).collect::<Vec<_>>();
    Arc::new(Table { schema: batches[0].schema(), batches })
}

fn steps(steps: &Value) -> Vec<Step> {
    serde_json::from_value(steps.clone()).unwrap()
}

/// Whether two tables have the same bytes, dictionaries as the values they stand for.
fn is_same(a: &Table, b: &Table) -> bool {
    let plain = |table: &Table, column: usize| {
        let parts = table.batches.iter().map(|batch| pf_transform_core::value::decode(batch.column(column)).unwrap());
        let parts = parts.collect::<Vec<_>>();
        concat(&parts.iter().map(AsRef::as_ref).collect::<Vec<_>>()).unwrap().to_data()
    };
    a.schema == b.schema && (0..a.schema.fields().len()).all(|column| plain(a, column) == plain(b, column))
}

/// Runs the steps in memory and with so little of it that they spill.
fn same(table: &Arc<Table>, memory: usize, given: &Value) {
    let steps = steps(given);
    let source = TableSource::new(table.clone(), None);
    let expected = run(&source, &table.schema, &steps, &[], Control::none()).unwrap();
    let folder = Folder::new();
    for threads in [1, 3] {
        let spill = Arc::new(Spill::new(folder.0.clone()));
        let budget = Arc::new(Budget::new(memory));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let control = || Control::none().within(Some(&budget)).spilling(Some(&spill));
        let found = pool.install(|| outcome(&source, &table.schema, &steps, &[], control()).unwrap().into_table(Control::none()).unwrap());
        assert!(spill.written() > 0, "{given} fits in memory");
        assert_eq!(found.rows(), expected.rows(), "{given}");
        assert!(is_same(&found, &expected), "{given} with {threads} threads:\n{}\n{}", first(&found), first(&expected));
        drop(found);
        assert_eq!(folder.files(), 0, "files are deleted with the last reader");
    }
}

fn first(table: &Table) -> String {
    format!("{:?}\n{:?}", table.schema, table.batches.first().map(|batch| batch.slice(0, 3.min(batch.num_rows()))))
}

#[test]
fn sorts() {
    let table = table(60_000, 1000);
    for keys in [
        json!([{ "column": "float" }]),
        json!([{ "column": "int", "descending": true, "nulls": "first" }, { "column": "text" }]),
        json!([{ "column": "flag" }]),
        json!([{ "column": "view", "descending": true }, { "column": "decimal", "nulls": "first" }]),
        json!([{ "column": "dictionary" }, { "column": "float", "descending": true }]),
    ] {
        same(&table, 4 << 20, &json!([{ "step": "sort", "keys": keys }]));
    }
    let ends = json!({ "step": "aggregate", "keys": [], "aggregates": [
        { "name": "first", "function": "first", "column": "row" },
        { "name": "last", "function": "last", "column": "row" },
        { "name": "n", "function": "count" },
    ] });
    same(&table, 4 << 20, &json!([{ "step": "sort", "keys": [{ "column": "text" }] }, ends]));
}

#[test]
fn groups_and_distinct_rows() {
    let table = table(60_000, 50_000);
    let aggregate = |keys: Value| {
        json!([{ "step": "aggregate", "keys": keys, "aggregates": [
            { "name": "n", "function": "count" },
            { "name": "sum", "function": "sum", "column": "float" },
            { "name": "mean", "function": "mean", "column": "decimal" },
            { "name": "first", "function": "first", "column": "text" },
            { "name": "last", "function": "last", "column": "row" },
            { "name": "list", "function": "list", "column": "row" },
            { "name": "kinds", "function": "countDistinct", "column": "dictionary" },
            { "name": "middle", "function": "median", "column": "row" },
            { "name": "spread", "function": "var", "column": "row" },
        ] }])
    };
    for keys in [json!(["int"]), json!(["text", "flag"]), json!(["float"]), json!(["view", "dictionary"]), json!(["decimal"])] {
        same(&table, 3 << 20, &aggregate(keys));
    }
    same(&table, 1 << 20, &json!([{ "step": "aggregate", "keys": ["int", "float", "text", "dictionary"], "aggregates": [] }]));
}

#[test]
fn buckets_that_are_too_large_are_divided_again() {
    let table = table(60_000, 1 << 40);
    same(&table, 1 << 17, &json!([{ "step": "aggregate", "keys": ["int"], "aggregates": [{ "name": "n", "function": "count" }] }]));
}

#[test]
fn first_rows_of_groups() {
    let table = table(60_000, 30_000);
    same(&table, 1 << 20, &json!([{ "step": "groupHead", "keys": ["int"], "count": 1, "plainZeros": true }]));
    same(
        &table,
        1 << 20,
        &json!([{ "step": "sort", "keys": [{ "column": "float" }] }, { "step": "groupHead", "keys": ["text"], "count": 2 }]),
    );
}

#[test]
fn windows() {
    let table = table(60_000, 3000);
    let total = json!({ "name": "total", "function": "sum", "column": "row", "partitionBy": ["int"], "orderBy": [], "frame": { "unit": "rows", "from": "unbounded", "to": "unbounded" } });
    let rank = json!({ "name": "position", "function": "rank", "partitionBy": ["int"], "orderBy": [{ "column": "float" }] });
    let before =
        json!({ "name": "before", "function": "lag", "column": "text", "partitionBy": ["text"], "orderBy": [{ "column": "row" }] });
    same(&table, 8 << 20, &json!([{ "step": "window", "windows": [total, rank, before] }]));
}

fn input(table: &Arc<Table>) -> Input {
    let rows = RowSteps::bind(table.schema.clone(), &[], &[]).unwrap().0;
    Input { source: Box::new(TableSource::new(table.clone(), None)), rows }
}

#[test]
fn joins() {
    let (left, right) = (table(30_000, 4000), table(20_000, 5000));
    for (how, on, nulls_equal) in [
        ("inner", "int", true),
        ("left", "text", false),
        ("right", "float", false),
        ("full", "view", true),
        ("full", "decimal", false),
        ("semi", "int", false),
        ("anti", "text", false),
    ] {
        let pairs = !matches!(how, "semi" | "anti");
        let added =
            if pairs { json!([{ "column": "row", "name": "position" }, { "column": "dictionary", "name": "theirs" }]) } else { json!([]) };
        let given = json!({ "on": [{ "left": on, "right": on }, { "left": "flag", "right": "flag" }], "how": how, "rightColumns": added, "nullsEqual": nulls_equal });
        let join: Join = serde_json::from_value(given.clone()).unwrap();
        let expected = join_inputs(input(&left), &input(&right), &join, Control::none()).unwrap().into_table(Control::none()).unwrap();
        assert!(expected.rows() > 0, "{given}");
        let folder = Folder::new();
        for threads in [1, 3] {
            let spill = Arc::new(Spill::new(folder.0.clone()));
            let budget = Arc::new(Budget::new(1 << 20));
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let control = Control::none().within(Some(&budget)).spilling(Some(&spill));
            let found =
                pool.install(|| join_inputs(input(&left), &input(&right), &join, control).unwrap().into_table(Control::none()).unwrap());
            assert!(spill.written() > 0, "{given} fits in memory");
            assert_eq!(found.rows(), expected.rows(), "{given}");
            assert!(is_same(&found, &expected), "{given}:\n{}\n{}", first(&found), first(&expected));
        }
        assert_eq!(folder.files(), 0);
    }
}

#[test]
fn left_rows_with_many_partners_are_looked_up_in_parts() {
    let one = |rows: i64| {
        let column: ArrayRef = Arc::new(Int64Array::from_iter_values((0..rows).map(|_| 1)));
        let row: ArrayRef = Arc::new(Int64Array::from_iter_values(0..rows));
        let batch = RecordBatch::try_from_iter([("key", column), ("row", row)]).unwrap();
        Arc::new(Table { schema: batch.schema(), batches: vec![batch] })
    };
    let join: Join = serde_json::from_value(
        json!({ "on": [{ "left": "key", "right": "key" }], "how": "inner", "rightColumns": [{ "column": "row", "name": "other" }] }),
    )
    .unwrap();
    let folder = Folder::new();
    let spill = Arc::new(Spill::new(folder.0.clone()));
    let budget = Arc::new(Budget::new(4 << 20));
    let control = Control::none().within(Some(&budget)).spilling(Some(&spill));
    // 16 million pairs of 24 bytes.
    let source = join_inputs(input(&one(8000)), &input(&one(2000)), &join, control).unwrap().into_source();
    let mut rows = 0;
    for partition in 0..source.partitions() {
        let mut reader = source.open(partition).unwrap();
        while let Some(batch) = reader.next(control).unwrap() {
            assert!(batch.get_array_memory_size() < 4 << 20);
            rows += batch.num_rows();
        }
    }
    assert_eq!(rows, 16_000_000);
}

#[test]
fn steps_after_what_is_on_disk() {
    let table = table(60_000, 50_000);
    same(
        &table,
        2 << 20,
        &json!([
            { "step": "aggregate", "keys": ["text"], "aggregates": [{ "name": "n", "function": "count" }, { "name": "most", "function": "max", "column": "row" }] },
            { "step": "sort", "keys": [{ "column": "n", "descending": true }, { "column": "most" }] },
            { "step": "limit", "count": 1000, "offset": 5 },
        ]),
    );
}

#[test]
fn one_group_that_is_too_large_is_out_of_memory() {
    let table = table(60_000, 50_000);
    let steps =
        steps(&json!([{ "step": "aggregate", "keys": ["flag"], "aggregates": [{ "name": "all", "function": "list", "column": "text" }] }]));
    let folder = Folder::new();
    let spill = Arc::new(Spill::new(folder.0.clone()));
    let budget = Arc::new(Budget::new(1 << 19));
    let control = Control::none().within(Some(&budget)).spilling(Some(&spill));
    let source = TableSource::new(table.clone(), None);
    let error = outcome(&source, &table.schema, &steps, &[], control).err().unwrap();
    assert_eq!(error.code(), "OUT_OF_MEMORY");
    assert_eq!(folder.files(), 0);
}

#[test]
fn a_cancelled_run_leaves_no_files() {
    struct After(AtomicI32);
    impl Flag for After {
        fn is_set(&self) -> bool {
            self.0.fetch_sub(1, Ordering::Relaxed) <= 0
        }
    }
    let table = table(60_000, 1000);
    let steps = steps(&json!([{ "step": "sort", "keys": [{ "column": "text" }] }]));
    let source = TableSource::new(table.clone(), None);
    let mut cancelled = 0;
    for looks in [1, 20, 60, 200, 500] {
        let folder = Folder::new();
        let flag: Arc<dyn Flag> = Arc::new(After(AtomicI32::new(looks)));
        let spill = Arc::new(Spill::new(folder.0.clone()));
        let budget = Arc::new(Budget::new(2 << 20));
        let control = Control::new(&flag, None).within(Some(&budget)).spilling(Some(&spill));
        let result = outcome(&source, &table.schema, &steps, &[], control).and_then(|made| made.into_table(Control::new(&flag, None)));
        cancelled += usize::from(result.is_err_and(|error| error.code() == "ABORTED"));
        assert_eq!(folder.files(), 0);
    }
    assert!(cancelled >= 4, "{cancelled} of 5 were cancelled");
}

#[test]
fn a_folder_that_is_gone_is_an_error() {
    let table = table(60_000, 1000);
    let steps = steps(&json!([{ "step": "sort", "keys": [{ "column": "text" }] }]));
    let spill = Arc::new(Spill::new(std::env::temp_dir().join("parquetframe-there-is-no-such-folder")));
    let budget = Arc::new(Budget::new(2 << 20));
    let control = Control::none().within(Some(&budget)).spilling(Some(&spill));
    let error = outcome(&TableSource::new(table.clone(), None), &table.schema, &steps, &[], control).err().unwrap();
    assert!(error.to_string().contains("cannot be created"), "{error}");
}

/// Rows whose dictionaries have far more values than there are rows, or far fewer.
#[test]
fn dictionaries_of_any_size() {
    let batch = |start: usize| {
        let rows = start..start + 2000;
        let values = if start.is_multiple_of(4000) { 90 } else { 5000 };
        let names: StringArray = (0..values).map(|value| (value != 7).then(|| format!("name {}", value % 90))).collect();
        let keys = rows.clone().map(|row| (row % 13 != 0).then(|| (noise(row, 4) % values) as i32)).collect::<Int32Array>();
        let name: DictionaryArray<Int32Type> = DictionaryArray::new(keys, Arc::new(names));
        let row: Int64Array = rows.clone().map(|row| row as i64).collect();
        let text: StringArray = rows.map(|row| Some(format!("{:0100}", noise(row, 5)))).collect();
        let columns: Vec<(&str, ArrayRef, bool)> =
            vec![("name", Arc::new(name), true), ("row", Arc::new(row), true), ("text", Arc::new(text), true)];
        RecordBatch::try_from_iter_with_nullable(columns).unwrap()
    };
    let batches = (0..60_000).step_by(2000).map(batch).collect::<Vec<_>>();
    let table = Arc::new(Table { schema: batches[0].schema(), batches });
    let aggregates = json!([
        { "name": "rows", "function": "count" },
        { "name": "least", "function": "min", "column": "text" },
        { "name": "all", "function": "list", "column": "row" },
    ]);
    same(&table, 1 << 20, &json!([{ "step": "aggregate", "keys": ["name"], "aggregates": aggregates }]));
    same(&table, 2 << 20, &json!([{ "step": "sort", "keys": [{ "column": "name" }, { "column": "text" }] }]));
    let window = json!({ "name": "n", "function": "rowNumber", "partitionBy": ["name"], "orderBy": [{ "column": "text" }] });
    same(&table, 2 << 20, &json!([{ "step": "window", "windows": [window] }]));
}

/// Batches whose dictionaries have more values together than their keys can number.
#[test]
fn dictionaries_that_do_not_fit_one() {
    let batch = |start: usize| {
        let rows = start..start + 1000;
        let names: StringArray = (0..100).map(|value| Some(format!("name {}", start / 10 + value))).collect();
        let keys = rows.clone().map(|row| Some((noise(row, 4) % 100) as i8)).collect::<Int8Array>();
        let name: DictionaryArray<Int8Type> = DictionaryArray::new(keys, Arc::new(names));
        let row: Int64Array = rows.clone().map(|row| row as i64).collect();
        let text: StringArray = rows.map(|row| Some(format!("{:0100}", noise(row, 5)))).collect();
        let columns: Vec<(&str, ArrayRef, bool)> =
            vec![("name", Arc::new(name), true), ("row", Arc::new(row), true), ("text", Arc::new(text), true)];
        RecordBatch::try_from_iter_with_nullable(columns).unwrap()
    };
    let batches = (0..60_000).step_by(1000).map(batch).collect::<Vec<_>>();
    let table = Arc::new(Table { schema: batches[0].schema(), batches });
    let sort = json!([{ "step": "sort", "keys": [{ "column": "name" }, { "column": "row", "descending": true }] }]);
    same(&table, 2 << 20, &sort);
    same(&table, 2 << 20, &json!([{ "step": "sort", "keys": [{ "column": "text" }] }]));
}

/// Rows before the first that is wanted are not held.
#[test]
fn rows_before_the_first_wanted() {
    let table = table(60_000, 1000);
    let sort = json!({ "step": "sort", "keys": [{ "column": "float" }] });
    let steps = steps(&json!([sort, { "step": "limit", "offset": 59_000, "count": 900 }]));
    let folder = Folder::new();
    let spill = Arc::new(Spill::new(folder.0.clone()));
    let budget = Arc::new(Budget::new(4 << 20));
    let control = Control::none().within(Some(&budget)).spilling(Some(&spill));
    let found = run(&TableSource::new(table.clone(), None), &table.schema, &steps, &[], control).unwrap();
    assert_eq!(found.rows(), 900);
}
