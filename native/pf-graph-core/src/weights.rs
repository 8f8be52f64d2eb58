//! Edge weights, kept in the type they came in: one to eight bytes per arc instead of always eight.

use crate::GraphError;
use crate::bitmap::first_null;
use rayon::prelude::*;

/// Largest magnitude up to which every integer is a double.
const EXACT: u64 = 1 << 53;

macro_rules! weight_types {
    ($($variant:ident $type:ty, $name:literal;)*) => {
        /// Owned weights, one per arc.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Weights { $(#[doc = $name] $variant(Vec<$type>),)* }

        /// Borrowed weights, one per arc.
        #[derive(Clone, Copy, Debug)]
        pub enum WeightsView<'a> { $(#[doc = $name] $variant(&'a [$type]),)* }

        impl Weights {
            /// The same, borrowed.
            pub fn view(&self) -> WeightsView<'_> {
                match self { $(Self::$variant(weights) => WeightsView::$variant(weights),)* }
            }
            /// The type's name in schemas, such as `float64`.
            pub fn type_name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }
        }

        impl WeightsView<'_> {
            /// How many there are.
            pub fn len(&self) -> usize {
                match self { $(Self::$variant(weights) => weights.len(),)* }
            }
            /// Bytes they take.
            pub fn bytes(&self) -> usize {
                match self { $(Self::$variant(weights) => size_of_val(*weights),)* }
            }
            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
        }

        $(impl Weight for $type {
            #[inline]
            fn value(self) -> f64 {
                f64::from(self)
            }
        })*
    };
}

/// What a weight must be able to do; `()` stands for "unweighted" and costs nothing.
pub(crate) trait Weight: Copy + Default + Send + Sync + PartialEq + 'static {
    fn value(self) -> f64;
}

impl Weight for () {
    #[inline]
    fn value(self) -> f64 {
        1.0
    }
}

weight_types! {
    I8 i8, "int8";
    I16 i16, "int16";
    I32 i32, "int32";
    U8 u8, "uint8";
    U16 u16, "uint16";
    U32 u32, "uint32";
    F32 f32, "float32";
    F64 f64, "float64";
}

/// Runs `$body` with `$slice` bound to the typed slice of a `WeightsView`.
macro_rules! with_weights {
    ($view:expr, $slice:ident => $body:expr) => {
        match $view {
            $crate::WeightsView::I8($slice) => $body,
            $crate::WeightsView::I16($slice) => $body,
            $crate::WeightsView::I32($slice) => $body,
            $crate::WeightsView::U8($slice) => $body,
            $crate::WeightsView::U16($slice) => $body,
            $crate::WeightsView::U32($slice) => $body,
            $crate::WeightsView::F32($slice) => $body,
            $crate::WeightsView::F64($slice) => $body,
        }
    };
}
pub(crate) use with_weights;

/// A weight column as it arrives, one value per edge; the 64-bit integer types become doubles.
#[derive(Clone, Copy, Debug)]
pub struct WeightsColumn<'a> {
    pub(crate) values: Values<'a>,
    validity: Option<&'a [u8]>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Values<'a> {
    Kept(WeightsView<'a>),
    I64(&'a [i64]),
    U64(&'a [u64]),
}

impl<'a> WeightsColumn<'a> {
    /// Weights of a type that is kept, with Arrow's validity bitmap.
    pub fn new(values: WeightsView<'a>, validity: Option<&'a [u8]>) -> Self {
        Self { values: Values::Kept(values), validity }
    }

    /// int64 weights.
    pub fn int64(values: &'a [i64], validity: Option<&'a [u8]>) -> Self {
        Self { values: Values::I64(values), validity }
    }

    /// uint64 weights.
    pub fn uint64(values: &'a [u64], validity: Option<&'a [u8]>) -> Self {
        Self { values: Values::U64(values), validity }
    }

    pub(crate) fn first_null(&self) -> Option<usize> {
        first_null(self.validity, self.len())
    }

    pub(crate) fn len(&self) -> usize {
        match self.values {
            Values::Kept(values) => values.len(),
            Values::I64(values) => values.len(),
            Values::U64(values) => values.len(),
        }
    }

    /// The column as kept weights: borrowed, or doubles made of 64-bit integers.
    pub(crate) fn resolve(&self, edges: usize) -> Result<Resolved<'a>, GraphError> {
        if self.len() != edges {
            return Err(GraphError::invalid(format!("{} weights for {edges} edges", self.len())));
        }
        if let Some(row) = self.first_null() {
            return Err(GraphError::NullWeight { row });
        }
        match self.values {
            Values::Kept(values) => Ok(Resolved::Borrowed(values)),
            Values::I64(values) => doubles(values, |w| w.unsigned_abs() <= EXACT, as_double_i64),
            Values::U64(values) => doubles(values, |w| w <= EXACT, as_double_u64),
        }
    }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "checked to be at most 2^53")]
fn as_double_i64(weight: i64) -> f64 {
    weight as f64
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "checked to be at most 2^53")]
fn as_double_u64(weight: u64) -> f64 {
    weight as f64
}

pub(crate) enum Resolved<'a> {
    Borrowed(WeightsView<'a>),
    Doubles(Vec<f64>),
}

impl Resolved<'_> {
    pub fn view(&self) -> WeightsView<'_> {
        match self {
            Self::Borrowed(view) => *view,
            Self::Doubles(values) => WeightsView::F64(values),
        }
    }
}

fn doubles<'a, T: Copy + Sync + std::fmt::Display>(
    values: &[T],
    fits: impl Fn(T) -> bool + Sync,
    convert: impl Fn(T) -> f64 + Sync,
) -> Result<Resolved<'a>, GraphError> {
    if let Some(row) = values.par_iter().position_first(|&w| !fits(w)) {
        return Err(GraphError::WeightOutOfRange { row, weight: values[row].to_string() });
    }
    Ok(Resolved::Doubles(values.par_iter().map(|&w| convert(w)).collect()))
}
