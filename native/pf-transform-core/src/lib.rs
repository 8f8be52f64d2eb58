//! Table kernels on Arrow batches: expressions, filter, project, aggregate, sort and limit, and pipelines that fuse them over any source of
//! batches. Nothing here knows of JavaScript or of files.
#![deny(unsafe_code)]

pub mod aggregate;
pub mod arithmetic;
pub mod bytes;
mod calendar;
pub mod cast;
mod coalesce;
pub mod compare;
pub mod control;
pub mod decimal;
pub mod error;
pub mod evaluate;
pub mod expression;
pub mod filter;
pub mod functions;
pub mod gather;
pub mod group_head;
mod hash_value;
pub mod join;
pub mod numeric;
mod partitions;
pub mod pipeline;
pub mod project;
pub mod rows;
pub mod scalar;
mod shares;
pub mod sort;
pub mod source;
pub mod spill;
pub mod table;
pub mod temporal;
pub mod type_text;
pub mod types;
pub mod value;
pub mod verbs;
pub mod window;
mod zone;
