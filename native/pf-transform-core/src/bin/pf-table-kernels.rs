//! Runs one kernel over a fixed generated table on one thread, for instruction counts and profiles.
//!
//! `pf-table-kernels NAME` sets up and runs the kernel NAME once, inside the function `measured`; `pf-table-kernels list` names them.
//! A kernel is a pipeline or a join as it arrives in a plan: a new one is an entry in `kernels`.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use pf_transform_core::control::Control;
use pf_transform_core::join::asof::{AsofJoin, join_asof};
use pf_transform_core::join::{Join, join};
use pf_transform_core::pipeline::{Step, run};
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::{Source, TableSource};
use pf_transform_core::table::Table;
use serde_json::{Value, from_value, json};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ROWS: usize = 50_000;
const KEYS: u64 = 20_000;

enum Kernel {
    Pipeline(Value),
    Join(Value),
    Asof(Value),
}

fn kernels() -> Vec<(&'static str, Kernel)> {
    let column = |name: &str, id: &str| json!({"kind": "column", "name": name, "type": {"id": id}});
    let parameter = |index: usize, id: &str| json!({"kind": "parameter", "index": index, "type": {"id": id}});
    let call = |function: &str, id: &str, arguments: Value| json!({"kind": "call", "function": function, "type": {"id": id}, "arguments": arguments});
    let project = |expression: Value| Kernel::Pipeline(json!([{"step": "project", "columns": [{"name": "y", "expression": expression}]}]));
    let below_quarter =
        || json!({"step": "filter", "predicate": call("less", "bool", json!([column("x", "float64"), parameter(0, "float64")]))});
    let of = |function: &str, column: &str| json!({"name": format!("{function} {column}"), "function": function, "column": column});
    let aggregate = |keys: Value, aggregates: Value, fast: bool| {
        Kernel::Pipeline(json!([{"step": "aggregate", "keys": keys, "aggregates": aggregates, "fast": fast}]))
    };
    let sort = |keys: &[&str]| json!({"step": "sort", "keys": keys.iter().map(|key| json!({"column": key})).collect::<Vec<_>>()});
    let window = |function: &str, column: Value, order: Value, rest: Value| {
        let mut call = json!({"name": "w", "function": function, "column": column, "partitionBy": ["few"], "orderBy": order});
        if let (Some(call), Some(rest)) = (call.as_object_mut(), rest.as_object()) {
            call.extend(rest.clone());
        }
        Kernel::Pipeline(json!([{"step": "window", "windows": [call]}]))
    };
    let by = |order: &str| json!([{"column": order}]);
    let joined = |how: &str, key: &str| {
        let right = if how == "inner" { json!([{"column": "v", "name": "v"}]) } else { json!([]) };
        Kernel::Join(json!({"on": [{"left": key, "right": key}], "how": how, "rightColumns": right}))
    };
    let reductions = || json!([of("sum", "x"), of("mean", "x"), of("min", "x"), of("max", "x")]);
    vec![
        ("filter", Kernel::Pipeline(json!([below_quarter()]))),
        ("project-arithmetic", project(call("add", "float64", json!([column("x", "float64"), parameter(0, "float64")])))),
        ("text-upper", project(call("upper", "utf8", json!([column("text", "utf8")])))),
        ("text-contains", project(call("contains", "bool", json!([column("text", "utf8"), parameter(1, "utf8")])))),
        ("text-extract", project(call("extract", "utf8", json!([column("text", "utf8"), parameter(2, "utf8"), parameter(3, "int64")])))),
        ("reduce-fast", aggregate(json!([]), reductions(), true)),
        ("reduce-exact", aggregate(json!([]), reductions(), false)),
        ("group-by-few", aggregate(json!(["few"]), reductions(), true)),
        ("group-by-many", aggregate(json!(["key"]), json!([of("sum", "x"), of("mean", "few")]), true)),
        ("group-by-texts", aggregate(json!(["text"]), json!([of("sum", "x")]), true)),
        ("group-by-two-keys", aggregate(json!(["few", "text"]), json!([of("sum", "x")]), true)),
        (
            "group-by-moments",
            aggregate(json!(["few"]), json!([of("std", "x"), {"name": "r", "function": "corr", "column": "x", "second": "key"}]), true),
        ),
        ("group-by-median", aggregate(json!(["few"]), json!([of("median", "x")]), true)),
        ("distinct", aggregate(json!(["key"]), json!([]), true)),
        ("distinct-last", Kernel::Pipeline(json!([{"step": "verb", "verb": "distinctLast", "subset": ["few"]}]))),
        ("top-k", Kernel::Pipeline(json!([sort(&["x"]), {"step": "limit", "count": 10}]))),
        ("top-of-groups", Kernel::Pipeline(json!([sort(&["x"]), {"step": "groupHead", "keys": ["key"], "count": 2}]))),
        ("sort-floats", Kernel::Pipeline(json!([sort(&["x"])]))),
        ("sort-texts", Kernel::Pipeline(json!([sort(&["text"])]))),
        ("sort-three-keys", Kernel::Pipeline(json!([sort(&["few", "key", "x"])]))),
        ("join-inner", joined("inner", "key")),
        ("join-semi", joined("semi", "key")),
        ("join-texts", joined("inner", "text")),
        (
            "join-asof",
            Kernel::Asof(json!({
                "on": {"left": "key", "right": "key"}, "strategy": "backward", "exactMatches": true, "rightColumns": [{"column": "v", "name": "v"}],
            })),
        ),
        ("window-rank", window("rank", Value::Null, by("x"), json!({}))),
        ("window-lag", window("lag", json!("x"), by("key"), json!({}))),
        ("window-moving-mean", window("mean", json!("x"), by("key"), json!({"frame": {"unit": "rows", "from": -9, "to": "current"}}))),
        ("window-total", window("sum", json!("x"), json!([]), json!({"frame": {"unit": "rows", "from": "unbounded", "to": "unbounded"}}))),
    ]
}

