//! Memory and cancelling: values of very different sizes, large pages.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::{ArrayRef, Int64Array, ListArray, RecordBatch, StringArray, types::Int64Type};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use pf_io_core::file::FileSpec;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::{Budget, Control, Flag};
use pf_transform_core::error::{Error, Result};
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::Source;
use serde_json::json;

const MIB: usize = 1 << 20;

fn written(columns: Vec<(&str, ArrayRef)>, properties: WriterProperties) -> (tempfile::TempDir, FileSpec) {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("written.parquet");
    let mut writer = ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let spec = FileSpec::of(path.to_str().unwrap());
    (folder, spec)
}

/// Row counts of all batches, and the bytes of the largest.
fn batches(request: &ScanRequest, control: Control<'_>) -> Result<(Vec<usize>, usize)> {
    let scan = ParquetScan::new(request, control).map_err(Error::from)?;
    let (mut rows, mut largest) = (Vec::new(), 0);
    for partition in 0..scan.partitions() {
        let mut reader = scan.open(partition)?;
        while let Some(batch) = reader.next(control)? {
            rows.push(batch.num_rows());
            largest = largest.max(batch.get_array_memory_size());
        }
    }
    Ok((rows, largest))
}

/// A hundred thousand short texts, and among them sixty of a mebibyte and more.
fn uneven() -> Vec<(&'static str, ArrayRef)> {
    let long = |row: usize| (70_000..70_060).contains(&row);
    let texts = (0..100_000).map(|row| if long(row) { format!("{row}{}", "x".repeat(MIB)) } else { row.to_string() });
    vec![("id", Arc::new((0..100_000).collect::<Int64Array>()) as ArrayRef), ("text", Arc::new(texts.map(Some).collect::<StringArray>()))]
}

fn uneven_file() -> (tempfile::TempDir, FileSpec) {
    let properties =
        WriterProperties::builder().set_dictionary_enabled(false).set_data_page_size_limit(MIB).set_write_batch_size(16).build();
    written(uneven(), properties)
}

#[test]
fn where_rows_are_large_fewer_are_read_together() {
    let (_folder, spec) = uneven_file();
    let budget = Arc::new(Budget::new(24 * MIB));
    let (rows, largest) = batches(&ScanRequest::of(spec), Control::none().within(Some(&budget))).unwrap();
    assert_eq!(rows.iter().sum::<usize>(), 100_000);
    assert!(largest < 32 * MIB, "{largest}");
    // All that was taken was given back.
    assert_eq!(budget.take(24 * MIB), Ok(()));
}

#[test]
fn so_it_is_behind_a_predicate() {
    let (_folder, spec) = uneven_file();
    let budget = Arc::new(Budget::new(24 * MIB));
    for (least, expected) in [("100", 99_900), ("70030", 29_970), ("99000", 1_000), ("70059", 29_941)] {
        let request = ScanRequest {
            predicate: serde_json::from_value(json!({
                "kind": "call", "function": "greaterEqual", "type": {"id": "bool"},
                "arguments": [{"kind":"column","name":"id","type":{"id":"int64"}}, {"kind":"parameter","index":0,"type":{"id":"int64"}}],
            }))
            .unwrap(),
            arguments: vec![ScalarJson(json!(least))],
            ..ScanRequest::of(spec.clone())
        };
        let (rows, largest) = batches(&request, Control::none().within(Some(&budget))).unwrap();
        assert_eq!(rows.iter().sum::<usize>(), expected, "from {least} on");
        assert!(largest < 32 * MIB, "{largest}");
    }
}

#[test]
fn one_row_that_is_larger_than_the_budget_is_out_of_memory() {
    let (_folder, spec) = uneven_file();
    let budget = Arc::new(Budget::new(MIB));
    let outcome = batches(&ScanRequest::of(spec), Control::none().within(Some(&budget)));
    assert_eq!(outcome.unwrap_err().code(), "OUT_OF_MEMORY");
}

#[test]
fn a_list_is_read_whole_or_not_at_all() {
    let lists = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(7); 4 * MIB]), Some(vec![Some(1)])]);
    let (_folder, spec) = written(vec![("list", Arc::new(lists))], WriterProperties::builder().build());
    let read = |bytes| {
        let budget = Arc::new(Budget::new(bytes));
        batches(&ScanRequest::of(spec.clone()), Control::none().within(Some(&budget)))
    };
    assert_eq!(read(16 * MIB).unwrap_err().code(), "OUT_OF_MEMORY");
    assert_eq!(read(256 * MIB).unwrap().0.iter().sum::<usize>(), 2);
}

/// Set once it was asked so many times.
struct After(AtomicUsize);

impl Flag for After {
    fn is_set(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn a_run_is_given_up_within_a_page() {
    let numbers = Int64Array::from(vec![42; 8 * MIB]);
    for compression in [Compression::SNAPPY, Compression::LZ4_RAW, Compression::ZSTD(ZstdLevel::default())] {
        let properties = WriterProperties::builder()
            .set_dictionary_enabled(false)
            .set_compression(compression)
            .set_data_page_size_limit(1 << 30)
            .set_write_batch_size(8 * MIB)
            .set_data_page_row_count_limit(8 * MIB)
            .build();
        let (_folder, spec) = written(vec![("x", Arc::new(numbers.clone()))], properties);
        // One page of 64 MiB: opening, planning and the header ask a few times, a step of a mebibyte once each.
        let whole = Arc::new(After(AtomicUsize::new(usize::MAX)));
        let flag: Arc<dyn Flag> = whole.clone();
        assert!(batches(&ScanRequest::of(spec.clone()), Control::new(&flag, None)).is_ok());
        assert!(usize::MAX - whole.0.load(Ordering::Relaxed) > 64, "{compression:?}");
        let flag: Arc<dyn Flag> = Arc::new(After(AtomicUsize::new(20)));
        assert_eq!(batches(&ScanRequest::of(spec), Control::new(&flag, None)).unwrap_err(), Error::Cancelled, "{compression:?}");
    }
}
