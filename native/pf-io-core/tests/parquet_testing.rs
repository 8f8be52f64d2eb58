//! The files of apache/parquet-testing, whole and damaged: each reads or gives a typed error; nothing panics or hangs.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use pf_io_core::file::FileSpec;
use pf_io_core::metadata::metadata;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::Control;
use pf_transform_core::source::Source;

/// The folder of public test data, or none where it is absent.
fn data() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("PARQUETFRAME_TEST_DATA").map_or_else(|| root.join("../shared/data"), |path| root.join(path));
    let folder = folder.join("parquet-testing/data");
    if !folder.exists() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    Some(folder)
}

/// Rows read, or the code of the error.
fn read(path: &Path, threads: usize) -> Result<usize, &'static str> {
    let file = FileSpec::of(path.to_str().unwrap());
    let meta = metadata(&file, Control::none()).map_err(|error| error.code());
    let scan = ParquetScan::new(&ScanRequest { threads, ..ScanRequest::of(file) }, Control::none()).map_err(|error| error.code())?;
    let mut rows = 0;
    for partition in 0..scan.partitions() {
        let mut reader = scan.open(partition).map_err(|error| error.code())?;
        while let Some(batch) = reader.next(Control::none()).map_err(|error| error.code())? {
            rows += batch.num_rows();
        }
    }
    if let Ok(meta) = meta {
        assert_eq!(usize::try_from(meta.rows), Ok(rows), "{}", path.display());
    }
    Ok(rows)
}

const TYPED: [&str; 3] = ["DATA_CORRUPT", "ENCRYPTED_FILE", "UNSUPPORTED_TYPE"];

#[test]
fn every_file_reads_or_gives_a_typed_error() {
    let Some(folder) = data() else { return };
    let mut read_whole = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.contains(".parquet") || name.ends_with(".json") {
            continue;
        }
        match read(&path, 2) {
            Ok(_) => read_whole += 1,
            Err(code) => {
                println!("{name}: {code}");
                assert!(TYPED.contains(&code), "{name}: {code}");
                assert_eq!(name.ends_with(".encrypted"), code == "ENCRYPTED_FILE", "{name}: {code}");
            }
        }
    }
    for (name, code) in [
        ("datapage_v1-corrupt-checksum.parquet", Some("DATA_CORRUPT")),
        ("int96_from_spark.parquet", Some("UNSUPPORTED_TYPE")),
        ("repeated_no_annotation.parquet", None),
    ] {
        assert_eq!(read(&folder.join(name), 1).err(), code, "{name}");
    }
    assert!(read_whole >= 40, "only {read_whole} files were read");
}

#[test]
fn damaged_files_give_typed_errors() {
    let Some(folder) = data() else { return };
    let target = tempfile::tempdir().unwrap();
    for name in ["alltypes_plain.snappy.parquet", "delta_byte_array.parquet", "nested_lists.snappy.parquet", "int32_decimal.parquet"] {
        let whole = std::fs::read(folder.join(name)).unwrap();
        let path = target.path().join(name);
        for cut in [0, 4, 11, whole.len() / 3, whole.len() - 9] {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(read(&path, 1).err(), Some("DATA_CORRUPT"), "{name} cut to {cut} bytes");
        }
        // A fixed sequence of single flipped bytes: any outcome that is typed, or values that happen to decode.
        let mut position = 12_345_usize;
        for _ in 0..60 {
            position = (position * 1_103_515_245 + 12_345) % whole.len();
            let mut bytes = whole.clone();
            bytes[position] ^= 0x55;
            std::fs::write(&path, &bytes).unwrap();
            if let Err(code) = read(&path, 1) {
                assert!(TYPED.contains(&code), "{name} with byte {position} flipped: {code}");
            }
        }
    }
}

#[test]
fn missing_and_changed_files_say_so() {
    assert_eq!(read(Path::new("/nowhere/x.parquet"), 1).err(), Some("FILE_NOT_FOUND"));
    assert_eq!(read(Path::new("/tmp"), 1).err(), Some("FILE_NOT_FOUND"));
    let Some(folder) = data() else { return };
    let path = folder.join("binary.parquet");
    let file = FileSpec { bytes: Some(1), ..FileSpec::of(path.to_str().unwrap()) };
    assert_eq!(metadata(&file, Control::none()).err().map(|error| error.code()), Some("SOURCE_CHANGED"));
}
