//! Expressions against naive versions on generated values.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float32Array, Float64Array, Int16Array, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{Field, Schema};
use pf_transform_core::error::Error;
use pf_transform_core::evaluate::evaluate;
use pf_transform_core::expression::Expression;
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::types::TypeJson;
use proptest::prelude::*;
use serde_json::{Value, json};

fn id(array: &ArrayRef) -> Value {
    serde_json::to_value(TypeJson::from_arrow(array.data_type()).unwrap()).unwrap()
}

/// `function(columns…)`, with further fields of the call.
fn call(function: &str, columns: &[ArrayRef], result: &str, more: &Value) -> Result<ArrayRef, Error> {
    let fields = columns.iter().enumerate().map(|(index, array)| Field::new(format!("c{index}"), array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(schema.clone(), columns.to_vec()).unwrap();
    let arguments = columns.iter().enumerate().map(|(index, array)| json!({"kind":"column","name":format!("c{index}"),"type":id(array)}));
    let mut expression = json!({"kind":"call","function":function,"arguments":arguments.collect::<Vec<_>>(),"type":{"id":result}});
    for (name, value) in more.as_object().unwrap() {
        expression[name] = value.clone();
    }
    let expression: Expression = serde_json::from_value(expression).unwrap();
    evaluate(&expression.bind(&schema, &[])?, &batch)?.into_rows(batch.num_rows())
}

/// `column function literal`.
fn against(function: &str, column: &ArrayRef, literal: Value, literal_type: &str) -> ArrayRef {
    let schema = Arc::new(Schema::new(vec![Field::new("c", column.data_type().clone(), true)]));
    let batch = RecordBatch::try_new(schema.clone(), vec![column.clone()]).unwrap();
    let expression: Expression = serde_json::from_value(json!({
        "kind": "call", "function": function, "type": {"id": "bool"},
        "arguments": [{"kind":"column","name":"c","type":id(column)}, {"kind":"parameter","index":0,"type":{"id":literal_type}}],
    }))
    .unwrap();
    let bound = expression.bind(&schema, &[ScalarJson(literal)]).unwrap();
    evaluate(&bound, &batch).unwrap().into_rows(batch.num_rows()).unwrap()
}

fn bools(array: &ArrayRef) -> Vec<Option<bool>> {
    array.as_boolean().iter().collect()
}

/// A function of the catalogue, and its exact result.
type Operation = (&'static str, fn(i128, i128) -> Option<i128>);

/// A function of the catalogue, and what it makes of an order.
type Comparison = (&'static str, fn(Ordering) -> bool);

const COMPARISONS: [Comparison; 6] = [
    ("equal", Ordering::is_eq),
    ("notEqual", Ordering::is_ne),
    ("less", Ordering::is_lt),
    ("lessEqual", Ordering::is_le),
    ("greater", Ordering::is_gt),
    ("greaterEqual", Ordering::is_ge),
];

/// By way of arbitrary precision: NaN above everything, everything else as an exact fraction of 2^-1074.
fn exact(a: f64, b: i128) -> Ordering {
    if a.is_nan() || a == f64::INFINITY {
        return Ordering::Greater;
    }
    if a == f64::NEG_INFINITY {
        return Ordering::Less;
    }
    let whole = a.floor();
    if whole.abs() > 1e37 {
        return if whole > 0.0 { Ordering::Greater } else { Ordering::Less };
    }
    #[allow(clippy::cast_possible_truncation)]
    (whole as i128).cmp(&b).then(if a > whole { Ordering::Greater } else { Ordering::Equal })
}

fn float() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        Just(f64::NAN),
        Just(-0.0),
        Just(9_007_199_254_740_993.0),
        Just(9_223_372_036_854_775_808.0),
        Just(18_446_744_073_709_551_616.0),
        (-100_i32..100).prop_map(|n| f64::from(n) / 4.0),
    ]
}

fn long() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -10_i64..10, Just(i64::MAX), Just(i64::MIN), Just(9_007_199_254_740_993)]
}

