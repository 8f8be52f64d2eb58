//! Aggregates of whole partitions: computed once for each, then shown beside its rows, of which none is moved. O(n).

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, UInt32Array};
use arrow_buffer::ScalarBuffer;
use arrow_schema::Schema;
use arrow_select::take::take;

use super::call::{Bound, Unit, WindowCall, WindowFunction};
use super::operands::Operands;
use crate::aggregate::{AggregateFunction, AggregatePlan, Aggregator, Groups};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::gather::Rows;

/// The partition of each row.
pub(super) struct Partitions {
    ids: ScalarBuffer<u32>,
    count: usize,
}

impl Partitions {
    pub fn new(table: &Rows, names: &[String], schema: &Schema, control: Control<'_>) -> Result<Self> {
        let rows = table.count() as usize;
        control.keep(size_of::<u32>() * rows)?;
        let columns = names.iter().map(|name| table.key(column_index(schema, name)?)).collect::<Result<Vec<_>>>()?;
        let mut groups = Groups::new(columns.iter().map(Array::data_type))?;
        groups.intern(&columns, rows)?;
        Ok(Self { count: groups.count(), ids: groups.into_ids().into() })
    }
}

/// A value for each partition, and the partition of each row.
pub(super) struct OfPartitions {
    values: ArrayRef,
    ids: ScalarBuffer<u32>,
}

impl OfPartitions {
    /// The values of some rows.
    pub fn of_rows(&self, start: usize, rows: usize) -> Result<ArrayRef> {
        Ok(take(&self.values, &UInt32Array::new(self.ids.slice(start, rows), None), None)?)
    }
}

/// The aggregate that a window is of its whole partition, none for all other windows.
pub(super) fn aggregate(call: &WindowCall) -> Option<AggregateFunction> {
    use AggregateFunction as F;
    let WindowFunction::Aggregate(function) = call.function else { return None };
    let frame = call.frame.as_ref()?;
    let is = |bound: &Bound, text: &str| matches!(bound, Bound::Text(given) if given == text);
    let is_open = |bound: &Bound| is(bound, "unbounded") || (frame.unit == Unit::Range && is(bound, "current"));
    let is_whole = call.order_by.is_empty() && is_open(&frame.from) && is_open(&frame.to);
    // Others have ways of their own to the same numbers.
    (is_whole && !matches!(function, F::Median | F::Quantile | F::Var | F::Std)).then_some(function)
}

/// The aggregate of each partition.
pub(super) fn of_partitions(
    function: AggregateFunction,
    call: &WindowCall,
    table: &Rows,
    schema: &Schema,
    partitions: &Partitions,
) -> Result<OfPartitions> {
    let Operands { aggregation, fields, arrays } = Operands::new(function, call, table, schema)?;
    let input = Arc::new(Schema::new(fields));
    let plan = Arc::new(AggregatePlan::new(&[], std::slice::from_ref(&aggregation), &input, &input, false)?);
    let options = RecordBatchOptions::new().with_row_count(Some(partitions.ids.len()));
    let batch = RecordBatch::try_new_with_options(input, arrays, &options)?;
    let values = Aggregator::of_groups(&plan, &batch, &partitions.ids, partitions.count)?.pop();
    let values = values.ok_or_else(|| Error::Internal("an aggregate without its column".to_owned()))?;
    Ok(OfPartitions { values, ids: partitions.ids.clone() })
}
