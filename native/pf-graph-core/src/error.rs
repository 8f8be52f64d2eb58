//! Every error of this crate, with the code that all engines raise alike.

/// Which column of the edge input an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeColumn {
    /// The edges' source ids.
    Src,
    /// The edges' target ids.
    Dst,
    /// The optional vertex table's ids.
    Vertex,
}

impl std::fmt::Display for EdgeColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Src => "src",
            Self::Dst => "dst",
            Self::Vertex => "vertex",
        })
    }
}

/// What can go wrong; [`GraphError::code`] is stable, the text is for people.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GraphError {
    /// The caller's flag was set.
    #[error("the call was cancelled")]
    Cancelled,
    /// With dense ids, an id outside 0…V−1.
    #[error("vertex id {id} in row {row} of {column} is outside 0…{vertices} (exclusive); drop `dense` or raise it")]
    VertexIdOutOfRange {
        /// The id as text.
        id: String,
        /// Zero-based row of the input.
        row: usize,
        /// The column it stands in.
        column: EdgeColumn,
        /// V as declared.
        vertices: u64,
    },
    /// An id is null.
    #[error("row {row} of {column} has no vertex id; filter nulls out first")]
    NullVertexId {
        /// Zero-based row of the input.
        row: usize,
        /// The column it stands in.
        column: EdgeColumn,
    },
    /// A weight is null.
    #[error("the edge in row {row} has no weight; filter nulls out or give a default first")]
    NullWeight {
        /// Zero-based row of the input.
        row: usize,
    },
    /// A 64-bit integer weight that a double cannot hold.
    #[error("the weight {weight} of the edge in row {row} is beyond 2^53; cast the column to float64 if rounding is acceptable")]
    WeightOutOfRange {
        /// Zero-based row of the input.
        row: usize,
        /// The weight as text.
        weight: String,
    },
    /// A weight below zero where that is forbidden.
    #[error("the edge in row {row} ({src} → {dst}) has the negative weight {weight}")]
    NegativeWeight {
        /// Zero-based row of the edge.
        row: usize,
        /// Dense source.
        src: u32,
        /// Dense target.
        dst: u32,
        /// The weight.
        weight: f64,
    },
    /// A weight that is not a number where that is forbidden.
    #[error("the weight of the edge in row {row} ({src} → {dst}) is NaN")]
    NanWeight {
        /// Zero-based row of the edge.
        row: usize,
        /// Dense source.
        src: u32,
        /// Dense target.
        dst: u32,
    },
    /// More vertices than dense u32 ids.
    #[error("{vertices} vertices do not fit in u32 ids; the limit is 2^32 − 1")]
    TooManyVertices {
        /// How many there are.
        vertices: u64,
    },
    /// More bytes of string ids than utf8 offsets reach.
    #[error("the vertices' ids take {bytes} bytes; utf8 holds fewer than 2^31")]
    IdsTooLong {
        /// Bytes of all distinct ids.
        bytes: usize,
    },
    /// A vertex was named that the graph does not have.
    #[error("vertex {id} is not in the graph of {vertices} vertices")]
    VertexNotFound {
        /// The id as text.
        id: String,
        /// V.
        vertices: u64,
    },
    /// Options or arrays that do not fit together.
    #[error("{message}")]
    InvalidArgument {
        /// What was wrong and what was received.
        message: String,
    },
}

impl GraphError {
    /// The stable code, the same in every engine.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cancelled => "ABORTED",
            Self::VertexIdOutOfRange { .. } => "VERTEX_ID_OUT_OF_RANGE",
            Self::NullVertexId { .. } => "NULL_VERTEX_ID",
            Self::NullWeight { .. } => "NULL_WEIGHT",
            Self::WeightOutOfRange { .. } => "WEIGHT_OUT_OF_RANGE",
            Self::NegativeWeight { .. } => "NEGATIVE_WEIGHT",
            Self::NanWeight { .. } => "NAN_WEIGHT",
            Self::TooManyVertices { .. } => "GRAPH_TOO_LARGE",
            Self::IdsTooLong { .. } => "GRAPH_TOO_LARGE",
            Self::VertexNotFound { .. } => "VERTEX_NOT_FOUND",
            Self::InvalidArgument { .. } => "INVALID_ARGUMENT",
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::InvalidArgument { message: message.into() }
    }
}
