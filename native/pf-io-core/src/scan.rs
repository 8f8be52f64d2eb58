//! Scans: chosen columns of the rows for which a predicate is true, in file order.
//!
//! A partition is a row group, or a range of rows of one when there are fewer row groups than the threads could use: decoding skips the
//! pages before it without decompressing them. Row groups whose statistics rule out the predicate are not read; the predicate is checked
//! on every row that is. Memory: a batch, and a page of each column, per partition being read.

use std::sync::{Arc, OnceLock};

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal256Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Decimal128Array, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{RowSelection, RowSelector};
use parquet::basic::Encoding;
use pf_transform_core::control::Control;
use pf_transform_core::error::{Error as TableError, Result as TableResult};
use pf_transform_core::expression::{Bound, Expression, column_index};
use pf_transform_core::filter::filter;
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::{BATCH_ROWS, Batches, Source};
use pf_transform_core::type_text::type_text;
use pf_transform_core::types::{FieldJson, TypeJson};

use crate::error::{Error, Result};
use crate::file::FileSpec;
use crate::guard::{describe, gave_up, guard};
use crate::int96::{Int96, check_reach};
use crate::late::{Late, LateBatches};
use crate::open::ParquetFile;
use crate::pages::meter::Stop;
use crate::pages::{GroupReader, Made};
use crate::partition::PartitionBatches;
use crate::prune::may_match;
use crate::repeated::rows_of_repeated;
use crate::schema::delivered_type;

/// Bytes that a batch may have before compression, so that streams stay small and string offsets stay below 2^31.
const BATCH_BYTES: i64 = 32 << 20;
/// Rows below which a row group is not split.
const SPLIT_ROWS: usize = 131_072;
/// Rows above which a row group is split when a predicate is checked before other columns are read.
const LATE_ROWS: usize = 1 << 19;
/// Pieces of a row group at most: a damaged footer may promise any number of rows.
const MOST_PIECES: usize = 1 << 12;

/// What to read.
#[derive(Debug, Clone)]
pub struct ScanRequest {
    /// the file
    pub file: FileSpec,
    /// columns of the result, in this order; all by default
    pub columns: Option<Vec<String>>,
    /// types that columns must have; `SchemaMismatch` where one differs
    pub expected: Vec<FieldJson>,
    /// rows of the result
    pub predicate: Option<Expression>,
    /// values of the predicate's parameters
    pub arguments: Vec<ScalarJson>,
    /// utf8 and binary columns that may be delivered as dictionaries
    pub dictionaries: Vec<String>,
    /// threads that will read; decides how finely row groups are split
    pub threads: usize,
}

impl ScanRequest {
    /// All rows and columns of a file.
    #[must_use]
    pub fn of(file: FileSpec) -> Self {
        Self { file, columns: None, expected: Vec::new(), predicate: None, arguments: Vec::new(), dictionaries: Vec::new(), threads: 1 }
    }
}

/// Rows `start .. start + rows` of a row group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Partition {
    pub(crate) row_group: usize,
    pub(crate) start: usize,
    pub(crate) rows: usize,
    /// row of the file that it starts with
    pub(crate) first_row: usize,
}

impl Partition {
    /// Without its first rows.
    pub(crate) const fn from(self, rows: usize) -> Self {
        Self { start: self.start + rows, rows: self.rows - rows, first_row: self.first_row.saturating_add(rows), ..self }
    }
}

/// A planned scan: a source of batches.
pub struct ParquetScan {
    shared: Arc<Shared>,
    partitions: Vec<Partition>,
    /// row groups in the file
    pub row_groups: usize,
    /// row groups that statistics ruled out
    pub pruned: usize,
}

pub(crate) struct Shared {
    pub(crate) file: ParquetFile,
    pub(crate) mask: ProjectionMask,
    batch_rows: usize,
    /// schema of what is decoded: output and predicate columns in file order
    decoded: SchemaRef,
    predicate: Option<Bound>,
    /// indexes into `decoded`
    output: Vec<usize>,
    pub(crate) schema: SchemaRef,
    /// how to read the predicate's columns first
    pub(crate) late: Option<Late>,
    int96: Option<Int96>,
    /// per row group, rows of its batches
    group_rows: Vec<OnceLock<usize>>,
}

