//! The graph handle: facts, views of the layouts, import of foreign layouts.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_buffer::{Buffer, ScalarBuffer};
use arrow_schema::DataType;
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, JsObjectValue, Object, ObjectFinalize, Uint8Array};
use pf_transform_core::types::TypeJson;
use serde::Deserialize;
use serde_json::Value;

use super::cell::{GraphCell, OffsetBuffer, Side, WeightBuffer};
use crate::error::{Failure, Outcome};
use crate::export::{Owner, column, count, values, words};
use crate::import::ColumnIn;
use crate::job::{Call, IntoJs, Job, spawn};
use crate::memory::{Counted, borrow};

/// A graph in native memory, or one that borrows typed arrays.
#[napi(custom_finalize)]
pub struct NativeGraph {
    cell: Mutex<Option<Arc<GraphCell>>>,
    told: Mutex<i64>,
}

impl NativeGraph {
    /// The graph, for use in a task.
    pub fn cell(&self) -> Outcome<Arc<GraphCell>> {
        let cell = self.cell.lock().unwrap_or_else(PoisonError::into_inner).clone();
        cell.ok_or_else(|| Failure::new("CLOSED", "the graph was disposed"))
    }

    fn untell(&self, env: Env) -> napi::Result<()> {
        let told = std::mem::take(&mut *self.told.lock().unwrap_or_else(PoisonError::into_inner));
        if told != 0 {
            env.adjust_external_memory(-told)?;
        }
        Ok(())
    }
}

#[napi]
impl NativeGraph {
    /// What `graph.build` found out, as JSON.
    #[napi(getter)]
    pub fn facts(&self) -> napi::Result<String> {
        Ok(self.cell()?.facts.to_string())
    }

    /// Type of the ids, as JSON.
    #[napi(getter)]
    pub fn id_type(&self) -> napi::Result<String> {
        let json = TypeJson::from_arrow(&self.cell()?.id_type).map_err(Failure::from)?;
        Ok(serde_json::to_string(&json).map_err(Failure::from)?)
    }

    /// Bytes of native memory; 0 for borrowed memory.
    #[napi]
    #[allow(clippy::cast_precision_loss)]
    pub fn bytes(&self) -> napi::Result<f64> {
        Ok(self.cell()?.counted.bytes() as f64)
    }

    /// Views of the layouts: `{vertexCount, arcCount, ids?, csr, csc}`; for undirected graphs `csc` is left out.
    #[napi]
    pub fn view<'a>(&self, env: &'a Env) -> napi::Result<Object<'a>> {
        let cell = self.cell()?;
        let owner: Owner = cell.clone();
        let mut object = Object::new(env)?;
        object.set_named_property("vertexCount", count(cell.vertices()))?;
        object.set_named_property("arcCount", count(cell.out.targets.len()))?;
        object.set_named_property("csr", side(env, &cell.out, &owner)?)?;
        if let Some(incoming) = &cell.incoming {
            object.set_named_property("csc", side(env, incoming, &owner)?)?;
        }
        if let Some(ids) = &cell.ids {
            object.set_named_property("ids", column(env, ids, &owner)?)?;
        }
        Ok(object)
    }

    /// Drops this reference; memory goes with the last view.
    #[napi]
    pub fn dispose(&self, env: Env) -> napi::Result<()> {
        self.cell.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.untell(env)
    }
}

impl ObjectFinalize for NativeGraph {
    fn finalize(self, env: Env) -> napi::Result<()> {
        self.untell(env)
    }
}

fn side<'a>(env: &'a Env, side: &Side, owner: &Owner) -> napi::Result<Object<'a>> {
    let OffsetBuffer::U32(offsets) = &side.offsets else {
        return Err(Failure::new("GRAPH_TOO_LARGE", "the graph has 2^32 arcs or more; its layouts cannot leave native memory").into());
    };
    let mut object = Object::new(env)?;
    object.set_named_property("offsets", words(env, offsets.inner(), owner)?)?;
    object.set_named_property("targets", words(env, side.targets.inner(), owner)?)?;
    if let Some(weights) = &side.weights {
        object.set_named_property("weights", values(env, &weights.values, &weights.data_type, owner)?)?;
    }
    Ok(object)
}

