//! The first rows of each group, in the order of the rows or of a sort. After a sort only rows are sorted that may be among the first of their group: each worker
//! knows the codes of the best rows of every group it has met. O(n) time for the rows that are left out; memory grows with the groups and what is kept.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::{DataType, SchemaRef};
use arrow_select::take::take_record_batch;
use serde::Deserialize;

use crate::aggregate::Groups;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::column_index;
use crate::partitions::{Place, in_segments};
use crate::rows::RowSteps;
use crate::sort::{SortKey, codes_of, sort};
use crate::source::Source;
use crate::table::{Table, batch_bytes};
use crate::type_text::type_text;

/// Keys, and how many rows of each group stay.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupHead {
    /// key columns; none: all rows are one group
    pub keys: Vec<String>,
    /// rows of each group at most
    pub count: usize,
    /// whether -0 in a key column is shown as 0
    #[serde(default)]
    pub plain_zeros: bool,
}

/// Rows of a group whose codes are remembered; where more are wanted all rows are sorted.
const MOST: usize = 32;

/// The rows of the source after the row steps, in the order of `order` where there is one, of each group the first.
///
/// # Errors
/// `ColumnNotFound`, `TypeMismatch`, `UnsupportedType`; those of the source and of the sort.
pub(crate) fn group_head(
    source: &dyn Source,
    rows: &RowSteps,
    head: &GroupHead,
    order: Option<&[SortKey]>,
    control: Control<'_>,
) -> Result<Table> {
    let schema = rows.schema();
    let keys = KeyColumns::new(&schema, &head.keys)?;
    let first = order.and_then(|order| order.first()).map(|key| Ok::<_, Error>((column_index(&schema, &key.column)?, key))).transpose()?;
    let make = || Ok(Kept { heads: Heads::new(&keys, head.count)?, best: Best::new(head.count), batches: Vec::new() });
    let update = |kept: &mut Kept<'_>, batch: RecordBatch, _: Place| {
        let count = batch.num_rows();
        let held = kept.heads.groups.bytes();
        let chosen = match first {
            None => kept.heads.first(&batch)?,
            Some(_) if head.count > MOST => (0..u32::try_from(count).unwrap_or(u32::MAX)).collect(),
            Some((column, key)) => {
                let mut codes = vec![0; count];
                codes_of(batch.column(column), key, &mut codes)?;
                let before = kept.best.codes.len();
                let possible = kept.best.possible(kept.heads.groups(&batch)?, &codes);
                control.keep((kept.best.codes.len() - before) * size_of::<u64>())?;
                possible
            }
        };
        control.resize(held, kept.heads.groups.bytes())?;
        let batch = if chosen.len() == count { batch } else { take_record_batch(&batch, &UInt32Array::from(chosen))? };
        if batch.num_rows() > 0 {
            control.keep(batch_bytes(&batch))?;
            kept.batches.push(batch);
        }
        Ok(())
    };
    let segments = in_segments(source, rows, control, make, update, |_| Ok(()))?;
    let batches = segments.into_iter().flat_map(|segment| segment.batches).collect::<Vec<_>>();
    let batches = match order {
        None => batches,
        Some(order) => sort(&schema, &batches, order, control)?.batches,
    };
    let mut heads = Heads::new(&keys, head.count)?;
    let mut result = Vec::new();
    for batch in batches {
        control.check()?;
        let chosen = heads.first(&batch)?;
        let all = chosen.len() == batch.num_rows();
        let batch = if all { batch } else { take_record_batch(&batch, &UInt32Array::from(chosen))? };
        if batch.num_rows() > 0 {
            result.push(if head.plain_zeros { with_plain_zeros(&batch, &keys.indexes)? } else { batch });
        }
    }
    Ok(Table { schema, batches: result })
}

/// The batch with 0 for -0 in some columns.
pub(crate) fn with_plain_zeros(batch: &RecordBatch, indexes: &[usize]) -> Result<RecordBatch> {
    let mut columns = batch.columns().to_vec();
    for &index in indexes {
        columns[index] = plain_zeros(&columns[index]);
    }
    Ok(RecordBatch::try_new(batch.schema(), columns)?)
}

