use crate::bitmap::{first_null, is_valid};
use crate::{Control, EdgeColumn, GraphError, IdBuffer, IdColumn, IdValues};

/// The type of a graph's ids: integers of one width, or strings of any encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are their own names")]
pub enum IdType {
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Utf8,
}

impl IdType {
    /// By its name in schemas; the string encodings are all `Utf8`.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "int8" => Self::Int8,
            "int16" => Self::Int16,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "uint8" => Self::Uint8,
            "uint16" => Self::Uint16,
            "uint32" => Self::Uint32,
            "uint64" => Self::Uint64,
            "utf8" | "largeUtf8" | "utf8View" => Self::Utf8,
            _ => return None,
        })
    }
}

/// A piece of an id column.
#[derive(Clone, Copy, Debug)]
pub enum IdChunk<'a> {
    /// Values side by side.
    Plain(IdColumn<'a>),
    /// Arrow's string views: 16 bytes per row with the length, then up to 12 bytes in place, or 4 of them, a buffer's index and an offset.
    View {
        /// 16 bytes per row.
        views: &'a [u8],
        /// What long views point into.
        buffers: &'a [&'a [u8]],
        /// Arrow's validity bitmap.
        validity: Option<&'a [u8]>,
    },
    /// Indexes into values.
    Dictionary {
        /// An integer column.
        indices: IdColumn<'a>,
        /// Any other chunk.
        values: &'a IdChunk<'a>,
    },
}

impl<'a> IdChunk<'a> {
    fn len(&self) -> usize {
        match self {
            Self::Plain(column) => column.len(),
            Self::View { views, .. } => views.len() / 16,
            Self::Dictionary { indices, .. } => indices.len(),
        }
    }

    fn first_null(&self) -> Option<usize> {
        match self {
            Self::Plain(column) => first_null(column.validity, column.len()),
            Self::View { views, validity, .. } => first_null(*validity, views.len() / 16),
            Self::Dictionary { indices, values } => {
                let within = |row: &usize| values.is_null(entry(indices, *row));
                (0..indices.len()).find(|row| !is_valid(indices.validity, *row) || within(row))
            }
        }
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Plain(column) => !is_valid(column.validity, row),
            Self::View { validity, .. } => !is_valid(*validity, row),
            Self::Dictionary { indices, values } => !is_valid(indices.validity, row) || values.is_null(entry(indices, row)),
        }
    }

    fn integer(&self, row: usize) -> Option<i128> {
        match self {
            Self::Plain(column) => column.values.integer(row),
            Self::View { .. } => None,
            Self::Dictionary { indices, values } => values.integer(entry(indices, row)),
        }
    }

    fn bytes(&self, row: usize) -> Option<&'a [u8]> {
        match self {
            Self::Plain(column) => column.values.bytes(row),
            Self::View { views, buffers, .. } => Some(view(views, buffers, row)),
            Self::Dictionary { indices, values } => values.bytes(entry(indices, row)),
        }
    }
}

fn entry(indices: &IdColumn<'_>, row: usize) -> usize {
    indices.values.integer(row).and_then(|index| usize::try_from(index).ok()).unwrap_or(usize::MAX)
}

fn view<'a>(views: &'a [u8], buffers: &'a [&'a [u8]], row: usize) -> &'a [u8] {
    let view = &views[16 * row..16 * row + 16];
    let word = |at: usize| {
        let bytes = [view[at], view[at + 1], view[at + 2], view[at + 3]];
        usize::try_from(u32::from_le_bytes(bytes)).unwrap_or(usize::MAX)
    };
    let length = word(0);
    if length <= 12 { &view[4..4 + length] } else { &buffers[word(8)][word(12)..word(12) + length] }
}

