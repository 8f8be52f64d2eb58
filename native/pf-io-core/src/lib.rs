//! Parquet metadata and scans on Arrow batches.
