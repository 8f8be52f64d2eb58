//! Hash aggregation: one row per distinct combination of keys with count, countDistinct, sum, min, max and mean.
//!
//! Every key column is interned to dense ids (a table lookup for narrow types, open addressing otherwise, once per dictionary entry for
//! dictionary columns); ids of several keys are combined pair by pair. Accumulators are vectors indexed by group. Threads aggregate
//! neighbouring partitions on their own and are merged in their order, so that groups come in the order of their first row. O(n) expected time per key and aggregate; memory grows with the groups.

mod accumulator;
mod distinct;
mod extreme;
mod interner;
mod sums;
mod table;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use serde::Deserialize;

use self::accumulator::Accumulator;
use self::interner::Interner;
use self::table::IdTable;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::scalar::reinterpret;
use crate::type_text::type_text;
use crate::value::decode;

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
}

impl AggregateFunction {
    /// As the catalogue names them. What is not here is declined when a plan is bound.
    pub const NAMES: [&'static str; 6] = ["count", "countDistinct", "sum", "min", "max", "mean"];
}

/// One aggregate, as it arrives in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Aggregation {
    /// name of the result column
    pub name: String,
    /// what to compute
    pub function: AggregateFunction,
    /// over which column; none for a count of all rows
    pub column: Option<String>,
}

/// Keys and aggregates bound to a schema.
#[derive(Debug, Clone)]
pub struct AggregatePlan {
    keys: Vec<(usize, DataType)>,
    aggregates: Vec<(AggregateFunction, Option<(usize, DataType)>)>,
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
        for Aggregation { name, function, column } in aggregates {
            let input = match column {
                None if *function == AggregateFunction::Count => None,
                None => {
                    return Err(Error::InvalidArgument(format!("the aggregate \"{name}\" needs a column")));
                }
                Some(column) => {
                    let data_type = declared.field(column_index(declared, column)?).data_type().clone();
                    Some((column_index(actual, column)?, data_type))
                }
            };
            let result = result_type(*function, input.as_ref().map(|(_, data_type)| data_type))?;
            fields.push(Field::new(name, result, !matches!(function, AggregateFunction::Count | AggregateFunction::CountDistinct)));
            bound.push((*function, input));
        }
        Ok(Self { keys: bound_keys, aggregates: bound, schema: Arc::new(Schema::new(fields)), fast })
    }

    /// Schema of the result: keys, then aggregates.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

fn result_type(function: AggregateFunction, input: Option<&DataType>) -> Result<DataType> {
    let Some(input) = input else {
        return Ok(DataType::Int64);
    };
    let refuse = || Error::TypeMismatch(format!("{function:?} does not accept {}", type_text(input)).to_lowercase());
    let value = interner::value_type(input);
    let float = matches!(value, DataType::Float16 | DataType::Float32 | DataType::Float64);
    match (function, value) {
        (AggregateFunction::Count, _) => Ok(DataType::Int64),
        (AggregateFunction::CountDistinct, _) if !value.is_nested() => Ok(DataType::Int64),
        (AggregateFunction::Sum | AggregateFunction::Mean, DataType::Duration(_)) => Ok(value.clone()),
        (AggregateFunction::Sum, DataType::Decimal128(_, scale)) => Ok(DataType::Decimal128(38, *scale)),
        (AggregateFunction::Sum, _) if float => Ok(DataType::Float64),
        (AggregateFunction::Sum, _) if value.is_integer() => Ok(DataType::Int64),
        (AggregateFunction::Mean, DataType::Decimal128(..)) => Ok(DataType::Float64),
        (AggregateFunction::Mean, _) if float || value.is_integer() => Ok(DataType::Float64),
        (AggregateFunction::Min | AggregateFunction::Max, _) if !value.is_nested() && value != &DataType::Null => Ok(input.clone()),
        _ => Err(refuse()),
    }
}

/// Groups seen so far, with their accumulators.
pub struct Aggregator {
    plan: Arc<AggregatePlan>,
    keys: Vec<Interner>,
    /// combines the id so far with the id of key i + 1
    pairs: Vec<IdTable>,
    accumulators: Vec<Accumulator>,
    /// the accumulator of each aggregate: sum and mean of a column share one
    slots: Vec<usize>,
    groups: usize,
    ids: Vec<u32>,
    key_ids: Vec<u32>,
}

impl Aggregator {
    /// Nothing seen yet.
    ///
    /// # Errors
    /// `UnsupportedType` for key or value types without an implementation.
    pub fn new(plan: Arc<AggregatePlan>) -> Result<Self> {
        let keys = plan.keys.iter().map(|(_, data_type)| Interner::new(data_type)).collect::<Result<Vec<_>>>()?;
        let mut accumulators = Vec::new();
        let mut slots: Vec<usize> = Vec::new();
        for (index, (function, input)) in plan.aggregates.iter().enumerate() {
            let shared = plan.aggregates[..index].iter().position(|(other, column)| {
                let totals = |function| matches!(function, AggregateFunction::Sum | AggregateFunction::Mean);
                totals(*function) && totals(*other) && column.as_ref().map(|column| column.0) == input.as_ref().map(|input| input.0)
            });
            slots.push(shared.map_or(accumulators.len(), |other| slots[other]));
            if shared.is_none() {
                accumulators.push(Accumulator::new(*function, input.as_ref().map(|(_, data_type)| data_type), plan.fast)?);
            }
        }
        let pairs = (1..keys.len()).map(|_| IdTable::default()).collect();
        Ok(Self { plan, keys, pairs, accumulators, slots, groups: 0, ids: Vec::new(), key_ids: Vec::new() })
    }

