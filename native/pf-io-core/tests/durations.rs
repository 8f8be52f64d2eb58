//! Durations: integers that an Arrow schema in the footer says to be some.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use arrow_array::types::DurationMicrosecondType;
use arrow_array::{ArrayRef, DurationMicrosecondArray, DurationSecondArray, Int64Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_schema::{DataType, Field, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use pf_io_core::file::FileSpec;
use pf_io_core::metadata::metadata;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::Control;
use pf_transform_core::pipeline::run;
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::Source;
use serde_json::json;

fn batch() -> RecordBatch {
    let seconds: ArrayRef = Arc::new(DurationSecondArray::from(vec![Some(i64::MIN), None, Some(-1), Some(1), Some(2), Some(i64::MAX)]));
    let integers: ArrayRef = Arc::new((0..6).collect::<Int64Array>());
    let lists: ArrayRef = Arc::new(ListArray::from_iter_primitive::<DurationMicrosecondType, _, _>(
        (0..6).map(|row| (row != 3).then(|| vec![Some(row), None])),
    ));
    let inner: ArrayRef = Arc::new(DurationMicrosecondArray::from(vec![7; 6]));
    let names: ArrayRef = Arc::new(StringArray::from(vec!["a"; 6]));
    let structs: ArrayRef = Arc::new(StructArray::from(vec![
        (Arc::new(Field::new("name", DataType::Utf8, true)), names),
        (Arc::new(Field::new("us", DataType::Duration(TimeUnit::Microsecond), true)), inner),
    ]));
    RecordBatch::try_from_iter_with_nullable([("s", seconds, true), ("i", integers, true), ("l", lists, true), ("r", structs, true)])
        .unwrap()
}

/// The file as arrow-rs writes it, with its bytes changed.
fn file(edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> (tempfile::TempDir, FileSpec) {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(2)).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch().schema(), Some(properties)).unwrap();
    writer.write(&batch()).unwrap();
    writer.close().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("durations.parquet");
    std::fs::write(&path, edit(bytes)).unwrap();
    let spec = FileSpec::of(path.to_str().unwrap());
    (folder, spec)
}

fn read(spec: FileSpec) -> RecordBatch {
    let scan = ParquetScan::new(&ScanRequest::of(spec), Control::none()).unwrap();
    let mut batches = Vec::new();
    for partition in 0..scan.partitions() {
        let mut reader = scan.open(partition).unwrap();
        while let Some(batch) = reader.next(Control::none()).unwrap() {
            batches.push(batch);
        }
    }
    arrow_select::concat::concat_batches(&scan.schema(), &batches).unwrap()
}

#[test]
fn durations_are_read_as_they_were_written_nested_ones_too() {
    let (_folder, spec) = file(|bytes| bytes);
    let read = read(spec.clone());
    for (index, column) in batch().columns().iter().enumerate() {
        assert_eq!(format!("{:?}", read.column(index)), format!("{column:?}"), "column {index}");
    }
    let record = metadata(&spec, Control::none()).unwrap();
    let schema = serde_json::to_value(&record.schema).unwrap();
    assert_eq!(schema[0]["type"], json!({ "id": "duration", "unit": "s" }));
    assert_eq!(record.columns[0].statistics.as_ref().unwrap().max, json!("9223372036854775807"));
}

#[test]
fn row_groups_are_ruled_out_by_bounds_of_durations_whatever_the_unit_of_the_constant() {
    let (_folder, spec) = file(|bytes| bytes);
    for (unit, constant, pruned, rows) in [("s", 0, 1, 3), ("ms", 1000, 2, 2), ("us", -5_000_000, 1, 4), ("ns", i64::MAX, 2, 1)] {
        let mut request = ScanRequest::of(spec.clone());
        let data_type = json!({ "id": "duration", "unit": unit });
        request.predicate = serde_json::from_value(json!({
            "kind": "call", "function": "greater", "type": {"id": "bool"},
            "arguments": [{"kind":"column","name":"s","type":{"id":"duration","unit":"s"}}, {"kind":"parameter","index":0,"type":data_type}],
        }))
        .unwrap();
        request.arguments = vec![ScalarJson(json!(constant.to_string()))];
        let scan = ParquetScan::new(&request, Control::none()).unwrap();
        let table = run(&scan, &scan.declared(), &[], &request.arguments, Control::none()).unwrap();
        assert_eq!((scan.pruned, table.rows()), (pruned, rows), "{constant} {unit}");
    }
}

/// Every byte of the text changed once: an error never, a duration or an integer always.
#[test]
fn an_arrow_schema_that_makes_no_sense_says_nothing() {
    let (_folder, spec) = file(|bytes| bytes);
    let text = metadata(&spec, Control::none()).unwrap().key_value.remove("ARROW:schema").flatten().unwrap();
    let whole = std::fs::read(&spec.path).unwrap();
    let start = whole.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    let (mut durations, mut integers) = (0, 0);
    for at in 0..text.len() {
        for byte in *b"A/_8" {
            let mut damaged = whole.clone();
            damaged[start + at] = byte;
            std::fs::write(&spec.path, damaged).unwrap();
            let schema = metadata(&spec, Control::none()).unwrap().schema;
            match serde_json::to_value(&schema).unwrap()[0]["type"]["id"].as_str() {
                Some("duration") => durations += 1,
                Some("int64") => integers += 1,
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(durations > 0 && integers > 0, "{durations} durations, {integers} integers");
}
