//! The filters and projections of a pipeline, bound and run over the batches of a partition.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema, SchemaRef};

use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::Bound;
use crate::filter::filter;
use crate::pipeline::Step;
use crate::project::project;
use crate::scalar::ScalarJson;
use crate::source::{Batches, Source};

/// A filter or projection bound to the schema of its input.
enum RowStep {
    Filter(Bound),
    Project(Vec<Bound>, SchemaRef),
}

impl RowStep {
    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        match self {
            Self::Filter(predicate) => filter(predicate, batch),
            Self::Project(expressions, schema) => project(expressions, schema, &batch),
        }
    }
}

/// Filters and projections in order: what turns a batch of the source into a batch of the result.
pub struct RowSteps {
    steps: Vec<RowStep>,
    schema: SchemaRef,
}

impl RowSteps {
    /// Binds the leading filters and projections and says how many steps that were.
    ///
    /// # Errors
    /// Those of [`Expression::bind`].
    pub fn bind(schema: SchemaRef, steps: &[Step], arguments: &[ScalarJson]) -> Result<(Self, usize)> {
        let mut bound = Self { steps: Vec::new(), schema };
        for (count, step) in steps.iter().enumerate() {
            match step {
                Step::Filter { predicate } => bound.steps.push(RowStep::Filter(predicate.bind(&bound.schema, arguments)?)),
                Step::Project { columns } => {
                    let expressions =
                        columns.iter().map(|column| column.expression.bind(&bound.schema, arguments)).collect::<Result<Vec<_>>>()?;
                    let fields = columns
                        .iter()
                        .map(|column| Field::new(&column.name, column.expression.data_type().to_arrow(), column.nullable))
                        .collect::<Vec<_>>();
                    bound.schema = Arc::new(Schema::new(fields));
                    bound.steps.push(RowStep::Project(expressions, bound.schema.clone()));
                }
                Step::Aggregate { .. }
                | Step::Sort { .. }
                | Step::Limit { .. }
                | Step::GroupHead(_)
                | Step::Window { .. }
                | Step::Verb(_) => {
                    return Ok((bound, count));
                }
            }
        }
        Ok((bound, steps.len()))
    }

    /// Whether all rows stay and columns are those of the source, perhaps fewer or in another order.
    #[must_use]
    pub fn only_choose(&self) -> bool {
        self.steps.iter().all(|step| match step {
            RowStep::Filter(_) => false,
            RowStep::Project(expressions, _) => expressions.iter().all(|expression| matches!(expression, Bound::Column(_))),
        })
    }

    /// Whether rows may be left out.
    #[must_use]
    pub fn filters(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, RowStep::Filter(_)))
    }

    /// Whether the columns are no longer those of the source.
    #[must_use]
    pub fn projects(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, RowStep::Project(..)))
    }

    /// Schema of the result.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Runs the steps over a batch that starts at row `first` of the input, where that is known; the result may be empty.
    ///
    /// # Errors
    /// Those of the expressions, with rows of the input of the step; without where a filter before it leaves rows out.
    pub fn apply(&self, batch: RecordBatch, mut first: Option<usize>) -> Result<RecordBatch> {
        self.each(batch, |step, batch| {
            let batch = step.apply(batch).map_err(|error| error.in_rows_from(first))?;
            // How many rows the batches before this one kept is not known.
            first = first.filter(|_| matches!(step, RowStep::Project(..)));
            Ok(batch)
        })
    }

    /// The same for batches that come in order, from the first row on.
    ///
    /// # Errors
    /// Those of the expressions, with rows of the input of the step.
    pub fn apply_next(&self, batch: RecordBatch, seen: &mut Seen) -> Result<RecordBatch> {
        seen.0.resize(self.steps.len(), 0);
        let mut seen = seen.0.iter_mut();
        self.each(batch, |step, batch| {
            let first = seen.next().map(|seen| std::mem::replace(seen, *seen + batch.num_rows()));
            step.apply(batch).map_err(|error| error.in_rows_from(first))
        })
    }

    fn each(&self, mut batch: RecordBatch, mut apply: impl FnMut(&RowStep, RecordBatch) -> Result<RecordBatch>) -> Result<RecordBatch> {
        for step in &self.steps {
            batch = apply(step, batch)?;
        }
        if batch.num_rows() == 0 && batch.schema_ref() != &self.schema {
            return Ok(RecordBatch::new_empty(self.schema.clone()));
        }
        Ok(batch)
    }

    /// An error of these steps with the row of its step's input. Partitions that run beside each other do not know how many rows those before them keep, so that the steps
    /// run once more, in order.
    #[must_use]
    pub fn located(&self, error: Error, source: &dyn Source, control: Control<'_>) -> Error {
        let is_counted = !self.filters() && (source.partitions() == 0 || source.first_row(0).is_some());
        if is_counted || !error.lacks_row() {
            return error;
        }
        let mut seen = Seen::default();
        let mut again = || -> Result<()> {
            for partition in 0..source.partitions() {
                let mut reader = RowReader::open(source, partition)?;
                while reader.next_seen(self, &mut seen, control)?.is_some() {}
            }
            Ok(())
        };
        match again() {
            Err(found) if found.code() == error.code() => found,
            _ => error,
        }
    }
}

/// How many rows each step was given so far.
#[derive(Debug, Default)]
pub struct Seen(Vec<usize>);

/// A partition read through row steps.
pub struct RowReader {
    batches: Batches,
    row: Option<usize>,
}

impl RowReader {
    /// Reads a partition from its beginning.
    ///
    /// # Errors
    /// Those of [`Source::open`].
    pub fn open(source: &dyn Source, partition: usize) -> Result<Self> {
        Ok(Self { batches: source.open(partition)?, row: source.first_row(partition) })
    }

    /// The next batch after the steps, which may be empty, or none at the end.
    ///
    /// # Errors
    /// Those of the source and of the expressions; `Cancelled`.
    pub fn next(&mut self, rows: &RowSteps, control: Control<'_>) -> Result<Option<RecordBatch>> {
        control.check()?;
        let Some(batch) = self.batches.next(control)? else { return Ok(None) };
        let first = self.row;
        self.row = first.map(|first| first + batch.num_rows());
        rows.apply(batch, first).map(Some)
    }

    /// The same where all batches before it have been seen.
    ///
    /// # Errors
    /// Those of the source and of the expressions; `Cancelled`.
    pub fn next_seen(&mut self, rows: &RowSteps, seen: &mut Seen, control: Control<'_>) -> Result<Option<RecordBatch>> {
        control.check()?;
        self.batches.next(control)?.map(|batch| rows.apply_next(batch, seen)).transpose()
    }
}
