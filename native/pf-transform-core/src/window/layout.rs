//! The rows of a table, partition by partition, each in its order: what comes after works on positions in this order. One sort by the partition keys and
//! the order keys, O(n log n); 12 bytes per row.

use std::ops::Range;

use arrow_array::{Array, ArrayRef, UInt32Array};
use arrow_schema::DataType;
use rayon::prelude::*;
use std::sync::Arc;

use super::call::WindowCall;
use super::ordered::order_codes;
use crate::aggregate::Groups;
use crate::compare::order_of;
use crate::control::Control;
use crate::error::Result;
use crate::expression::column_index;
use crate::gather::Rows;
use crate::sort::{Nulls, SortKey, codes_of, row_order};
use crate::value::decode;

/// Positions looked at between two looks at the cancel flag.
pub(super) const CHUNK: usize = 1 << 16;
/// Spans of partitions for each thread.
const SPANS: usize = 8;

pub(super) struct Layout {
    /// the row at each position; none: rows are in order already
    pub(super) order: Option<Vec<u32>>,
    /// where partitions begin, and the number of rows
    pub partitions: Vec<usize>,
    /// where groups of peers begin, and the number of rows
    pub peers: Vec<usize>,
    pub rows: usize,
}

impl Layout {
    pub fn new(table: &Rows, call: &WindowCall, schema: &arrow_schema::Schema, control: Control<'_>) -> Result<Self> {
        let column = |name: &String| -> Result<ArrayRef> { table.key(column_index(schema, name)?) };
        if call.order_by.is_empty() && !call.partition_by.is_empty() {
            let columns = call.partition_by.iter().map(column).collect::<Result<Vec<_>>>()?;
            return Self::counted(&columns, table.count() as usize, control);
        }
        let rows = table.count() as usize;
        let partition = call.partition_by.iter().map(column).collect::<Result<Vec<_>>>()?;
        let order = call.order_by.iter().map(|key| column(&key.column)).collect::<Result<Vec<_>>>()?;
        if !partition.is_empty()
            && let Some(codes) = order_codes(&order, &call.order_by, control)?
        {
            let sorted = Self::counted(&partition, rows, control)?.sorted(&codes, control);
            control.release(codes.iter().map(|codes| size_of_val(codes.as_slice())).sum());
            return sorted;
        }
        let partition = partition_columns(partition, rows)?;
        let ascending = SortKey { column: String::new(), descending: false, nulls: Nulls::Last };
        let keys = partition.iter().map(|_| &ascending).chain(&call.order_by).cloned().collect::<Vec<_>>();
        let arrays = partition.iter().chain(&order).cloned().collect::<Vec<_>>();
        let sorted = if arrays.is_empty() { None } else { row_order(&arrays, &keys, table.count(), control)? };
        let layout = Self { order: sorted, partitions: Vec::new(), peers: Vec::new(), rows };
        let partitions = layout.starts(&partition, None, control)?;
        let peers = if order.is_empty() { partitions.clone() } else { layout.starts(&order, Some(&partitions), control)? };
        Ok(Self { partitions, peers, ..layout })
    }

    /// Partitions in the order of their first rows, rows in theirs: counted, not sorted. O(n).
    fn counted(columns: &[ArrayRef], rows: usize, control: Control<'_>) -> Result<Self> {
        control.keep(2 * size_of::<u32>() * rows)?;
        let mut groups = Groups::new(columns.iter().map(Array::data_type))?;
        groups.intern(columns, rows)?;
        control.check()?;
        let mut next = vec![0; groups.count() + 1];
        groups.ids().iter().for_each(|&id| next[id as usize + 1] += 1);
        for group in 1..next.len() {
            next[group] += next[group - 1];
        }
        let partitions = next.clone();
        let mut order = vec![0; rows];
        for (row, &id) in (0..).zip(groups.ids()) {
            let place = &mut next[id as usize];
            order[*place] = row;
            *place += 1;
        }
        Ok(Self { order: Some(order), peers: partitions.clone(), partitions, rows })
    }

    /// The row at a position.
    #[inline]
    pub fn row(&self, position: usize) -> usize {
        self.order.as_ref().map_or(position, |order| order[position] as usize)
    }

    /// What belongs to the rows, by position.
    pub fn by_position<T: Send>(&self, value: impl Fn(usize) -> T + Send + Sync) -> Vec<T> {
        match &self.order {
            None => (0..self.rows).into_par_iter().with_min_len(CHUNK).map(value).collect(),
            Some(order) => order.par_iter().with_min_len(CHUNK).map(|&row| value(row as usize)).collect(),
        }
    }

