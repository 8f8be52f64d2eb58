//! napi-rs binding of pf-io-core, pf-transform-core and pf-graph-core: conversion only.
//!
//! Every computation is an async task on libuv's pool that runs on a rayon pool of ours; panics are caught and become errors. Buffers
//! cross without a copy: Arrow memory is shown to JavaScript as external ArrayBuffers, typed arrays are borrowed by pointer with a
//! reference held. Errors carry JSON `{code, message, details}` as their message; the TypeScript face rebuilds them.

// Under `cfg(test)` napi's macros register nothing, so that everything looks unused; the tests are those of the engine package.
#![cfg_attr(test, allow(dead_code))]

#[macro_use]
extern crate napi_derive;

mod configure;
mod error;
mod export;
mod graph;
mod import;
mod job;
mod memory;
mod operations;
mod pipeline;
mod request;
mod stream;
mod table;
mod test_hooks;
mod verbs;
