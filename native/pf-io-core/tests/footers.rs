//! Footers that say odd things: files are written, and their footers replaced.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::{
    FileMetaData, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaData, RowGroupMetaDataBuilder,
};
use pf_io_core::file::FileSpec;
use pf_io_core::metadata::metadata;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::Control;
use pf_transform_core::pipeline::run;
use pf_transform_core::scalar::ScalarJson;
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
    let scan = ParquetScan::new(request).map_err(|error| error.code())?;
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
    assert_eq!(metadata(&spec).unwrap().rows, 1000);
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
