//! Which row groups can hold a row for which a predicate is true, by their statistics. Conservative: what is not known may match.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, UInt64Array};
use arrow_schema::{DataType, Field, FieldRef, Schema};
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use parquet::basic::ColumnOrder;
use parquet::file::metadata::ParquetMetaData;
use pf_transform_core::compare::compare;
use pf_transform_core::expression::{Expression, Function};
use pf_transform_core::scalar::{ScalarJson, is_null_literal, reinterpret};
use pf_transform_core::value::Value;

use crate::guard::guard;
use crate::open::ParquetFile;
use crate::statistics::{ColumnStatistics, column_statistics};

/// For every row group whether the predicate may be true in it.
#[must_use]
pub fn may_match(file: &ParquetFile, predicate: &Expression, arguments: &[ScalarJson]) -> Vec<bool> {
    let groups = file.metadata.metadata().num_row_groups();
    let pruner = Pruner { file, arguments, groups };
    // Statistics may be damaged too; then they say nothing.
    guard(&file.path, || "statistics".to_owned(), || Ok(pruner.possible(predicate))).unwrap_or_else(|_| vec![true; groups])
}

struct Pruner<'a> {
    file: &'a ParquetFile,
    arguments: &'a [ScalarJson],
    groups: usize,
}

/// Statistics of one column, one row per row group, null where unknown.
struct Bounds {
    min: ArrayRef,
    max: ArrayRef,
    nulls: UInt64Array,
    /// values may be NaN, which bounds leave out
    float: bool,
    trusted: Vec<bool>,
}

