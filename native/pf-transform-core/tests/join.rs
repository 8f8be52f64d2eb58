//! Joins against two nested loops that compare values, on all pairs of types that can be compared.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::AtomicI32;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, DurationMillisecondArray, Float32Array,
    Float64Array, Int8Array, Int64Array, NullArray, RecordBatch, StringArray, StringViewArray, TimestampNanosecondArray,
    TimestampSecondArray, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use pf_transform_core::compare::order_of;
use pf_transform_core::control::{Budget, Control, Flag};
use pf_transform_core::error::Error;
use pf_transform_core::join::{How, Join, JoinKey, JoinedColumn, join};
use pf_transform_core::table::Table;
use pf_transform_core::value::decode;
use proptest::prelude::*;

/// Values that are equal across types, and such that are not.
fn column(kind: usize, picks: &[u8]) -> ArrayRef {
    let wide = [Some(0_i64), Some(1), Some(-1), Some(2), None, Some(i64::MAX), Some(i64::MIN), Some((1 << 53) + 1)];
    let pick = |pick: &u8| wide[usize::from(*pick % 8)];
    let floats = [0.0, -0.0, 1.0, -1.0, 2.0, f64::NAN, 9_007_199_254_740_992.0, 0.5];
    let texts = ["", "a", "ab", "é", "\0", "a\0", "long enough to be no inline view at all", "b"];
    let some = |value: u8| value % 8 != 4;
    match kind {
        0 => Arc::new(picks.iter().map(pick).collect::<Int64Array>()),
        1 => Arc::new(picks.iter().map(|p| pick(p).map(|v| i8::try_from(v).unwrap_or(7))).collect::<Int8Array>()),
        2 => Arc::new(picks.iter().map(|p| pick(p).map(i64::cast_unsigned)).collect::<UInt64Array>()),
        3 => Arc::new(picks.iter().map(|p| some(*p).then(|| floats[usize::from(*p % 8)])).collect::<Float64Array>()),
        4 => Arc::new(picks.iter().map(|p| some(*p).then(|| floats[usize::from(*p % 8)] as f32)).collect::<Float32Array>()),
        5 => decimal(picks.iter().map(|p| pick(p).map(|v| i128::from(v) * 100)), 2),
        6 => decimal(picks.iter().map(|p| pick(p).map(|v| i128::from(v) * 100_000 + i128::from(p % 2))), 5),
        7 => decimal(picks.iter().map(|p| pick(p).map(i128::from)), -1),
        8 => Arc::new(picks.iter().map(|p| some(*p).then(|| texts[usize::from(*p % 8)])).collect::<StringArray>()),
        9 => Arc::new(picks.iter().map(|p| some(*p).then(|| texts[usize::from(*p % 8)])).collect::<StringViewArray>()),
        10 => Arc::new(picks.iter().map(|p| some(*p).then(|| texts[usize::from(*p % 8)])).collect::<DictionaryArray<Int32Type>>()),
        11 => Arc::new(picks.iter().map(|p| some(*p).then(|| texts[usize::from(*p % 8)].as_bytes())).collect::<BinaryArray>()),
        12 => Arc::new(picks.iter().map(|p| some(*p).then_some(*p % 2 == 0)).collect::<BooleanArray>()),
        13 => Arc::new(picks.iter().map(|p| some(*p).then(|| i32::from(*p % 8) - 3)).collect::<Date32Array>()),
        14 => Arc::new(picks.iter().map(|p| some(*p).then(|| (i64::from(*p % 8) - 3) * 43_200)).collect::<TimestampSecondArray>()),
        15 => Arc::new(
            picks
                .iter()
                .map(|p| some(*p).then(|| (i64::from(*p % 8) - 3) * 86_400_000_000_000 + i64::from(p / 128)))
                .collect::<TimestampNanosecondArray>(),
        ),
        16 => Arc::new(picks.iter().map(|p| some(*p).then(|| i64::from(*p % 8))).collect::<DurationMillisecondArray>()),
        _ => Arc::new(NullArray::new(picks.len())),
    }
}

