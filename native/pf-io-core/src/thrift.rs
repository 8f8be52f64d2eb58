//! Copies Thrift structs (compact protocol) and keeps only what has a rule and obeys it.
//!
//! The decoder of the parquet crate takes a value for what the specification says it is, whatever its type, and believes every count. What it is given has
//! been through here: every known field once and of its type, unknown ones left out, statistics that cannot be true left out.
//! One pass over the bytes; memory: the copy.

use std::ops::Range;

use pf_transform_core::control::Told;

use crate::format_rules::{COLUMN_META_DATA, ROW_GROUP, SCHEMA_ELEMENT};

/// What a value must be.
pub(crate) enum Rule {
    Bool,
    I8,
    I16,
    I32,
    I64,
    Binary,
    Text,
    /// an i32 that is one of these
    Enum(&'static str, &'static [i64]),
    List(&'static Rule),
    Struct(&'static StructRule),
    /// an enum: the physical type of a column
    Physical,
    /// an i64: the number of values of a column chunk
    Values,
    /// an i64: left out unless it can be a number of values of the column chunk
    Count,
    /// binary: left out unless it has the length of a value of the column
    Bound,
    /// an i32: how many fields an element of the schema has
    Children,
    /// whatever it is, the file is encrypted
    Key(&'static Rule),
}

/// A union has exactly one field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Union {
    No,
    /// an unknown field is damage
    Closed,
    /// a union with an unknown field is left out
    Open,
}

pub(crate) struct StructRule {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [(i16, Rule)],
    pub(crate) required: &'static [i16],
    pub(crate) union: Union,
}

/// What was learnt on the way.
#[derive(Default)]
pub(crate) struct Facts {
    /// per element of the schema, how many fields it has
    pub(crate) children: Vec<i32>,
    /// per column chunk, in file order, the number of its physical type
    pub(crate) physical_types: Vec<i64>,
    pub(crate) encrypted: bool,
    /// where the list of row groups lies in the copy
    pub(crate) row_groups: Range<usize>,
    /// where each of them ends there; the next one begins there
    pub(crate) row_group_ends: Vec<usize>,
    /// where the first one begins
    pub(crate) first_row_group: usize,
    physical: Option<i64>,
    values: i64,
}

type Result<T> = std::result::Result<T, String>;

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const I8: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;
const DEEPEST: u8 = 32;
const PHYSICAL_TYPES: &[i64] = &[0, 1, 2, 3, 4, 5, 6, 7];

impl Rule {
    const fn wire(&self) -> u8 {
        match self {
            Self::Bool => TRUE,
            Self::I8 => I8,
            Self::I16 => I16,
            Self::I32 | Self::Enum(..) | Self::Physical | Self::Children => I32,
            Self::I64 | Self::Values | Self::Count => I64,
            Self::Binary | Self::Text | Self::Bound => BINARY,
            Self::List(_) => LIST,
            Self::Struct(_) => STRUCT,
            Self::Key(rule) => rule.wire(),
        }
    }
}

/// The struct at the start of `bytes`, copied.
pub(crate) fn canonical(bytes: &[u8], rule: &StructRule, told: &Told) -> Result<(Vec<u8>, Facts)> {
    let mut copier = Copier { bytes, at: 0, out: Vec::with_capacity(bytes.len()), facts: Facts::default(), told: Some(told), pause: STEP };
    copier.copy_struct(rule)?;
    Ok((copier.out, copier.facts))
}

/// The same of a struct that something follows, and how many bytes it has. Facts are not kept.
pub(crate) fn canonical_prefix(bytes: &[u8], rule: &StructRule) -> Result<(Vec<u8>, usize)> {
    let mut copier = Copier { bytes, at: 0, out: Vec::with_capacity(64), facts: Facts::default(), told: None, pause: usize::MAX };
    copier.copy_struct(rule)?;
    Ok((copier.out, copier.at))
}

struct Copier<'a> {
    bytes: &'a [u8],
    at: usize,
    out: Vec<u8>,
    facts: Facts,
    told: Option<&'a Told>,
    /// where the cancel flag is looked at again
    pause: usize,
}

/// Columns and groups of a schema at most: what is made of one takes time in which nothing can be interrupted, and memory, whatever is read of the file.
const MOST_ELEMENTS: usize = 1 << 18;

/// Bytes that are read between two looks at the cancel flag.
const STEP: usize = 1 << 20;

impl<'a> Copier<'a> {
    /// Whether anything was written: a value of an open union may be one that is not known.
    fn copy_struct(&mut self, rule: &StructRule) -> Result<bool> {
        if self.at >= self.pause {
            self.pause = self.at + STEP;
            self.told.map_or(Ok(()), Told::check).map_err(|error| error.to_string())?;
        }
        let name = rule.name;
        let mut seen = Vec::new();
        let (mut read, mut written) = (0, 0);
        while let Some((id, wire)) = self.field(read)? {
            read = id;
            if seen.contains(&id) {
                return Err(format!("{name} has field {id} twice"));
            }
            seen.push(id);
            let Some((_, known)) = rule.fields.iter().find(|(known, _)| *known == id) else {
                if rule.union == Union::Closed {
                    return Err(format!("{name} has an unknown variant {id}"));
                }
                self.skip(wire, 0)?;
                continue;
            };
            let start = self.out.len();
            let wire_out = if matches!(known, Rule::Bool) { wire } else { known.wire() };
            self.write_field(id, written, wire_out);
            match self.copy_value(known, wire).map_err(|reason| format!("field {id} of {name}: {reason}"))? {
                true => written = id,
                false => self.out.truncate(start),
            }
        }
        if rule.union != Union::No && seen.len() != 1 {
            return Err(format!("{name} has {} variants, not one", seen.len()));
        }
        if let Some(id) = rule.required.iter().find(|id| !seen.contains(id)) {
            return Err(format!("{name} has no field {id}"));
        }
        self.out.push(0);
        Ok(rule.union == Union::No || written > 0)
    }

