//! Sorting pairs of a word and a row: divided among buckets by a sorted sample (values that are frequent get buckets of their own, which need no
//! sorting), buckets sorted one by one, ties by the next level.

use rayon::prelude::*;

use super::order::{Level, Order};
use super::text::Text;
use crate::control::Control;
use crate::error::Result;

/// What a row is sorted by, and its number: equal keys are in the order of rows. A tuple, because a vector of zeros is then memory that is not touched yet,
/// which all threads do when they fill it.
pub(super) type Pair = (u64, u32);

/// Pairs that are sorted at once, on one core and in its cache.
const SMALL: usize = 1 << 16;
/// Pairs of the sample for each bucket.
const OVERSAMPLED: usize = 8;
/// Buckets at most, those of single values aside.
const BUCKETS: usize = 256;

/// Bytes that sorting so many rows takes.
pub(super) const fn bytes(rows: u32) -> usize {
    2 * size_of::<Pair>() * rows as usize
}

/// All rows in the order of the keys; none when they are so already.
pub(super) fn sorted(order: &Order, rows: u32, control: Control<'_>) -> Result<Option<Vec<Pair>>> {
    let Some(mut from) = order.pairs(rows, control)? else { return Ok(None) };
    if order.levels.len() == 1 && from.par_windows(2).all(|pair| pair[0].0 <= pair[1].0) {
        return Ok(None);
    }
    let mut into = vec![(0, 0); rows as usize];
    Sorter { order, control }.sort(&mut from, &mut into, 0)?;
    Ok(Some(into))
}

struct Sorter<'a> {
    order: &'a Order,
    control: Control<'a>,
}

impl Sorter<'_> {
    /// Sorts `from`, which has words of `level`, into `into`; what is in `from` afterwards is of no use.
    fn sort(&self, from: &mut [Pair], into: &mut [Pair], level: usize) -> Result<()> {
        self.control.check()?;
        if from.len() <= SMALL {
            into.copy_from_slice(from);
            return self.finish(into, from, level);
        }
        let splitters = Splitters::of(from);
        let counts = splitters.scatter(from, into);
        let mut buckets = Vec::with_capacity(counts.len());
        let (mut from, mut into) = (from, into);
        for (bucket, count) in counts.into_iter().enumerate() {
            let (own, rest) = into.split_at_mut(count);
            let (scratch, rest_from) = from.split_at_mut(count);
            (into, from) = (rest, rest_from);
            if count > 0 {
                buckets.push((bucket, own, scratch));
            }
        }
        buckets.into_par_iter().with_max_len(1).try_for_each(|(bucket, own, scratch)| {
            self.control.check()?;
            if Splitters::is_single(bucket) {
                self.ties(own, scratch, level)
            } else if own.len() <= 2 * SMALL {
                self.finish(own, scratch, level)
            } else {
                scratch.copy_from_slice(own);
                self.sort(scratch, own, level)
            }
        })
    }

    /// Sorts few pairs where they are.
    fn finish(&self, pairs: &mut [Pair], scratch: &mut [Pair], level: usize) -> Result<()> {
        pairs.sort_unstable();
        if level + 1 == self.order.levels.len() {
            return Ok(());
        }
        let mut start = 0;
        while start < pairs.len() {
            let key = pairs[start].0;
            let length = pairs[start..].iter().take_while(|pair| pair.0 == key).count();
            self.ties(&mut pairs[start..start + length], &mut scratch[start..start + length], level)?;
            start += length;
        }
        Ok(())
    }

    /// Sorts pairs of one key, in the order of rows, by the level after `level`.
    fn ties(&self, pairs: &mut [Pair], scratch: &mut [Pair], level: usize) -> Result<()> {
        if pairs.len() < 2 {
            return Ok(());
        }
        match self.order.levels.get(level + 1) {
            None | Some(Level::First(_)) => Ok(()),
            Some(Level::Words(words)) => self.by_words(pairs, scratch, level + 1, |row| words[row as usize]),
            Some(Level::Bytes { text, at }) => self.by_words(pairs, scratch, level + 1, |row| text.word(row as usize, *at)),
            Some(Level::Rest(text)) => self.by_texts(pairs, scratch, level + 1, text),
        }
    }

    fn by_words(&self, pairs: &mut [Pair], scratch: &mut [Pair], level: usize, word: impl Fn(u32) -> u64 + Sync) -> Result<()> {
        let set = |pair: &mut Pair| pair.0 = word(pair.1);
        if pairs.len() <= SMALL {
            pairs.iter_mut().for_each(set);
            return self.finish(pairs, scratch, level);
        }
        pairs.par_iter_mut().for_each(set);
        scratch.copy_from_slice(pairs);
        self.sort(scratch, pairs, level)
    }

    fn by_texts(&self, pairs: &mut [Pair], scratch: &mut [Pair], level: usize, text: &Text) -> Result<()> {
        self.control.check()?;
        let compare = |a: &Pair, b: &Pair| text.compare(a.1 as usize, b.1 as usize).then(a.1.cmp(&b.1));
        if pairs.len() <= SMALL {
            pairs.sort_unstable_by(compare);
        } else {
            pairs.par_sort_unstable_by(compare);
        }
        let mut start = 0;
        while start < pairs.len() {
            let first = pairs[start].1 as usize;
            let length = pairs[start..].iter().take_while(|pair| text.compare(first, pair.1 as usize).is_eq()).count();
            self.ties(&mut pairs[start..start + length], &mut scratch[start..start + length], level)?;
            start += length;
        }
        Ok(())
    }
}

