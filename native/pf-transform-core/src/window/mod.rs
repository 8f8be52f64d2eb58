//! Windows: columns of values of other rows beside those there are. Aggregates of whole partitions are computed once for each of them. For others one sort for each different partition and order, then a pass over all rows for each window; partitions in parallel.
//! O(n) for ranks, values of other rows, counts, sums, means, variances, correlations and extremes, a search per row for quantiles; other aggregates take as long as all different frames have rows.

mod call;
mod cells;
mod counts;
mod ewm;
mod floats;
mod frames;
mod grouped;
mod layout;
mod moving;
mod operands;
mod ordered;
mod pairs;
mod picks;
mod quantiles;
mod ranks;
mod rows;
mod sketches;
mod totals;
mod units;
mod whole_partitions;

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema, SchemaRef};
use rayon::prelude::*;

pub use self::call::{Bound, Frame, Own, Unit, WindowCall, WindowFunction, WindowOptions};
use self::layout::Layout;
use self::pairs::Pair;
use self::rows::Counts;
use self::whole_partitions::{OfPartitions, Partitions};
use crate::aggregate::{AggregateFunction, result_type};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::gather::{Rows, with_rows};
use crate::sort::SortKey;
use crate::table::Table;

/// The column of a window.
enum Made {
    /// a value for each row
    OfRows(ArrayRef),
    OfPartitions(OfPartitions),
}

type LayoutKey<'a> = (&'a [String], &'a [SortKey]);

