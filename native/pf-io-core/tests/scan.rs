//! Scans of generated files: any selectivity, any number of threads, pruned or not, the rows are those of a plain filter.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::fs::File;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::concat::concat_batches;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use pf_io_core::file::FileSpec;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::Control;
use pf_transform_core::expression::Expression;
use pf_transform_core::filter::filter;
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::Source;
use serde_json::json;

const ROWS: usize = 300_000;
const GROUP: usize = 100_000;

/// `id` ascends; `x` is spread over 0…1, every eleventh null; `s` has few values.
fn batch() -> RecordBatch {
    let spread = |row: usize| (row * 7919 % ROWS) as f64 / ROWS as f64;
    let schema = Schema::new(vec![
        Field::new("id", DataType::Int64, false),
        Field::new("x", DataType::Float64, true),
        Field::new("s", DataType::Utf8, false),
    ]);
    let columns: Vec<ArrayRef> = vec![
        Arc::new((0..ROWS).map(|row| i64::try_from(row).ok()).collect::<Int64Array>()),
        Arc::new((0..ROWS).map(|row| (row % 11 != 0).then(|| spread(row))).collect::<Float64Array>()),
        Arc::new((0..ROWS).map(|row| Some(format!("value {}", row % 13))).collect::<StringArray>()),
    ];
    RecordBatch::try_new(Arc::new(schema), columns).unwrap()
}

fn write(batch: &RecordBatch) -> (tempfile::TempDir, FileSpec) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("generated.parquet");
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(GROUP)).set_data_page_row_count_limit(5_000).build();
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    let file = FileSpec::of(path.to_str().unwrap());
    (folder, file)
}

fn less(column: &str, data_type: &str) -> Expression {
    serde_json::from_value(json!({
        "kind": "call", "function": "less", "type": {"id": "bool"},
        "arguments": [{"kind":"column","name":column,"type":{"id":data_type}}, {"kind":"parameter","index":0,"type":{"id":data_type}}],
    }))
    .unwrap()
}

/// All batches of a partition.
fn batches(scan: &ParquetScan, partition: usize) -> Vec<RecordBatch> {
    let mut reader = scan.open(partition).unwrap();
    std::iter::from_fn(|| reader.next(Control::none()).unwrap()).collect()
}

fn read(request: &ScanRequest) -> (RecordBatch, ParquetScan) {
    let scan = ParquetScan::new(request, Control::none()).unwrap();
    let batches = (0..scan.partitions()).flat_map(|part| batches(&scan, part)).collect::<Vec<_>>();
    (concat_batches(&scan.schema(), &batches).unwrap(), scan)
}

#[test]
fn the_rows_are_those_of_a_plain_filter() {
    let all = batch();
    let (_folder, file) = write(&all);
    for limit in [-1.0, 0.0005, 0.02, 0.4, 2.0] {
        let predicate = less("x", "float64");
        let arguments = vec![ScalarJson(json!(limit))];
        let kept = filter(&predicate.bind(&all.schema(), &arguments).unwrap(), all.clone()).unwrap();
        for threads in [1, 4] {
            for columns in [vec!["id", "x", "s"], vec!["s", "id"], vec!["x"], vec!["s"]] {
                let names = columns.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
                let request = ScanRequest {
                    columns: Some(names),
                    predicate: Some(predicate.clone()),
                    arguments: arguments.clone(),
                    threads,
                    ..ScanRequest::of(file.clone())
                };
                let (found, _) = read(&request);
                let indexes = columns.iter().map(|name| all.schema().index_of(name).unwrap()).collect::<Vec<_>>();
                let want = kept.project(&indexes).unwrap();
                assert_eq!(found.columns(), want.columns(), "x < {limit}, {columns:?}, {threads} threads");
            }
        }
    }
}

#[test]
fn row_groups_are_pruned_by_statistics() {
    let all = batch();
    let (_folder, file) = write(&all);
    let request = ScanRequest {
        predicate: Some(less("id", "int64")),
        arguments: vec![ScalarJson(json!("100000"))],
        columns: Some(vec!["s".to_owned()]),
        ..ScanRequest::of(file)
    };
    let (found, scan) = read(&request);
    assert_eq!((found.num_rows(), scan.row_groups, scan.pruned), (GROUP, 3, 2));
}

#[test]
fn a_scan_without_columns_still_counts_rows() {
    let all = batch();
    let (_folder, file) = write(&all);
    let scan = ParquetScan::new(&ScanRequest { columns: Some(Vec::new()), threads: 4, ..ScanRequest::of(file) }, Control::none()).unwrap();
    let rows: usize = (0..scan.partitions()).flat_map(|part| batches(&scan, part)).map(|batch| batch.num_rows()).sum();
    assert_eq!(rows, ROWS);
}

#[test]
fn expected_types_are_checked() {
    let (_folder, file) = write(&batch());
    let expected = serde_json::from_value(json!([{"name":"id","type":{"id":"utf8"},"nullable":true}])).unwrap();
    let error = ParquetScan::new(&ScanRequest { expected, ..ScanRequest::of(file) }, Control::none()).err().unwrap();
    assert_eq!(error.code(), "SCHEMA_MISMATCH");
}