/// One plain id column without nulls: borrowed, or copied together.
#[derive(Clone, Debug)]
pub enum GatheredIds<'a> {
    /// The only chunk, as it was.
    Borrowed(IdValues<'a>),
    /// Integers of the wanted type.
    Integers(IdBuffer),
    /// All strings, one after the other.
    Strings {
        /// Rows + 1 entries.
        offsets: Vec<i64>,
        /// UTF-8 bytes.
        data: Vec<u8>,
    },
}

impl GatheredIds<'_> {
    /// What [`crate::map_ids`] takes.
    pub fn column(&self) -> IdColumn<'_> {
        let values = match self {
            Self::Borrowed(values) => *values,
            Self::Integers(ids) => ids.values().unwrap_or(IdValues::U32(&[])),
            Self::Strings { offsets, data } => IdValues::LargeUtf8 { offsets, data },
        };
        IdColumn::new(values, None)
    }
}

/// Makes one plain column of `id_type` of the chunks of the column named `column` in errors.
///
/// # Errors
/// `ABORTED`; `NULL_VERTEX_ID`; `VERTEX_ID_OUT_OF_RANGE` for an integer that the type does not hold; `INVALID_ARGUMENT` for a string among integers or the reverse.
pub fn gather_ids<'a>(
    chunks: &[IdChunk<'a>],
    id_type: IdType,
    column: EdgeColumn,
    control: &Control<'_>,
) -> Result<GatheredIds<'a>, GraphError> {
    let mut before = 0;
    for chunk in chunks {
        control.check()?;
        if let Some(row) = chunk.first_null() {
            return Err(GraphError::NullVertexId { row: before + row, column });
        }
        before += chunk.len();
    }
    if let [IdChunk::Plain(only)] = chunks
        && IdType::of(only.values.type_name()) == Some(id_type)
    {
        return Ok(GatheredIds::Borrowed(only.values));
    }
    Ok(match id_type {
        IdType::Int8 => GatheredIds::Integers(IdBuffer::I8(integers(chunks, before, column, control)?)),
        IdType::Int16 => GatheredIds::Integers(IdBuffer::I16(integers(chunks, before, column, control)?)),
        IdType::Int32 => GatheredIds::Integers(IdBuffer::I32(integers(chunks, before, column, control)?)),
        IdType::Int64 => GatheredIds::Integers(IdBuffer::I64(integers(chunks, before, column, control)?)),
        IdType::Uint8 => GatheredIds::Integers(IdBuffer::U8(integers(chunks, before, column, control)?)),
        IdType::Uint16 => GatheredIds::Integers(IdBuffer::U16(integers(chunks, before, column, control)?)),
        IdType::Uint32 => GatheredIds::Integers(IdBuffer::U32(integers(chunks, before, column, control)?)),
        IdType::Uint64 => GatheredIds::Integers(IdBuffer::U64(integers(chunks, before, column, control)?)),
        IdType::Utf8 => strings(chunks, before, column, control)?,
    })
}

fn integers<T: TryFrom<i128>>(
    chunks: &[IdChunk<'_>],
    rows: usize,
    column: EdgeColumn,
    control: &Control<'_>,
) -> Result<Vec<T>, GraphError> {
    let mut gathered = Vec::with_capacity(rows);
    for chunk in chunks {
        for row in 0..chunk.len() {
            if row % Control::EDGES == 0 {
                control.check()?;
            }
            let Some(id) = chunk.integer(row) else { return Err(mixed(column)) };
            let out_of_range = || GraphError::VertexIdOutOfRange { id: id.to_string(), row: gathered.len(), column, vertices: u64::MAX };
            let fitting = T::try_from(id).map_err(|_| out_of_range())?;
            gathered.push(fitting);
        }
    }
    Ok(gathered)
}

fn strings<'a>(chunks: &[IdChunk<'a>], rows: usize, column: EdgeColumn, control: &Control<'_>) -> Result<GatheredIds<'a>, GraphError> {
    let mut offsets = Vec::with_capacity(rows + 1);
    let mut data = Vec::new();
    offsets.push(0);
    for chunk in chunks {
        for row in 0..chunk.len() {
            if row % Control::EDGES == 0 {
                control.check()?;
            }
            let Some(bytes) = chunk.bytes(row) else { return Err(mixed(column)) };
            data.extend_from_slice(bytes);
            offsets.push(i64::try_from(data.len()).unwrap_or(i64::MAX));
        }
    }
    Ok(GatheredIds::Strings { offsets, data })
}