fn decimal(values: impl Iterator<Item = Option<i128>>, scale: i8) -> ArrayRef {
    Arc::new(values.collect::<Decimal128Array>().with_precision_and_scale(38, scale).unwrap())
}

/// Kinds that may be compared with each other.
const FAMILIES: [&[usize]; 6] = [&[0, 1, 2, 3, 4, 5, 6, 7], &[8, 9, 10], &[11], &[12], &[13, 14, 15], &[16]];

/// Key columns k0, k1 … and the row, in batches of so many rows.
fn table(columns: &[ArrayRef], row: &str, size: usize) -> Arc<Table> {
    let rows = columns.first().map_or(0, Array::len);
    let fields = columns.iter().enumerate().map(|(index, column)| Field::new(format!("k{index}"), column.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.chain([Field::new(row, DataType::UInt32, false)]).collect::<Vec<_>>()));
    let numbers: ArrayRef = Arc::new((0..u32::try_from(rows).unwrap()).collect::<UInt32Array>());
    let whole = RecordBatch::try_new(schema.clone(), columns.iter().cloned().chain([numbers]).collect()).unwrap();
    let batches = (0..rows).step_by(size).map(|start| whole.slice(start, size.min(rows - start))).collect();
    Arc::new(Table { schema, batches })
}

fn spec(keys: usize, how: How, nulls_equal: bool) -> Join {
    let on = (0..keys).map(|key| JoinKey { left: format!("k{key}"), right: format!("k{key}") }).collect();
    let right_columns =
        if matches!(how, How::Semi | How::Anti) { Vec::new() } else { vec![JoinedColumn { column: "r".into(), name: "r".into() }] };
    Join { on, how, right_columns, nulls_equal }
}

type Equal = Box<dyn Fn(usize, usize) -> bool>;

fn equal(left: &ArrayRef, right: &ArrayRef, nulls_equal: bool) -> Equal {
    let (left, right) = (decode(left).unwrap(), decode(right).unwrap());
    let order = (left.data_type() != &DataType::Null && right.data_type() != &DataType::Null).then(|| order_of(&left, &right).unwrap());
    let (a, b) = (left.logical_nulls(), right.logical_nulls());
    Box::new(move |i, j| match (a.as_ref().is_some_and(|nulls| nulls.is_null(i)), b.as_ref().is_some_and(|nulls| nulls.is_null(j))) {
        (true, true) => nulls_equal,
        (false, false) => order.as_ref().is_some_and(|order| order(i, j).is_eq()),
        _ => false,
    })
}

type Pair = (Option<u32>, Option<u32>);

fn naive(left: &[ArrayRef], right: &[ArrayRef], how: How, nulls_equal: bool) -> Vec<Pair> {
    let keys = left.iter().zip(right).map(|(left, right)| equal(left, right, nulls_equal)).collect::<Vec<_>>();
    let number = |row: usize| u32::try_from(row).unwrap();
    let mut found = vec![false; right[0].len()];
    let mut pairs = Vec::new();
    for i in 0..left[0].len() {
        let partners = (0..right[0].len()).filter(|&j| keys.iter().all(|key| key(i, j))).collect::<Vec<_>>();
        partners.iter().for_each(|&j| found[j] = true);
        match how {
            How::Semi if !partners.is_empty() => pairs.push((Some(number(i)), None)),
            How::Anti if partners.is_empty() => pairs.push((Some(number(i)), None)),
            How::Semi | How::Anti => {}
            How::Left | How::Full if partners.is_empty() => pairs.push((Some(number(i)), None)),
            _ => pairs.extend(partners.into_iter().map(|j| (Some(number(i)), Some(number(j))))),
        }
    }
    if matches!(how, How::Right | How::Full) {
        pairs.extend((0..found.len()).filter(|&j| !found[j]).map(|j| (None, Some(number(j)))));
    }
    pairs
}

fn numbers(table: &Table, name: &str) -> Vec<Option<u32>> {
    let column = |batch: &RecordBatch| {
        let column = batch.column_by_name(name);
        column.map_or_else(|| vec![None; batch.num_rows()], |column| column.as_primitive::<UInt32Type>().iter().collect())
    };
    table.batches.iter().flat_map(column).collect()
}

