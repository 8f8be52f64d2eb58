//! Pipelines over tables: rows in errors are rows of the input, and a set flag ends a run before the next partition is read.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::SchemaRef;
use pf_transform_core::control::{Control, Flag};
use pf_transform_core::error::{Error, Result};
use pf_transform_core::expression::Expression;
use pf_transform_core::pipeline::{Step, run};
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::{BatchReader, Batches, Source, TableSource};
use pf_transform_core::table::Table;
use serde_json::{Value, json};

/// One column `x` of these values, in batches of 100 rows.
fn table(values: &[i64]) -> Arc<Table> {
    let batches = values.chunks(100).map(|values| {
        let column: ArrayRef = Arc::new(Int64Array::from(values.to_vec()));
        RecordBatch::try_from_iter([("x", column)]).unwrap()
    });
    let batches = batches.collect::<Vec<_>>();
    Arc::new(Table { schema: batches[0].schema(), batches })
}

fn x() -> Value {
    json!({"kind": "column", "name": "x", "type": {"id": "int64"}})
}

fn with_literal(function: &str, result: &str) -> Value {
    let literal = json!({"kind": "parameter", "index": 0, "type": {"id": "int64"}});
    json!({"kind": "call", "function": function, "arguments": [x(), literal], "type": {"id": result}})
}

fn steps(steps: Value) -> Vec<Step> {
    serde_json::from_value(steps).unwrap()
}

fn failing(source: &dyn Source, pipeline: Value) -> Error {
    run(source, &source.schema(), &steps(pipeline), &[ScalarJson(json!("1"))], Control::none()).unwrap_err()
}

#[test]
fn rows_in_errors_are_those_of_the_input() {
    let mut values = vec![5; 1000];
    values[777] = i64::MAX;
    let source = TableSource::new(table(&values), None);
    let add = json!({"step": "project", "columns": [{"name": "y", "expression": with_literal("add", "int64")}]});
    let Error::IntegerOverflow(excess) = failing(&source, json!([add])) else { panic!("no overflow") };
    assert_eq!(excess.row, Some(777));

    let narrow = json!({"kind": "call", "function": "cast", "arguments": [x()], "type": {"id": "int8"}});
    let cast = json!({"step": "project", "columns": [{"name": "y", "expression": narrow}]});
    let Error::CastFailed { row, .. } = failing(&source, json!([cast])) else { panic!("no cast failed") };
    assert_eq!(row, Some(777));
}

#[test]
fn behind_a_filter_rows_are_counted_among_those_it_kept() {
    let row_of = |values: &[i64]| {
        let source = TableSource::new(table(values), None);
        let filter = json!({"step": "filter", "predicate": with_literal("greater", "bool")});
        let add = json!({"step": "project", "columns": [{"name": "y", "expression": with_literal("add", "int64")}]});
        let Error::IntegerOverflow(excess) = failing(&source, json!([filter, add])) else { panic!("no overflow") };
        excess.row
    };
    let mut values = (0..1000).collect::<Vec<_>>();
    values[777] = i64::MAX;
    // The batch of row 777 is kept whole; of the first one two rows are not.
    assert_eq!(row_of(&values), Some(775));
    values[50] = i64::MAX;
    assert_eq!(row_of(&values), Some(48));
}

#[test]
fn a_constant_that_would_fail_does_not_where_no_row_is_left() {
    let source = TableSource::new(table(&[1, 2, 3]), None);
    let filter = json!({"step": "filter", "predicate": with_literal("less", "bool")});
    let literal = json!({"kind": "parameter", "index": 1, "type": {"id": "utf8"}});
    let most = json!({"kind": "parameter", "index": 2, "type": {"id": "int64"}});
    let cast = json!({"kind": "call", "function": "cast", "arguments": [literal], "type": {"id": "int32"}});
    let sum = json!({"kind": "call", "function": "add", "arguments": [most, most], "type": {"id": "int64"}});
    let choice = json!({"kind": "call", "function": "coalesce", "arguments": [cast, cast], "type": {"id": "int32"}});
    let columns = json!([{"name": "a", "expression": cast}, {"name": "b", "expression": sum}, {"name": "c", "expression": choice}]);
    let arguments = ["0", "many", "9223372036854775807"].map(|value| ScalarJson(json!(value)));
    let project = json!({"step": "project", "columns": columns});
    let table = run(&source, &source.schema(), &steps(json!([filter, project])), &arguments, Control::none()).unwrap();
    assert_eq!(table.batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
    let all = run(&source, &source.schema(), &steps(json!([project])), &arguments, Control::none()).unwrap_err();
    assert_eq!(all.code(), "CAST_FAILED");
}

/// Sets the flag while its first partition is read, and counts how many are.
struct Cancelling {
    schema: SchemaRef,
    flag: Arc<AtomicI32>,
    read: Arc<AtomicUsize>,
}

struct CancellingReader(Arc<AtomicI32>, Arc<AtomicUsize>);

impl BatchReader for CancellingReader {
    fn next(&mut self, _: Control<'_>) -> Result<Option<RecordBatch>> {
        self.0.store(1, Ordering::Relaxed);
        self.1.fetch_add(1, Ordering::Relaxed);
        Ok(None)
    }
}

impl Source for Cancelling {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
    fn partitions(&self) -> usize {
        100
    }
    fn first_row(&self, _: usize) -> Option<usize> {
        None
    }
    fn open(&self, _: usize) -> Result<Batches> {
        Ok(Box::new(CancellingReader(self.flag.clone(), self.read.clone())))
    }
}

#[test]
fn no_partition_is_begun_after_a_cancel() {
    let count = json!({"step": "aggregate", "keys": [], "aggregates": [{"name": "n", "function": "count"}]});
    for pipeline in [json!([]), json!([{"step": "limit", "count": 10}]), json!([count])] {
        let (flag, read) = (Arc::new(AtomicI32::new(0)), Arc::new(AtomicUsize::new(0)));
        let source = Cancelling { schema: table(&[1]).schema.clone(), flag: flag.clone(), read: read.clone() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let word: Arc<dyn Flag> = flag.clone();
        let control = Control::new(&word, None);
        let outcome = pool.install(|| run(&source, &source.schema, &steps(pipeline.clone()), &[], control));
        assert_eq!(outcome.unwrap_err(), Error::Cancelled, "{pipeline}");
        assert_eq!(read.load(Ordering::Relaxed), 1, "{pipeline}");
    }
}

#[test]
fn chains_of_any_length_are_read_in_one_pass() {
    let equal = |n: i64| json!({"kind": "call", "function": "equal", "arguments": [x(), n], "type": {"id": "bool"}});
    let mut chain = with_literal("equal", "bool");
    for _ in 0..1000 {
        let or = json!({"kind": "call", "function": "or", "arguments": [null, with_literal("equal", "bool")], "type": {"id": "bool"}});
        let inner = std::mem::replace(&mut chain, or);
        chain["arguments"][0] = inner;
    }
    let work = move || {
        let expression: Expression = serde_json::from_value(chain).unwrap();
        assert_eq!(expression.data_type(), &serde_json::from_value(json!({"id": "bool"})).unwrap());
    };
    std::thread::scope(|scope| std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, work).unwrap().join().unwrap());
    assert!(serde_json::from_value::<Expression>(equal(1)).is_err(), "an operand must be an expression");
}
