use crate::weights::Values;
use crate::{GraphError, Weights, WeightsColumn, WeightsView};

/// One weight column: borrowed, or copied together.
#[derive(Clone, Debug)]
pub enum GatheredWeights<'a> {
    /// The only chunk, as it was.
    Borrowed(WeightsColumn<'a>),
    /// All chunks of a type that is kept.
    Kept(Weights),
    /// All int64 chunks.
    Int64(Vec<i64>),
    /// All uint64 chunks.
    Uint64(Vec<u64>),
}

impl GatheredWeights<'_> {
    /// What [`crate::EdgeList`] takes.
    pub fn column(&self) -> WeightsColumn<'_> {
        match self {
            Self::Borrowed(column) => *column,
            Self::Kept(weights) => WeightsColumn::new(weights.view(), None),
            Self::Int64(weights) => WeightsColumn::int64(weights, None),
            Self::Uint64(weights) => WeightsColumn::uint64(weights, None),
        }
    }
}

/// Makes one column of chunks of one type.
///
/// # Errors
/// `NULL_WEIGHT`; `INVALID_ARGUMENT` for chunks of different types.
pub fn gather_weights<'a>(chunks: &[WeightsColumn<'a>]) -> Result<GatheredWeights<'a>, GraphError> {
    let mut before = 0;
    for chunk in chunks {
        if let Some(row) = chunk.first_null() {
            return Err(GraphError::NullWeight { row: before + row });
        }
        before += chunk.len();
    }
    macro_rules! join {
        ($pattern:path, $wrap:expr) => {
            chunks
                .iter()
                .map(|chunk| if let $pattern(values) = chunk.values { Some(values) } else { None })
                .collect::<Option<Vec<_>>>()
                .map(|parts| $wrap(parts.concat()))
        };
    }
    macro_rules! join_kept {
        ($($variant:ident)*) => {
            match chunks.first().map(|chunk| chunk.values) {
                None => Some(GatheredWeights::Kept(Weights::F64(Vec::new()))),
                Some(Values::I64(_)) => join!(Values::I64, GatheredWeights::Int64),
                Some(Values::U64(_)) => join!(Values::U64, GatheredWeights::Uint64),
                $(Some(Values::Kept(WeightsView::$variant(_))) => chunks
                    .iter()
                    .map(|chunk| if let Values::Kept(WeightsView::$variant(values)) = chunk.values { Some(values) } else { None })
                    .collect::<Option<Vec<_>>>()
                    .map(|parts| GatheredWeights::Kept(Weights::$variant(parts.concat()))),)*
            }
        };
    }
    if let [only] = chunks {
        return Ok(GatheredWeights::Borrowed(*only));
    }
    join_kept!(I8 I16 I32 U8 U16 U32 F32 F64).ok_or_else(|| GraphError::invalid("the chunks of the weight column differ in type"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_checked() {
        let one = WeightsColumn::new(WeightsView::F32(&[1.5]), None);
        let two = WeightsColumn::new(WeightsView::F32(&[2.5, 3.5]), None);
        assert!(matches!(gather_weights(&[one, two]), Ok(GatheredWeights::Kept(Weights::F32(all))) if all == [1.5, 2.5, 3.5]));
        let ints = WeightsColumn::int64(&[4], None);
        assert!(matches!(gather_weights(&[ints, ints]), Ok(GatheredWeights::Int64(all)) if all == [4, 4]));
        assert_eq!(gather_weights(&[one, ints]).expect_err("types").code(), "INVALID_ARGUMENT");
        let null = WeightsColumn::new(WeightsView::F32(&[0.0, 0.0]), Some(&[0b01]));
        assert_eq!(gather_weights(&[one, null]).expect_err("null"), GraphError::NullWeight { row: 2 });
        assert!(matches!(gather_weights(&[one]), Ok(GatheredWeights::Borrowed(_))));
    }
}
