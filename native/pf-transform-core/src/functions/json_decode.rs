//! JSON as values of a type: bool, numbers, texts, and lists and structs of these. Columns are built leaf by leaf, numbers as texts that are cast at the end. O(bytes · depth).

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray, StringArray, StructArray, UInt64Array, new_null_array};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, FieldRef, Fields};
use arrow_select::take::take;

use super::json::{Scanner, find, text_in};
use super::{Call, Operands, ScalarFunction, one};
use crate::bytes::ByteRows;
use crate::cast::{does_not_fit, retext, try_cast};
use crate::error::{Error, Result};
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "jsonDecode", operands: Operands::exactly(1), kernel: |operands, call| decoded(operands, call, true) },
    ScalarFunction { name: "tryJsonDecode", operands: Operands::exactly(1), kernel: |operands, call| decoded(operands, call, false) },
];

fn decoded(operands: &[Value], call: &Call<'_>, is_strict: bool) -> Result<Value> {
    let value = one(operands)?;
    if value.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let array = value.decoded()?.into_rows(call.length)?;
    let refuse = || Error::TypeMismatch(format!("expected texts, received {}", array.data_type()));
    let texts = ByteRows::of(&array).ok_or_else(refuse)?;
    // What is read as a text is one.
    let text = |row: usize| std::str::from_utf8(texts.value(row)).unwrap_or_default();
    let mut column = Column::of(call.data_type)?;
    let mut misfits = vec![false; call.length];
    for (row, owner) in (0..call.length).zip(0_u32..) {
        if array.is_null(row) {
            column.push_null(owner);
        } else if let Some(range) = find(text(row), &[]) {
            column.read(&mut Scanner::new(text(row)[range].as_bytes(), &[]), owner, &mut misfits);
        } else {
            misfits[row] = true;
            column.push_null(owner);
        }
    }
    let decoded = column.finish(&mut misfits)?;
    match misfits.iter().position(|&misfit| misfit) {
        None => Ok(Value::Array(decoded)),
        Some(row) if is_strict => Err(does_not_fit(format!("{:?}", text(row)), array.data_type(), call.data_type, row)),
        Some(_) => {
            let rows = misfits.iter().zip(0_u64..).map(|(&misfit, row)| (!misfit).then_some(row));
            Ok(Value::Array(take(&decoded, &rows.collect::<UInt64Array>(), None)?))
        }
    }
}

/// A column of a type while it is built. `owner` is the row that a value belongs to.
enum Column {
    Bool(BooleanBuilder),
    Text { texts: StringBuilder, target: DataType },
    Number { texts: StringBuilder, owners: Vec<u32>, target: DataType },
    List { field: FieldRef, ends: Vec<usize>, valid: Vec<bool>, items: Box<Column>, count: usize },
    Struct { fields: Fields, valid: Vec<bool>, columns: Vec<Column> },
}

