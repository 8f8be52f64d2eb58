//! A graph whose arrays are Arrow buffers: built here, or borrowed from typed arrays.

use arrow_array::ArrayRef;
use arrow_buffer::{Buffer, ScalarBuffer};
use arrow_schema::DataType;
use pf_graph_core::{Adjacency, AdjacencyView, GraphView, Offsets, OffsetsView, Weights, WeightsView};
use serde_json::{Value, json};

use crate::error::{Failure, Outcome};
use crate::memory::Counted;

impl From<pf_graph_core::GraphError> for Failure {
    fn from(error: pf_graph_core::GraphError) -> Self {
        use pf_graph_core::GraphError as E;
        let details = match &error {
            E::VertexIdOutOfRange { id, row, column, vertices } => {
                json!({ "id": id, "row": row, "column": column.to_string(), "vertices": vertices })
            }
            E::NullVertexId { row, column } => json!({ "row": row, "column": column.to_string() }),
            E::NullWeight { row } | E::NanWeight { row, .. } => json!({ "row": row }),
            E::WeightOutOfRange { row, weight } => json!({ "row": row, "weight": weight }),
            E::NegativeWeight { row, weight, .. } => json!({ "row": row, "weight": weight }),
            E::VertexNotFound { id, .. } => json!({ "vertex": id }),
            _ => json!({}),
        };
        Self::new(error.code(), error.to_string()).with_details(details)
    }
}

/// Row offsets of either width.
pub enum OffsetBuffer {
    U32(ScalarBuffer<u32>),
    U64(ScalarBuffer<u64>),
}

/// Weights: their bytes and type.
pub struct WeightBuffer {
    pub data_type: DataType,
    pub values: Buffer,
}

/// One direction.
pub struct Side {
    pub offsets: OffsetBuffer,
    pub targets: ScalarBuffer<u32>,
    pub weights: Option<WeightBuffer>,
}

/// Everything behind a handle.
pub struct GraphCell {
    pub directed: bool,
    /// type of the ids in results
    pub id_type: DataType,
    /// id of each vertex; none when the id is the index
    pub ids: Option<ArrayRef>,
    /// whether the ids ascend
    pub sorted: bool,
    pub out: Side,
    /// none for undirected graphs
    pub incoming: Option<Side>,
    /// as `GraphFacts`
    pub facts: Value,
    pub counted: Counted,
}

impl From<Adjacency> for Side {
    fn from(side: Adjacency) -> Self {
        Self {
            offsets: match side.offsets {
                Offsets::U32(offsets) => OffsetBuffer::U32(offsets.into()),
                Offsets::U64(offsets) => OffsetBuffer::U64(offsets.into()),
            },
            targets: side.targets.into(),
            weights: side.weights.map(|weights| {
                let (data_type, values) = match weights {
                    Weights::I8(values) => (DataType::Int8, Buffer::from_vec(values)),
                    Weights::I16(values) => (DataType::Int16, Buffer::from_vec(values)),
                    Weights::I32(values) => (DataType::Int32, Buffer::from_vec(values)),
                    Weights::U8(values) => (DataType::UInt8, Buffer::from_vec(values)),
                    Weights::U16(values) => (DataType::UInt16, Buffer::from_vec(values)),
                    Weights::U32(values) => (DataType::UInt32, Buffer::from_vec(values)),
                    Weights::F32(values) => (DataType::Float32, Buffer::from_vec(values)),
                    Weights::F64(values) => (DataType::Float64, Buffer::from_vec(values)),
                };
                WeightBuffer { data_type, values }
            }),
        }
    }
}

impl Side {
    /// Bytes of the arrays.
    pub fn bytes(&self) -> usize {
        let offsets = match &self.offsets {
            OffsetBuffer::U32(offsets) => offsets.inner().capacity(),
            OffsetBuffer::U64(offsets) => offsets.inner().capacity(),
        };
        offsets + self.targets.inner().capacity() + self.weights.as_ref().map_or(0, |weights| weights.values.capacity())
    }

    /// What kernels take.
    pub fn view(&self) -> Outcome<AdjacencyView<'_>> {
        let offsets = match &self.offsets {
            OffsetBuffer::U32(offsets) => OffsetsView::U32(offsets),
            OffsetBuffer::U64(offsets) => OffsetsView::U64(offsets),
        };
        let weights = self.weights.as_ref().map(WeightBuffer::view).transpose()?;
        Ok(AdjacencyView::new(offsets, &self.targets, weights)?)
    }
}

impl WeightBuffer {
    fn view(&self) -> Outcome<WeightsView<'_>> {
        Ok(match self.data_type {
            DataType::Int8 => WeightsView::I8(self.values.typed_data()),
            DataType::Int16 => WeightsView::I16(self.values.typed_data()),
            DataType::Int32 => WeightsView::I32(self.values.typed_data()),
            DataType::UInt8 => WeightsView::U8(self.values.typed_data()),
            DataType::UInt16 => WeightsView::U16(self.values.typed_data()),
            DataType::UInt32 => WeightsView::U32(self.values.typed_data()),
            DataType::Float32 => WeightsView::F32(self.values.typed_data()),
            DataType::Float64 => WeightsView::F64(self.values.typed_data()),
            ref other => return Err(Failure::invalid(format!("weights of type {other} are not kept in graphs"))),
        })
    }
}

impl GraphCell {
    /// What kernels take.
    pub fn view(&self) -> Outcome<GraphView<'_>> {
        let out = self.out.view()?;
        if !self.directed {
            return Ok(GraphView::undirected(out));
        }
        let incoming = self.incoming.as_ref().map(Side::view).transpose()?;
        Ok(GraphView::directed(out, incoming)?)
    }

    /// V.
    pub fn vertices(&self) -> usize {
        match &self.out.offsets {
            OffsetBuffer::U32(offsets) => offsets.len() - 1,
            OffsetBuffer::U64(offsets) => offsets.len() - 1,
        }
    }
}