/// Keys between which the buckets lie. Bucket 2i holds what is between two of them, bucket 2i + 1 what is equal to one.
struct Splitters {
    /// ascending, padded with the last one to a full tree
    keys: Vec<u64>,
    distinct: usize,
}

impl Splitters {
    fn of(pairs: &[Pair]) -> Self {
        let wanted = (pairs.len() / (SMALL / 4)).next_power_of_two().clamp(2, BUCKETS);
        let step = (pairs.len() / (wanted * OVERSAMPLED)).max(1);
        let mut sample = pairs.iter().step_by(step).map(|pair| pair.0).collect::<Vec<_>>();
        sample.sort_unstable();
        let mut keys = (1..wanted).map(|at| sample[at * sample.len() / wanted]).collect::<Vec<_>>();
        keys.dedup();
        let distinct = keys.len();
        // The search goes through a tree of 2^n − 1 keys.
        let last = keys[distinct - 1];
        keys.resize((distinct + 1).next_power_of_two() - 1, last);
        Self { keys, distinct }
    }

    const fn is_single(bucket: usize) -> bool {
        bucket % 2 == 1
    }

    /// The bucket of a key.
    #[inline]
    fn bucket(&self, key: u64) -> u16 {
        // How many splitters are below the key, by halves and without a jump.
        let mut below = 0;
        let mut half = self.keys.len().div_ceil(2);
        while half > 0 {
            below += if self.keys[below + half - 1] < key { half } else { 0 };
            half /= 2;
        }
        let below = below.min(self.distinct);
        let equal = below < self.distinct && self.keys[below] == key;
        u16::try_from(2 * below + usize::from(equal)).unwrap_or(u16::MAX)
    }

    /// Moves the pairs into their buckets, in their order, and says how many each has.
    fn scatter(&self, from: &[Pair], into: &mut [Pair]) -> Vec<usize> {
        let buckets = 2 * self.distinct + 1;
        let share = from.len().div_ceil(4 * rayon::current_num_threads());
        let classified = from.par_chunks(share).map(|pairs| {
            let mut counts = vec![0_usize; buckets];
            let ids = pairs.iter().map(|pair| self.bucket(pair.0)).collect::<Vec<_>>();
            ids.iter().for_each(|&bucket| counts[bucket as usize] += 1);
            (ids, counts)
        });
        let classified = classified.collect::<Vec<_>>();
        let totals = (0..buckets).map(|bucket| classified.iter().map(|(_, counts)| counts[bucket]).sum()).collect::<Vec<_>>();
        // A place in every bucket for every chunk.
        let mut places = classified.iter().map(|_| Vec::with_capacity(buckets)).collect::<Vec<_>>();
        let mut rest = into;
        for bucket in 0..buckets {
            for ((_, counts), places) in classified.iter().zip(&mut places) {
                let (own, others) = rest.split_at_mut(counts[bucket]);
                places.push(own.iter_mut());
                rest = others;
            }
        }
        from.par_chunks(share).zip(&classified).zip(places).for_each(|((pairs, (ids, _)), mut places)| {
            for (pair, &bucket) in pairs.iter().zip(ids) {
                if let Some(place) = places[bucket as usize].next() {
                    *place = *pair;
                }
            }
        });
        totals
    }
}