impl Column {
    fn of(data_type: &DataType) -> Result<Self> {
        Ok(match data_type {
            DataType::Boolean => Self::Bool(BooleanBuilder::new()),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
                Self::Text { texts: StringBuilder::new(), target: data_type.clone() }
            }
            DataType::List(field) => Self::List {
                field: field.clone(),
                ends: Vec::new(),
                valid: Vec::new(),
                items: Box::new(Self::of(field.data_type())?),
                count: 0,
            },
            DataType::Struct(fields) => Self::Struct {
                fields: fields.clone(),
                valid: Vec::new(),
                columns: fields.iter().map(|field| Self::of(field.data_type())).collect::<Result<_>>()?,
            },
            other if other.is_numeric() => Self::Number { texts: StringBuilder::new(), owners: Vec::new(), target: other.clone() },
            other => return Err(Error::TypeMismatch(format!("JSON is not decoded to {other}"))),
        })
    }

    fn push_null(&mut self, owner: u32) {
        match self {
            Self::Bool(bits) => bits.append_null(),
            Self::Text { texts, .. } => texts.append_null(),
            Self::Number { texts, owners, .. } => {
                texts.append_null();
                owners.push(owner);
            }
            Self::List { ends, valid, count, .. } => {
                ends.push(*count);
                valid.push(false);
            }
            Self::Struct { valid, columns, .. } => {
                valid.push(false);
                columns.iter_mut().for_each(|column| column.push_null(owner));
            }
        }
    }

    /// Reads the value that comes next in a text that is JSON. One that does not fit is null, and noted.
    fn read(&mut self, scanner: &mut Scanner<'_>, owner: u32, misfits: &mut [bool]) {
        scanner.blanks();
        if scanner.word(b"null") {
            return self.push_null(owner);
        }
        let first = scanner.byte().unwrap_or(b' ');
        match self {
            Self::List { ends, valid, items, count, .. } if first == b'[' => {
                scanner.at += 1;
                scanner.blanks();
                while !scanner.take(b']') {
                    items.read(scanner, owner, misfits);
                    *count += 1;
                    scanner.blanks();
                    scanner.take(b',');
                    scanner.blanks();
                }
                ends.push(*count);
                valid.push(true);
            }
            Self::Struct { fields, valid, columns } if first == b'{' => {
                let places = places_of(scanner, fields);
                let end = scanner.at;
                for (column, place) in columns.iter_mut().zip(places) {
                    match place {
                        None => column.push_null(owner),
                        Some(place) => {
                            scanner.at = place;
                            column.read(scanner, owner, misfits);
                        }
                    }
                }
                scanner.at = end;
                valid.push(true);
            }
            _ => self.leaf(token(scanner), owner, misfits),
        }
    }

    fn leaf(&mut self, token: &str, owner: u32, misfits: &mut [bool]) {
        match self {
            Self::Bool(bits) if matches!(token, "true" | "false") => bits.append_value(token == "true"),
            Self::Text { texts, .. } if token.starts_with('"') => texts.append_value(text_in(token).unwrap_or_default()),
            Self::Text { texts, .. } => texts.append_value(token),
            Self::Number { texts, owners, .. } if token.starts_with(|letter: char| letter == '-' || letter.is_ascii_digit()) => {
                texts.append_value(token);
                owners.push(owner);
            }
            _ => {
                misfits[owner as usize] = true;
                self.push_null(owner);
            }
        }
    }

    fn finish(self, misfits: &mut [bool]) -> Result<ArrayRef> {
        let nulls = |valid: Vec<bool>| Some(NullBuffer::from(valid)).filter(|nulls| nulls.null_count() > 0);
        Ok(match self {
            Self::Bool(mut bits) => Arc::new(bits.finish()),
            Self::Text { mut texts, target } => retext(&(Arc::new(texts.finish()) as ArrayRef), &target),
            Self::Number { mut texts, owners, target } => {
                let texts: StringArray = texts.finish();
                let count = texts.len();
                let numbers = try_cast(&Value::Array(Arc::new(texts.clone())), &target, count)?.into_rows(count)?;
                for (place, owner) in owners.into_iter().enumerate() {
                    misfits[owner as usize] |= texts.is_valid(place) && numbers.is_null(place);
                }
                numbers
            }
            Self::List { field, ends, valid, items, count } => {
                let too_many = |_| Error::OutOfMemory { bytes: count, limit: 0x7fff_ffff };
                let offsets = std::iter::once(0).chain(ends).map(i32::try_from);
                let offsets = offsets.collect::<std::result::Result<Vec<_>, _>>().map_err(too_many)?;
                let items = items.finish(misfits)?;
                Arc::new(ListArray::try_new(field, OffsetBuffer::new(ScalarBuffer::from(offsets)), items, nulls(valid))?)
            }
            Self::Struct { fields, valid, columns } => {
                let length = valid.len();
                let columns = columns.into_iter().map(|column| column.finish(misfits)).collect::<Result<Vec<_>>>()?;
                if columns.is_empty() {
                    return Ok(Arc::new(StructArray::new_empty_fields(length, nulls(valid))));
                }
                Arc::new(StructArray::try_new(fields, columns, nulls(valid))?)
            }
        })
    }
}

/// Where the members of an object are that the fields are made of, the last of each name; the scanner is after the object then.
fn places_of(scanner: &mut Scanner<'_>, fields: &Fields) -> Vec<Option<usize>> {
    let mut places = vec![None; fields.len()];
    scanner.at += 1;
    scanner.blanks();
    while !scanner.take(b'}') {
        let name = token(scanner);
        let field = text_in(name).and_then(|name| fields.iter().position(|field| *field.name() == name));
        scanner.blanks();
        scanner.take(b':');
        scanner.blanks();
        if let Some(place) = field.and_then(|field| places.get_mut(field)) {
            *place = Some(scanner.at);
        }
        token(scanner);
        scanner.blanks();
        scanner.take(b',');
        scanner.blanks();
    }
    places
}

/// A whole value, as it is written.
fn token<'a>(scanner: &mut Scanner<'a>) -> &'a str {
    let from = scanner.at;
    scanner.value(0, None);
    std::str::from_utf8(&scanner.data[from..scanner.at]).unwrap_or_default()
}