impl Pruner<'_> {
    fn anything(&self) -> Vec<bool> {
        vec![true; self.groups]
    }

    fn possible(&self, expression: &Expression) -> Vec<bool> {
        let Expression::Call { function, arguments, .. } = expression else {
            return self.anything();
        };
        match (function.as_str(), arguments.as_slice()) {
            ("and", [left, right]) => zip(&self.possible(left), &self.possible(right), |a, b| a && b),
            ("or", [left, right]) => zip(&self.possible(left), &self.possible(right), |a, b| a || b),
            ("isIn", [Expression::Column { name: column, .. }, values @ ..]) => {
                values.iter().fold(vec![false; self.groups], |found, value| match value {
                    Expression::Parameter { index, data_type } => {
                        let possible = self.compared(Function::Equal, column, *index, data_type).unwrap_or_else(|| self.anything());
                        zip(&found, &possible, |a, b| a || b)
                    }
                    _ => self.anything(),
                })
            }
            ("isNull", [Expression::Column { name, .. }]) => self.null_test(name, |nulls, _| nulls > 0),
            ("isNotNull", [Expression::Column { name, .. }]) => self.null_test(name, |nulls, rows| nulls < rows),
            (name, [Expression::Column { name: column, .. }, Expression::Parameter { index, data_type }]) => {
                comparison(name).and_then(|function| self.compared(function, column, *index, data_type)).unwrap_or_else(|| self.anything())
            }
            (name, [Expression::Parameter { index, data_type }, Expression::Column { name: column, .. }]) => comparison(name)
                .and_then(|function| self.compared(mirrored(function), column, *index, data_type))
                .unwrap_or_else(|| self.anything()),
            _ => self.anything(),
        }
    }

    fn compared(
        &self,
        function: Function,
        column: &str,
        argument: usize,
        data_type: &pf_transform_core::types::TypeJson,
    ) -> Option<Vec<bool>> {
        let literal = self.arguments.get(argument)?.to_array(data_type).ok()?;
        if is_null_literal(&literal) {
            return Some(vec![false; self.groups]); // comparing with null is never true
        }
        let bounds = self.bounds(column)?;
        let nan = match literal.data_type() {
            DataType::Float64 => literal.as_primitive::<arrow_array::types::Float64Type>().value(0).is_nan(),
            DataType::Float32 => literal.as_primitive::<arrow_array::types::Float32Type>().value(0).is_nan(),
            _ => false,
        };
        let test = |function: Function, bound: &ArrayRef| -> Option<Vec<bool>> {
            let result = compare(function, &Value::Array(bound.clone()), &Value::Literal(literal.clone()), self.groups).ok()?;
            let result: &BooleanArray = result.array().as_boolean();
            Some((0..self.groups).map(|group| result.is_null(group) || result.value(group)).collect())
        };
        let possible = match function {
            // NaN is the greatest number and is not in the bounds.
            Function::Greater | Function::GreaterEqual | Function::NotEqual if bounds.float => return None,
            Function::Equal | Function::LessEqual if nan => return None,
            Function::Less | Function::LessEqual => test(function, &bounds.min)?,
            Function::Greater | Function::GreaterEqual => test(function, &bounds.max)?,
            Function::Equal => zip(&test(Function::LessEqual, &bounds.min)?, &test(Function::GreaterEqual, &bounds.max)?, |a, b| a && b),
            _ => return None,
        };
        Some(zip(&possible, &bounds.trusted, |possible, trusted| possible || !trusted))
    }

    fn null_test(&self, column: &str, test: impl Fn(u64, u64) -> bool) -> Vec<bool> {
        let Some(bounds) = self.bounds(column) else { return self.anything() };
        let rows = self.footer().row_groups().iter().map(|group| u64::try_from(group.num_rows()).unwrap_or(u64::MAX));
        rows.enumerate().map(|(group, rows)| bounds.nulls.is_null(group) || test(bounds.nulls.value(group), rows)).collect()
    }

    fn footer(&self) -> &ParquetMetaData {
        self.file.metadata.metadata()
    }

    fn bounds(&self, column: &str) -> Option<Bounds> {
        let schema = self.file.metadata.schema();
        let data_type = schema.field_with_name(column).ok()?.data_type();
        if data_type.is_nested() || matches!(data_type, DataType::Dictionary(..) | DataType::Decimal256(..)) {
            return None;
        }
        // The converter knows no durations; they are the integers that are stored.
        let stored = matches!(data_type, DataType::Duration(_)).then(|| with_integers(schema, column));
        let schema_descr = self.footer().file_metadata().schema_descr();
        let converter = StatisticsConverter::try_new(column, stored.as_ref().unwrap_or(schema), schema_descr)
            .ok()?
            .with_missing_null_counts_as_zero(false);
        let leaf = converter.parquet_column_index()?;
        let order: ColumnOrder = self.footer().file_metadata().column_order(leaf);
        let groups = self.footer().row_groups();
        let statistics = groups
            .iter()
            .map(|group| group.columns().get(leaf).and_then(|chunk| column_statistics(chunk, order, data_type)))
            .collect::<Vec<_>>();
        let typed = |bounds: ArrayRef| if stored.is_some() { reinterpret(&bounds, data_type).ok() } else { Some(bounds) };
        Some(Bounds {
            min: typed(converter.row_group_mins(groups).ok()?)?,
            max: typed(converter.row_group_maxes(groups).ok()?)?,
            nulls: statistics.iter().map(|statistics| statistics.as_ref().and_then(|statistics| statistics.null_count)).collect(),
            float: data_type.is_floating(),
            trusted: statistics.iter().map(|statistics| statistics.as_ref().is_some_and(ColumnStatistics::has_bounds)).collect(),
        })
    }
}

/// The same schema with a column as int64.
fn with_integers(schema: &Schema, column: &str) -> Schema {
    let field = |field: &FieldRef| match field.name() == column {
        true => Arc::new(Field::clone(field).with_data_type(DataType::Int64)),
        false => field.clone(),
    };
    Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>())
}

fn comparison(name: &str) -> Option<Function> {
    Some(match name {
        "equal" => Function::Equal,
        "less" => Function::Less,
        "lessEqual" => Function::LessEqual,
        "greater" => Function::Greater,
        "greaterEqual" => Function::GreaterEqual,
        _ => return None,
    })
}

const fn mirrored(function: Function) -> Function {
    match function {
        Function::Less => Function::Greater,
        Function::LessEqual => Function::GreaterEqual,
        Function::Greater => Function::Less,
        Function::GreaterEqual => Function::LessEqual,
        other => other,
    }
}

fn zip(left: &[bool], right: &[bool], f: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    left.iter().zip(right).map(|(&a, &b)| f(a, b)).collect()
}
