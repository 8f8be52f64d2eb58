//! Exponentially weighted means. The order of operations is part of the definition: the same bits everywhere. O(n).

use arrow_array::ArrayRef;

use super::cells::Cells;
use super::layout::Layout;
use super::rows::Counts;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::value::decode;

struct Mean {
    weight: f64,
    mean: f64,
    begun: bool,
}

/// The weighted mean of the values up to each row, null where the row is null.
pub(super) fn weighted_means(layout: &Layout, column: &ArrayRef, alpha: f64, control: Control<'_>) -> Result<ArrayRef> {
    let column = decode(column)?;
    let counts = Counts::new(None, Some(&column))?;
    let values = Carrier::of(&column).ok_or_else(|| Error::Internal(format!("no numbers in {}", column.data_type())))?.to_float();
    let kept = 1.0 - alpha;
    let cells = Cells::new(layout.rows, true);
    layout.each_partition(
        control,
        || (),
        |(), partition| {
            let mut state = Mean { weight: 1.0, mean: 0.0, begun: false };
            for position in partition {
                let row = layout.row(position);
                if state.begun {
                    state.weight *= kept;
                }
                if !counts.counts(row) {
                    continue;
                }
                let value = values[row];
                if state.begun {
                    #[allow(clippy::float_cmp)] // the very value
                    if state.mean != value {
                        state.mean = (state.weight * state.mean + value) / (state.weight + 1.0);
                    }
                    state.weight += 1.0;
                } else {
                    state = Mean { weight: 1.0, mean: value, begun: true };
                }
                cells.set_float(row, if state.mean.is_nan() { f64::NAN } else { state.mean });
            }
            Ok(())
        },
    )?;
    Ok(cells.floats())
}
