//! Lent chunks ↔ the columns of `pf-graph-core`.

use crate::handed_over::typed_array;
use crate::request::Chunk;
use neon::prelude::*;
use pf_graph_core::{
    Control, EdgeColumn, GatheredIds, GatheredWeights, GraphError, IdBuffer, IdChunk, IdColumn, IdType, IdValues, Weights, WeightsColumn,
    WeightsView, gather_ids, gather_weights,
};

fn unsupported(what: &str, type_name: &str) -> GraphError {
    GraphError::InvalidArgument { message: format!("{what} of type {type_name} are not supported by this binding") }
}

impl Chunk {
    fn validity(&self) -> Result<Option<&[u8]>, GraphError> {
        self.validity.as_ref().map(|bits| bits.values(self.length.div_ceil(8))).transpose()
    }

    fn string_bytes(&self) -> &[u8] {
        self.data.first().map_or(&[], |data| data.bytes())
    }

    /// The chunk as a plain id column; None for views and dictionaries.
    pub fn plain(&self) -> Result<Option<IdColumn<'_>>, GraphError> {
        let length = self.length;
        let offsets = if length == 0 { 0 } else { length + 1 };
        let values = match self.type_name.as_str() {
            _ if self.dictionary.is_some() => return Ok(None),
            "int8" => IdValues::I8(self.values.values(length)?),
            "int16" => IdValues::I16(self.values.values(length)?),
            "int32" => IdValues::I32(self.values.values(length)?),
            "int64" => IdValues::I64(self.values.values(length)?),
            "uint8" => IdValues::U8(self.values.values(length)?),
            "uint16" => IdValues::U16(self.values.values(length)?),
            "uint32" => IdValues::U32(self.values.values(length)?),
            "uint64" => IdValues::U64(self.values.values(length)?),
            "utf8" => IdValues::Utf8 { offsets: self.values.values(offsets)?, data: self.string_bytes() },
            "largeUtf8" => IdValues::LargeUtf8 { offsets: self.values.values(offsets)?, data: self.string_bytes() },
            "utf8View" => return Ok(None),
            other => return Err(unsupported("vertex ids", other)),
        };
        Ok(Some(IdColumn::new(values, self.validity()?)))
    }

    /// A plain column or views.
    fn flat<'a>(&'a self, buffers: &'a [&'a [u8]]) -> Result<IdChunk<'a>, GraphError> {
        match self.plain()? {
            Some(column) => Ok(IdChunk::Plain(column)),
            None if self.dictionary.is_some() => Err(unsupported("vertex ids", "dictionary of dictionaries")),
            None => Ok(IdChunk::View { views: self.values.values(16 * self.length)?, buffers, validity: self.validity()? }),
        }
    }

    /// The chunk as a weight column.
    fn weights(&self) -> Result<WeightsColumn<'_>, GraphError> {
        let length = self.length;
        let kept = match self.type_name.as_str() {
            "int64" => return Ok(WeightsColumn::int64(self.values.values(length)?, self.validity()?)),
            "uint64" => return Ok(WeightsColumn::uint64(self.values.values(length)?, self.validity()?)),
            "int8" => WeightsView::I8(self.values.values(length)?),
            "int16" => WeightsView::I16(self.values.values(length)?),
            "int32" => WeightsView::I32(self.values.values(length)?),
            "uint8" => WeightsView::U8(self.values.values(length)?),
            "uint16" => WeightsView::U16(self.values.values(length)?),
            "uint32" => WeightsView::U32(self.values.values(length)?),
            "float32" => WeightsView::F32(self.values.values(length)?),
            "float64" => WeightsView::F64(self.values.values(length)?),
            other => return Err(unsupported("weights", other)),
        };
        Ok(WeightsColumn::new(kept, self.validity()?))
    }

    /// The indices of a dictionary.
    fn indices(&self) -> Result<IdColumn<'_>, GraphError> {
        let length = self.length;
        let values = match self.type_name.as_str() {
            "int8" => IdValues::I8(self.values.values(length)?),
            "int16" => IdValues::I16(self.values.values(length)?),
            "int32" => IdValues::I32(self.values.values(length)?),
            "int64" => IdValues::I64(self.values.values(length)?),
            "uint8" => IdValues::U8(self.values.values(length)?),
            "uint16" => IdValues::U16(self.values.values(length)?),
            "uint32" => IdValues::U32(self.values.values(length)?),
            "uint64" => IdValues::U64(self.values.values(length)?),
            other => return Err(unsupported("dictionary indices", other)),
        };
        Ok(IdColumn::new(values, self.validity()?))
    }
}

