//! `graph.bfs` over borrowed CSR and CSC.

use crate::columns::id_buffer;
use crate::handed_over::typed_array;
use crate::job::Job;
use crate::lent::Lent;
use crate::request::{Chunk, flag, size, size_opt};
use neon::prelude::*;
use pf_graph_core::{
    AdjacencyView, BfsOptions, Control, GraphError, GraphView, IdBuffer, IdColumn, IdType, OffsetsView, ResultClass, lookup_dense,
    lookup_ids, take_dense, take_ids, validity_of_u32,
};

struct Request {
    vertices: usize,
    arcs: usize,
    /// offsets and targets, as bytes
    csr: (Lent, Lent),
    /// none for undirected graphs
    csc: Option<(Lent, Lent)>,
    /// none for dense graphs
    ids: Option<Chunk>,
    id_type: String,
    sources: Chunk,
    options: BfsOptions,
}

impl Request {
    fn read<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>) -> NeonResult<Self> {
        let csr: Handle<JsObject> = object.get(cx, "csr")?;
        let csc = object.get_opt::<JsObject, _, _>(cx, "csc")?;
        let ids = object.get_opt::<JsObject, _, _>(cx, "ids")?;
        let sources: Handle<JsObject> = object.get(cx, "sources")?;
        let max_depth = size_opt(cx, object, "maxDepth")?.and_then(|depth| u32::try_from(depth).ok());
        Ok(Self {
            vertices: size(cx, object, "vertexCount")?,
            arcs: size(cx, object, "arcCount")?,
            csr: side(cx, csr)?,
            csc: csc.map(|csc| side(cx, csc)).transpose()?,
            ids: ids.map(|ids| Chunk::read(cx, ids)).transpose()?,
            id_type: object.get::<JsString, _, _>(cx, "idType")?.value(cx),
            sources: Chunk::read(cx, sources)?,
            options: BfsOptions {
                max_depth: max_depth.unwrap_or(u32::MAX),
                distance: flag(cx, object, "distance")?,
                predecessor: flag(cx, object, "predecessor")?,
                class: if flag(cx, object, "fast")? { ResultClass::Fast } else { ResultClass::Exact },
            },
        })
    }

    fn run(&self, control: &Control<'_>) -> Result<Found, GraphError> {
        let graph = match &self.csc {
            Some(csc) => GraphView::directed(self.view(&self.csr)?, Some(self.view(csc)?))?,
            None => GraphView::undirected(self.view(&self.csr)?),
        };
        let wanted = plain(&self.sources)?;
        let ids = self.ids.as_ref().map(plain).transpose()?;
        let sources = match ids {
            Some(ids) => lookup_ids(&ids.values(), false, &wanted)?,
            None => lookup_dense(self.vertices, &wanted)?,
        };
        let hops = pf_graph_core::bfs(&graph, &sources, &self.options, control)?;
        let predecessor = if self.options.predecessor {
            let (validity, nulls) = validity_of_u32(&hops.predecessor);
            Some((self.names(ids.as_ref(), &hops.predecessor)?, validity, nulls))
        } else {
            None
        };
        let distance = self.options.distance.then(|| {
            let (validity, nulls) = validity_of_u32(&hops.distance);
            (IdBuffer::U32(hops.distance), validity, nulls)
        });
        // A dense graph has no id column that the result could share.
        let vertex = match ids {
            Some(_) => None,
            None => Some(self.names(None, &(0..u32::try_from(self.vertices).unwrap_or(u32::MAX)).collect::<Vec<u32>>())?),
        };
        Ok(Found { vertex, distance, predecessor, reached: hops.reached, levels: hops.levels.len() })
    }

    fn view<'a>(&self, (offsets, targets): &'a (Lent, Lent)) -> Result<AdjacencyView<'a>, GraphError> {
        AdjacencyView::new(OffsetsView::U32(offsets.values(self.vertices + 1)?), targets.values(self.arcs)?, None)
    }

    /// Ids of the vertices at these indexes.
    fn names(&self, ids: Option<&IdColumn<'_>>, indexes: &[u32]) -> Result<IdBuffer, GraphError> {
        match (ids, IdType::of(&self.id_type)) {
            (Some(ids), _) => take_ids(&ids.values(), indexes),
            (None, Some(id_type)) => take_dense(id_type, indexes),
            (None, None) => Err(GraphError::InvalidArgument { message: format!("there are no dense ids of type {}", self.id_type) }),
        }
    }
}

fn side<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>) -> NeonResult<(Lent, Lent)> {
    let offsets = object.get::<JsUint8Array, _, _>(cx, "offsets")?;
    let targets = object.get::<JsUint8Array, _, _>(cx, "targets")?;
    Ok((Lent::of(cx, offsets), Lent::of(cx, targets)))
}

fn plain(chunk: &Chunk) -> Result<IdColumn<'_>, GraphError> {
    let message = || format!("vertex ids in the layout of {} are not supported by this binding", chunk.type_name);
    chunk.plain()?.ok_or_else(|| GraphError::InvalidArgument { message: message() })
}

/// Values, validity bitmap, number of nulls.
type Nullable = (IdBuffer, Option<Vec<u8>>, usize);

struct Found {
    vertex: Option<IdBuffer>,
    distance: Option<Nullable>,
    predecessor: Option<Nullable>,
    reached: usize,
    levels: usize,
}

pub fn bfs(mut cx: FunctionContext) -> JsResult<JsPromise> {
    let object: Handle<JsObject> = cx.argument(0)?;
    let request = Request::read(&mut cx, object)?;
    let threads = size(&mut cx, object, "threads")?;
    let job = Job::of(&mut cx, object, threads)?;
    Ok(job.spawn(&mut cx, move |control| request.run(control), found_object))
}

/// `{ vertex?, distance?, predecessor?, reached, levels }`, columns as `{ values, data?, validity?, nullCount }`.
fn found_object<'cx>(cx: &mut Cx<'cx>, found: Found) -> JsResult<'cx, JsObject> {
    let object = cx.empty_object();
    if let Some(vertex) = found.vertex {
        let vertex = id_buffer(cx, vertex)?;
        object.set(cx, "vertex", vertex)?;
    }
    for (name, column) in [("distance", found.distance), ("predecessor", found.predecessor)] {
        if let Some(column) = column {
            let column = nullable(cx, column)?;
            object.set(cx, name, column)?;
        }
    }
    for (name, count) in [("reached", found.reached), ("levels", found.levels)] {
        let count = number(cx, count);
        object.set(cx, name, count)?;
    }
    Ok(object)
}

fn nullable<'cx>(cx: &mut Cx<'cx>, (values, validity, nulls): Nullable) -> JsResult<'cx, JsObject> {
    let object = id_buffer(cx, values)?.downcast_or_throw::<JsObject, _>(cx)?;
    if let Some(validity) = validity {
        let validity = typed_array(cx, validity)?;
        object.set(cx, "validity", validity)?;
    }
    let nulls = number(cx, nulls);
    object.set(cx, "nullCount", nulls)?;
    Ok(object)
}

/// Counts of vertices are below 2^32.
fn number<'cx>(cx: &mut Cx<'cx>, count: usize) -> Handle<'cx, JsNumber> {
    cx.number(u32::try_from(count).map_or(f64::INFINITY, f64::from))
}
