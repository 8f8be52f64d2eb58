//! Any aggregate over frames: each frame is a group of its own, neighbours with the same frame share one. Time is that of the rows of all different frames together.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::concat::concat;
use arrow_select::take::take;

use super::call::WindowCall;
use super::frames::Frames;
use super::layout::Layout;
use super::operands::Operands;
use crate::aggregate::{AggregateFunction, AggregatePlan, Aggregator};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::Rows;

/// Rows of frames that are aggregated together.
const BATCH: usize = 1 << 16;
const GROUP: &str = "frame";

/// The aggregate of each frame.
pub(super) fn grouped(
    function: AggregateFunction,
    call: &WindowCall,
    table: &Rows,
    schema: &Schema,
    layout: &Layout,
    frames: &Frames,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let Operands { aggregation, fields, arrays } = Operands::new(function, call, table, schema)?;
    let fields = std::iter::once(Field::new(GROUP, DataType::UInt32, false)).chain(fields).collect::<Vec<_>>();
    let input = Arc::new(Schema::new(fields));
    let plan = |keys: &[String]| AggregatePlan::new(keys, std::slice::from_ref(&aggregation), &input, &input, false).map(Arc::new);
    let mut groups = Aggregator::new(plan(&[GROUP.to_owned()])?)?;
    let mut numbers = vec![None; layout.rows];
    let (mut ids, mut rows): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut flush = |ids: &mut Vec<u32>, rows: &mut Vec<u32>| -> Result<()> {
        control.check()?;
        let mut columns: Vec<ArrayRef> = vec![Arc::new(UInt32Array::from(std::mem::take(ids)))];
        let taken = UInt32Array::from(std::mem::take(rows));
        for array in &arrays {
            columns.push(take(array, &taken, None)?);
        }
        let before = groups.kept_bytes();
        groups.update(&RecordBatch::try_new(input.clone(), columns)?)?;
        control.resize(before, groups.kept_bytes())
    };
    let small = |index: usize| u32::try_from(index).map_err(|_| Error::UnsupportedType("more than 2^32 rows".to_owned()));
    let mut last: Option<(u32, (u32, u32))> = None;
    for (position, &frame) in frames.iter().enumerate() {
        if frame.0 == frame.1 {
            continue;
        }
        if let Some((group, held)) = last
            && held == frame
        {
            numbers[position] = Some(group);
            continue;
        }
        let group = last.map_or(0, |(group, _)| group + 1);
        last = Some((group, frame));
        numbers[position] = Some(group);
        for other in frame.0..frame.1 {
            ids.push(group);
            rows.push(small(layout.row(other as usize))?);
            if ids.len() == BATCH {
                flush(&mut ids, &mut rows)?;
            }
        }
    }
    flush(&mut ids, &mut rows)?;
    let full = groups.finish()?;
    // Frames without rows have what is said of no rows, which comes last.
    let none = Aggregator::new(plan(&[])?)?.finish()?;
    let empty = small(full.num_rows())?;
    let all = concat(&[full.column(1).as_ref(), none.column(0).as_ref()])?;
    let mut places = vec![empty; layout.rows];
    for (position, number) in numbers.into_iter().enumerate() {
        places[layout.row(position)] = number.unwrap_or(empty);
    }
    Ok(take(&all, &UInt32Array::from(places), None)?)
}