impl ParquetScan {
    /// Opens the file and plans the scan.
    ///
    /// # Errors
    /// Those of [`ParquetFile::open`]; `ColumnNotFound`; `Unsupported` for a column of a type that cannot be delivered.
    pub fn new(request: &ScanRequest, control: Control<'_>) -> Result<Self> {
        let opened = ParquetFile::open(&request.file, control)?;
        let dictionaries = request.dictionaries.iter().filter(|name| is_well_encoded(&opened, name)).cloned().collect::<Vec<_>>();
        let file = if dictionaries.is_empty() { opened.clone() } else { opened.with_dictionaries(&dictionaries)? };
        let whole = file.metadata.schema().clone();
        check_expected(&opened, &request.expected)?;
        let names = request.columns.clone().unwrap_or_else(|| whole.fields().iter().map(|field| field.name().clone()).collect());
        let mut wanted = names.clone();
        if let Some(predicate) = &request.predicate {
            predicate.columns(&mut wanted);
        }
        let mut roots = wanted.iter().map(|name| column_index(&whole, name)).collect::<std::result::Result<Vec<_>, TableError>>()?;
        roots.sort_unstable();
        roots.dedup();
        let decoded = roots
            .iter()
            .map(|&root| {
                let field = whole.field(root);
                let delivered = field.clone().with_data_type(delivered_type(field.data_type()));
                TypeJson::from_arrow(delivered.data_type()).map_err(|error| Error::Unsupported {
                    path: file.path.clone(),
                    reason: format!("column \"{}\": {error}", field.name()),
                })?;
                Ok(delivered)
            })
            .collect::<Result<Vec<_>>>()?;
        let decoded: SchemaRef = Arc::new(Schema::new(decoded));
        let output = names.iter().map(|name| column_index(&decoded, name)).collect::<std::result::Result<Vec<_>, TableError>>()?;
        let schema = Arc::new(decoded.project(&output).map_err(TableError::from)?);
        let predicate = request.predicate.as_ref().map(|predicate| predicate.bind(&decoded, &request.arguments)).transpose()?;
        let late = match &request.predicate {
            Some(predicate) => Late::plan(&file, predicate, &request.arguments, &decoded, &roots, &names)?,
            None => None,
        };

        let int96 = Int96::plan(&opened, &roots)?;
        let footer = file.metadata.metadata().clone();
        let possible = match &request.predicate {
            // Statistics are those of the plain columns.
            Some(predicate) => may_match(&opened, predicate, &request.arguments),
            None => vec![true; footer.num_row_groups()],
        };
        let mask = ProjectionMask::roots(footer.file_metadata().schema_descr(), roots.iter().copied());
        let flat = roots.iter().all(|&root| !whole.field(root).data_type().is_nested());
        let groups = possible.iter().enumerate().filter(|&(_, &possible)| possible).map(|(group, _)| group).collect::<Vec<_>>();
        let pruned = possible.len() - groups.len();
        let mut bytes = 0;
        let mut total_rows = 0_i64;
        for &group in &groups {
            let group = footer.row_group(group);
            bytes += group
                .columns()
                .iter()
                .enumerate()
                .filter(|(leaf, _)| mask.leaf_included(*leaf))
                // Runs and differences need hardly a byte for each value.
                .map(|(_, chunk)| chunk.uncompressed_size().max(chunk.num_values().saturating_mul(4)).max(0))
                .fold(0_i64, i64::saturating_add);
            total_rows = group.num_rows().saturating_add(total_rows);
        }
        let bytes_per_row = (bytes / total_rows.max(1)).max(1);
        let batch_rows = usize::try_from(BATCH_BYTES / bytes_per_row).unwrap_or(BATCH_ROWS).clamp(1, BATCH_ROWS);
        let mut partitions = Vec::new();
        let pieces_wanted = if request.threads > 1 { (request.threads * 3).div_ceil(groups.len().max(1)) } else { 1 };
        // With a predicate a partition's rows are looked at together.
        let whole_rows = if late.is_some() { LATE_ROWS } else { usize::MAX };
        let mut before = 0_usize;
        for (row_group, group) in footer.row_groups().iter().enumerate() {
            let rows = usize::try_from(group.num_rows()).unwrap_or(0);
            if possible[row_group] {
                let pieces = if flat { pieces_wanted.min(rows / SPLIT_ROWS).max(rows.div_ceil(whole_rows)) } else { 1 };
                let step = rows.div_ceil(pieces.clamp(1, MOST_PIECES)).next_multiple_of(batch_rows).max(1);
                let piece = |start| Partition { row_group, start, rows: step.min(rows - start), first_row: before.saturating_add(start) };
                partitions.extend((0..rows).step_by(step).map(piece));
            }
            before = before.saturating_add(rows);
        }
        let row_groups = possible.len();
        tracing::debug!(path = %file.path, row_groups, pruned, partitions = partitions.len(), batch_rows, "scan planned");
        let group_rows = (0..row_groups).map(|_| OnceLock::new()).collect();
        let shared = Arc::new(Shared { file, mask, batch_rows, decoded, predicate, output, schema, late, int96, group_rows });
        Ok(Self { shared, partitions, row_groups, pruned })
    }

