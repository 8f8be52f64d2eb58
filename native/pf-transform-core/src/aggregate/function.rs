//! Aggregate functions: what they are called, and the types of their results.

use std::sync::Arc;

use arrow_schema::{DataType, Field};
use serde::Deserialize;

use super::interner::value_type;
use crate::error::{Error, Result};
use crate::type_text::type_text;

/// An aggregate function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub enum AggregateFunction {
    Count,
    CountDistinct,
    Sum,
    Min,
    Max,
    Mean,
    First,
    Last,
    Any,
    All,
    Var,
    Std,
    Median,
    Quantile,
    Mode,
    ArgMin,
    ArgMax,
    List,
    Join,
    Cov,
    Corr,
    Skew,
    Kurtosis,
    ApproxCountDistinct,
    Histogram,
    ListBy,
    JoinBy,
}

impl AggregateFunction {
    /// As the catalogue names them. What is not here is declined when a plan is bound.
    pub const NAMES: [&'static str; 27] = [
        "count",
        "countDistinct",
        "sum",
        "min",
        "max",
        "mean",
        "first",
        "last",
        "any",
        "all",
        "var",
        "std",
        "median",
        "quantile",
        "mode",
        "argMin",
        "argMax",
        "list",
        "join",
        "cov",
        "corr",
        "skew",
        "kurtosis",
        "approxCountDistinct",
        "histogram",
        "listBy",
        "joinBy",
    ];

    /// Whether the result is a number even for no values.
    pub(crate) const fn never_null(self) -> bool {
        matches!(self, Self::Count | Self::CountDistinct | Self::List | Self::ApproxCountDistinct | Self::Histogram | Self::ListBy)
    }

    /// The function whose accumulator knows the result, too.
    pub(super) const fn kept_by(self) -> Self {
        match self {
            Self::Mean => Self::Sum,
            Self::Std => Self::Var,
            Self::Quantile | Self::Skew | Self::Kurtosis => Self::Median,
            Self::All => Self::Any,
            other => other,
        }
    }
}

/// Values of the options of an aggregate function; those that it does not have are left out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AggregateOptions {
    /// what is subtracted from the number of values before it divides
    pub ddof: u32,
    /// whether nulls are no values
    pub ignore_nulls: bool,
    /// from 0 to 1
    pub q: f64,
    /// between texts
    pub separator: String,
    /// of all values there are, not of a sample
    pub bias: bool,
    /// ascending: bins lie between each two
    pub breaks: Vec<f64>,
    /// whether an order goes from the greatest to the least
    pub descending: bool,
}

/// One aggregate, as it arrives in a plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Aggregation {
    /// name of the result column
    pub name: String,
    /// what to compute
    pub function: AggregateFunction,
    /// over which column; none for a count of all rows
    pub column: Option<String>,
    /// second column of functions that take two
    #[serde(default)]
    pub second: Option<String>,
    /// rows count where this column is true; without it all do
    #[serde(default, rename = "where")]
    pub condition: Option<String>,
    /// those of the function
    #[serde(default)]
    pub options: AggregateOptions,
}

impl Aggregation {
    /// Of one column, or of all rows.
    #[must_use]
    pub fn new(name: &str, function: AggregateFunction, column: Option<&str>) -> Self {
        let column = column.map(str::to_owned);
        Self { name: name.to_owned(), function, column, second: None, condition: None, options: AggregateOptions::default() }
    }

    /// Names of the columns that it reads.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        [&self.column, &self.second, &self.condition].into_iter().flatten()
    }
}

pub(crate) fn result_type(function: AggregateFunction, input: Option<&DataType>) -> Result<DataType> {
    use AggregateFunction as F;
    let Some(input) = input else {
        return Ok(DataType::Int64);
    };
    let refuse = || Error::TypeMismatch(format!("{function:?} does not accept {}", type_text(input)).to_lowercase());
    let value = value_type(input);
    let float = matches!(value, DataType::Float16 | DataType::Float32 | DataType::Float64);
    let number = float || value.is_integer() || matches!(value, DataType::Decimal128(..));
    let flat = !value.is_nested() && value != &DataType::Null;
    match (function, value) {
        (F::Count, _) => Ok(DataType::Int64),
        (F::CountDistinct | F::ApproxCountDistinct, _) if !value.is_nested() => Ok(DataType::Int64),
        (F::Sum | F::Mean, DataType::Duration(_)) => Ok(value.clone()),
        (F::Sum, DataType::Decimal128(_, scale)) => Ok(DataType::Decimal128(38, *scale)),
        (F::Sum, _) if float => Ok(DataType::Float64),
        (F::Sum, _) if value.is_integer() => Ok(DataType::Int64),
        (F::Mean | F::Var | F::Std | F::Median | F::Quantile | F::Cov | F::Corr | F::Skew | F::Kurtosis, _) if number => {
            Ok(DataType::Float64)
        }
        (F::Min | F::Max | F::First | F::Last | F::Mode | F::ArgMin | F::ArgMax, _) if flat => Ok(input.clone()),
        (F::Any | F::All, DataType::Boolean) => Ok(DataType::Boolean),
        (F::Histogram, _) if number => Ok(DataType::List(Arc::new(Field::new("item", DataType::Int64, true)))),
        (F::List | F::ListBy, _) if flat => Ok(DataType::List(Arc::new(Field::new("item", value.clone(), true)))),
        (F::Join | F::JoinBy, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) => Ok(DataType::Utf8),
        _ => Err(refuse()),
    }
}
