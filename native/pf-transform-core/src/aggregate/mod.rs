//! Hash aggregation: one row per distinct combination of keys with aggregates of its rows.
//!
//! Every key column is interned to dense ids (a table lookup for narrow types, open addressing otherwise, once per dictionary entry for
//! dictionary columns); ids of several keys are combined pair by pair. Accumulators are vectors indexed by group. Threads aggregate
//! neighbouring partitions on their own and are merged in their order, so that groups come in the order of their first row. O(n) expected time per key and aggregate; memory grows with the groups.

mod accumulator;
mod any_all;
pub(crate) mod approx;
mod arg;
mod bytes_table;
mod distinct;
mod doubles;
mod ends;
mod extreme;
mod function;
mod groups;
mod histogram;
mod id_table;
mod interner;
mod kept;
mod lists;
mod mode;
mod moments;
mod pair_table;
mod pairs;
mod quantile;
mod slots;
mod spread;
mod sums;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::filter::filter;
use rayon::prelude::*;

use self::accumulator::Accumulator;
pub(crate) use self::accumulator::{integer_mean, whole_mean};
pub(crate) use self::extreme::physical;
pub(crate) use self::function::result_type;
pub use self::function::{AggregateFunction, AggregateOptions, Aggregation};
pub(crate) use self::groups::Groups;
pub(crate) use self::lists::{first_of_groups, of_groups};
pub(crate) use self::pairs::{correlation, covariance};
pub(crate) use self::quantile::{interpolated, nearest_doubles};
pub(crate) use self::slots::canonical;
pub(crate) use self::sums::{Scaled, nearest_quotient, nearest_ratio};
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::filter::true_rows;
use crate::scalar::reinterpret;
use crate::value::decode;

/// Rows for each group where it pays to aggregate ranges of rows beside each other.
const LEAST_ROWS: usize = 8;

/// An aggregate bound to a schema: columns by their index, with their declared types.
#[derive(Debug, Clone)]
struct Bound {
    function: AggregateFunction,
    input: Option<(usize, DataType)>,
    second: Option<(usize, DataType)>,
    condition: Option<usize>,
    options: AggregateOptions,
}

impl Bound {
    /// Whether one accumulator serves both.
    fn shares(&self, other: &Self) -> bool {
        use AggregateFunction as F;
        let column = |input: &Option<(usize, DataType)>| input.as_ref().map(|input| input.0);
        matches!(self.function.kept_by(), F::Sum | F::Var | F::Median | F::Any)
            && self.function.kept_by() == other.function.kept_by()
            && column(&self.input) == column(&other.input)
            && self.condition == other.condition
    }
}

/// Keys and aggregates bound to a schema.
#[derive(Debug, Clone)]
pub struct AggregatePlan {
    keys: Vec<(usize, DataType)>,
    aggregates: Vec<Bound>,
    schema: SchemaRef,
    fast: bool,
}

impl AggregatePlan {
    /// Binds names to columns. `declared` is the schema that results follow; `actual` the one of the batches, whose key columns may be
    /// dictionaries where the declared ones are plain. Float sums and means are right to the last bit unless `fast`.
    ///
    /// # Errors
    /// `ColumnNotFound`, `TypeMismatch`.
    pub fn new(keys: &[String], aggregates: &[Aggregation], declared: &Schema, actual: &Schema, fast: bool) -> Result<Self> {
        let mut fields = Vec::new();
        let mut bound_keys = Vec::new();
        for name in keys {
            let field = declared.field(column_index(declared, name)?);
            if field.data_type().is_nested() {
                return Err(Error::TypeMismatch(format!("cannot group by \"{name}\" of type {}", field.data_type())));
            }
            fields.push(field.clone());
            bound_keys.push((column_index(actual, name)?, field.data_type().clone()));
        }
        let mut bound = Vec::new();
        for Aggregation { name, function, column, second, condition, options } in aggregates {
            let typed = |column: &Option<String>| -> Result<Option<(usize, DataType)>> {
                let Some(column) = column else {
                    return Ok(None);
                };
                let data_type = declared.field(column_index(declared, column)?).data_type().clone();
                Ok(Some((column_index(actual, column)?, data_type)))
            };
            let input = typed(column)?;
            if input.is_none() && *function != AggregateFunction::Count {
                return Err(Error::InvalidArgument(format!("the aggregate \"{name}\" needs a column")));
            }
            let result = result_type(*function, input.as_ref().map(|(_, data_type)| data_type))?;
            fields.push(Field::new(name, result, !function.never_null()));
            let condition = condition.as_ref().map(|condition| column_index(actual, condition)).transpose()?;
            bound.push(Bound { function: *function, input, second: typed(second)?, condition, options: options.clone() });
        }
        Ok(Self { keys: bound_keys, aggregates: bound, schema: Arc::new(Schema::new(fields)), fast })
    }