    /// Schema of the batches where dictionaries are replaced by their values: what the file says.
    #[must_use]
    pub fn declared(&self) -> SchemaRef {
        let fields = self.shared.schema.fields().iter().map(|field| match field.data_type() {
            DataType::Dictionary(_, values) => Arc::new(field.as_ref().clone().with_data_type((**values).clone())),
            _ => field.clone(),
        });
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }
}

/// Whether a column is kept as dictionaries that were not given up for plain values: then there are few bytes per value, most of them indexes.
fn is_well_encoded(file: &ParquetFile, name: &str) -> bool {
    let footer = file.metadata.metadata();
    let descriptor = footer.file_metadata().schema_descr();
    let Some(leaf) = (0..descriptor.num_columns()).find(|&leaf| descriptor.column(leaf).path().string() == name) else {
        return false;
    };
    // Some writers leave out the offset of the dictionary page; the encodings are always stated.
    let is_dictionary = |encoding| matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
    footer
        .row_groups()
        .iter()
        .filter_map(|group| group.columns().get(leaf))
        .all(|chunk| chunk.encodings().any(is_dictionary) && chunk.uncompressed_size() <= chunk.num_values().saturating_mul(4))
}

/// The columns of the file are still of the types that a plan was made for.
fn check_expected(file: &ParquetFile, expected: &[FieldJson]) -> Result<()> {
    for FieldJson { name, data_type, .. } in expected {
        let found = file.metadata.schema().field_with_name(name).ok().map(|field| TypeJson::from_arrow(&delivered_type(field.data_type())));
        if matches!(&found, Some(Ok(found)) if same_type(found, data_type)) {
            continue;
        }
        let show = |json: &TypeJson| type_text(&json.to_arrow());
        return Err(match found {
            Some(Err(error)) => Error::Unsupported { path: file.path.clone(), reason: format!("column \"{name}\": {error}") },
            found => Error::SchemaMismatch {
                path: file.path.clone(),
                column: name.clone(),
                expected: show(data_type),
                found: found.map_or_else(|| "no such column".to_owned(), |found| found.as_ref().map_or_else(ToString::to_string, show)),
            },
        });
    }
    Ok(())
}

/// Names and nullability inside nested types do not matter.
fn same_type(a: &TypeJson, b: &TypeJson) -> bool {
    a.to_arrow().equals_datatype(&b.to_arrow())
}

impl Source for ParquetScan {
    fn schema(&self) -> SchemaRef {
        self.shared.schema.clone()
    }

    fn partitions(&self) -> usize {
        self.partitions.len()
    }

    fn first_row(&self, partition: usize) -> Option<usize> {
        self.shared.predicate.is_none().then(|| self.partitions[partition].first_row)
    }

    fn open(&self, partition: usize) -> TableResult<Batches> {
        let partition = self.partitions[partition];
        if self.shared.late.is_some() {
            return Ok(Box::new(LateBatches::new(self.shared.clone(), partition)));
        }
        Ok(Box::new(PartitionBatches::new(self.shared.clone(), partition)))
    }
}

impl Shared {
    /// A reader of the rows of a partition, or of those among them that the masks mark, so many at a time.
    pub(crate) fn reader(
        &self,
        partition: Partition,
        mask: ProjectionMask,
        selected: Option<&[BooleanArray]>,
        batch_rows: usize,
    ) -> Result<GroupReader> {
        let ParquetFile { path, file, metadata } = &self.file;
        let rows = || rows_of(partition, selected);
        let batch_rows = batch_rows.min(partition.rows).max(1);
        let build = || GroupReader::open(file, metadata, partition.row_group, mask, batch_rows, rows());
        guard(path, || format!("row group {}", partition.row_group), build)
    }

