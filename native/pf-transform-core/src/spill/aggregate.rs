//! Groups of which there are more than fit in memory: rows are divided by the hash of their keys, each bucket is grouped alone, and groups are put in the
//! order of their first rows.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};

use super::hash::hashes_of;
use super::levels::{Side, each_bucket};
use super::merged::Run;
use super::parts::Bucket;
use super::runs::write_in_order;
use super::sort::merged;
use super::{Room, TABLES, with_position, within};
use crate::aggregate::{AggregateFunction, AggregateOptions, AggregatePlan, Aggregation, Aggregator};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::group_head::GroupHead;
use crate::pipeline::Outcome;
use crate::rows::RowSteps;
use crate::sort::{Nulls, SortKey};
use crate::source::Source;

/// What groups are made of.
pub(crate) struct Grouping<'a> {
    pub keys: &'a [String],
    pub aggregates: &'a [Aggregation],
    /// what results follow
    pub declared: &'a Schema,
    pub fast: bool,
}

/// One row per group, in the order of their first rows.
pub(crate) fn aggregate(
    source: &dyn Source,
    rows: &RowSteps,
    grouping: &Grouping<'_>,
    room: &Room,
    control: Control<'_>,
) -> Result<Outcome> {
    let (schema, position) = with_position(&rows.schema(), grouping.aggregates.iter().map(|aggregate| &aggregate.name));
    let declared = with_field(grouping.declared, &schema);
    let mut aggregates = grouping.aggregates.to_vec();
    aggregates.push(Aggregation {
        name: position.clone(),
        function: AggregateFunction::Min,
        column: Some(position.clone()),
        second: None,
        condition: None,
        options: AggregateOptions::default(),
    });
    let plan = Arc::new(AggregatePlan::new(grouping.keys, &aggregates, &declared, &schema, grouping.fast)?);
    let order = [by_position(&position)];
    let work = |bucket: &Bucket, beside: usize| -> Result<Option<RecordBatch>> {
        let limit = room.limit / (TABLES.1 * beside) * TABLES.0;
        let mut groups = Aggregator::new(plan.clone())?;
        let all = bucket.each(control, |batch| {
            groups.update(&batch)?;
            if groups.bytes() > limit { Err(Error::OutOfMemory { bytes: groups.bytes(), limit }) } else { Ok(()) }
        });
        match all {
            Err(Error::OutOfMemory { .. }) => Ok(None),
            Err(error) => Err(error),
            Ok(()) => Ok(Some(groups.finish()?)),
        }
    };
    let write = |batch: RecordBatch| write_in_order(&plan.schema(), &[batch], &order, room, control);
    let runs =
        by_keys(source, rows, grouping.keys, &schema, (room, control), &|bucket, beside| work(bucket, beside)?.map(&write).transpose())?;
    let given = plan.schema().fields().len() - 1;
    merged(plan.schema(), &order, runs, Some(given), room, control)
}

/// The first rows of each group, in the order of the rows.
pub(crate) fn group_head(source: &dyn Source, rows: &RowSteps, head: &GroupHead, room: &Room, control: Control<'_>) -> Result<Outcome> {
    let (schema, position) = with_position(&rows.schema(), std::iter::empty());
    let order = [by_position(&position)];
    let (no_steps, _) = RowSteps::bind(schema.clone(), &[], &[])?;
    let work = |bucket: &Bucket, beside: usize| {
        let share = (TABLES.0, TABLES.1 * beside);
        let table = within(room, share, control.quiet(), |control| crate::group_head::group_head(bucket, &no_steps, head, None, control))?;
        table.map(|table| write_in_order(&schema, &table.batches, &order, room, control)).transpose()
    };
    let runs = by_keys(source, rows, &head.keys, &schema, (room, control), &work)?;
    let given = schema.fields().len() - 1;
    merged(schema, &order, runs, Some(given), room, control)
}

/// Runs of what is made of each bucket of rows with keys whose hashes are alike.
pub(super) fn by_keys(
    source: &dyn Source,
    rows: &RowSteps,
    keys: &[String],
    schema: &SchemaRef,
    (room, control): (&Room, Control<'_>),
    work: &(dyn Fn(&Bucket, usize) -> Result<Option<Run>> + Sync),
) -> Result<Vec<Run>> {
    let columns = keys.iter().map(|name| column_index(schema, name)).collect::<Result<Vec<_>>>()?;
    let hashes = |batch: &RecordBatch| {
        let keys = columns.iter().map(|&index| batch.column(index).clone()).collect::<Vec<_>>();
        hashes_of(&keys, batch.num_rows())
    };
    let only = |range: &[Bucket], beside: usize| range.first().map_or(Ok(None), |bucket| work(bucket, beside));
    each_bucket(&[Side { source, rows, hashes: &hashes, schema }], room, control, &only)
}

/// Ascending; where there is no row it comes last.
pub(super) fn by_position(name: &str) -> SortKey {
    SortKey { column: name.to_owned(), descending: false, nulls: Nulls::Last }
}

/// A schema with the last field of another.
fn with_field(declared: &Schema, schema: &SchemaRef) -> Schema {
    Schema::new(declared.fields().iter().chain(schema.fields().last()).cloned().collect::<Vec<_>>())
}
