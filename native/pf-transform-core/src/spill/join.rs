//! A join whose right side does not fit in memory: both sides are divided by the hash of their keys, buckets are joined one by one, and the rows put in
//! the order of the left side, then of the right one.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::aggregate::by_position;
use super::hash::{NULL, combine, of_bytes, of_wide};
use super::levels::{Side, each_bucket};
use super::parts::Bucket;
use super::runs::RunWriter;
use super::sort::merged;
use super::{Room, TABLES, with_position, within};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::with_rows;
use crate::join::{How, Input, Join, JoinedColumn, Joiner, KeyWord, key_words};
use crate::pipeline::Outcome;
use crate::table::batch_bytes;

/// All rows of the result.
pub(crate) fn join(left: &Input, right: &Input, join: &Join, room: &Room, control: Control<'_>) -> Result<Outcome> {
    if join.how == How::Cross {
        return Err(Error::OutOfMemory { bytes: room.limit, limit: room.limit });
    }
    let plain = join.bind(&left.rows.schema(), &right.rows.schema())?;
    let names = join.right_columns.iter().map(|column| &column.name);
    let (left_schema, left_position) = with_position(&left.rows.schema(), names.clone());
    let taken = left_schema.fields().iter().map(|field| field.name());
    let (right_schema, right_position) = with_position(&right.rows.schema(), names.chain(taken));
    let mut carried = join.clone();
    let pairs = !matches!(join.how, How::Semi | How::Anti);
    if pairs {
        carried.right_columns.push(JoinedColumn { column: right_position.clone(), name: right_position.clone() });
    }
    let whole = carried.bind(&left_schema, &right_schema)?.schema;
    // Positions are the last columns.
    let order =
        (0..whole.fields().len()).filter(|&at| whole.field(at).name() != &left_position && whole.field(at).name() != &right_position);
    let mut order = order.collect::<Vec<_>>();
    let given = order.len();
    let mut keys = Vec::new();
    for name in [&left_position, &right_position].into_iter().take(1 + usize::from(pairs)) {
        order.push(whole.index_of(name)?);
        keys.push(by_position(name));
    }
    let schema: SchemaRef = Arc::new(whole.project(&order)?);
    let hashes = |batch: &RecordBatch, is_left: bool| {
        let mut hashes = vec![0; batch.num_rows()];
        key_words(&plain, &left.rows.schema(), &right.rows.schema(), batch, is_left, |row, key| {
            let word = match key {
                KeyWord::Null => NULL,
                KeyWord::Word(word) => word,
                KeyWord::Wide(wide) => of_wide(wide),
                KeyWord::Bytes(bytes) => of_bytes(bytes),
            };
            hashes[row] = combine(hashes[row], word);
        })?;
        Ok(hashes)
    };
    let work = |range: &[Bucket], beside: usize| {
        let [lefts, rights] = range else { return Err(Error::Internal("a join has two sides".to_owned())) };
        let joiner = within(room, (TABLES.0, TABLES.1 * beside), control.quiet(), |control| {
            let batches = rights.batches(control)?;
            control.keep(batches.iter().map(batch_bytes).sum())?;
            Joiner::new(carried.bind(&left_schema, &right_schema)?, left_schema.clone(), right_schema.clone(), &batches, control)
        })?;
        let Some(joiner) = joiner else { return Ok(None) };
        let mut writer = RunWriter::new(&schema, &keys, room)?;
        let mut write = |batch: RecordBatch| {
            let columns = order.iter().map(|&index| batch.column(index).clone()).collect();
            writer.write(&with_rows(&schema, columns, batch.num_rows())?)
        };
        let slices = room.budget((1, beside));
        let sliced = control.quiet().within(Some(&slices));
        lefts.each(control, |batch| joiner.each_part(batch, sliced, &mut write))?;
        joiner.unmatched(control.within(None))?.into_iter().try_for_each(&mut write)?;
        Ok(Some(writer.finish()))
    };
    let sides = [
        Side { source: &*left.source, rows: &left.rows, hashes: &|batch| hashes(batch, true), schema: &left_schema },
        Side { source: &*right.source, rows: &right.rows, hashes: &|batch| hashes(batch, false), schema: &right_schema },
    ];
    let runs = each_bucket(&sides, room, control, &work)?;
    merged(schema, &keys, runs, Some(given), room, control)
}