proptest! {
    #[test]
    fn integers_and_floats_compare_exactly(pairs in proptest::collection::vec((long(), any::<u64>(), float()), 1..40)) {
        let signed: ArrayRef = Arc::new(pairs.iter().map(|p| Some(p.0)).collect::<Int64Array>());
        let unsigned: ArrayRef = Arc::new(pairs.iter().map(|p| Some(p.1)).collect::<UInt64Array>());
        let floats: ArrayRef = Arc::new(pairs.iter().map(|p| Some(p.2)).collect::<Float64Array>());
        for (name, test) in COMPARISONS {
            let want = pairs.iter().map(|p| Some(test(exact(p.2, p.0.into())))).collect::<Vec<_>>();
            prop_assert_eq!(bools(&call(name, &[floats.clone(), signed.clone()], "bool", &json!({})).unwrap()), want, "{}", name);
            let want = pairs.iter().map(|p| Some(test(exact(p.2, p.1.into()).reverse()))).collect::<Vec<_>>();
            prop_assert_eq!(bools(&call(name, &[unsigned.clone(), floats.clone()], "bool", &json!({})).unwrap()), want, "{}", name);
            let want = pairs.iter().map(|p| Some(test(i128::from(p.0).cmp(&i128::from(p.1))))).collect::<Vec<_>>();
            prop_assert_eq!(bools(&call(name, &[signed.clone(), unsigned.clone()], "bool", &json!({})).unwrap()), want, "{}", name);
        }
    }

    #[test]
    fn a_literal_compares_as_a_column_of_it_would(values in proptest::collection::vec(proptest::option::of(-300_i16..300), 1..40), literal in float()) {
        let column: ArrayRef = Arc::new(values.iter().copied().collect::<Int16Array>());
        let text = if literal.is_finite() { json!(literal) } else { json!(format!("{literal}").replace("inf", "Infinity")) };
        for (name, test) in COMPARISONS {
            let want = values.iter().map(|v| v.map(|v| test(exact(literal, v.into()).reverse()))).collect::<Vec<_>>();
            prop_assert_eq!(bools(&against(name, &column, text.clone(), "float64")), want, "{}", name);
        }
        // float32 columns widen
        let floats: ArrayRef = Arc::new(values.iter().map(|v| v.map(f32::from)).collect::<Float32Array>());
        let want = values.iter().map(|v| v.map(|v| exact(literal, v.into()).is_gt())).collect::<Vec<_>>();
        prop_assert_eq!(bools(&against("less", &floats, text, "float64")), want);
    }

    #[test]
    fn integer_arithmetic_is_exact_or_says_so(a in proptest::collection::vec(long(), 8), b in proptest::collection::vec(long(), 8)) {
        let columns: [ArrayRef; 2] = [Arc::new(Int64Array::from(a.clone())), Arc::new(Int64Array::from(b.clone()))];
        let operations: [Operation; 5] = [
            ("add", |x, y| Some(x + y)),
            ("subtract", |x, y| Some(x - y)),
            ("multiply", |x, y| Some(x * y)),
            ("floorDivide", |x, y| (y != 0).then(|| x.div_euclid(y) - i128::from(y < 0 && x.rem_euclid(y) != 0))),
            ("modulo", |x, y| (y != 0).then(|| { let r = x.rem_euclid(y); if y < 0 && r != 0 { r + y } else { r } })),
        ];
        for (name, operation) in operations {
            let exact = a.iter().zip(&b).map(|(&x, &y)| operation(x.into(), y.into())).collect::<Vec<_>>();
            let fits = |v: &Option<i128>| v.is_none_or(|v| i64::try_from(v).is_ok());
            let outcome = call(name, &columns, "int64", &json!({}));
            if exact.iter().all(fits) {
                let got = outcome.unwrap().as_primitive::<Int64Type>().iter().map(|v| v.map(i128::from)).collect::<Vec<_>>();
                prop_assert_eq!(got, exact.clone(), "{}", name);
            } else {
                prop_assert_eq!(outcome.err().map(|e| e.code()), Some("INTEGER_OVERFLOW"));
            }
            let nulled = call(name, &columns, "int64", &json!({"overflow":"null"})).unwrap();
            let want = exact.iter().map(|v| v.and_then(|v| i64::try_from(v).ok())).collect::<Vec<_>>();
            prop_assert_eq!(nulled.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), want);
            let wrapped = call(name, &columns, "int64", &json!({"overflow":"wrap"})).unwrap();
            #[allow(clippy::cast_possible_truncation)]
            let want = exact.iter().map(|v| v.map(|v| v as i64)).collect::<Vec<_>>();
            prop_assert_eq!(wrapped.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), want);
        }
    }

    #[test]
    fn logic_is_three_valued(pairs in proptest::collection::vec((proptest::option::of(any::<bool>()), proptest::option::of(any::<bool>())), 1..70)) {
        let left: ArrayRef = Arc::new(pairs.iter().map(|p| p.0).collect::<arrow_array::BooleanArray>());
        let right: ArrayRef = Arc::new(pairs.iter().map(|p| p.1).collect::<arrow_array::BooleanArray>());
        let and = |p: &(Option<bool>, Option<bool>)| match *p { (Some(false), _) | (_, Some(false)) => Some(false), (Some(a), Some(b)) => Some(a && b), _ => None };
        let or = |p: &(Option<bool>, Option<bool>)| match *p { (Some(true), _) | (_, Some(true)) => Some(true), (Some(a), Some(b)) => Some(a || b), _ => None };
        prop_assert_eq!(bools(&call("and", &[left.clone(), right.clone()], "bool", &json!({})).unwrap()), pairs.iter().map(and).collect::<Vec<_>>());
        prop_assert_eq!(bools(&call("or", &[left.clone(), right], "bool", &json!({})).unwrap()), pairs.iter().map(or).collect::<Vec<_>>());
        prop_assert_eq!(bools(&call("not", std::slice::from_ref(&left), "bool", &json!({})).unwrap()), pairs.iter().map(|p| p.0.map(|v| !v)).collect::<Vec<_>>());
        prop_assert_eq!(bools(&call("isNull", &[left], "bool", &json!({})).unwrap()), pairs.iter().map(|p| Some(p.0.is_none())).collect::<Vec<_>>());
    }

    #[test]
    fn floats_survive_text(values in proptest::collection::vec(float(), 1..30)) {
        let column: ArrayRef = Arc::new(Float64Array::from(values.clone()));
        let text = call("cast", &[column], "utf8", &json!({})).unwrap();
        let back = call("cast", &[text], "float64", &json!({})).unwrap();
        let back = back.as_primitive::<Float64Type>().values().iter().map(|v| (v + 0.0).to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(back, values.iter().map(|v| (if v.is_nan() { f64::NAN } else { *v } + 0.0).to_bits()).collect::<Vec<_>>());
    }
}

#[test]
fn casts_are_checked_and_name_value_and_row() {
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![1.9, -1.9, f64::NAN]));
    let ok = call("cast", &[floats.slice(0, 2)], "int64", &json!({})).unwrap();
    assert_eq!(ok.as_primitive::<Int64Type>().values(), &[1, -1]);
    let error = call("cast", &[floats], "int64", &json!({})).unwrap_err();
    assert_eq!(error, Error::CastFailed { value: "NaN".to_owned(), from: "float64".to_owned(), target: "int64".to_owned(), row: Some(2) });
    let strings: ArrayRef = Arc::new(StringArray::from(vec!["12", " 12"]));
    let error = call("cast", &[strings], "int32", &json!({})).unwrap_err();
    assert_eq!(error, Error::CastFailed { value: "\" 12\"".to_owned(), from: "utf8".to_owned(), target: "int32".to_owned(), row: Some(1) });
}

#[test]
fn floats_print_as_javascript_does() {
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![1e21, 1e-7, 100.0, -0.0, 0.1]));
    let text = call("cast", &[floats], "utf8", &json!({})).unwrap();
    assert_eq!(text.as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["1e+21", "1e-7", "100", "0", "0.1"]);
}