/// A graph on its way to JavaScript.
pub struct NewGraph(pub Arc<GraphCell>);

impl IntoJs for NewGraph {
    type Js = NativeGraph;
    fn into_js(self, env: Env) -> napi::Result<NativeGraph> {
        let bytes = self.0.counted.bytes();
        if bytes > 0 {
            env.adjust_external_memory(bytes)?;
        }
        Ok(NativeGraph { cell: Mutex::new(Some(self.0)), told: Mutex::new(bytes) })
    }
}

/// One direction, as bytes of its typed arrays.
#[napi(object, object_to_js = false)]
pub struct SideIn {
    pub offsets: Uint8Array,
    pub targets: Uint8Array,
    pub weights: Option<Uint8Array>,
}

struct BorrowedSide {
    offsets: Buffer,
    targets: Buffer,
    weights: Option<Buffer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ImportRequest {
    directed: bool,
    id_type: TypeJson,
    weight_type: Option<TypeJson>,
    #[serde(default)]
    facts: Value,
}

/// A graph that borrows the memory of typed arrays; they must not be written to or detached while it lives. Their content is checked.
#[napi]
pub fn import_graph(request: String, csr: SideIn, csc: Option<SideIn>, ids: Option<ColumnIn>) -> napi::Result<AsyncTask<Job<NewGraph>>> {
    let call = Call::new(None, None, None)?;
    let take =
        |side: SideIn| BorrowedSide { offsets: borrow(side.offsets), targets: borrow(side.targets), weights: side.weights.map(borrow) };
    let (csr, csc) = (take(csr), csc.map(take));
    Ok(spawn(call, move |_| {
        let request: ImportRequest = serde_json::from_str(&request)?;
        let id_type = request.id_type.to_arrow();
        let weight_type = request.weight_type.map(|json| json.to_arrow());
        let out = csr.into_side(weight_type.as_ref())?;
        let incoming = csc.map(|side| side.into_side(weight_type.as_ref())).transpose()?;
        let ids = ids.map(|ids| ids.into_array(&id_type)).transpose()?;
        out.view()?.validate()?;
        if let Some(incoming) = &incoming {
            incoming.view()?.validate()?;
        }
        let cell = GraphCell {
            directed: request.directed,
            id_type,
            ids,
            sorted: false,
            out,
            incoming,
            facts: request.facts,
            counted: Counted::new(0),
        };
        if cell.ids.as_ref().is_some_and(|ids| ids.len() != cell.vertices()) {
            return Err(Failure::invalid("there must be one id per vertex"));
        }
        cell.view()?;
        Ok(NewGraph(Arc::new(cell)))
    }))
}

impl BorrowedSide {
    fn into_side(self, weight_type: Option<&DataType>) -> Outcome<Side> {
        let weights = match (self.weights, weight_type) {
            (Some(values), Some(data_type)) => {
                let width = data_type.primitive_width().unwrap_or(1);
                Some(WeightBuffer { data_type: data_type.clone(), values: aligned(values, width)? })
            }
            _ => None,
        };
        let words = |bytes: Buffer| -> Outcome<ScalarBuffer<u32>> { Ok(aligned(bytes, 4)?.into()) };
        Ok(Side { offsets: OffsetBuffer::U32(words(self.offsets)?), targets: words(self.targets)?, weights })
    }
}

/// Typed arrays of that element width always are; anything else is a mistake of the caller.
fn aligned(buffer: Buffer, width: usize) -> Outcome<Buffer> {
    if buffer.is_empty() || ((buffer.as_ptr() as usize).is_multiple_of(width) && buffer.len().is_multiple_of(width)) {
        return Ok(buffer);
    }
    Err(Failure::invalid(format!("a graph array is not made of whole, aligned elements of {width} bytes")))
}