/// The rows of the batches with a new column for each window.
///
/// # Errors
/// `ColumnNotFound`, `TypeMismatch`, `UnsupportedType`; `IntegerOverflow`, `DecimalOverflow` where the sum of a frame does not fit; `OutOfMemory`, `Cancelled`.
pub fn window(schema: &SchemaRef, batches: &[RecordBatch], windows: &[WindowCall], control: Control<'_>) -> Result<Table> {
    let used = windows.iter().flat_map(WindowCall::columns).map(|name| column_index(schema, name)).collect::<Result<HashSet<_>>>()?;
    let table = Rows::of_columns(schema.clone(), batches, |index| used.contains(&index), control)?;
    let mut partitions: Vec<(&[String], Partitions)> = Vec::new();
    let mut layouts: Vec<(LayoutKey<'_>, Layout)> = Vec::new();
    let mut fields = schema.fields().to_vec();
    let mut columns: Vec<Made> = Vec::new();
    for (done, call) in windows.iter().enumerate() {
        control.check()?;
        fields.push(Arc::new(result_field(call, schema)?));
        columns.push(if let Some(function) = whole_partitions::aggregate(call) {
            let index = match partitions.iter().position(|(names, _)| *names == call.partition_by) {
                Some(index) => index,
                None => {
                    partitions.push((&call.partition_by, Partitions::new(&table, &call.partition_by, schema, control)?));
                    partitions.len() - 1
                }
            };
            Made::OfPartitions(whole_partitions::of_partitions(function, call, &table, schema, &partitions[index].1)?)
        } else {
            let key: LayoutKey<'_> = (&call.partition_by, &call.order_by);
            let index = match layouts.iter().position(|(other, _)| *other == key) {
                Some(index) => index,
                None => {
                    layouts.push((key, Layout::new(&table, call, schema, control)?));
                    layouts.len() - 1
                }
            };
            let column = column(call, &table, schema, &layouts[index].1, control)?;
            control.keep(column.get_array_memory_size())?;
            Made::OfRows(column)
        });
        #[allow(clippy::cast_precision_loss)]
        control.progress((done + 1) as f64 / windows.len() as f64);
    }
    let schema = Arc::new(Schema::new(fields));
    let mut next = 0;
    let mut starts = Vec::with_capacity(batches.len());
    for batch in batches {
        starts.push(next);
        next += batch.num_rows();
    }
    let batches = batches.par_iter().zip(starts).map(|(batch, start)| {
        control.check()?;
        let rows = batch.num_rows();
        let own = columns.iter().map(|column| match column {
            Made::OfRows(column) => Ok(column.slice(start, rows)),
            Made::OfPartitions(values) => {
                let column = values.of_rows(start, rows)?;
                control.keep(column.get_array_memory_size())?;
                Ok(column)
            }
        });
        let all = batch.columns().iter().cloned().map(Ok).chain(own).collect::<Result<Vec<_>>>()?;
        with_rows(&schema, all, rows)
    });
    let batches = batches.collect::<Result<Vec<_>>>()?;
    Ok(Table { schema, batches })
}

/// The schema with a field for each window.
///
/// # Errors
/// `ColumnNotFound`, `TypeMismatch`.
pub(crate) fn result_schema(schema: &Schema, windows: &[WindowCall]) -> Result<Schema> {
    let own = windows.iter().map(|call| Ok(Arc::new(result_field(call, schema)?))).collect::<Result<Vec<_>>>()?;
    Ok(Schema::new(schema.fields().iter().cloned().chain(own).collect::<Vec<_>>()))
}

fn result_field(call: &WindowCall, schema: &Schema) -> Result<Field> {
    let input = call.column.as_ref().map(|_| call.input(schema)).transpose()?.map(|index| schema.field(index).data_type());
    let (data_type, nullable) = match call.function {
        WindowFunction::Own(own) => WindowCall::own_result(own, input),
        WindowFunction::Aggregate(function) => (result_type(function, input)?, !function.never_null()),
    };
    Ok(Field::new(&call.name, data_type, nullable))
}

fn column(call: &WindowCall, table: &Rows, schema: &Schema, layout: &Layout, control: Control<'_>) -> Result<ArrayRef> {
    match call.function {
        WindowFunction::Own(own) => own_column(own, call, table, schema, layout, control),
        WindowFunction::Aggregate(function) => aggregate_column(function, call, table, schema, layout, control),
    }
}

fn named(name: Option<&String>, table: &Rows, schema: &Schema) -> Result<Option<ArrayRef>> {
    name.map(|name| Ok(table.whole(column_index(schema, name)?)?.clone())).transpose()
}

fn own_column(own: Own, call: &WindowCall, table: &Rows, schema: &Schema, layout: &Layout, control: Control<'_>) -> Result<ArrayRef> {
    if let Some(ranks) = ranks::ranks(own, call, layout, control)? {
        return Ok(ranks);
    }
    let column = table.whole(call.input(schema)?)?;
    match own {
        Own::Lag | Own::Lead => {
            let distance = if own == Own::Lag { -call.options.offset } else { call.options.offset };
            picks::shifted(layout, column, named(call.second.as_ref(), table, schema)?.as_ref(), distance, control)
        }
        Own::NthValue => picks::nth(layout, &frames_of(call, table, schema, layout, control)?, column, call.options.n),
        Own::EwmMean => ewm::weighted_means(layout, column, call.options.alpha, control),
        _ => Err(Error::Internal(format!("{own:?} is no function of a column"))),
    }
}

fn frames_of(call: &WindowCall, table: &Rows, schema: &Schema, layout: &Layout, control: Control<'_>) -> Result<frames::Frames> {
    let key = match call.order_by.as_slice() {
        [only] => named(Some(&only.column), table, schema)?,
        _ => None,
    };
    frames::frames(call, layout, key.as_ref(), control)
}

fn aggregate_column(
    function: AggregateFunction,
    call: &WindowCall,
    table: &Rows,
    schema: &Schema,
    layout: &Layout,
    control: Control<'_>,
) -> Result<ArrayRef> {
    use AggregateFunction as F;
    let frames = frames_of(call, table, schema, layout, control)?;
    let condition = named(call.condition.as_ref(), table, schema)?;
    let input = named(call.column.as_ref(), table, schema)?;
    let counts = Counts::new(condition.as_ref(), input.as_ref())?;
    let bytes = size_of::<(u32, u32)>() * layout.rows;
    let column = match (function, &input) {
        (F::Count, _) => counts::count(layout, &frames, &counts, control),
        (F::CountDistinct, Some(column)) => counts::distinct(layout, &frames, column, &counts, control),
        (F::Any | F::All, Some(column)) => {
            counts::truth(layout, &frames, column, &Counts::new(condition.as_ref(), None)?, function == F::Any, control)
        }
        (F::Min | F::Max, Some(column)) => picks::extreme(layout, &frames, column, column, &counts, function == F::Min, control),
        (F::ArgMin | F::ArgMax, Some(column)) => {
            let by = named(call.second.as_ref(), table, schema)?;
            let by = by.as_ref().unwrap_or(column);
            let candidates = Counts::new(condition.as_ref(), Some(by))?;
            picks::extreme(layout, &frames, column, by, &candidates, function == F::ArgMin, control)
        }
        (F::First | F::Last, Some(column)) => {
            let candidates = if call.options.aggregate.ignore_nulls { counts } else { Counts::new(condition.as_ref(), None)? };
            picks::end(layout, &frames, column, &candidates, function == F::Last, control)
        }
        (F::Median, Some(column)) => quantiles::quantiles(0.5, layout, &frames, column, &counts, control),
        (F::Quantile, Some(column)) => quantiles::quantiles(call.options.aggregate.q, layout, &frames, column, &counts, control),
        (F::Sum | F::Mean | F::Var | F::Std, Some(column)) => totals::totals(function, call, layout, &frames, column, &counts, control),
        (F::ApproxCountDistinct, Some(column)) => sketches::estimates(layout, &frames, column, &counts, control),
        (F::Cov | F::Corr, Some(column)) => {
            let second = named(call.second.as_ref(), table, schema)?;
            let pair = match function {
                F::Cov => Pair::Covariance { ddof: call.options.aggregate.ddof.into() },
                _ => Pair::Correlation,
            };
            pairs::pairs(pair, layout, &frames, [column, second.as_ref().unwrap_or(column)], condition.as_ref(), control)
        }
        _ => grouped::grouped(function, call, table, schema, layout, &frames, control),
    }?;
    control.release(bytes);
    Ok(column)
}
