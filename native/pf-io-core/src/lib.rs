//! Parquet metadata and scans on Arrow batches. Knows nothing of JavaScript; every error says which file and what was being read.
#![forbid(unsafe_code)]

mod arrow_schema;
mod base64;
mod delta;
pub mod error;
pub mod file;
mod flat_table;
pub mod footer;
mod format_rules;
pub mod guard;
mod int96;
mod late;
pub mod metadata;
pub mod open;
mod pages;
mod partition;
pub mod prune;
mod reason;
mod repeated;
pub mod scan;
pub mod schema;
pub mod statistics;
mod thrift;
