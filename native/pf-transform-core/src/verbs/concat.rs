//! Rows of several tables, one below the other: views of their batches, or batches as they are read. O(batches) time.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, make_array};
use arrow_data::ArrayData;
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};

use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::with_rows;
use crate::join::Input;
use crate::rows::RowReader;
use crate::source::{BatchReader, Batches, Source};
use crate::table::Table;
use crate::value::decode;

/// The rows of all tables, one after the other. Their columns have the same names and types; one is nullable if it is in any table.
///
/// # Errors
/// `InvalidArgument` for no tables or different columns; `Cancelled`.
pub fn concat(tables: &[Arc<Table>], control: Control<'_>) -> Result<Table> {
    let schema = united_schema(tables.iter().map(|table| table.schema.clone()))?;
    let mut batches = Vec::new();
    for batch in tables.iter().flat_map(|table| &table.batches) {
        control.check()?;
        batches.push(retyped_batch(batch, &schema)?);
    }
    Ok(Table { schema, batches })
}

/// The rows of all inputs, one after the other, as they are read.
///
/// # Errors
/// `InvalidArgument` for no inputs or different columns.
pub fn concat_inputs(inputs: Vec<Input>) -> Result<Box<dyn Source>> {
    let schema = united_schema(inputs.iter().map(|input| input.rows.schema()))?;
    let places = inputs.iter().enumerate().flat_map(|(input, of)| (0..of.source.partitions()).map(move |partition| (input, partition)));
    Ok(Box::new(Concatenated { places: places.collect(), inputs: inputs.into(), schema }))
}

struct Concatenated {
    inputs: Arc<[Input]>,
    schema: SchemaRef,
    /// for each partition the input and its partition
    places: Vec<(usize, usize)>,
}

impl Source for Concatenated {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn partitions(&self) -> usize {
        self.places.len()
    }

    fn first_row(&self, _: usize) -> Option<usize> {
        None
    }

    fn makes_memory(&self) -> bool {
        self.inputs.iter().any(|input| input.source.makes_memory() || !input.rows.only_choose())
    }

    fn batches(&self) -> Option<Result<Vec<RecordBatch>>> {
        let mut all = Vec::new();
        for input in self.inputs.iter().filter(|input| input.rows.only_choose()) {
            all.push((input, input.source.batches()?));
        }
        if all.len() < self.inputs.len() {
            return None;
        }
        let batches = all.into_iter().map(|(input, batches)| {
            let retyped = |batch| retyped_batch(&input.rows.apply(batch, None)?, &self.schema);
            batches?.into_iter().map(retyped).collect::<Result<Vec<_>>>()
        });
        Some(batches.collect::<Result<Vec<_>>>().map(|batches| batches.into_iter().flatten().collect()))
    }

    fn open(&self, partition: usize) -> Result<Batches> {
        let (input, partition) = self.places[partition];
        let rows = RowReader::open(&*self.inputs[input].source, partition)?;
        Ok(Box::new(Reader { inputs: self.inputs.clone(), input, rows, schema: self.schema.clone() }))
    }
}

struct Reader {
    inputs: Arc<[Input]>,
    input: usize,
    rows: RowReader,
    schema: SchemaRef,
}

impl BatchReader for Reader {
    fn next(&mut self, control: Control<'_>) -> Result<Option<RecordBatch>> {
        let Input { source, rows } = &self.inputs[self.input];
        let batch = self.rows.next(rows, control).map_err(|error| rows.located(error, &**source, control))?;
        batch.map(|batch| retyped_batch(&batch, &self.schema)).transpose()
    }
}

/// The columns of all; one is nullable if it is in any.
fn united_schema(schemas: impl Iterator<Item = SchemaRef>) -> Result<SchemaRef> {
    let different = || Error::InvalidArgument("the tables do not have the same columns".to_owned());
    let both = |a: Result<SchemaRef>, b: Result<SchemaRef>| -> Result<SchemaRef> {
        let (a, b) = (a?, b?);
        if a.fields().len() != b.fields().len() {
            return Err(different());
        }
        let fields = a.fields().iter().zip(b.fields()).map(|(a, b)| united(a, b)).collect::<Option<Vec<_>>>();
        Ok(Arc::new(Schema::new(fields.ok_or_else(different)?)))
    };
    schemas.map(Ok).reduce(both).ok_or_else(different)?
}

/// The same columns under a schema that differs in what may be null.
fn retyped_batch(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    if batch.schema_ref() == schema {
        return Ok(batch.clone());
    }
    let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| typed(column, field.data_type()));
    with_rows(schema, columns.collect::<Result<Vec<_>>>()?, batch.num_rows())
}

/// One field for both, nullable inside and outside where one of them is; none where they differ in more.
fn united(a: &Field, b: &Field) -> Option<Field> {
    let one = |a: &FieldRef, b: &FieldRef| united(a, b).map(Arc::new);
    let data_type = match (a.data_type(), b.data_type()) {
        (a, b) if a == b => a.clone(),
        // Dictionaries are an encoding: what is compared is what they stand for.
        (DataType::Dictionary(_, a_values), DataType::Dictionary(_, b_values)) if a_values == b_values => (**a_values).clone(),
        (DataType::Dictionary(_, values), plain) | (plain, DataType::Dictionary(_, values)) if **values == *plain => plain.clone(),
        (DataType::List(a), DataType::List(b)) => DataType::List(one(a, b)?),
        (DataType::LargeList(a), DataType::LargeList(b)) => DataType::LargeList(one(a, b)?),
        (DataType::FixedSizeList(a, size), DataType::FixedSizeList(b, other)) if size == other => {
            DataType::FixedSizeList(one(a, b)?, *size)
        }
        (DataType::Map(a, sorted), DataType::Map(b, other)) => DataType::Map(one(a, b)?, *sorted && *other),
        (DataType::Struct(a), DataType::Struct(b)) if a.len() == b.len() => {
            DataType::Struct(a.iter().zip(b).map(|(a, b)| one(a, b)).collect::<Option<Fields>>()?)
        }
        _ => return None,
    };
    Some(Field::new(a.name(), data_type, a.is_nullable() || b.is_nullable()))
}

/// The same values under a type that differs in what may be null inside: the same buffers, except of dictionaries beside other columns.
fn typed(column: &ArrayRef, data_type: &DataType) -> Result<ArrayRef> {
    if column.data_type() == data_type {
        return Ok(column.clone());
    }
    if matches!(column.data_type(), DataType::Dictionary(..)) {
        return decode(column);
    }
    Ok(make_array(retyped(&column.to_data(), data_type)?))
}

fn retyped(data: &ArrayData, data_type: &DataType) -> Result<ArrayData> {
    let children = match data_type {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) | DataType::Map(item, _) => {
            vec![item.data_type()]
        }
        DataType::Struct(fields) => fields.iter().map(|field| field.data_type()).collect(),
        _ => return Ok(data.clone()),
    };
    let children =
        data.child_data().iter().zip(children).map(|(child, data_type)| retyped(child, data_type)).collect::<Result<Vec<_>>>()?;
    Ok(data.clone().into_builder().data_type(data_type.clone()).child_data(children).build()?)
}