    /// Schema of the result: keys, then aggregates.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

/// Groups seen so far, with their accumulators.
pub struct Aggregator {
    plan: Arc<AggregatePlan>,
    groups: Groups,
    accumulators: Vec<Accumulator>,
    /// the accumulator of each aggregate: sum and mean of a column share one
    slots: Vec<usize>,
}

impl Aggregator {
    /// Nothing seen yet.
    ///
    /// # Errors
    /// `UnsupportedType` for key or value types without an implementation.
    pub fn new(plan: Arc<AggregatePlan>) -> Result<Self> {
        let groups = Groups::new(plan.keys.iter().map(|(_, data_type)| data_type))?;
        let mut accumulators = Vec::new();
        let mut slots: Vec<usize> = Vec::new();
        for (index, bound) in plan.aggregates.iter().enumerate() {
            let shared = plan.aggregates[..index].iter().position(|other| bound.shares(other));
            slots.push(shared.map_or(accumulators.len(), |other| slots[other]));
            if shared.is_none() {
                accumulators.push(Accumulator::new(bound, plan.fast)?);
            }
        }
        Ok(Self { plan, groups, accumulators, slots })
    }

    /// Adds the rows of a batch.
    ///
    /// # Errors
    /// `Internal` when a column is not of the type bound.
    pub fn update(&mut self, batch: &RecordBatch) -> Result<()> {
        let plan = self.plan.clone();
        let keys = plan.keys.iter().map(|(index, _)| batch.column(*index).clone()).collect::<Vec<_>>();
        self.groups.intern(&keys, batch.num_rows())?;
        add(&plan, &mut self.accumulators, &self.slots, batch, (self.groups.ids(), self.groups.count()))
    }

    /// Bytes of what grows with the rows, not only with the groups.
    #[must_use]
    pub fn kept_bytes(&self) -> usize {
        self.accumulators.iter().map(Accumulator::kept_bytes).sum()
    }

    /// Bytes of all that is held, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let per_group: usize = self.accumulators.iter().map(Accumulator::group_bytes).sum();
        self.kept_bytes() + self.groups.bytes() + per_group * self.groups.count()
    }

