//! Footers that say odd things: files are written, and their footers replaced.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Int32Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray, UInt32Array};
use arrow_schema::{DataType, Field};
use arrow_select::concat::concat_batches;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding};
use parquet::file::metadata::{
    FileMetaData, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaData, RowGroupMetaDataBuilder,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::statistics::Statistics;
use parquet::schema::types::ColumnPath;
use pf_io_core::file::FileSpec;
use pf_io_core::metadata::metadata;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::Control;
use pf_transform_core::pipeline::run;
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::Source;
use serde_json::json;

const ROWS: usize = 1000;

/// A file of two columns whose footer went through `edit`.
fn file(edit: impl FnOnce(ParquetMetaData) -> ParquetMetaData) -> (tempfile::TempDir, FileSpec) {
    let ids: ArrayRef = Arc::new((0..1000).collect::<Int64Array>());
    let names: ArrayRef = Arc::new((0..ROWS).map(|row| Some(format!("value {}", row % 7))).collect::<StringArray>());
    let batch = RecordBatch::try_from_iter([("id", ids), ("s", names)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let footer = ParquetMetaDataReader::new().parse_and_finish(&Bytes::from(bytes.clone())).unwrap();
    let length = bytes[bytes.len() - 8..bytes.len() - 4].iter().rev().fold(0, |length, &byte| length << 8 | usize::from(byte));
    bytes.truncate(bytes.len() - 8 - length);
    ParquetMetaDataWriter::new(&mut bytes, &edit(footer)).finish().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edited.parquet");
    std::fs::write(&path, bytes).unwrap();
    let spec = FileSpec::of(path.to_str().unwrap());
    (folder, spec)
}

fn with_groups(
    footer: ParquetMetaData,
    edit: impl Fn(RowGroupMetaDataBuilder, &RowGroupMetaData) -> RowGroupMetaDataBuilder,
) -> ParquetMetaData {
    let mut builder = footer.into_builder();
    let groups = builder.take_row_groups().into_iter().map(|group| edit(group.clone().into_builder(), &group).build().unwrap());
    let groups = groups.collect();
    builder.set_row_groups(groups).build()
}

fn count(request: &ScanRequest) -> Result<usize, &'static str> {
    let scan = ParquetScan::new(request, Control::none()).map_err(|error| error.code())?;
    let table = run(&scan, &scan.declared(), &[], &request.arguments, Control::none()).map_err(|error| error.code())?;
    Ok(table.rows())
}

#[test]
fn rows_are_those_of_the_row_groups() {
    let (_folder, spec) = file(|footer| {
        let of = footer.file_metadata();
        let none = FileMetaData::new(of.version(), 0, None, None, of.schema_descr_ptr(), None);
        ParquetMetaData::new(none, footer.row_groups().to_vec())
    });
    assert_eq!(metadata(&spec, Control::none()).unwrap().rows, 1000);
    assert_eq!(count(&ScanRequest::of(spec)), Ok(ROWS));
}

#[test]
fn a_dictionary_at_offset_0_is_none() {
    let (_folder, spec) = file(|footer| {
        with_groups(footer, |builder, group| {
            let columns = group.columns().iter().cloned().map(|chunk| {
                let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
                chunk.into_builder().set_dictionary_page_offset(Some(0)).set_data_page_offset(start).build().unwrap()
            });
            builder.set_column_metadata(columns.collect())
        })
    });
    assert_eq!(count(&ScanRequest::of(spec)), Ok(ROWS));
}

#[test]
fn a_row_group_that_promises_too_many_rows_is_damaged() {
    let less = json!({
        "kind": "call", "function": "less", "type": {"id": "bool"},
        "arguments": [{"kind":"column","name":"id","type":{"id":"int64"}}, {"kind":"parameter","index":0,"type":{"id":"int64"}}],
    });
    for rows in [2000, 1 << 60, i64::MAX] {
        let (_folder, spec) = file(|footer| with_groups(footer, |builder, _| builder.set_num_rows(rows)));
        let whole = ScanRequest { threads: 4, ..ScanRequest::of(spec) };
        assert_eq!(count(&whole), Err("DATA_CORRUPT"), "{rows} rows");
        let filtered = ScanRequest {
            predicate: Some(serde_json::from_value(less.clone()).unwrap()),
            arguments: vec![ScalarJson(json!("5"))],
            ..whole
        };
        assert_eq!(count(&filtered), Err("DATA_CORRUPT"), "{rows} rows, filtered");
    }
}

/// Rows with `id` below 10, with the statistics of `id` replaced.
fn below_ten(statistics: Statistics) -> Result<usize, &'static str> {
    let (_folder, spec) = file(|footer| {
        with_groups(footer, |builder, group| {
            let mut columns = group.columns().to_vec();
            columns[0] = columns[0].clone().into_builder().set_statistics(statistics.clone()).build().unwrap();
            builder.set_column_metadata(columns)
        })
    });
    let mut request = ScanRequest::of(spec);
    request.predicate = serde_json::from_value(json!({
        "kind": "call", "function": "less", "type": {"id": "bool"},
        "arguments": [{"kind":"column","name":"id","type":{"id":"int64"}}, {"kind":"parameter","index":0,"type":{"id":"int64"}}],
    }))
    .unwrap();
    request.arguments = vec![ScalarJson(json!(10))];
    count(&request)
}

#[test]
fn statistics_that_cannot_be_true_rule_nothing_out() {
    for (min, max, nulls) in [
        // the wrong way round
        (Some(999), Some(0), Some(0)),
        // all null, and bounds
        (Some(500), Some(999), Some(1000)),
        // more nulls than values
        (Some(0), Some(999), Some(5000)),
        (None, None, Some(5000)),
        (None, Some(999), None),
    ] {
        let statistics = Statistics::int64(min, max, None, nulls, false);
        assert_eq!(below_ten(statistics), Ok(10), "{min:?} to {max:?} and {nulls:?} nulls");
    }
    // What can be true is believed: none of the rows is read.
    assert_eq!(below_ten(Statistics::int64(Some(500), Some(999), None, Some(0), false)), Ok(0));
}

#[test]
fn two_columns_of_one_name_are_an_error() {
    let column: ArrayRef = Arc::new((0..10).collect::<Int64Array>());
    let inner = StructArray::from(vec![
        (Arc::new(Field::new("x", DataType::Int64, false)), column.clone()),
        (Arc::new(Field::new("x", DataType::Int64, false)), column.clone()),
    ]);
    let nested: ArrayRef = Arc::new(inner);
    for columns in [vec![("a", column.clone()), ("b", column.clone()), ("a", column.clone())], vec![("s", nested)]] {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let (_folder, spec) = written(&batch, WriterProperties::default());
        assert_eq!(metadata(&spec, Control::none()).unwrap_err().code(), "UNSUPPORTED_TYPE");
        assert_eq!(count(&ScanRequest::of(spec)), Err("UNSUPPORTED_TYPE"));
    }
}

fn written(batch: &RecordBatch, properties: WriterProperties) -> (tempfile::TempDir, FileSpec) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("written.parquet");
    let mut writer = ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    let spec = FileSpec::of(path.to_str().unwrap());
    (folder, spec)
}

