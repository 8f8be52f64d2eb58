//! Divides partitions among workers so that each works through neighbouring ones in order: what they make can then be put together in
//! order, in few pieces. A worker that has finished its share takes over the second half of the largest one left.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// A partition to work on.
#[derive(Debug, PartialEq, Eq)]
pub struct Turn {
    pub partition: usize,
    /// it does not follow the worker's last one: a new piece begins
    pub begins: bool,
}

/// What is left to do, per worker.
pub struct Shares(Mutex<Vec<Share>>);

struct Share {
    left: Range<usize>,
    begins: bool,
}

impl Shares {
    /// Even shares, in order. There is at least one worker.
    pub fn new(partitions: usize, workers: usize) -> Self {
        let start = |worker: usize| partitions * worker / workers;
        Self(Mutex::new((0..workers).map(|worker| Share { left: start(worker)..start(worker + 1), begins: true }).collect()))
    }

    /// The next partition of a worker; none when nothing is left for anybody.
    pub fn next(&self, worker: usize) -> Option<Turn> {
        // Ranges stay whole whatever a thread that panicked did before.
        let mut shares = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shares[worker].left.is_empty() {
            let largest = shares.iter_mut().max_by_key(|share| share.left.len()).map(|share| &mut share.left)?;
            let middle = largest.start + largest.len() / 2;
            let taken = middle..largest.end;
            largest.end = middle;
            shares[worker] = Share { left: taken, begins: true };
        }
        let share = &mut shares[worker];
        let partition = share.left.next()?;
        Some(Turn { partition, begins: std::mem::take(&mut share.begins) })
    }
}

#[cfg(test)]
mod tests {
    use super::{Shares, Turn};

    #[test]
    fn each_worker_has_its_neighbours_in_order() {
        let shares = Shares::new(5, 2);
        let turn = |partition, begins| Some(Turn { partition, begins });
        assert_eq!(shares.next(1), turn(2, true));
        assert_eq!(shares.next(0), turn(0, true));
        assert_eq!(shares.next(0), turn(1, false));
        // The other has 3 and 4 left, and gives the last one away.
        assert_eq!(shares.next(0), turn(4, true));
        assert_eq!(shares.next(1), turn(3, false));
        assert_eq!(shares.next(1), None);
        assert_eq!(shares.next(0), None);
    }

    #[test]
    fn one_worker_may_do_all() {
        let shares = Shares::new(100, 7);
        let mut seen: Vec<usize> = std::iter::from_fn(|| shares.next(3)).map(|turn| turn.partition).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..100).collect::<Vec<_>>());
        assert_eq!(shares.next(0), None);
    }

    #[test]
    fn nothing_to_do() {
        assert_eq!(Shares::new(0, 3).next(2), None);
    }
}