    /// False when the value is left out; what was written of it is the caller's to take back.
    fn copy_value(&mut self, rule: &Rule, wire: u8) -> Result<bool> {
        let expected = rule.wire();
        let same = match rule {
            Rule::Bool => wire == TRUE || wire == FALSE,
            // Some writers take 32 bits for it.
            Rule::I8 => wire == I8 || wire == I32,
            _ => wire == expected,
        };
        if !same {
            return Err("it is of the wrong type".to_owned());
        }
        match rule {
            Rule::Bool => {}
            Rule::I8 => {
                let value = if wire == I8 { self.byte()? } else { self.zigzag(8)?.to_le_bytes()[0] };
                self.out.push(value);
            }
            Rule::I16 => {
                self.copy_integer(16)?;
            }
            Rule::I32 => {
                self.copy_integer(32)?;
            }
            Rule::I64 => {
                self.copy_integer(64)?;
            }
            Rule::Values => {
                self.facts.values = self.copy_integer(64)?;
                if self.facts.values < 0 {
                    return Err(format!("a column chunk of {} values", self.facts.values));
                }
            }
            Rule::Count => {
                let count = self.copy_integer(64)?;
                return Ok((0..=self.facts.values).contains(&count));
            }
            Rule::Children => {
                let children = i32::try_from(self.copy_integer(32)?).map_err(|error| error.to_string())?;
                if let Some(last) = self.facts.children.last_mut() {
                    *last = children;
                }
            }
            Rule::Enum(name, values) => {
                self.copy_enum(name, values)?;
            }
            Rule::Physical => {
                let physical = self.copy_enum("physical type", PHYSICAL_TYPES)?;
                self.facts.physical = Some(physical);
                self.facts.physical_types.push(physical);
            }
            Rule::Binary => {
                self.copy_binary()?;
            }
            Rule::Text => {
                let length = self.copy_binary()?;
                if std::str::from_utf8(&self.out[self.out.len() - length..]).is_err() {
                    return Err("the text is not UTF-8".to_owned());
                }
            }
            Rule::Bound => {
                let length = self.copy_binary()?;
                return Ok(match self.facts.physical {
                    Some(0) => length == 1,
                    Some(1 | 4) => length == 4,
                    Some(2 | 5) => length == 8,
                    Some(6 | 7) => true,
                    _ => false,
                });
            }
            Rule::List(item) => self.copy_list(item)?,
            Rule::Struct(rule) => {
                if std::ptr::eq(*rule, &SCHEMA_ELEMENT) {
                    self.facts.children.push(0);
                } else if std::ptr::eq(*rule, &COLUMN_META_DATA) {
                    (self.facts.physical, self.facts.values) = (None, i64::MAX);
                }
                return self.copy_struct(rule);
            }
            Rule::Key(rule) => {
                self.facts.encrypted = true;
                return self.copy_value(rule, wire);
            }
        }
        Ok(true)
    }

    fn copy_integer(&mut self, bits: u32) -> Result<i64> {
        let value = self.zigzag(bits)?;
        self.write_varint(((value << 1) ^ (value >> 63)).cast_unsigned());
        Ok(value)
    }

    fn copy_enum(&mut self, name: &str, values: &[i64]) -> Result<i64> {
        let value = self.copy_integer(32)?;
        if values.contains(&value) { Ok(value) } else { Err(format!("there is no {name} {value}")) }
    }

    fn copy_binary(&mut self) -> Result<usize> {
        let value = self.binary()?;
        self.write_varint(value.len() as u64);
        self.out.extend_from_slice(value);
        Ok(value.len())
    }

