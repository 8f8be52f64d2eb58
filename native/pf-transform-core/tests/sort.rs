//! Sort against a stable sort by a comparison of values, on all types that have an order.
#![allow(clippy::unwrap_used)]

use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::atomic::AtomicI32;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, BinaryViewArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float16Array, Float32Array,
    Float64Array, Int8Array, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
    UInt32Array, UInt64Array,
};
use arrow_select::take::take_record_batch;
use pf_transform_core::compare::order_of;
use pf_transform_core::control::{Budget, Control, Flag};
use pf_transform_core::error::Error;
use pf_transform_core::pipeline::{Step, run};
use pf_transform_core::sort::{Nulls, SortKey, sort};
use pf_transform_core::source::TableSource;
use pf_transform_core::table::Table;
use pf_transform_core::value::decode;
use proptest::prelude::*;

/// A small generator, so that large tables need no strategy of their own.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 27)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn text(&mut self, prefix: &str, longest: u64, letters: u64) -> String {
        let letters = (0..self.below(longest + 1)).map(|_| ['a', 'b', '\0', 'é', '\u{1f600}', 'z'][self.below(letters) as usize]);
        let letters = letters.collect::<String>();
        format!("{prefix}{letters}")
    }

    /// A column of one of the types; `few` different values, or many.
    fn column(&mut self, kind: u64, rows: usize, few: bool, nulls: u64) -> ArrayRef {
        let odd = [f64::NAN, -f64::NAN, 0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE, -5e-324];
        let mut wide = |random: &mut Self| match random.below(8) {
            0 => u64::MAX,
            1 => 0,
            2 => 1 << 63,
            _ if few => random.below(5),
            _ => random.next(),
        };
        let each = |random: &mut Self, value: &mut dyn FnMut(&mut Self) -> u64| -> Vec<Option<u64>> {
            (0..rows).map(|_| if random.below(100) < nulls { None } else { Some(value(random)) }).collect()
        };
        let long = if few { 2 } else { 40 };
        match kind {
            0 => Arc::new(each(self, &mut wide).into_iter().map(|v| v.map(|v| v as i64)).collect::<Int64Array>()),
            1 => Arc::new(each(self, &mut wide).into_iter().collect::<UInt64Array>()),
            2 => {
                let mut float = |random: &mut Self| match random.below(3) {
                    0 => odd[random.below(8) as usize].to_bits(),
                    _ => (random.below(if few { 5 } else { 1 << 40 }) as f64 - 2.0).to_bits(),
                };
                Arc::new(each(self, &mut float).into_iter().map(|v| v.map(f64::from_bits)).collect::<Float64Array>())
            }
            3 => Arc::new(each(self, &mut wide).into_iter().map(|v| v.map(|v| f32::from_bits(v as u32))).collect::<Float32Array>()),
            4 => Arc::new(each(self, &mut wide).into_iter().map(|v| v.map(|v| half::f16::from_bits(v as u16))).collect::<Float16Array>()),
            5 => Arc::new(each(self, &mut wide).into_iter().map(|v| v.map(|v| v % 2 == 0)).collect::<BooleanArray>()),
            6 => Arc::new(each(self, &mut wide).into_iter().map(|v| v.map(|v| v as i8)).collect::<Int8Array>()),
            7 => Arc::new(each(self, &mut wide).into_iter().map(|v| v.map(|v| v as i32)).collect::<Date32Array>()),
            8 => Arc::new(each(self, &mut wide).into_iter().map(|v| v.map(|v| v as i64)).collect::<TimestampMicrosecondArray>()),
            9 => {
                let power = if few { 0 } else { 60 };
                let values = each(self, &mut wide).into_iter().map(|v| v.map(|v| i128::from(v as i64) << power));
                Arc::new(values.collect::<Decimal128Array>().with_precision_and_scale(38, 2).unwrap())
            }
            10 => Arc::new((0..rows).map(|_| (self.below(100) >= nulls).then(|| self.text("common/", long, 6))).collect::<StringArray>()),
            11 => Arc::new((0..rows).map(|_| (self.below(100) >= nulls).then(|| self.text("", long, 2))).collect::<StringViewArray>()),
            12 => {
                let value = |random: &mut Self| format!("id{:07}", random.below(if few { 4 } else { 1 << 30 }));
                Arc::new((0..rows).map(|_| (self.below(100) >= nulls).then(|| value(self))).collect::<LargeStringArray>())
            }
            13 => {
                let value = |random: &mut Self| random.text(&"x".repeat(70), 3, 3).into_bytes();
                Arc::new((0..rows).map(|_| (self.below(100) >= nulls).then(|| value(self))).collect::<BinaryViewArray>())
            }
            14 => {
                let values = (0..rows).map(|_| (self.below(100) >= nulls).then(|| self.text("k", 2, 5))).collect::<Vec<_>>();
                Arc::new(values.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>())
            }
            15 => {
                // Values that are there twice, one that is null and one that no row has.
                let values: ArrayRef = Arc::new(StringArray::from(vec![Some("b"), Some("a"), None, Some("b"), Some("")]));
                let keys = (0..rows).map(|_| (self.below(100) >= nulls).then(|| self.below(4) as i8)).collect::<Int8Array>();
                Arc::new(DictionaryArray::<Int8Type>::try_new(keys, values).unwrap())
            }
            _ => Arc::new(NullArray::new(rows)),
        }
    }
}