/// Chunks of 32-bit integers in delta encoding are rewritten before they are decoded: pages of both versions, nulls, lists, several row groups and columns.
#[test]
fn delta_encoded_integers_of_32_bits_are_what_was_written() {
    let wild = |row: i32| row.wrapping_mul(1_640_531_527);
    let required: ArrayRef = Arc::new((0..5000).map(|row| Some(wild(row))).collect::<Int32Array>());
    let nullable: ArrayRef = Arc::new((0..5000).map(|row| (row % 3 != 0).then(|| wild(row) / 7)).collect::<Int32Array>());
    let unsigned: ArrayRef = Arc::new((0..5000).map(|row: u32| Some(3_000_000_000 + row)).collect::<UInt32Array>());
    let lists: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(
        (0..5000).map(|row| (row % 5 != 0).then(|| (0..row % 4).map(|item| (item != 2).then(|| wild(row + item))).collect::<Vec<_>>())),
    ));
    let nothing: ArrayRef = Arc::new(Int32Array::new_null(5000));
    let text: ArrayRef = Arc::new((0..5000).map(|row| Some(format!("text {row}"))).collect::<StringArray>());
    let columns = [("r", required), ("n", nullable), ("u", unsigned), ("l", lists), ("z", nothing), ("s", text)];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true))).unwrap();
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let mut properties = WriterProperties::builder()
            .set_writer_version(version)
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(2000))
            .set_data_page_row_count_limit(300)
            .set_write_batch_size(100)
            .set_dictionary_enabled(false);
        for path in [vec!["r"], vec!["n"], vec!["u"], vec!["z"], vec!["l", "list", "item"]] {
            let path = ColumnPath::new(path.into_iter().map(str::to_owned).collect());
            properties = properties.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
        let (_folder, spec) = written(&batch, properties.build());
        for threads in [1, 3] {
            let mut request = ScanRequest::of(spec.clone());
            request.threads = threads;
            let scan = ParquetScan::new(&request, Control::none()).unwrap();
            let mut read = Vec::new();
            for partition in 0..scan.partitions() {
                let mut batches = scan.open(partition).unwrap();
                while let Some(batch) = batches.next(Control::none()).unwrap() {
                    read.push(batch);
                }
            }
            let read = concat_batches(&scan.schema(), &read).unwrap();
            for (index, column) in batch.columns().iter().enumerate() {
                assert_eq!(format!("{:?}", read.column(index)), format!("{column:?}"), "column {index}");
            }
        }
    }
}
