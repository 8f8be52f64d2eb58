//! Expressions as data, as they arrive in a plan, and their binding to a schema and to literal values.

use std::collections::BTreeSet;

use arrow_array::ArrayRef;
use arrow_schema::{DataType, Schema};
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::functions::{self, LazyFunction, ScalarFunction};
use crate::scalar::ScalarJson;
use crate::types::TypeJson;

/// What integer arithmetic does when a result leaves int64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Overflow {
    /// `INTEGER_OVERFLOW`
    #[default]
    Error,
    /// modulo 2^64
    Wrap,
    /// null
    Null,
}

/// An expression as JSON; literals are lifted to parameters.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "ExpressionJson")]
pub enum Expression {
    /// a column of the input
    Column {
        /// its name
        name: String,
        /// its type, as resolved by the planner
        data_type: TypeJson,
    },
    /// a literal, given when the pipeline runs
    Parameter {
        /// position among the arguments
        index: usize,
        /// its type
        data_type: TypeJson,
    },
    /// the item of a list that the innermost function of items is at
    Item {
        /// its type
        data_type: TypeJson,
    },
    /// a scalar function
    Call {
        /// name of the function in the catalogue
        function: String,
        /// operands
        arguments: Vec<Expression>,
        /// type of the result
        data_type: TypeJson,
        /// of integer arithmetic
        overflow: Overflow,
    },
}

/// The fields of every kind together: a tagged enum would buffer the whole tree again at each of its levels.
#[derive(Deserialize)]
struct ExpressionJson {
    kind: Kind,
    #[serde(rename = "type")]
    data_type: TypeJson,
    name: Option<String>,
    index: Option<usize>,
    function: Option<String>,
    arguments: Option<Vec<Expression>>,
    #[serde(default)]
    overflow: Overflow,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Column,
    Parameter,
    Item,
    Call,
}

impl TryFrom<ExpressionJson> for Expression {
    type Error = &'static str;

    fn try_from(json: ExpressionJson) -> std::result::Result<Self, Self::Error> {
        let ExpressionJson { kind, data_type, name, index, function, arguments, overflow } = json;
        match kind {
            Kind::Column => Ok(Self::Column { name: name.ok_or("a column needs a name")?, data_type }),
            Kind::Parameter => Ok(Self::Parameter { index: index.ok_or("a parameter needs an index")?, data_type }),
            Kind::Item => Ok(Self::Item { data_type }),
            Kind::Call => {
                let function = function.ok_or("a call needs a function")?;
                Ok(Self::Call { function, arguments: arguments.ok_or("a call needs arguments")?, data_type, overflow })
            }
        }
    }
}

/// Functions of two operands that share a kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Function {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Function {
    /// As the catalogue names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Subtract => "subtract",
            Self::Multiply => "multiply",
            Self::Divide => "divide",
            Self::FloorDivide => "floorDivide",
            Self::Modulo => "modulo",
            Self::Equal => "equal",
            Self::NotEqual => "notEqual",
            Self::Less => "less",
            Self::LessEqual => "lessEqual",
            Self::Greater => "greater",
            Self::GreaterEqual => "greaterEqual",
        }
    }
}

/// The name of the column of items, which functions of items append to a batch.
pub(crate) const ITEM: &str = "\0item";

/// An expression bound to the columns of one schema and to the values of its parameters.
#[derive(Debug, Clone)]
pub enum Bound {
    /// index of a column in the batch
    Column(usize),
    /// a literal as an array of length 1
    Literal(ArrayRef),
    /// the last column of the batch, which is that of the items
    Item,
    /// a function over operands
    Call {
        /// which
        function: &'static ScalarFunction,
        /// operands
        arguments: Vec<Bound>,
        /// type of the result
        data_type: DataType,
        /// overflow mode
        overflow: Overflow,
    },
    /// a function that evaluates its operands itself
    Lazy {
        /// which
        function: &'static LazyFunction,
        /// operands
        arguments: Vec<Bound>,
        /// type of the result
        data_type: DataType,
        /// overflow mode
        overflow: Overflow,
    },
}

impl Bound {
    /// Adds the indexes of all columns used.
    pub fn columns(&self, indexes: &mut BTreeSet<usize>) {
        match self {
            Self::Column(index) => {
                indexes.insert(*index);
            }
            Self::Literal(_) | Self::Item => {}
            Self::Call { arguments, .. } | Self::Lazy { arguments, .. } => arguments.iter().for_each(|argument| argument.columns(indexes)),
        }
    }
}

impl Expression {
    /// The type that the planner resolved.
    #[must_use]
    pub const fn data_type(&self) -> &TypeJson {
        match self {
            Self::Column { data_type, .. }
            | Self::Parameter { data_type, .. }
            | Self::Item { data_type }
            | Self::Call { data_type, .. } => data_type,
        }
    }

    /// Adds the names of all columns used, each once, in order of first use.
    pub fn columns(&self, names: &mut Vec<String>) {
        match self {
            Self::Column { name, .. } => {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            Self::Parameter { .. } | Self::Item { .. } => {}
            Self::Call { arguments, .. } => arguments.iter().for_each(|argument| argument.columns(names)),
        }
    }

    /// Binds column names to indexes and parameters to values.
    ///
    /// # Errors
    /// `ColumnNotFound`, `UnsupportedExpression`, `InvalidArgument` for a missing or malformed argument.
    pub fn bind(&self, schema: &Schema, arguments: &[ScalarJson]) -> Result<Bound> {
        match self {
            Self::Column { name, .. } => Ok(Bound::Column(column_index(schema, name)?)),
            Self::Item { .. } => Ok(Bound::Item),
            Self::Parameter { index, data_type } => {
                let value = arguments
                    .get(*index)
                    .ok_or_else(|| Error::InvalidArgument(format!("argument {index} is missing; {} were given", arguments.len())))?;
                Ok(Bound::Literal(value.to_array(data_type)?))
            }
            Self::Call { function: name, arguments: operands, data_type, overflow } => {
                if let Some(function) = functions::find_lazy(name) {
                    if operands.len() < function.at_least {
                        return Err(Error::InvalidArgument(format!(
                            "{name} takes at least {} operands, received {}",
                            function.at_least,
                            operands.len()
                        )));
                    }
                    return Ok(Bound::Lazy {
                        function,
                        arguments: operands.iter().map(|operand| operand.bind(schema, arguments)).collect::<Result<_>>()?,
                        data_type: data_type.to_arrow(),
                        overflow: *overflow,
                    });
                }
                let function = functions::find(name)
                    .ok_or_else(|| Error::UnsupportedExpression(format!("the function \"{name}\" is not implemented")))?;
                if !function.operands.takes(operands.len()) {
                    return Err(Error::InvalidArgument(format!("{name} takes {}, received {}", function.operands, operands.len())));
                }
                Ok(Bound::Call {
                    function,
                    arguments: operands.iter().map(|operand| operand.bind(schema, arguments)).collect::<Result<_>>()?,
                    data_type: data_type.to_arrow(),
                    overflow: *overflow,
                })
            }
        }
    }
}

/// Index of a column by name.
///
/// # Errors
/// `ColumnNotFound`, listing the columns there are.
pub fn column_index(schema: &Schema, name: &str) -> Result<usize> {
    schema.fields().iter().position(|field| field.name() == name).ok_or_else(|| Error::ColumnNotFound {
        name: name.to_owned(),
        available: schema.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>().join(", "),
    })
}
