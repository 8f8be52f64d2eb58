//! Tables in native memory, as handles.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::Array;
use arrow_data::ArrayData;
use arrow_schema::SchemaRef;
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Object, ObjectFinalize, Uint8Array};
use pf_transform_core::table::Table;
use pf_transform_core::types::{FieldJson, schema_from_arrow, schema_to_arrow};

use crate::error::{Failure, Outcome};
use crate::export::{Owner, batches, count};
use crate::import::BatchIn;
use crate::job::{Call, IntoJs, Job, spawn};
use crate::memory::TableCell;

/// A table whose batches live in native memory, or borrow typed arrays.
#[napi(custom_finalize)]
pub struct NativeTable {
    cell: Mutex<Option<Arc<TableCell>>>,
    /// what V8 was told, until dispose or finalize take it back
    told: Mutex<i64>,
    notes: String,
}

impl NativeTable {
    /// The table, for use in a task.
    pub fn cell(&self) -> Outcome<Arc<TableCell>> {
        let cell = self.cell.lock().unwrap_or_else(PoisonError::into_inner).clone();
        cell.ok_or_else(|| Failure::new("CLOSED", "the table was disposed"))
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
impl NativeTable {
    /// Number of rows.
    #[napi(getter)]
    pub fn rows(&self) -> napi::Result<f64> {
        Ok(count(self.cell()?.table.rows()))
    }

    /// Bytes of native memory; 0 for borrowed memory.
    #[napi]
    #[allow(clippy::cast_precision_loss)]
    pub fn bytes(&self) -> napi::Result<f64> {
        Ok(self.cell()?.counted.bytes() as f64)
    }

    /// The schema as JSON.
    #[napi(getter)]
    pub fn schema(&self) -> napi::Result<String> {
        let fields = schema_from_arrow(&self.cell()?.table.schema).map_err(Failure::from)?;
        Ok(serde_json::to_string(&fields).map_err(Failure::from)?)
    }

    /// What the run that made it has to say, as JSON.
    #[napi(getter)]
    pub fn notes(&self) -> String {
        self.notes.clone()
    }

    /// All batches as views of the same memory: `{batches, copied}`; `copied` is true where the host refuses external memory.
    #[napi]
    pub fn view<'a>(&self, env: &'a Env) -> napi::Result<Object<'a>> {
        let cell = self.cell()?;
        let owner: Owner = cell.clone();
        batches(env, &cell.table.batches, &owner)
    }

    /// Addresses of all buffers, batch by batch and column by column: for tests that nothing was copied.
    #[napi]
    pub fn addresses(&self) -> napi::Result<Vec<f64>> {
        let mut addresses = Vec::new();
        for batch in &self.cell()?.table.batches {
            for column in batch.columns() {
                add_addresses(&column.to_data(), &mut addresses);
            }
        }
        Ok(addresses)
    }

    /// Drops this reference; memory goes with the last view.
    #[napi]
    pub fn dispose(&self, env: Env) -> napi::Result<()> {
        self.cell.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.untell(env)
    }
}

fn add_addresses(data: &ArrayData, addresses: &mut Vec<f64>) {
    addresses.extend(data.nulls().map(|nulls| address(nulls.buffer().as_ptr())));
    addresses.extend(data.buffers().iter().map(|buffer| address(buffer.as_ptr())));
    data.child_data().iter().for_each(|child| add_addresses(child, addresses));
}

/// User-space addresses have fewer than 53 bits.
#[allow(clippy::cast_precision_loss)]
fn address(pointer: *const u8) -> f64 {
    pointer.addr() as f64
}

/// Where a typed array lies: for tests that nothing was copied.
#[napi]
pub fn address_of(array: Uint8Array) -> f64 {
    address(array.as_ref().as_ptr())
}

impl ObjectFinalize for NativeTable {
    fn finalize(self, env: Env) -> napi::Result<()> {
        self.untell(env)
    }
}

/// A table on its way to JavaScript.
pub struct NewTable {
    pub cell: Arc<TableCell>,
    pub notes: serde_json::Value,
}

impl IntoJs for NewTable {
    type Js = NativeTable;
    fn into_js(self, env: Env) -> napi::Result<NativeTable> {
        let bytes = self.cell.counted.bytes();
        if bytes > 0 {
            env.adjust_external_memory(bytes)?;
        }
        Ok(NativeTable { cell: Mutex::new(Some(self.cell)), told: Mutex::new(bytes), notes: self.notes.to_string() })
    }
}

/// A schema from its JSON.
pub fn parse_schema(json: &str) -> Outcome<SchemaRef> {
    let fields: Vec<FieldJson> = serde_json::from_str(json)?;
    Ok(Arc::new(schema_to_arrow(&fields)))
}

/// A table that borrows the memory of typed arrays; they must not be written to or detached while it lives.
#[napi]
pub fn import_table(schema: String, batches: Vec<BatchIn>) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let call = Call::new(None, None, None)?;
    Ok(spawn(call, move |_| {
        let schema = parse_schema(&schema)?;
        let batches = batches.into_iter().map(|batch| batch.into_batch(&schema)).collect::<Outcome<Vec<_>>>()?;
        Ok(NewTable { cell: TableCell::borrowed(Table { schema, batches }), notes: serde_json::json!({}) })
    }))
}