/// All chunks of an id column as one: borrowed when it is one plain chunk of the type already, else copied together.
pub fn ids<'a>(chunks: &'a [Chunk], id_type: IdType, column: EdgeColumn, control: &Control<'_>) -> Result<GatheredIds<'a>, GraphError> {
    if let [only] = chunks
        && let Some(plain) = only.plain()?
    {
        return gather_ids(&[IdChunk::Plain(plain)], id_type, column, control);
    }
    let inner = |chunk: &'a Chunk| chunk.dictionary.as_deref().unwrap_or(chunk);
    let buffers: Vec<Vec<&[u8]>> = chunks.iter().map(|chunk| inner(chunk).data.iter().map(|data| data.bytes()).collect()).collect();
    let flat: Vec<IdChunk<'_>> =
        chunks.iter().zip(&buffers).map(|(chunk, buffers)| inner(chunk).flat(buffers)).collect::<Result<_, _>>()?;
    let mut all = Vec::with_capacity(chunks.len());
    for (chunk, flat) in chunks.iter().zip(&flat) {
        all.push(if chunk.dictionary.is_some() { IdChunk::Dictionary { indices: chunk.indices()?, values: flat } } else { *flat });
    }
    match gather_ids(&all, id_type, column, control)? {
        GatheredIds::Integers(ids) => Ok(GatheredIds::Integers(ids)),
        GatheredIds::Strings { offsets, data } => Ok(GatheredIds::Strings { offsets, data }),
        GatheredIds::Borrowed(_) => Err(GraphError::InvalidArgument { message: "a plain chunk was taken for several".to_owned() }),
    }
}

/// All chunks of a weight column as one.
pub fn weights(chunks: &[Chunk]) -> Result<GatheredWeights<'_>, GraphError> {
    gather_weights(&chunks.iter().map(Chunk::weights).collect::<Result<Vec<_>, _>>()?)
}

/// `{ values }` or `{ values: offsets, data }`; undefined for dense ids.
pub fn id_buffer<'cx>(cx: &mut Cx<'cx>, ids: IdBuffer) -> JsResult<'cx, JsValue> {
    let object = cx.empty_object();
    macro_rules! set {
        ($($variant:ident)*) => {
            match ids {
                IdBuffer::Dense(_) => return Ok(cx.undefined().upcast()),
                $(IdBuffer::$variant(values) => {
                    let values = typed_array(cx, values)?;
                    object.set(cx, "values", values)?;
                })*
                IdBuffer::Utf8 { offsets, data } => {
                    let offsets = typed_array(cx, offsets)?;
                    object.set(cx, "values", offsets)?;
                    let data = typed_array(cx, data)?;
                    object.set(cx, "data", data)?;
                }
            }
        };
    }
    set!(I8 I16 I32 I64 U8 U16 U32 U64);
    Ok(object.upcast())
}

/// Weights as the typed array of their type.
pub fn weight_array<'cx>(cx: &mut Cx<'cx>, weights: Weights) -> JsResult<'cx, JsValue> {
    macro_rules! array {
        ($($variant:ident)*) => {
            match weights { $(Weights::$variant(weights) => Ok(typed_array(cx, weights)?.upcast()),)* }
        };
    }
    array!(I8 I16 I32 U8 U16 U32 F32 F64)
}