fn mixed(column: EdgeColumn) -> GraphError {
    GraphError::invalid(format!("the ids of {column} mix integers and strings; cast one of them"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(values: IdValues<'_>) -> IdChunk<'_> {
        IdChunk::Plain(IdColumn::new(values, None))
    }

    #[test]
    fn a_single_plain_chunk_is_borrowed() {
        let ids = [3i32, 1];
        let gathered = gather_ids(&[plain(IdValues::I32(&ids))], IdType::Int32, EdgeColumn::Src, &Control::none()).expect("gathers");
        assert!(matches!(gathered, GatheredIds::Borrowed(IdValues::I32(same)) if std::ptr::eq(same, &ids[..])));
    }

    #[test]
    fn chunks_of_mixed_widths_are_joined() {
        let chunks = [plain(IdValues::I8(&[-1, 2])), plain(IdValues::U32(&[7]))];
        let gathered = gather_ids(&chunks, IdType::Int64, EdgeColumn::Src, &Control::none()).expect("gathers");
        assert!(matches!(gathered, GatheredIds::Integers(IdBuffer::I64(ids)) if ids == [-1, 2, 7]));
        let error =
            gather_ids(&[plain(IdValues::U64(&[1, u64::MAX]))], IdType::Int64, EdgeColumn::Dst, &Control::none()).expect_err("too large");
        assert_eq!((error.code(), error.to_string().contains("row 1 of dst")), ("VERTEX_ID_OUT_OF_RANGE", true));
    }

    #[test]
    fn strings_of_every_encoding_are_joined() {
        let mut views = vec![0u8; 32];
        views[0] = 2;
        views[4..6].copy_from_slice(b"ab");
        views[16] = 13;
        views[24] = 1;
        views[28] = 3;
        let buffers: [&[u8]; 2] = [b"", b"xyzthirteen-byte"];
        let chunks = [
            IdChunk::View { views: &views, buffers: &buffers, validity: None },
            plain(IdValues::Utf8 { offsets: &[1, 2], data: b"-c" }),
            IdChunk::Dictionary {
                indices: IdColumn::new(IdValues::U8(&[1, 0]), None),
                values: &plain(IdValues::LargeUtf8 { offsets: &[0, 1, 3], data: b"def" }),
            },
        ];
        let gathered = gather_ids(&chunks, IdType::Utf8, EdgeColumn::Src, &Control::none()).expect("gathers");
        let column = gathered.column();
        let texts: Vec<&[u8]> = (0..column.len()).filter_map(|row| column.values.bytes(row)).collect();
        assert_eq!(texts, [&b"ab"[..], b"thirteen-byte", b"c", b"ef", b"d"]);
        assert_eq!(gather_ids(&chunks, IdType::Int32, EdgeColumn::Src, &Control::none()).expect_err("strings").code(), "INVALID_ARGUMENT");
    }

    #[test]
    fn nulls_are_found_in_every_encoding() {
        let values = IdChunk::Plain(IdColumn::new(IdValues::I32(&[5, 6]), Some(&[0b01])));
        let chunks =
            [plain(IdValues::I32(&[1, 2])), IdChunk::Dictionary { indices: IdColumn::new(IdValues::I8(&[0, 1]), None), values: &values }];
        let error = gather_ids(&chunks, IdType::Int32, EdgeColumn::Vertex, &Control::none()).expect_err("null");
        assert_eq!(error, GraphError::NullVertexId { row: 3, column: EdgeColumn::Vertex });
    }
}
