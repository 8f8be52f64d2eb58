//! Graphs in native memory, as handles.

mod build;
mod cell;
mod handle;
mod ids;
mod kernels;

pub use kernels::offered;
