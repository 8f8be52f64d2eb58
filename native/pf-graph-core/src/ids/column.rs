//! Id columns as they arrive: Arrow's physical layout, borrowed.

use super::IdBuffer;

/// A column of vertex ids with Arrow's validity bitmap.
#[derive(Clone, Copy, Debug)]
pub struct IdColumn<'a> {
    pub(crate) values: IdValues<'a>,
    pub(crate) validity: Option<&'a [u8]>,
}

impl<'a> IdColumn<'a> {
    /// Borrows a column. A bitmap that is too short for the values panics when it is read.
    pub fn new(values: IdValues<'a>, validity: Option<&'a [u8]>) -> Self {
        Self { values, validity }
    }

    /// The values, those of null rows too.
    pub fn values(&self) -> IdValues<'a> {
        self.values
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What ids are compared by.
pub(crate) trait Key: Copy + Ord + std::hash::Hash + Send + Sync {
    /// Has the order of the keys: one type for all integers, so that sorting is compiled once.
    type Ordered: Copy + Ord + Send + Sync;
    fn ordered(self) -> Self::Ordered;
}

impl<'a> Key for &'a [u8] {
    type Ordered = &'a [u8];
    fn ordered(self) -> &'a [u8] {
        self
    }
}

/// An integer type that ids come in.
pub(crate) trait Integer: Key<Ordered = u64> + Into<i128> + std::fmt::Display + 'static {
    fn buffer(ids: Vec<Self>) -> IdBuffer;
    /// `self − low` for `self ≥ low` when the difference is known to fit.
    fn offset_from(self, low: Self) -> usize;
    /// `low + offset`, known to fit.
    fn offset_by(low: Self, offset: usize) -> Self;
}

macro_rules! id_types {
    ($($variant:ident $type:ty, $unsigned:ty, $name:literal;)*) => {
        /// The values of an id column.
        #[derive(Clone, Copy, Debug)]
        pub enum IdValues<'a> {
            $(#[doc = $name] $variant(&'a [$type]),)*
            /// utf8: `offsets` has rows + 1 entries.
            Utf8 {
                /// Start of each string in `data`, and the end of the last.
                offsets: &'a [i32],
                /// UTF-8 bytes.
                data: &'a [u8],
            },
            /// largeUtf8: `offsets` has rows + 1 entries.
            LargeUtf8 {
                /// Start of each string in `data`, and the end of the last.
                offsets: &'a [i64],
                /// UTF-8 bytes.
                data: &'a [u8],
            },
        }

        impl IdValues<'_> {
            /// Rows.
            pub fn len(&self) -> usize {
                match self {
                    $(Self::$variant(values) => values.len(),)*
                    Self::Utf8 { offsets, .. } => offsets.len().saturating_sub(1),
                    Self::LargeUtf8 { offsets, .. } => offsets.len().saturating_sub(1),
                }
            }
            /// Whether there are no rows.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
            /// The type's name in schemas, such as `int64`.
            pub fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                    Self::Utf8 { .. } => "utf8",
                    Self::LargeUtf8 { .. } => "largeUtf8",
                }
            }
            /// The integer in a row; None for strings.
            pub(crate) fn integer(&self, row: usize) -> Option<i128> {
                match self {
                    $(Self::$variant(values) => Some(values[row].into()),)*
                    Self::Utf8 { .. } | Self::LargeUtf8 { .. } => None,
                }
            }
        }

        $(#[expect(clippy::as_conversions, reason = "wrapping arithmetic on values whose difference fits")]
        #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss, clippy::cast_lossless)]
        impl Key for $type {
            type Ordered = u64;
            fn ordered(self) -> u64 {
                self.wrapping_sub(<$type>::MIN) as $unsigned as u64
            }
        }

        #[expect(clippy::as_conversions, reason = "wrapping arithmetic on values whose difference fits")]
        #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss, clippy::cast_lossless)]
        impl Integer for $type {
            fn buffer(ids: Vec<Self>) -> IdBuffer {
                IdBuffer::$variant(ids)
            }
            fn offset_from(self, low: Self) -> usize {
                self.wrapping_sub(low) as $unsigned as usize
            }
            fn offset_by(low: Self, offset: usize) -> Self {
                low.wrapping_add(offset as Self)
            }
        })*
    };
}

id_types! {
    I8 i8, u8, "int8";
    I16 i16, u16, "int16";
    I32 i32, u32, "int32";
    I64 i64, u64, "int64";
    U8 u8, u8, "uint8";
    U16 u16, u16, "uint16";
    U32 u32, u32, "uint32";
    U64 u64, u64, "uint64";
}

impl<'a> IdValues<'a> {
    /// Whether rows are strings.
    pub(crate) fn is_strings(&self) -> bool {
        matches!(self, Self::Utf8 { .. } | Self::LargeUtf8 { .. })
    }

    /// The bytes in a row; None for integers.
    pub(crate) fn bytes(&self, row: usize) -> Option<&'a [u8]> {
        match *self {
            Self::Utf8 { offsets, data } => Some(&data[position(offsets[row])..position(offsets[row + 1])]),
            Self::LargeUtf8 { offsets, data } => Some(&data[position(offsets[row])..position(offsets[row + 1])]),
            _ => None,
        }
    }

    /// A row as text.
    pub(crate) fn text(&self, row: usize) -> String {
        match (self.integer(row), self.bytes(row)) {
            (Some(integer), _) => integer.to_string(),
            (None, bytes) => String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned(),
        }
    }
}

/// An Arrow offset as an index. A negative one is a broken column: the largest index, which no slice has, makes it a panic.
pub(crate) fn position<T: TryInto<usize>>(offset: T) -> usize {
    offset.try_into().unwrap_or(usize::MAX)
}