    /// Where runs of rows that are alike in these columns begin, runs of `within` at least, and the number of rows.
    fn starts(&self, columns: &[ArrayRef], within: Option<&[usize]>, control: Control<'_>) -> Result<Vec<usize>> {
        let alike = columns.iter().map(Alike::new).collect::<Result<Vec<_>>>()?;
        let chunks = (0..self.rows.div_ceil(CHUNK)).into_par_iter().map(|chunk| {
            control.check()?;
            let range = chunk * CHUNK..self.rows.min((chunk + 1) * CHUNK);
            let mut next = within.map_or(0, |within| within.partition_point(|&start| start < range.start));
            let mut starts = Vec::new();
            for position in range {
                let begins = within.is_some_and(|within| within[next] == position);
                next += usize::from(begins);
                let differs = || {
                    let (before, row) = (self.row(position - 1), self.row(position));
                    alike.iter().any(|alike| !alike.test(before, row))
                };
                if begins || position == 0 || differs() {
                    starts.push(position);
                }
            }
            Ok(starts)
        });
        let mut starts = chunks.collect::<Result<Vec<_>>>()?.concat();
        starts.push(self.rows);
        Ok(starts)
    }

    /// Ranges of partitions, by index, with about the same number of rows each: one partition at least.
    pub fn spans(&self) -> Vec<Range<usize>> {
        let least = self.rows / (SPANS * rayon::current_num_threads()) + 1;
        let count = self.partitions.len() - 1;
        let mut spans = Vec::new();
        let mut first = 0;
        while first < count {
            let end = self.partitions.partition_point(|&start| start < self.partitions[first] + least).clamp(first + 1, count);
            spans.push(first..end);
            first = end;
        }
        spans
    }

    /// Calls `f` with the positions of every partition, partitions in parallel; `make` makes what one thread needs.
    pub fn each_partition<S>(
        &self,
        control: Control<'_>,
        make: impl Fn() -> S + Sync,
        f: impl Fn(&mut S, Range<usize>) -> Result<()> + Sync,
    ) -> Result<()> {
        self.spans().into_par_iter().with_max_len(1).try_for_each(|span| {
            let mut state = make();
            for index in span {
                control.check()?;
                f(&mut state, self.partitions[index]..self.partitions[index + 1])?;
            }
            Ok(())
        })
    }

    /// The groups of peers of a partition.
    pub fn peers_of(&self, partition: &Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let first = self.peers.partition_point(|&start| start < partition.start);
        let end = partition.end;
        self.peers[first..].windows(2).take_while(move |pair| pair[0] < end).map(|pair| pair[0]..pair[1])
    }

    /// Parts of a vector by position, one for each span.
    pub fn parts<'a, T>(&self, mut values: &'a mut [T]) -> Vec<(Range<usize>, &'a mut [T])> {
        let mut parts = Vec::new();
        for span in self.spans() {
            let length = self.partitions[span.end] - self.partitions[span.start];
            let (own, rest) = values.split_at_mut(length);
            values = rest;
            parts.push((span, own));
        }
        parts
    }
}

/// Columns that tell partitions apart: numbers as they are, others as the number of their combination.
fn partition_columns(columns: Vec<ArrayRef>, rows: usize) -> Result<Vec<ArrayRef>> {
    let plain = |column: &ArrayRef| column.data_type().is_primitive() && !matches!(column.data_type(), DataType::Decimal128(..));
    if columns.iter().all(plain) {
        return Ok(columns);
    }
    let types = columns.iter().map(|column| column.data_type().clone()).collect::<Vec<_>>();
    let mut groups = Groups::new(types.iter())?;
    groups.intern(&columns, rows)?;
    Ok(vec![Arc::new(UInt32Array::from(groups.ids().to_vec()))])
}

/// Whether two rows have the same value in a column, or none.
struct Alike {
    nulls: Option<arrow_buffer::NullBuffer>,
    same: Box<dyn Fn(usize, usize) -> bool + Send + Sync>,
}

impl Alike {
    fn new(column: &ArrayRef) -> Result<Self> {
        let column = decode(column)?;
        let nulls = column.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        if column.data_type() == &DataType::Null {
            return Ok(Self { nulls: None, same: Box::new(|_, _| true) });
        }
        let same: Box<dyn Fn(usize, usize) -> bool + Send + Sync> =
            if column.data_type().is_primitive() && !matches!(column.data_type(), DataType::Decimal128(..)) {
                let mut codes = vec![0; column.len()];
                let key = SortKey { column: String::new(), descending: false, nulls: Nulls::Last };
                codes_of(&column, &key, &mut codes)?;
                Box::new(move |a, b| codes[a] == codes[b])
            } else {
                let order = order_of(&column, &column)?;
                Box::new(move |a, b| order(a, b).is_eq())
            };
        Ok(Self { nulls, same })
    }

    fn test(&self, a: usize, b: usize) -> bool {
        match &self.nulls {
            Some(nulls) if nulls.is_null(a) || nulls.is_null(b) => nulls.is_null(a) && nulls.is_null(b),
            _ => (self.same)(a, b),
        }
    }
}