    /// Adds the rows of a batch.
    ///
    /// # Errors
    /// `Internal` when a column is not of the type bound.
    pub fn update(&mut self, batch: &RecordBatch) -> Result<()> {
        let plan = self.plan.clone();
        let keys = plan.keys.iter().map(|(index, _)| batch.column(*index).clone()).collect::<Vec<_>>();
        self.intern(&keys, batch.num_rows())?;
        let mut updated = 0;
        for ((_, input), &slot) in plan.aggregates.iter().zip(&self.slots) {
            // Accumulators are in the order of the first aggregate that needs them.
            if slot < updated {
                continue;
            }
            updated = slot + 1;
            let accumulator = &mut self.accumulators[slot];
            let column = match input {
                None => None,
                Some((index, _)) => Some(decode(batch.column(*index))?),
            };
            accumulator.update(&self.ids, self.groups, column.as_ref())?;
        }
        Ok(())
    }

    /// Sets `ids` to the group of each row and `groups` to the number of groups.
    fn intern(&mut self, keys: &[ArrayRef], rows: usize) -> Result<()> {
        let Some(first) = keys.first() else {
            self.ids.resize(rows, 0); // never anything but 0
            self.groups = 1;
            return Ok(());
        };
        self.ids.clear();
        self.keys[0].intern(first, &mut self.ids)?;
        self.groups = self.keys[0].len();
        for (index, key) in keys.iter().enumerate().skip(1) {
            self.key_ids.clear();
            self.keys[index].intern(key, &mut self.key_ids)?;
            let pairs = &mut self.pairs[index - 1];
            for (id, &key_id) in self.ids.iter_mut().zip(&self.key_ids) {
                *id = pairs.intern((u64::from(*id) << 32) | u64::from(key_id));
            }
            self.groups = pairs.len();
        }
        Ok(())
    }

    /// The distinct keys, one row per group; dictionaries as plain values.
    fn key_columns(&self) -> Result<Vec<ArrayRef>> {
        let count = u32::try_from(self.groups).map_err(|_| Error::UnsupportedType("more than 2^32 groups".to_owned()))?;
        let mut ids: Vec<u32> = (0..count).collect();
        let mut columns = vec![None; self.keys.len()];
        for index in (0..self.keys.len()).rev() {
            if index == 0 {
                columns[0] = Some(self.keys[0].values(&ids)?);
            } else {
                let pairs = &self.pairs[index - 1];
                let key_ids = ids.iter().map(|&id| low(pairs.key(id))).collect::<Vec<_>>();
                columns[index] = Some(self.keys[index].values(&key_ids)?);
                ids.iter_mut().for_each(|id| *id = high(pairs.key(*id)));
            }
        }
        Ok(columns.into_iter().flatten().collect())
    }

    /// Adds the groups of another aggregator of the same plan.
    ///
    /// # Errors
    /// As [`Self::update`].
    pub fn merge(&mut self, other: Self) -> Result<()> {
        if other.groups == 0 {
            return Ok(());
        }
        let keys = other.key_columns()?;
        self.intern(&keys, other.groups)?;
        for (own, others) in self.accumulators.iter_mut().zip(other.accumulators) {
            own.merge(&self.ids, self.groups, others)?;
        }
        Ok(())
    }

    /// The result: one row per group; without keys exactly one row.
    ///
    /// # Errors
    /// `IntegerOverflow` and `DecimalOverflow` when the total of a sum does not fit its type.
    pub fn finish(mut self) -> Result<RecordBatch> {
        if self.keys.is_empty() {
            self.groups = 1;
        }
        let mut columns = self.key_columns()?;
        for (column, (_, data_type)) in columns.iter_mut().zip(&self.plan.keys) {
            *column = interner::encode(column, data_type)?;
        }
        let fields = self.plan.schema.fields().iter().skip(self.keys.len());
        for ((&slot, (function, input)), field) in self.slots.iter().zip(&self.plan.aggregates).zip(fields) {
            let array = self.accumulators[slot].finish(*function, self.groups, field.name())?;
            columns.push(match (input, field.data_type()) {
                (Some(_), result @ DataType::Decimal128(..)) if result != array.data_type() => reinterpret(&array, result)?,
                (Some(_), result) => interner::encode(&array, result)?,
                (None, _) => array,
            });
        }
        let options = RecordBatchOptions::new().with_row_count(Some(self.groups));
        Ok(RecordBatch::try_new_with_options(self.plan.schema.clone(), columns, &options)?)
    }
}

#[allow(clippy::cast_possible_truncation)]
const fn low(pair: u64) -> u32 {
    pair as u32
}

#[allow(clippy::cast_possible_truncation)]
const fn high(pair: u64) -> u32 {
    (pair >> 32) as u32
}