/// The last bits of a multiplicative generator are poor, so the first are taken.
fn random(below: u64, seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    })
}

fn arguments() -> Vec<ScalarJson> {
    vec![ScalarJson(json!(0.25)), ScalarJson(json!("7@")), ScalarJson(json!("([0-9]+)@([a-z]+)")), ScalarJson(json!("2"))]
}

fn left() -> Result<Arc<Table>> {
    let keys = random(KEYS, 1).take(ROWS).map(i64::try_from).collect::<std::result::Result<Vec<_>, _>>()?;
    let few = random(100, 2).take(ROWS).map(i32::try_from).collect::<std::result::Result<Vec<_>, _>>()?;
    let x = random(1 << 30, 3).take(ROWS).map(u32::try_from).collect::<std::result::Result<Vec<_>, _>>()?;
    let columns: [(&str, ArrayRef); 4] = [
        ("text", Arc::new(keys.iter().map(|key| Some(format!("customer{key:08}@mail"))).collect::<StringArray>())),
        ("key", Arc::new(Int64Array::from(keys))),
        ("few", Arc::new(Int32Array::from(few))),
        ("x", Arc::new(x.into_iter().map(|x| Some(f64::from(x) / f64::from(1 << 30))).collect::<Float64Array>())),
    ];
    table(RecordBatch::try_from_iter(columns)?)
}

/// Every fourth key once.
fn right() -> Result<Arc<Table>> {
    let keys = (0..i64::try_from(KEYS)?).step_by(4).collect::<Vec<_>>();
    let columns: [(&str, ArrayRef); 3] = [
        ("text", Arc::new(keys.iter().map(|key| Some(format!("customer{key:08}@mail"))).collect::<StringArray>())),
        ("v", Arc::new(keys.iter().map(|key| Some(key * 3)).collect::<Int64Array>())),
        ("key", Arc::new(Int64Array::from(keys))),
    ];
    table(RecordBatch::try_from_iter(columns)?)
}

/// In batches as engines cut them.
fn table(whole: RecordBatch) -> Result<Arc<Table>> {
    let batches = (0..whole.num_rows()).step_by(1 << 14).map(|start| whole.slice(start, (whole.num_rows() - start).min(1 << 14)));
    Ok(Arc::new(Table { schema: whole.schema(), batches: batches.collect() }))
}

/// What is done before the clock starts gives what is to be measured.
fn prepared(kernel: Kernel) -> Result<Box<dyn FnOnce() -> Result<usize>>> {
    let left = left()?;
    Ok(match kernel {
        Kernel::Pipeline(steps) => {
            let (source, steps, arguments) = (TableSource::new(left, None), from_value::<Vec<Step>>(steps)?, arguments());
            Box::new(move || Ok(rows(&run(&source, &source.schema(), &steps, &arguments, Control::none())?)))
        }
        Kernel::Join(given) => {
            let (right, given) = (right()?, from_value::<Join>(given)?);
            Box::new(move || Ok(rows(&join(left, &right, &given, Control::none())?)))
        }
        Kernel::Asof(given) => {
            let (right, given) = (right()?, from_value::<AsofJoin>(given)?);
            Box::new(move || Ok(rows(&join_asof(&left, &right, &given, Control::none())?)))
        }
    })
}

fn rows(table: &Table) -> usize {
    table.batches.iter().map(RecordBatch::num_rows).sum()
}

/// Callgrind counts from entry to exit of this function.
#[inline(never)]
fn measured(kernel: Box<dyn FnOnce() -> Result<usize>>) -> Result<usize> {
    black_box(kernel)()
}

fn main() -> Result<()> {
    let name = std::env::args().nth(1).ok_or("usage: pf-table-kernels NAME | list")?;
    if name == "list" {
        kernels().iter().for_each(|(name, _)| println!("{name}"));
        return Ok(());
    }
    let (_, kernel) = kernels().into_iter().find(|(other, _)| *other == name).ok_or("no such kernel: see `list`")?;
    // The calling thread is the pool, so that nothing runs beside the kernel.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build()?;
    let made = pool.install(|| measured(prepared(kernel)?))?;
    println!("{made} rows");
    Ok(())
}
