//! What is read of the Thrift structs of a Parquet footer, and what each must be.
//! <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>

use crate::thrift::{Rule, StructRule, Union};

const fn plain(name: &'static str, fields: &'static [(i16, Rule)], required: &'static [i16]) -> StructRule {
    StructRule { name, fields, required, union: Union::No }
}

const fn union(name: &'static str, fields: &'static [(i16, Rule)], union: Union) -> StructRule {
    StructRule { name, fields, required: &[], union }
}

static EMPTY: StructRule = plain("an empty struct", &[], &[]);
const NOTHING: Rule = Rule::Struct(&EMPTY);
static TIME_UNIT: StructRule = union("TimeUnit", &[(1, NOTHING), (2, NOTHING), (3, NOTHING)], Union::Closed);
static TIME: StructRule = plain("TimeType", &[(1, Rule::Bool), (2, Rule::Struct(&TIME_UNIT))], &[1, 2]);
static DECIMAL: StructRule = plain("DecimalType", &[(1, Rule::I32), (2, Rule::I32)], &[1, 2]);
static INTEGER: StructRule = plain("IntType", &[(1, Rule::I8), (2, Rule::Bool)], &[1, 2]);
static VARIANT: StructRule = plain("VariantType", &[(1, Rule::I8)], &[]);
static GEOMETRY: StructRule = plain("GeometryType", &[(1, Rule::Text)], &[]);
static GEOGRAPHY: StructRule = plain("GeographyType", &[(1, Rule::Text), (2, Rule::I32)], &[]);
static LOGICAL_TYPE: StructRule = union(
    "LogicalType",
    &[
        (1, NOTHING),
        (2, NOTHING),
        (3, NOTHING),
        (4, NOTHING),
        (5, Rule::Struct(&DECIMAL)),
        (6, NOTHING),
        (7, Rule::Struct(&TIME)),
        (8, Rule::Struct(&TIME)),
        (10, Rule::Struct(&INTEGER)),
        (11, NOTHING),
        (12, NOTHING),
        (13, NOTHING),
        (14, NOTHING),
        (15, NOTHING),
        (16, Rule::Struct(&VARIANT)),
        (17, Rule::Struct(&GEOMETRY)),
        (18, Rule::Struct(&GEOGRAPHY)),
    ],
    Union::Open,
);

const CONVERTED_TYPES: &[i64] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];
pub(crate) static SCHEMA_ELEMENT: StructRule = plain(
    "SchemaElement",
    &[
        (1, Rule::Enum("physical type", &[0, 1, 2, 3, 4, 5, 6, 7])),
        (2, Rule::I32),
        (3, Rule::Enum("repetition", &[0, 1, 2])),
        (4, Rule::Text),
        (5, Rule::Children),
        (6, Rule::Enum("converted type", CONVERTED_TYPES)),
        (7, Rule::I32),
        (8, Rule::I32),
        (9, Rule::I32),
        (10, Rule::Struct(&LOGICAL_TYPE)),
    ],
    &[4],
);

static STATISTICS: StructRule = plain(
    "Statistics",
    &[
        (1, Rule::Bound),
        (2, Rule::Bound),
        (3, Rule::Count),
        (4, Rule::Count),
        (5, Rule::Bound),
        (6, Rule::Bound),
        (7, Rule::Bool),
        (8, Rule::Bool),
    ],
    &[],
);

/// 1 was taken back before any file had it.
const ENCODING: Rule = Rule::Enum("encoding", &[0, 2, 3, 4, 5, 6, 7, 8, 9]);
pub(crate) static COLUMN_META_DATA: StructRule = plain(
    "ColumnMetaData",
    &[
        (1, Rule::Physical),
        (2, Rule::List(&ENCODING)),
        (3, Rule::List(&Rule::Text)),
        (4, Rule::Enum("codec", &[0, 1, 2, 3, 4, 5, 6, 7])),
        (5, Rule::Values),
        (6, Rule::I64),
        (7, Rule::I64),
        (9, Rule::I64),
        (10, Rule::I64),
        (11, Rule::I64),
        (12, Rule::Struct(&STATISTICS)),
    ],
    &[1, 2, 3, 4, 5, 6, 7, 9],
);

static KEYS: StructRule = union("an encryption algorithm", &[(1, NOTHING), (2, NOTHING)], Union::Closed);
static COLUMN_CHUNK: StructRule = plain(
    "ColumnChunk",
    &[
        (1, Rule::Text),
        (2, Rule::I64),
        (3, Rule::Struct(&COLUMN_META_DATA)),
        (4, Rule::I64),
        (5, Rule::I32),
        (6, Rule::I64),
        (7, Rule::I32),
        (8, Rule::Key(&Rule::Struct(&KEYS))),
        (9, Rule::Key(&Rule::Binary)),
    ],
    &[2],
);

pub(crate) static ROW_GROUP: StructRule = plain(
    "RowGroup",
    &[(1, Rule::List(&Rule::Struct(&COLUMN_CHUNK))), (2, Rule::I64), (3, Rule::I64), (5, Rule::I64), (6, Rule::I64), (7, Rule::I16)],
    &[1, 2, 3],
);

static KEY_VALUE: StructRule = plain("KeyValue", &[(1, Rule::Text), (2, Rule::Text)], &[1]);
static COLUMN_ORDER: StructRule = union("ColumnOrder", &[(1, NOTHING), (2, NOTHING), (3, NOTHING)], Union::Open);

pub(crate) static FILE_META_DATA: StructRule = plain(
    "FileMetaData",
    &[
        (1, Rule::I32),
        (2, Rule::List(&Rule::Struct(&SCHEMA_ELEMENT))),
        (3, Rule::I64),
        (4, Rule::List(&Rule::Struct(&ROW_GROUP))),
        (5, Rule::List(&Rule::Struct(&KEY_VALUE))),
        (6, Rule::Text),
        (7, Rule::List(&Rule::Struct(&COLUMN_ORDER))),
        (8, Rule::Key(&Rule::Struct(&KEYS))),
        (9, Rule::Binary),
    ],
    &[1, 2, 3, 4],
);

static DATA_PAGE: StructRule = plain("DataPageHeader", &[(1, Rule::I32), (2, ENCODING), (3, ENCODING), (4, ENCODING)], &[1, 2, 3, 4]);
static DICTIONARY_PAGE: StructRule = plain("DictionaryPageHeader", &[(1, Rule::I32), (2, ENCODING), (3, Rule::Bool)], &[1, 2]);
static DATA_PAGE_V2: StructRule = plain(
    "DataPageHeaderV2",
    &[(1, Rule::I32), (2, Rule::I32), (3, Rule::I32), (4, ENCODING), (5, Rule::I32), (6, Rule::I32), (7, Rule::Bool)],
    &[1, 2, 3, 4, 5, 6],
);
pub(crate) static PAGE_HEADER: StructRule = plain(
    "PageHeader",
    &[
        (1, Rule::Enum("page type", &[0, 1, 2, 3])),
        (2, Rule::I32),
        (3, Rule::I32),
        (4, Rule::I32),
        (5, Rule::Struct(&DATA_PAGE)),
        (6, NOTHING),
        (7, Rule::Struct(&DICTIONARY_PAGE)),
        (8, Rule::Struct(&DATA_PAGE_V2)),
    ],
    &[1, 2, 3],
);
