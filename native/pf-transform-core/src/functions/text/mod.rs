//! Text, by Unicode code points.

mod build;
mod case;
mod join;
mod like;
mod likeness;
mod members;
mod parts;
mod pattern;
mod patterns;
pub(super) mod pieces;
mod rows;
mod search;

use join::Side;

use super::{Kernel, Operands, ScalarFunction};

const fn function(name: &'static str, operands: Operands, kernel: Kernel) -> ScalarFunction {
    ScalarFunction { name, operands, kernel }
}

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    function("upper", Operands::exactly(1), case::upper),
    function("lower", Operands::exactly(1), case::lower),
    function("title", Operands::exactly(1), case::title),
    function("length", Operands::exactly(1), parts::length),
    function("byteLength", Operands::exactly(1), parts::byte_length),
    function("trim", Operands::between(1, 2), |operands, call| parts::trimmed(operands, call, true, true)),
    function("trimStart", Operands::between(1, 2), |operands, call| parts::trimmed(operands, call, true, false)),
    function("trimEnd", Operands::between(1, 2), |operands, call| parts::trimmed(operands, call, false, true)),
    function("contains", Operands::exactly(2), search::contains),
    function("startsWith", Operands::exactly(2), |operands, call| search::test(operands, call, |text, part| text.starts_with(part))),
    function("endsWith", Operands::exactly(2), |operands, call| search::test(operands, call, |text, part| text.ends_with(part))),
    function("indexOf", Operands::exactly(2), search::index_of),
    function("like", Operands::between(2, 3), |operands, call| like::like(operands, call, false)),
    function("ilike", Operands::between(2, 3), |operands, call| like::like(operands, call, true)),
    function("equalsIgnoreCase", Operands::exactly(2), likeness::equals_ignore_case),
    function("levenshtein", Operands::exactly(2), likeness::levenshtein),
    function("matches", Operands::exactly(2), patterns::matches),
    function("extract", Operands::between(2, 3), patterns::extract),
    function("countMatches", Operands::exactly(2), patterns::count),
    function("replaceRegex", Operands::exactly(3), patterns::replace),
    function("split", Operands::exactly(2), pieces::split),
    function("extractAll", Operands::exactly(2), pieces::extract_all),
    function("jsonExtract", Operands::exactly(2), members::json_extract),
    function("formatNumber", Operands::between(2, 3), members::format_number),
    function("slice", Operands::between(2, 3), parts::slice),
    function("left", Operands::exactly(2), parts::left),
    function("right", Operands::exactly(2), parts::right),
    function("replace", Operands::exactly(3), |operands, call| join::replace(operands, call, false)),
    function("replaceAll", Operands::exactly(3), |operands, call| join::replace(operands, call, true)),
    function("concat", Operands::at_least(2), join::concat),
    function("repeat", Operands::exactly(2), join::repeat),
    function("reverse", Operands::exactly(1), parts::reverse),
    function("padStart", Operands::between(2, 3), |operands, call| join::pad(operands, call, Side::Start)),
    function("padEnd", Operands::between(2, 3), |operands, call| join::pad(operands, call, Side::End)),
];