    /// Adds the groups of another aggregator of the same plan.
    ///
    /// # Errors
    /// As [`Self::update`].
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let count = other.groups.count();
        if count == 0 {
            return Ok(());
        }
        self.groups.merge(&other.groups)?;
        for (own, others) in self.accumulators.iter_mut().zip(other.accumulators) {
            own.merge(self.groups.ids(), self.groups.count(), others)?;
        }
        Ok(())
    }

    /// The result: one row per group; without keys exactly one row.
    ///
    /// # Errors
    /// `IntegerOverflow` and `DecimalOverflow` when the total of a sum does not fit its type.
    pub fn finish(mut self) -> Result<RecordBatch> {
        self.groups.one_without_keys();
        let groups = self.groups.count();
        let mut columns = self.groups.key_columns()?;
        for (column, (_, data_type)) in columns.iter_mut().zip(&self.plan.keys) {
            *column = interner::encode(column, data_type)?;
        }
        columns.append(&mut self.results(groups)?);
        let options = RecordBatchOptions::new().with_row_count(Some(groups));
        Ok(RecordBatch::try_new_with_options(self.plan.schema.clone(), columns, &options)?)
    }

    /// The aggregates, one value per group.
    fn results(&mut self, groups: usize) -> Result<Vec<ArrayRef>> {
        let fields = self.plan.schema.fields().iter().skip(self.plan.keys.len());
        let mut columns = Vec::with_capacity(self.slots.len());
        for ((&slot, bound), field) in self.slots.iter().zip(&self.plan.aggregates).zip(fields) {
            let array = self.accumulators[slot].finish(bound, groups, field.name())?;
            columns.push(match (&bound.input, field.data_type()) {
                (Some(_), result @ DataType::Decimal128(..)) if result != array.data_type() => reinterpret(&array, result)?,
                (Some(_), result) => interner::encode(&array, result)?,
                (None, _) => array,
            });
        }
        Ok(columns)
    }

    /// The aggregates of rows whose groups are known, one value per group, by a plan without keys: ranges of rows beside each other where groups have many.
    ///
    /// # Errors
    /// As [`Self::update`] and [`Self::finish`].
    pub(crate) fn of_groups(plan: &Arc<AggregatePlan>, batch: &RecordBatch, ids: &[u32], groups: usize) -> Result<Vec<ArrayRef>> {
        let parts = if ids.len() / LEAST_ROWS > groups { rayon::current_num_threads() } else { 1 };
        let part = ids.len().div_ceil(parts).max(1);
        let of_rows = |start: usize| {
            let mut made = Self::new(plan.clone())?;
            let rows = part.min(ids.len() - start);
            let ids = &ids[start..start + rows];
            add(plan, &mut made.accumulators, &made.slots, &batch.slice(start, rows), (ids, groups))?;
            Ok(made)
        };
        let starts = (0..ids.len()).step_by(part).collect::<Vec<_>>();
        let made = starts.into_par_iter().map(of_rows).collect::<Result<Vec<_>>>()?;
        let mut all = Self::new(plan.clone())?;
        let same = (0..u32::try_from(groups).unwrap_or(u32::MAX)).collect::<Vec<_>>();
        for (at, other) in made.into_iter().enumerate() {
            if at == 0 {
                all = other;
                continue;
            }
            for (own, others) in all.accumulators.iter_mut().zip(other.accumulators) {
                own.merge(&same, groups, others)?;
            }
        }
        all.results(groups)
    }
}

/// Adds rows whose groups are known: ids, of so many groups.
fn add(
    plan: &AggregatePlan,
    accumulators: &mut [Accumulator],
    slots: &[usize],
    batch: &RecordBatch,
    (ids, groups): (&[u32], usize),
) -> Result<()> {
    let mut updated = 0;
    for (bound, &slot) in plan.aggregates.iter().zip(slots) {
        // Accumulators are in the order of the first aggregate that needs them.
        if slot < updated {
            continue;
        }
        updated = slot + 1;
        let rows = match bound.condition {
            None => None,
            Some(condition) => Some(true_rows(&decode(batch.column(condition))?)),
        };
        let column = |input: &Option<(usize, DataType)>| -> Result<Option<ArrayRef>> {
            let Some((index, _)) = input else {
                return Ok(None);
            };
            let column = decode(batch.column(*index))?;
            Ok(Some(match &rows {
                None => column,
                Some(rows) => filter(&column, rows)?,
            }))
        };
        let (first, second) = (column(&bound.input)?, column(&bound.second)?);
        let accumulator = &mut accumulators[slot];
        match &rows {
            None => accumulator.update(ids, groups, first.as_ref(), second.as_ref())?,
            Some(rows) => {
                let ids = ids.iter().zip(rows.values()).filter_map(|(&id, counts)| counts.then_some(id)).collect::<Vec<_>>();
                accumulator.update(&ids, groups, first.as_ref(), second.as_ref())?;
            }
        }
    }
    Ok(())
}
