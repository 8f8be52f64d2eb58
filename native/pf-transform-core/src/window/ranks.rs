//! Numbers of rows, of peers and of parts: from where a position lies. O(n).

use arrow_array::ArrayRef;

use super::call::{Own, WindowCall};
use super::cells::Cells;
use super::layout::Layout;
use crate::control::Control;
use crate::error::Result;

/// The column of a ranking function; none for any other.
pub(super) fn ranks(own: Own, call: &WindowCall, layout: &Layout, control: Control<'_>) -> Result<Option<ArrayRef>> {
    if !matches!(own, Own::RowNumber | Own::Rank | Own::DenseRank | Own::PercentRank | Own::CumeDist | Own::Ntile) {
        return Ok(None);
    }
    let cells = Cells::new(layout.rows, false);
    let parts = call.options.n as usize;
    layout.each_partition(
        control,
        || (),
        |(), partition| {
            let count = partition.len();
            match own {
                Own::RowNumber => {
                    for (index, position) in partition.enumerate() {
                        cells.set_whole(layout.row(position), whole(index + 1));
                    }
                }
                Own::Ntile => {
                    let (small, larger) = (count / parts, count % parts);
                    let in_larger = larger * (small + 1);
                    for (index, position) in partition.enumerate() {
                        let part = if index < in_larger { index / (small + 1) } else { larger + (index - in_larger) / small };
                        cells.set_whole(layout.row(position), whole(part + 1));
                    }
                }
                _ => {
                    for (dense, peers) in layout.peers_of(&partition).enumerate() {
                        let before = peers.start - partition.start;
                        let to = peers.end - partition.start;
                        for position in peers {
                            let row = layout.row(position);
                            match own {
                                Own::Rank => cells.set_whole(row, whole(before + 1)),
                                Own::DenseRank => cells.set_whole(row, whole(dense + 1)),
                                Own::PercentRank => cells.set_float(row, if count == 1 { 0.0 } else { share(before, count - 1) }),
                                _ => cells.set_float(row, share(to, count)),
                            }
                        }
                    }
                }
            }
            Ok(())
        },
    )?;
    let is_share = matches!(own, Own::PercentRank | Own::CumeDist);
    Ok(Some(if is_share { cells.floats() } else { cells.whole() }))
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[allow(clippy::cast_precision_loss)] // there are no more than 2^32 rows
fn share(count: usize, of: usize) -> f64 {
    count as f64 / of as f64
}