const KINDS: u64 = 17;

fn key(index: usize, descending: bool, first: bool) -> SortKey {
    SortKey { column: format!("c{index}"), descending, nulls: if first { Nulls::First } else { Nulls::Last } }
}

/// Columns c0, c1 … and `row`, which tells rows apart.
fn batch(columns: Vec<ArrayRef>, rows: usize) -> RecordBatch {
    let row: ArrayRef = Arc::new((0..u32::try_from(rows).unwrap()).collect::<UInt32Array>());
    let named = columns.into_iter().enumerate().map(|(index, column)| (format!("c{index}"), column, true));
    RecordBatch::try_from_iter_with_nullable(named.chain([("row".to_owned(), row, true)])).unwrap()
}

fn naive(batch: &RecordBatch, keys: &[SortKey]) -> Vec<u32> {
    let orders = keys.iter().map(|key| {
        let column = decode(batch.column_by_name(&key.column).unwrap()).unwrap();
        let nulls = column.logical_nulls();
        let null = move |row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
        let order = (column.data_type() != &arrow_schema::DataType::Null).then(|| order_of(&column, &column).unwrap());
        let (descending, first) = (key.descending, key.nulls == Nulls::First);
        move |a: usize, b: usize| match (null(a), null(b)) {
            (true, true) => Ordering::Equal,
            (false, false) => order.as_ref().map_or(Ordering::Equal, |order| if descending { order(b, a) } else { order(a, b) }),
            (a, _) => {
                if a == first {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    });
    let orders = orders.collect::<Vec<_>>();
    let mut rows = (0..batch.num_rows()).collect::<Vec<_>>();
    rows.sort_by(|&a, &b| orders.iter().map(|order| order(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal));
    rows.into_iter().map(|row| u32::try_from(row).unwrap()).collect()
}

fn rows_of(table: &Table) -> Vec<u32> {
    let column =
        |batch: &RecordBatch| batch.column(batch.num_columns() - 1).as_primitive::<arrow_array::types::UInt32Type>().values().to_vec();
    table.batches.iter().flat_map(column).collect()
}

/// The batch as batches of so many rows, which are slices.
fn parts(batch: &RecordBatch, size: usize) -> Vec<RecordBatch> {
    (0..batch.num_rows()).step_by(size).map(|start| batch.slice(start, size.min(batch.num_rows() - start))).collect()
}

fn check(batch: &RecordBatch, keys: &[SortKey], size: usize) {
    let expected = naive(batch, keys);
    let sorted = sort(batch.schema_ref(), &parts(batch, size), keys, Control::none()).unwrap();
    assert_eq!(rows_of(&sorted), expected);
    let all = arrow_select::concat::concat_batches(batch.schema_ref(), &sorted.batches).unwrap();
    let taken = take_record_batch(batch, &UInt32Array::from(expected.clone())).unwrap();
    for (sorted, taken) in all.columns().iter().zip(taken.columns()) {
        assert_eq!(&decode(sorted).unwrap().to_data(), &decode(taken).unwrap().to_data());
    }
    for (count, offset) in [(0, 0), (1, 0), (7, 3), (expected.len() + 5, 0), (10, expected.len())] {
        let source = TableSource::new(Arc::new(Table { schema: batch.schema(), batches: parts(batch, size) }), None);
        let steps = [Step::Sort { keys: keys.to_vec() }, Step::Limit { count, offset }];
        let top = run(&source, batch.schema_ref(), &steps, &[], Control::none()).unwrap();
        assert_eq!(rows_of(&top), expected.iter().skip(offset).take(count).copied().collect::<Vec<_>>(), "{count} from {offset}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rows_are_in_the_order_of_the_keys(
        seed in any::<u64>(),
        kinds in prop::collection::vec((0..KINDS, any::<bool>(), any::<bool>(), any::<bool>(), prop::sample::select(vec![0_u64, 20, 100])), 1..4),
        rows in 0_usize..300,
        size in 1_usize..200,
    ) {
        let mut random = Random(seed);
        let columns = kinds.iter().map(|&(kind, few, _, _, nulls)| random.column(kind, rows, few, nulls)).collect();
        let keys = kinds.iter().enumerate().map(|(index, &(_, _, descending, first, _))| key(index, descending, first)).collect::<Vec<_>>();
        check(&batch(columns, rows), &keys, size);
    }
}

#[test]
fn many_rows_are_divided_among_buckets() {
    const ROWS: usize = 300_000;
    for kind in 0..KINDS {
        for (few, nulls) in [(true, 20), (false, 0)] {
            let mut random = Random(kind);
            let columns = vec![random.column(kind, ROWS, few, nulls), random.column((kind + 3) % KINDS, ROWS, true, 5)];
            let keys = [key(0, few, !few), key(1, !few, few)];
            let batch = batch(columns, ROWS);
            let sorted = sort(batch.schema_ref(), &parts(&batch, ROWS / 3), &keys, Control::none()).unwrap();
            assert_eq!(rows_of(&sorted), naive(&batch, &keys), "type {kind}, few: {few}");
        }
    }
}

#[test]
fn first_rows_of_many_batches() {
    const ROWS: usize = 400_000;
    for (kind, descending) in [(2, false), (2, true), (10, false), (0, true), (15, false)] {
        let batch = batch(vec![Random(7).column(kind, ROWS, false, 3)], ROWS);
        let keys = [key(0, descending, descending)];
        let source = TableSource::new(Arc::new(Table { schema: batch.schema(), batches: parts(&batch, 1000) }), None);
        let steps = [Step::Sort { keys: keys.to_vec() }, Step::Limit { count: 100, offset: 17 }];
        let top = run(&source, batch.schema_ref(), &steps, &[], Control::none()).unwrap();
        assert_eq!(rows_of(&top), naive(&batch, &keys)[17..117], "type {kind}");
    }
}

#[test]
fn what_is_sorted_already_is_not_copied() {
    let batch = batch(vec![Arc::new(Int64Array::from_iter_values(0..1000))], 1000);
    let sorted = sort(batch.schema_ref(), std::slice::from_ref(&batch), &[key(0, false, false)], Control::none()).unwrap();
    assert_eq!(sorted.batches[0].column(0).to_data().buffers()[0].as_ptr(), batch.column(0).to_data().buffers()[0].as_ptr());
}

#[test]
fn a_sort_is_cancelled_and_keeps_to_its_budget() {
    let batch = batch(vec![Random(1).column(0, 100_000, false, 0)], 100_000);
    let keys = [key(0, false, false)];
    let flag: Arc<dyn Flag> = Arc::new(AtomicI32::new(1));
    let cancelled = sort(batch.schema_ref(), std::slice::from_ref(&batch), &keys, Control::new(&flag, None)).unwrap_err();
    assert_eq!(cancelled, Error::Cancelled);
    let budget = Arc::new(Budget::new(1_000_000));
    let full = sort(batch.schema_ref(), std::slice::from_ref(&batch), &keys, Control::none().within(Some(&budget))).unwrap_err();
    assert!(matches!(full, Error::OutOfMemory { limit: 1_000_000, .. }));
}

#[test]
fn keys_are_columns_whose_values_have_an_order() {
    let batch = batch(vec![Arc::new(Int64Array::from(vec![2, 1]))], 2);
    let unknown = sort(batch.schema_ref(), std::slice::from_ref(&batch), &[key(7, false, false)], Control::none()).unwrap_err();
    assert!(matches!(unknown, Error::ColumnNotFound { .. }));
}
