//! Errors as JavaScript gets them: `{ message, code, details }`.

use neon::prelude::*;
use pf_graph_core::GraphError;
use std::any::Any;

/// Why a job has no result.
#[derive(Debug)]
pub enum Failure {
    /// A typed error of the kernels.
    Graph(GraphError),
    /// A panic, caught, with its message.
    Panic(String),
}

impl From<GraphError> for Failure {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

impl Failure {
    pub fn of_panic(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        Self::Panic(text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned()))
    }

    /// Throws it.
    pub fn throw<'cx, T>(&self, cx: &mut Cx<'cx>) -> NeonResult<T> {
        let (code, message) = match self {
            Self::Graph(error) => (error.code(), error.to_string()),
            Self::Panic(message) => ("NATIVE_PANIC", format!("native code panicked: {message}")),
        };
        let error = cx.error(message)?;
        let code = cx.string(code);
        error.set(cx, "code", code)?;
        let details = self.details(cx)?;
        error.set(cx, "details", details)?;
        cx.throw(error)
    }

    fn details<'cx>(&self, cx: &mut Cx<'cx>) -> JsResult<'cx, JsObject> {
        use GraphError as E;
        let details = cx.empty_object();
        let Self::Graph(error) = self else { return Ok(details) };
        let row = match error {
            E::VertexIdOutOfRange { row, .. } | E::NullVertexId { row, .. } | E::NullWeight { row } | E::WeightOutOfRange { row, .. } => {
                Some(*row)
            }
            _ => None,
        };
        if let Some(row) = row.and_then(|row| u32::try_from(row).ok()) {
            let row = cx.number(row);
            details.set(cx, "row", row)?;
        }
        let text = match error {
            E::VertexIdOutOfRange { id, .. } => Some(("id", id)),
            E::VertexNotFound { id, .. } => Some(("vertex", id)),
            E::WeightOutOfRange { weight, .. } => Some(("weight", weight)),
            _ => None,
        };
        if let Some((name, text)) = text {
            let text = cx.string(text);
            details.set(cx, name, text)?;
        }
        if let E::VertexIdOutOfRange { column, .. } | E::NullVertexId { column, .. } = error {
            let column = cx.string(column.to_string());
            details.set(cx, "column", column)?;
        }
        Ok(details)
    }
}