fn pairs(table: &Table) -> Vec<Pair> {
    numbers(table, "l").into_iter().zip(numbers(table, "r")).collect()
}

const HOW: [How; 6] = [How::Inner, How::Left, How::Right, How::Full, How::Semi, How::Anti];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn pairs_are_those_of_equal_keys(
        kinds in prop::collection::vec((0..FAMILIES.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..12_u8), 1..4),
        left in prop::collection::vec(any::<u8>(), 0..60),
        right in prop::collection::vec(any::<u8>(), 0..40),
        sizes in (1_usize..50, 1_usize..50),
        nulls_equal in any::<bool>(),
    ) {
        let side = |picks: &[u8], right: bool| kinds.iter().enumerate().map(|(index, (family, a, b, null))| {
            let kind = *(if right { b } else { a }).get(FAMILIES[*family]);
            // Each column picks values of its own; some have nothing but nulls.
            let picks = picks.iter().map(|pick| pick.rotate_left(u32::try_from(3 * index).unwrap())).collect::<Vec<_>>();
            column(if *null == 0 && right { 99 } else { kind }, &picks)
        }).collect::<Vec<_>>();
        let (left, right) = (side(&left, false), side(&right, true));
        let (left_table, right_table) = (table(&left, "l", sizes.0), table(&right, "r", sizes.1));
        for how in HOW {
            // Keys of two types have no column in common.
            let mut join_spec = spec(left.len(), how, nulls_equal);
            let right_table = renamed(&right_table);
            join_spec.on.iter_mut().for_each(|key| key.right = format!("right_{}", key.right));
            let joined = join(left_table.clone(), &right_table, &join_spec, Control::none()).unwrap();
            prop_assert_eq!(pairs(&joined), naive(&left, &right, how, nulls_equal), "{:?}", how);
        }
    }
}

