//! Windows as they arrive in a plan: a function, its columns, and the rows it looks at.

use arrow_schema::{DataType, Schema};
use serde::Deserialize;

use crate::aggregate::{AggregateFunction, AggregateOptions};
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::sort::SortKey;

/// Window functions that are no aggregates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub enum Own {
    RowNumber,
    Rank,
    DenseRank,
    PercentRank,
    CumeDist,
    Ntile,
    Lag,
    Lead,
    NthValue,
    EwmMean,
}

impl Own {
    /// As the catalogue names them. What is neither here nor an aggregate is declined when a plan is bound.
    pub const NAMES: [&'static str; 10] =
        ["rowNumber", "rank", "denseRank", "percentRank", "cumeDist", "ntile", "lag", "lead", "nthValue", "ewmMean"];
}

/// What a window computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum WindowFunction {
    Own(Own),
    Aggregate(AggregateFunction),
}

/// Values of the options of a function; those that it does not have are left out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WindowOptions {
    /// parts of ntile, or the place of nthValue
    pub n: u32,
    /// rows between, of lag and lead
    pub offset: i64,
    /// of ewmMean
    pub alpha: f64,
    /// those of aggregates
    #[serde(flatten)]
    pub aggregate: AggregateOptions,
}

impl Default for WindowOptions {
    fn default() -> Self {
        Self { n: 1, offset: 1, alpha: 1.0, aggregate: AggregateOptions::default() }
    }
}

/// What a frame is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Unit {
    Rows,
    Range,
}

/// Where a frame begins or ends: "unbounded", "current", rows or a distance between floats as a number, any other distance as text.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Bound {
    Whole(i64),
    Float(f64),
    Text(String),
}

/// The rows that a window looks at.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct Frame {
    pub unit: Unit,
    pub from: Bound,
    pub to: Bound,
}

/// One new column.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WindowCall {
    /// name of the column
    pub name: String,
    /// what it computes
    pub function: WindowFunction,
    /// of which column
    pub column: Option<String>,
    /// second column of functions that take two
    #[serde(default)]
    pub second: Option<String>,
    /// rows count where this column is true
    #[serde(default, rename = "where")]
    pub condition: Option<String>,
    /// those of the function
    #[serde(default)]
    pub options: WindowOptions,
    /// rows with the same values are a partition
    pub partition_by: Vec<String>,
    /// the order of the rows of a partition
    pub order_by: Vec<SortKey>,
    /// of functions that look at one
    #[serde(default)]
    pub frame: Option<Frame>,
}

impl WindowCall {
    /// Names of the columns that it reads.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        let operands = [&self.column, &self.second, &self.condition].into_iter().flatten();
        operands.chain(&self.partition_by).chain(self.order_by.iter().map(|key| &key.column))
    }

    /// The index of the column that it is of.
    pub(super) fn input(&self, schema: &Schema) -> Result<usize> {
        let name = self.column.as_ref().ok_or_else(|| Error::Internal(format!("the window \"{}\" lacks its column", self.name)))?;
        column_index(schema, name)
    }

    pub(super) fn frame(&self) -> Result<&Frame> {
        self.frame.as_ref().ok_or_else(|| Error::Internal(format!("the window \"{}\" lacks its frame", self.name)))
    }

    /// The type of the result, where it is not that of an aggregate, and whether it may be null.
    pub(super) fn own_result(own: Own, input: Option<&DataType>) -> (DataType, bool) {
        match own {
            Own::RowNumber | Own::Rank | Own::DenseRank | Own::Ntile => (DataType::Int64, false),
            Own::PercentRank | Own::CumeDist => (DataType::Float64, false),
            Own::EwmMean => (DataType::Float64, true),
            Own::Lag | Own::Lead | Own::NthValue => (input.cloned().unwrap_or(DataType::Null), true),
        }
    }
}
