//! neon binding of `pf-graph-core`: conversion only.