/// The same with other names of the keys.
fn renamed(table: &Table) -> Table {
    let fields = table.schema.fields().iter().map(|field| match field.name().as_str() {
        "r" => field.as_ref().clone(),
        name => field.as_ref().clone().with_name(format!("right_{name}")),
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batches = table.batches.iter().map(|batch| RecordBatch::try_new(schema.clone(), batch.columns().to_vec()).unwrap()).collect();
    Table { schema, batches }
}

#[test]
fn many_rows_in_every_kind_of_index() {
    let spread = |row: u64| row.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for (rows, partners, spread_out) in [(200_000, 50_000, false), (200_000, 50_000, true), (100_000, 100_000, true)] {
        let key = |row: u64| if spread_out { spread(row).cast_signed() } else { i64::try_from(row).unwrap() };
        let left: ArrayRef = Arc::new((0..rows).map(|row| key(row * 7 % (partners * 2))).collect::<Int64Array>());
        let right: ArrayRef = Arc::new((0..partners).map(|row| key(row / 2 * 3)).collect::<Int64Array>());
        let places = (0..partners).fold(std::collections::HashMap::<u64, Vec<u32>>::new(), |mut places, row| {
            places.entry(row / 2 * 3).or_default().push(u32::try_from(row).unwrap());
            places
        });
        let expected = (0..rows).flat_map(|row| {
            let left = u32::try_from(row).unwrap();
            let partners = places.get(&(row * 7 % (partners * 2))).cloned().unwrap_or_default();
            partners.into_iter().map(move |right| (Some(left), Some(right)))
        });
        let joined = join(table(&[left], "l", 30_000), &table(&[right], "r", usize::MAX), &spec(1, How::Inner, false), Control::none());
        assert_eq!(pairs(&joined.unwrap()), expected.collect::<Vec<_>>());
    }
}

#[test]
fn a_key_that_is_named_once_has_the_value_of_the_side_that_has_it() {
    let left = table(&[Arc::new(Int64Array::from(vec![Some(1), None, Some(2)]))], "l", 2);
    let right = table(&[Arc::new(Int64Array::from(vec![Some(3), Some(1), None]))], "r", 2);
    let full = join(left.clone(), &right, &spec(1, How::Full, false), Control::none()).unwrap();
    let keys =
        full.batches.iter().flat_map(|batch| batch.column(0).as_primitive::<arrow_array::types::Int64Type>().iter().collect::<Vec<_>>());
    assert_eq!(keys.collect::<Vec<_>>(), [Some(1), None, Some(2), Some(3), None]);
    assert_eq!(pairs(&full), [(Some(0), Some(1)), (Some(1), None), (Some(2), None), (None, Some(0)), (None, Some(2))]);
    let equal = join(left, &right, &spec(1, How::Full, true), Control::none()).unwrap();
    assert_eq!(pairs(&equal), [(Some(0), Some(1)), (Some(1), Some(2)), (Some(2), None), (None, Some(0))]);
}

#[test]
fn every_row_with_every_row() {
    let left = table(&[Arc::new(Int8Array::from(vec![1; 700]))], "l", 300);
    let right = table(&[Arc::new(Int8Array::from(vec![1; 900]))], "r", 500);
    let cross = Join { on: Vec::new(), ..spec(0, How::Cross, false) };
    let joined = join(left.clone(), &right, &cross, Control::none()).unwrap();
    let expected = (0..700).flat_map(|left| (0..900).map(move |right| (Some(left), Some(right))));
    assert_eq!(pairs(&joined), expected.collect::<Vec<_>>());
    let none = join(left, &table(&[Arc::new(Int8Array::from(Vec::<i8>::new()))], "r", 1), &cross, Control::none()).unwrap();
    assert_eq!(none.rows(), 0);
}

#[test]
fn keys_whose_ranges_do_not_fit_one_word_are_numbered() {
    let extremes: ArrayRef = Arc::new(Int64Array::from(vec![i64::MIN, i64::MAX, 0, i64::MIN]));
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![f64::NEG_INFINITY, f64::NAN, -0.0, f64::NEG_INFINITY]));
    let columns = [extremes.clone(), floats, extremes];
    let joined = join(table(&columns, "l", 3), &table(&columns, "r", 2), &spec(3, How::Inner, false), Control::none()).unwrap();
    let expected = [(0, 0), (0, 3), (1, 1), (2, 2), (3, 0), (3, 3)];
    assert_eq!(pairs(&joined), expected.map(|(left, right)| (Some(left), Some(right))));
}

#[test]
fn null_is_no_word_beside_all_words() {
    let left = table(&[Arc::new(Int64Array::from(vec![None, Some(i64::MAX), Some(i64::MIN)]))], "l", 3);
    let right = table(&[Arc::new(Int64Array::from(vec![Some(i64::MAX), Some(i64::MIN), None]))], "r", 3);
    let joined = join(left, &right, &spec(1, How::Inner, true), Control::none()).unwrap();
    assert_eq!(pairs(&joined), [(Some(0), Some(2)), (Some(1), Some(0)), (Some(2), Some(1))]);
}

#[test]
fn a_join_is_cancelled_and_keeps_to_its_budget() {
    let one: ArrayRef = Arc::new(Int64Array::from(vec![1; 20_000]));
    let (left, right) = (table(std::slice::from_ref(&one), "l", 20_000), table(&[one], "r", 20_000));
    let flag: Arc<dyn Flag> = Arc::new(AtomicI32::new(1));
    let cancelled = join(left.clone(), &right, &spec(1, How::Inner, false), Control::new(&flag, None)).unwrap_err();
    assert_eq!(cancelled, Error::Cancelled);
    // 400 million pairs.
    let budget = Arc::new(Budget::new(100_000_000));
    let full = join(left, &right, &spec(1, How::Inner, false), Control::none().within(Some(&budget))).unwrap_err();
    assert!(matches!(full, Error::OutOfMemory { limit: 100_000_000, .. }));
}

#[test]
fn keys_of_two_families_are_refused() {
    let (left, right) = (table(&[column(8, &[1])], "l", 1), table(&[column(0, &[1])], "r", 1));
    assert!(matches!(join(left, &right, &spec(1, How::Inner, false), Control::none()), Err(Error::TypeMismatch(_))));
}