/// Adding 0 turns -0 into 0 and changes no other number.
fn plain_zeros(column: &ArrayRef) -> ArrayRef {
    if let Some(dictionary) = column.as_any_dictionary_opt() {
        return dictionary.with_values(plain_zeros(dictionary.values()));
    }
    match column.data_type() {
        DataType::Float16 => Arc::new(column.as_primitive::<Float16Type>().unary::<_, Float16Type>(|value| value + half::f16::ZERO)),
        DataType::Float32 => Arc::new(column.as_primitive::<Float32Type>().unary::<_, Float32Type>(|value| value + 0.0)),
        DataType::Float64 => Arc::new(column.as_primitive::<Float64Type>().unary::<_, Float64Type>(|value| value + 0.0)),
        _ => column.clone(),
    }
}

/// What one worker keeps of neighbouring partitions.
struct Kept<'a> {
    heads: Heads<'a>,
    best: Best,
    batches: Vec<RecordBatch>,
}

/// Key columns of a schema.
pub(crate) struct KeyColumns {
    pub indexes: Vec<usize>,
    pub types: Vec<DataType>,
}

impl KeyColumns {
    pub fn new(schema: &SchemaRef, keys: &[String]) -> Result<Self> {
        let indexes = keys.iter().map(|name| column_index(schema, name)).collect::<Result<Vec<_>>>()?;
        let types = indexes.iter().map(|&index| schema.field(index).data_type().clone()).collect::<Vec<_>>();
        if let Some((name, nested)) = keys.iter().zip(&types).find(|(_, data_type)| data_type.is_nested()) {
            return Err(Error::TypeMismatch(format!("cannot group by \"{name}\" of type {}", type_text(nested))));
        }
        Ok(Self { indexes, types })
    }
}

/// How many rows there have been of each group.
struct Heads<'a> {
    keys: &'a KeyColumns,
    groups: Groups,
    counts: Vec<u32>,
    count: u32,
}

impl<'a> Heads<'a> {
    fn new(keys: &'a KeyColumns, count: usize) -> Result<Self> {
        let groups = Groups::new(keys.types.iter())?;
        Ok(Self { keys, groups, counts: Vec::new(), count: u32::try_from(count).unwrap_or(u32::MAX) })
    }

    /// The group of each row.
    fn groups(&mut self, batch: &RecordBatch) -> Result<&[u32]> {
        let columns = self.keys.indexes.iter().map(|&index| batch.column(index).clone()).collect::<Vec<ArrayRef>>();
        self.groups.intern(&columns, batch.num_rows())?;
        Ok(self.groups.ids())
    }

    /// The rows that are among the first of their group.
    fn first(&mut self, batch: &RecordBatch) -> Result<Vec<u32>> {
        self.groups(batch)?;
        self.counts.resize(self.groups.count(), 0);
        let counts = &mut self.counts;
        let most = self.count;
        let is_first = |&(_, &group): &(u32, &u32)| {
            let seen = &mut counts[group as usize];
            let first = *seen < most;
            *seen += u32::from(first);
            first
        };
        Ok((0..).zip(self.groups.ids()).filter(is_first).map(|(row, _)| row).collect())
    }
}

/// The least codes of each group so far, in ascending order.
struct Best {
    wanted: usize,
    codes: Vec<u64>,
}

impl Best {
    const fn new(wanted: usize) -> Self {
        Self { wanted, codes: Vec::new() }
    }

    /// The rows that fewer than `wanted` rows of their group so far come before; those with the code of the last of these are kept.
    fn possible(&mut self, groups: &[u32], codes: &[u64]) -> Vec<u32> {
        let wanted = self.wanted;
        if wanted == 0 {
            return Vec::new();
        }
        let needed = groups.iter().max().map_or(0, |&group| (group as usize + 1) * wanted);
        if needed > self.codes.len() {
            self.codes.resize(needed, u64::MAX);
        }
        let mut rows = Vec::new();
        for (row, (&group, &code)) in (0..).zip(groups.iter().zip(codes)) {
            let best = &mut self.codes[group as usize * wanted..][..wanted];
            if code > best[wanted - 1] {
                continue;
            }
            rows.push(row);
            let mut at = wanted - 1;
            while at > 0 && best[at - 1] > code {
                best[at] = best[at - 1];
                at -= 1;
            }
            best[at] = code;
        }
        rows
    }
}