    fn copy_list(&mut self, item: &Rule) -> Result<()> {
        let (size, wire) = self.list()?;
        let expected = item.wire();
        let is_of = |known: &StructRule| matches!(item, Rule::Struct(rule) if std::ptr::eq(*rule, known));
        if size > MOST_ELEMENTS && is_of(&SCHEMA_ELEMENT) {
            return Err(format!("{size} elements of a schema are not supported, at most {MOST_ELEMENTS} are"));
        }
        let is_row_groups = is_of(&ROW_GROUP);
        let list = self.out.len();
        // Some writers leave the type of an empty list open.
        if size > 0 && wire != expected {
            return Err("its items are of the wrong type".to_owned());
        }
        match u8::try_from(size) {
            Ok(small) if small < 15 => self.out.push((small << 4) | expected),
            _ => {
                self.out.push(0xf0 | expected);
                self.write_varint(size as u64);
            }
        }
        self.facts.first_row_group = if is_row_groups { self.out.len() } else { self.facts.first_row_group };
        for _ in 0..size {
            let start = self.out.len();
            if !self.copy_value(item, expected)? {
                // Positions in a list count: an unknown variant becomes one with a number that nobody uses.
                self.out.truncate(start);
                self.out.extend_from_slice(&[0xf0 | STRUCT, 0, 0]);
            }
            if is_row_groups {
                self.facts.row_group_ends.push(self.out.len());
            }
        }
        if is_row_groups {
            self.facts.row_groups = list..self.out.len();
        }
        Ok(())
    }

    fn write_field(&mut self, id: i16, last: i16, wire: u8) {
        match u8::try_from(i32::from(id) - i32::from(last)) {
            Ok(delta @ 1..=15) => self.out.push((delta << 4) | wire),
            _ => {
                self.out.push(wire);
                let id = i64::from(id);
                self.write_varint(((id << 1) ^ (id >> 63)).cast_unsigned());
            }
        }
    }

    fn write_varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.out.push((value & 0x7f).to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.out.push(value.to_le_bytes()[0]);
    }

    fn field(&mut self, last: i16) -> Result<Option<(i16, u8)>> {
        let header = self.byte()?;
        let wire = header & 0x0f;
        if wire == 0 {
            return Ok(None);
        }
        let delta = i16::from(header >> 4);
        let id = if delta == 0 { i16::try_from(self.zigzag(16)?).ok() } else { last.checked_add(delta) };
        id.map(|id| Some((id, wire))).ok_or_else(|| "a field with a number that is too large".to_owned())
    }

    fn list(&mut self) -> Result<(usize, u8)> {
        let header = self.byte()?;
        let size = if header >> 4 == 15 { self.varint(32)? } else { u64::from(header >> 4) };
        let left = self.bytes.len() - self.at;
        // Every item takes a byte at least.
        match usize::try_from(size) {
            Ok(size) if size <= left => Ok((size, header & 0x0f)),
            _ => Err(format!("a list of {size} items in {left} bytes")),
        }
    }

    /// Moves over a value that nobody asks for.
    fn skip(&mut self, wire: u8, depth: u8) -> Result<()> {
        if depth > DEEPEST {
            return Err("values lie too deep in each other".to_owned());
        }
        match wire {
            TRUE | FALSE => {}
            I8 => self.advance(1)?,
            I16 | I32 | I64 => {
                self.varint(64)?;
            }
            DOUBLE => self.advance(8)?,
            BINARY => {
                self.binary()?;
            }
            LIST | SET => {
                let (size, item) = self.list()?;
                for _ in 0..size {
                    self.skip_item(item, depth)?;
                }
            }
            MAP => {
                let size = self.varint(32)?;
                if size > (self.bytes.len() - self.at) as u64 {
                    return Err(format!("a map of {size} entries"));
                }
                let types = if size > 0 { self.byte()? } else { 0 };
                for _ in 0..size {
                    self.skip_item(types >> 4, depth)?;
                    self.skip_item(types & 0x0f, depth)?;
                }
            }
            STRUCT => {
                let mut last = 0;
                while let Some((id, wire)) = self.field(last)? {
                    self.skip(wire, depth + 1)?;
                    last = id;
                }
            }
            UUID => self.advance(16)?,
            other => return Err(format!("a value of the unknown type {other}")),
        }
        Ok(())
    }

    /// In lists and maps a bool takes a byte.
    fn skip_item(&mut self, wire: u8, depth: u8) -> Result<()> {
        if wire == TRUE || wire == FALSE { self.advance(1) } else { self.skip(wire, depth + 1) }
    }

    fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).ok_or_else(cut_off)?;
        self.at += 1;
        Ok(byte)
    }

    fn advance(&mut self, length: usize) -> Result<()> {
        self.at = self.at.checked_add(length).filter(|&at| at <= self.bytes.len()).ok_or_else(cut_off)?;
        Ok(())
    }

    fn binary(&mut self) -> Result<&'a [u8]> {
        let length = usize::try_from(self.varint(32)?).map_err(|error| error.to_string())?;
        let start = self.at;
        self.advance(length)?;
        Ok(&self.bytes[start..self.at])
    }

    /// Unsigned LEB128 of at most `bits` bits.
    fn varint(&mut self, bits: u32) -> Result<u64> {
        let mut value = 0_u128;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            value |= u128::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let fits = value >> bits == 0;
                return u64::try_from(value).ok().filter(|_| fits).ok_or_else(|| too_long(bits));
            }
        }
        Err(too_long(bits))
    }

    fn zigzag(&mut self, bits: u32) -> Result<i64> {
        let value = self.varint(bits)?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }
}

fn cut_off() -> String {
    "the data ends in the middle of a value".to_owned()
}

fn too_long(bits: u32) -> String {
    format!("an integer of more than {bits} bits")
}
