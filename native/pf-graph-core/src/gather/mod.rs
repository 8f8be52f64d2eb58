//! Columns that arrive in several chunks, in mixed types, as views or dictionaries, made into the one plain column that [`crate::map_ids`]
//! and [`crate::build`] take. A single chunk that is plain already is borrowed; everything else is copied once, O(rows).

mod ids;
mod weights;

pub use ids::{GatheredIds, IdChunk, IdType, gather_ids};
pub use weights::{GatheredWeights, gather_weights};
