//! Ids of any type by hashing. Each chunk of rows numbers its own ids; the chunks' id lists are merged in scan order, which
//! yields the order of first appearance whatever the chunks were; sorting that list gives the sorted mapping. One hash per row.

use super::column::{Key, position};
use super::{IdBuffer, IdColumn, IdValues, MappedIds, VertexIds};
use crate::{Control, GraphError, NONE, parallel};
use hashbrown::{DefaultHashBuilder, HashTable};
use rayon::prelude::*;
use std::hash::BuildHasher;

/// Distinct keys in order of appearance, with their hashes.
struct Distinct<K> {
    table: HashTable<u32>,
    keys: Vec<(u64, K)>,
}

impl<K: Key> Distinct<K> {
    fn new() -> Self {
        Self { table: HashTable::new(), keys: Vec::new() }
    }

    fn number(&mut self, hash: u64, key: K) -> u32 {
        let keys = &self.keys;
        if let Some(&found) = self.table.find(hash, |&at| keys[index(at)].1 == key) {
            return found;
        }
        // An overflow is found by `count` on the finished list, before any number is used.
        let number = u32::try_from(keys.len()).unwrap_or(NONE);
        self.keys.push((hash, key));
        let keys = &self.keys;
        self.table.insert_unique(hash, number, |&at| keys[index(at)].0);
        number
    }
}

/// (dense sources, dense targets, distinct keys)
type Mapped<K> = (Vec<u32>, Vec<u32>, Vec<K>);

/// `rows` = edges and rows of the vertex table.
pub(super) fn map<K: Key>(
    rows: (usize, usize),
    src: impl Fn(usize) -> K + Sync,
    dst: impl Fn(usize) -> K + Sync,
    table: impl Fn(usize) -> K + Sync,
    sorted: bool,
    control: &Control<'_>,
) -> Result<Mapped<K>, GraphError> {
    let hasher = DefaultHashBuilder::default();
    let chunk = (rows.0 / (4 * rayon::current_num_threads())).clamp(1 << 14, 1 << 26);
    let (mut new_src, mut new_dst) = (vec![0u32; rows.0], vec![0u32; rows.0]);

    let mut lists: Vec<Vec<(u64, K)>> = vec![Vec::new(); rows.0.div_ceil(chunk)];
    let parts = new_src.chunks_mut(chunk).zip(new_dst.chunks_mut(chunk)).zip(&mut lists).collect();
    parallel::for_each_part(parts, &|at, ((new_src, new_dst), list)| {
        let (mut distinct, hasher, first) = (Distinct::new(), hasher.clone(), at * chunk);
        for (i, (new_src, new_dst)) in new_src.iter_mut().zip(new_dst).enumerate() {
            if i % (Control::EDGES / 4) == 0 {
                control.check()?;
            }
            let (src, dst) = (src(first + i), dst(first + i));
            *new_src = distinct.number(hasher.hash_one(src), src);
            *new_dst = distinct.number(hasher.hash_one(dst), dst);
        }
        *list = distinct.keys;
        Ok(())
    })?;

    let mut all = Distinct::new();
    let mut translations: Vec<Vec<u32>> = Vec::with_capacity(lists.len());
    for list in lists {
        let mut translation = Vec::with_capacity(list.len());
        for block in list.chunks(Control::EDGES) {
            control.check()?;
            translation.extend(block.iter().map(|&(hash, key)| all.number(hash, key)));
        }
        translations.push(translation);
    }
    for row in 0..rows.1 {
        if row % Control::EDGES == 0 {
            control.check()?;
        }
        let key = table(row);
        all.number(hasher.hash_one(key), key);
    }
    super::count(all.keys.len())?;
    control.check()?;

    let mut keys: Vec<K> = all.keys.into_iter().map(|(_, key)| key).collect();
    if sorted {
        let rank = sort(&mut keys, control)?;
        parallel::for_each_part(translations.iter_mut().collect(), &|_, translation| {
            translation.iter_mut().for_each(|number| *number = rank[index(*number)]);
            Ok(())
        })?;
    }
    translate(&mut new_src, chunk, &translations, control)?;
    translate(&mut new_dst, chunk, &translations, control)?;
    Ok((new_src, new_dst, keys))
}

/// Each chunk's own numbers → those of all.
fn translate(rows: &mut [u32], chunk: usize, translations: &[Vec<u32>], control: &Control<'_>) -> Result<(), GraphError> {
    parallel::for_each_part(rows.chunks_mut(chunk).collect(), &|at, rows| {
        rows.chunks_mut(Control::EDGES).try_for_each(|rows| {
            control.check()?;
            rows.iter_mut().for_each(|row| *row = translations[at][index(*row)]);
            Ok(())
        })
    })
}

/// Sorts distinct keys and gives the new place of each old one.
fn sort<K: Key>(keys: &mut Vec<K>, control: &Control<'_>) -> Result<Vec<u32>, GraphError> {
    let mut order: Vec<(K::Ordered, u32)> = keys.iter().map(|key| key.ordered()).zip(0u32..).collect();
    sort_order(&mut order, control)?;
    let mut rank = vec![0u32; keys.len()];
    for (place, &(_, old)) in (0u32..).zip(&order) {
        rank[index(old)] = place;
    }
    *keys = order.iter().map(|&(_, old)| keys[index(old)]).collect();
    Ok(rank)
}

fn sort_order<O: Copy + Ord + Send + Sync>(order: &mut [(O, u32)], control: &Control<'_>) -> Result<(), GraphError> {
    if order.len() <= Control::EDGES {
        order.par_sort_unstable();
    } else {
        // Most of the work is done in runs, between which the flag is looked at; the stable sort only merges them.
        order.par_chunks_mut(Control::EDGES).try_for_each(|run| {
            control.check()?;
            run.sort_unstable();
            Ok::<(), GraphError>(())
        })?;
        control.check()?;
        order.par_sort();
    }
    Ok(())
}

pub(super) fn strings<'a>(
    src: &IdColumn<'a>,
    dst: &IdColumn<'a>,
    table: Option<&IdColumn<'a>>,
    sorted: bool,
    control: &Control<'_>,
) -> Result<MappedIds<'a>, GraphError> {
    let (from, to, extra) = (src.values, dst.values, table.map(|table| table.values));
    let key = |values: IdValues<'a>, row: usize| values.bytes(row).unwrap_or_default();
    let rows = (src.len(), extra.map_or(0, |table| table.len()));
    let (src, dst, keys) = map(rows, |i| key(from, i), |i| key(to, i), |i| extra.map_or(&[][..], |table| key(table, i)), sorted, control)?;
    let vertices = super::count(keys.len())?;
    let (offsets, data) = concatenate(&keys)?;
    let ids = IdBuffer::Utf8 { offsets, data };
    Ok(MappedIds { vertices, src: src.into(), dst: dst.into(), ids: VertexIds { ids, sorted } })
}

fn concatenate(keys: &[&[u8]]) -> Result<(Vec<i32>, Vec<u8>), GraphError> {
    let bytes = keys.iter().map(|key| key.len()).sum();
    let fit = |length: usize| i32::try_from(length).map_err(|_| GraphError::IdsTooLong { bytes });
    let mut offsets = Vec::with_capacity(keys.len() + 1);
    let mut data = Vec::with_capacity(bytes);
    offsets.push(0);
    for key in keys {
        data.extend_from_slice(key);
        offsets.push(fit(data.len())?);
    }
    Ok((offsets, data))
}

fn index(number: u32) -> usize {
    position(number)
}