    /// Rows of a row group's batches: fewer where values of a dictionary are so large that their repetition would fill memory.
    pub(crate) fn batch_rows_of(&self, row_group: usize) -> usize {
        *self.group_rows[row_group].get_or_init(|| {
            let group = self.file.metadata.metadata().row_group(row_group);
            let chunks = group.columns().iter().enumerate().filter(|(leaf, _)| self.mask.leaf_included(*leaf));
            rows_of_repeated(&self.file.file, chunks.map(|(_, chunk)| chunk), self.batch_rows)
        })
    }

    /// Reads the INT96 columns of a partition as seconds.
    pub(crate) fn check_int96(&self, partition: Partition, control: Control<'_>) -> TableResult<()> {
        let Some(Int96 { metadata, mask }) = &self.int96 else { return Ok(()) };
        let rows = self.batch_rows_of(partition.row_group).min(partition.rows).max(1);
        let build = || GroupReader::open(&self.file.file, metadata, partition.row_group, mask.clone(), rows, rows_of(partition, None));
        let mut reader = guard(&self.file.path, || format!("row group {}", partition.row_group), build)?;
        while let Some(batch) = self.decode(partition, &mut reader, control).map_err(|error| self.locate(partition, error, control))? {
            check_reach(&self.file.path, &batch)?;
        }
        Ok(())
    }

    /// The next batch of a reader; errors and panics name the row group.
    pub(crate) fn decode(&self, partition: Partition, reader: &mut GroupReader, control: Control<'_>) -> Result<Option<RecordBatch>> {
        let reading = || format!("row group {}", partition.row_group);
        match reader.next(control)? {
            Made::Batch(batch) => Ok(batch),
            Made::Stopped(Stop::Table(error)) => Err(error.into()),
            Made::Stopped(Stop::TooLarge) => Err(Error::TooLarge { path: self.file.path.clone(), reading: reading() }),
            Made::Failed(error) => Err(describe(&self.file.path, reading(), error)),
            Made::GaveUp(reason) => Err(gave_up(&self.file.path, reading(), &reason)),
        }
    }

    /// The error of a partition that ended early.
    pub(crate) fn short(&self, partition: Partition, seen: usize) -> Error {
        Error::Corrupt {
            path: self.file.path.clone(),
            reading: format!("row group {}", partition.row_group),
            reason: format!("expected {} rows from row {}, found {seen}", partition.rows, partition.start),
        }
    }

    /// Decoded batch → result: narrowed decimals, predicate, columns in the order asked. `first` is the batch's first row in the file.
    pub(crate) fn finish(&self, batch: &RecordBatch, first: usize) -> TableResult<RecordBatch> {
        let columns = batch.columns().iter().map(narrow_decimal).collect::<TableResult<Vec<_>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let mut batch = RecordBatch::try_new_with_options(self.decoded.clone(), columns, &options)?;
        if let Some(predicate) = &self.predicate {
            batch = filter(predicate, batch).map_err(|error| error.in_rows_from(Some(first)))?;
        }
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let columns = self.output.iter().map(|&index| batch.column(index).clone()).collect();
        Ok(RecordBatch::try_new_with_options(self.schema.clone(), columns, &options)?)
    }
}

/// The rows of a partition in its row group, or those among them that the masks mark.
fn rows_of(partition: Partition, selected: Option<&[BooleanArray]>) -> RowSelection {
    let mut rows = Vec::new();
    if partition.start > 0 {
        rows.push(RowSelector::skip(partition.start));
    }
    match selected {
        Some(masks) => rows.extend(Vec::<RowSelector>::from(RowSelection::from_filters(masks))),
        None => rows.push(RowSelector::select(partition.rows)),
    }
    rows.into()
}

/// Decimals stored in more than 16 bytes that need no more than 38 digits.
pub(crate) fn narrow_decimal(column: &ArrayRef) -> TableResult<ArrayRef> {
    let DataType::Decimal256(precision, scale) = column.data_type() else {
        return Ok(column.clone());
    };
    let wide = column.as_primitive::<Decimal256Type>();
    let values = wide
        .iter()
        .map(|value| match value {
            None => Ok(None),
            Some(value) => value.to_i128().map(Some).ok_or_else(|| TableError::Source {
                code: "DATA_CORRUPT",
                message: format!("the decimal {value} has more than {precision} digits"),
                details: Box::default(),
            }),
        })
        .collect::<TableResult<Decimal128Array>>()?;
    Ok(Arc::new(values.with_precision_and_scale(*precision, *scale)?))
}
