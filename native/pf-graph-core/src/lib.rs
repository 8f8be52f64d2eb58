//! Graph layouts and kernels over plain slices.
#![forbid(unsafe_code)]
