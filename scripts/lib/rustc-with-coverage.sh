#!/bin/sh
# RUSTC_WORKSPACE_WRAPPER: cargo calls it for our own crates alone, so that their dependencies are neither counted nor slowed.
exec "$@" -C instrument-coverage
