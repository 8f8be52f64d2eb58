// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "engine": "rust-napi",
  "version": "0.1.0",
  "kit": 2,
  "wraps": {
    "parquet": "60.1.0",
    "rayon": "1.12.0",
    "napi": "3.16.1"
  },
  "operations": {
    "graph.bfs": {
      "revision": 1,
      "class": "exact",
      "cases": 805,
      "features": {
        "functions": {},
        "types": {
          "int32": "exact",
          "int64": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "utf8": "exact"
        },
        "options": {
          "columns": {
            "*": "exact"
          },
          "maxDepth": {
            "*": "exact"
          },
          "sources": {
            "*": "exact"
          }
        }
      },
      "digest": "49d34cbdf52b56a0cf864b49fcf71653d786e5cd20428aed402ba91bef4297d1"
    },
    "graph.build": {
      "revision": 1,
      "class": "exact",
      "cases": 842,
      "features": {
        "functions": {},
        "types": {
          "float32": "exact",
          "float64": "exact",
          "int32": "exact",
          "int64": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact"
        },
        "options": {
          "directed": {
            "false": "exact"
          },
          "dst": {
            "*": "exact"
          },
          "ids": {
            "dense": "exact",
            "firstAppearance": "exact"
          },
          "src": {
            "*": "exact"
          },
          "vertex": {
            "*": "exact"
          },
          "vertexCount": {
            "*": "exact"
          },
          "weight": {
            "*": "exact"
          }
        }
      },
      "digest": "36b5461673e2d2c6c3520b39d29c20927bbc22464a1a9d0a218833de4dfef889"
    },
    "graph.degree": {
      "revision": 1,
      "class": "exact",
      "cases": 735,
      "features": {
        "functions": {},
        "types": {
          "int32": "exact",
          "int64": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "utf8": "exact"
        },
        "options": {}
      },
      "digest": "a340d5f080eabcc30c0f542206c4060dd9d5dc172e5d7c600e6ade81c1ec181c"
    },
    "graph.pageRank": {
      "revision": 1,
      "class": "exact",
      "cases": 816,
      "features": {
        "functions": {},
        "types": {
          "float64": "exact",
          "int32": "exact",
          "int64": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "utf8": "exact"
        },
        "options": {
          "damping": {
            "*": "exact"
          },
          "maxIterations": {
            "*": "exact"
          },
          "tolerance": {
            "*": "exact"
          },
          "weighted": {
            "true": "exact"
          }
        }
      },
      "digest": "b9211a722c13ed8ca443097c697dfd75d465d5a1f46b31668690375ae607a713"
    },
    "graph.triangles": {
      "revision": 1,
      "class": "exact",
      "cases": 760,
      "features": {
        "functions": {},
        "types": {
          "int32": "exact",
          "int64": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "utf8": "exact"
        },
        "options": {}
      },
      "digest": "958e9c9a0c28a5beb4113d73045abf449213e7bf059b1f8d3356af50e6087342"
    },
    "graph.wcc": {
      "revision": 1,
      "class": "exact",
      "cases": 750,
      "features": {
        "functions": {},
        "types": {
          "int32": "exact",
          "int64": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "utf8": "exact"
        },
        "options": {}
      },
      "digest": "8a35a7a5dd2b6a23a7197281e7a8c649c84394493a9a4f598c76e21a2eb3723c"
    },
    "parquet.metadata": {
      "revision": 1,
      "class": "exact",
      "cases": 841,
      "features": {
        "functions": {},
        "types": {},
        "options": {}
      },
      "digest": "b68ecd65586a166ea227029ae9e8b16420337820e28c23f286553eb1a12bb2da"
    },
    "parquet.scan": {
      "revision": 1,
      "class": "exact",
      "cases": 1789,
      "features": {
        "functions": {
          "abs": "exact",
          "acos": "exact",
          "add": "exact",
          "addMonths": "exact",
          "addYears": "exact",
          "and": "exact",
          "asin": "exact",
          "atan": "exact",
          "atan2": "exact",
          "bitAnd": "exact",
          "bitNot": "exact",
          "bitOr": "exact",
          "bitXor": "exact",
          "bucket": "exact",
          "byteLength": "exact",
          "case": "exact",
          "cast": "exact",
          "cbrt": "exact",
          "ceil": "exact",
          "clip": "exact",
          "coalesce": "exact",
          "concat": "exact",
          "contains": "exact",
          "cos": "exact",
          "cosh": "exact",
          "countMatches": "exact",
          "date": "exact",
          "day": "exact",
          "dayOfYear": "exact",
          "decodeUtf8": "exact",
          "degrees": "exact",
          "divide": "exact",
          "encodeUtf8": "exact",
          "endsWith": "exact",
          "epoch": "exact",
          "equal": "exact",
          "equalsIgnoreCase": "exact",
          "exp": "exact",
          "extract": "exact",
          "extractAll": "exact",
          "floor": "exact",
          "floorDivide": "exact",
          "formatNumber": "exact",
          "formatTime": "exact",
          "fromBase64": "exact",
          "fromHex": "exact",
          "greater": "exact",
          "greaterEqual": "exact",
          "greatest": "exact",
          "hour": "exact",
          "ilike": "exact",
          "indexOf": "exact",
          "isDistinctFrom": "exact",
          "isFinite": "exact",
          "isIn": "exact",
          "isInfinite": "exact",
          "isLeapYear": "exact",
          "isNaN": "exact",
          "isNotDistinctFrom": "exact",
          "isNotNull": "exact",
          "isNull": "exact",
          "isoWeek": "exact",
          "isoYear": "exact",
          "jsonExtract": "exact",
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listContains": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
          "listMax": "exact",
          "listMean": "exact",
          "listMin": "exact",
          "listReverse": "exact",
          "listSlice": "exact",
          "listSort": "exact",
          "listSum": "exact",
          "listUnique": "exact",
          "ln": "exact",
          "log": "exact",
          "log10": "exact",
          "log2": "exact",
          "lower": "exact",
          "matches": "exact",
          "microsecond": "exact",
          "millisecond": "exact",
          "minute": "exact",
          "modulo": "exact",
          "month": "exact",
          "monthEnd": "exact",
          "monthStart": "exact",
          "multiply": "exact",
          "nanosecond": "exact",
          "negate": "exact",
          "not": "exact",
          "notEqual": "exact",
          "nullIf": "exact",
          "or": "exact",
          "padEnd": "exact",
          "padStart": "exact",
          "pow": "exact",
          "quarter": "exact",
          "radians": "exact",
          "repeat": "exact",
          "replace": "exact",
          "replaceAll": "exact",
          "replaceRegex": "exact",
          "reverse": "exact",
          "right": "exact",
          "round": "exact",
          "roundEven": "exact",
          "roundTo": "exact",
          "second": "exact",
          "shiftLeft": "exact",
          "shiftRight": "exact",
          "sign": "exact",
          "sin": "exact",
          "sinh": "exact",
          "slice": "exact",
          "split": "exact",
          "sqrt": "exact",
          "startsWith": "exact",
          "structField": "exact",
          "subtract": "exact",
          "tan": "exact",
          "tanh": "exact",
          "title": "exact",
          "toBase64": "exact",
          "toDate": "exact",
          "toHex": "exact",
          "toStruct": "exact",
          "toTimestamp": "exact",
          "trim": "exact",
          "trimEnd": "exact",
          "trimStart": "exact",
          "truncate": "exact",
          "truncateTime": "exact",
          "tryCast": "exact",
          "until": "exact",
          "upper": "exact",
          "weekday": "exact",
          "xor": "exact",
          "xxh64": "exact",
          "year": "exact"
        },
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "duration": "exact",
          "float32": "exact",
          "float64": "exact",
          "int32": "exact",
          "int64": "exact",
          "list": "exact",
          "struct": "exact",
          "timestamp": "exact",
          "utf8": "exact"
        },
        "options": {
          "columns": {
            "*": "exact"
          },
          "limit": {
            "*": "exact"
          },
          "predicate": {
            "*": "exact"
          },
          "schema": {
            "*": "exact"
          }
        }
      },
      "digest": "f6be2734297526529f39237092366c27089ae594d0adf41bf0472e9963c3e202"
    },
    "table.aggregate": {
      "revision": 3,
      "class": "exact",
      "cases": 2879,
      "features": {
        "functions": {
          "all": "exact",
          "any": "exact",
          "approxCountDistinct": "exact",
          "argMax": "exact",
          "argMin": "exact",
          "corr": "exact",
          "count": "exact",
          "countDistinct": "exact",
          "cov": "exact",
          "first": "exact",
          "histogram": "exact",
          "join": "exact",
          "joinBy": "exact",
          "kurtosis": "exact",
          "last": "exact",
          "list": "exact",
          "listBy": "exact",
          "max": "exact",
          "mean": "exact",
          "median": "exact",
          "min": "exact",
          "mode": "exact",
          "quantile": "exact",
          "skew": "exact",
          "std": "exact",
          "sum": "exact",
          "var": "exact"
        },
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "null": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "aggregates": {
            "*": "exact"
          },
          "keys": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "a23228dc0566d763c75c2facff98d4e618112c83ec3d115dcbd2f46f75259c77"
    },
    "table.beside": {
      "revision": 1,
      "class": "exact",
      "cases": 738,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "missing": {
            "null": "exact"
          }
        }
      },
      "digest": "7d1ff53fd44c06f83519d2744b02b43f0ca6c8a35216eac81ec657cd5c1ac870"
    },
    "table.concat": {
      "revision": 1,
      "class": "exact",
      "cases": 739,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {}
      },
      "digest": "82586b1362845605e3f4e52a801ab379de49d4447388816f154391b485c68515"
    },
    "table.distinct": {
      "revision": 1,
      "class": "exact",
      "cases": 778,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "keep": {
            "last": "exact"
          },
          "subset": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "454574a7467647e147d659c461e2702e6a18dbf4dfc8647364771ce06a4cf5b1"
    },
    "table.explode": {
      "revision": 1,
      "class": "exact",
      "cases": 747,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "fixedSizeList": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "column": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "table.aggregate",
          "table.distinct",
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "cdce8de2b05debbe09b862630f44771a68fad33cbbc2c4567c145245939381cf"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1781,
      "features": {
        "functions": {
          "abs": "exact",
          "acos": "exact",
          "add": "exact",
          "addMonths": "exact",
          "addYears": "exact",
          "and": "exact",
          "asin": "exact",
          "atan": "exact",
          "atan2": "exact",
          "bitAnd": "exact",
          "bitNot": "exact",
          "bitOr": "exact",
          "bitXor": "exact",
          "bucket": "exact",
          "byteLength": "exact",
          "case": "exact",
          "cast": "exact",
          "cbrt": "exact",
          "ceil": "exact",
          "clip": "exact",
          "coalesce": "exact",
          "concat": "exact",
          "contains": "exact",
          "cos": "exact",
          "cosh": "exact",
          "countMatches": "exact",
          "date": "exact",
          "day": "exact",
          "dayOfYear": "exact",
          "decodeUtf8": "exact",
          "degrees": "exact",
          "divide": "exact",
          "encodeUtf8": "exact",
          "endsWith": "exact",
          "epoch": "exact",
          "equal": "exact",
          "equalsIgnoreCase": "exact",
          "exp": "exact",
          "extract": "exact",
          "extractAll": "exact",
          "floor": "exact",
          "floorDivide": "exact",
          "formatNumber": "exact",
          "formatTime": "exact",
          "fromBase64": "exact",
          "fromHex": "exact",
          "greater": "exact",
          "greaterEqual": "exact",
          "greatest": "exact",
          "hour": "exact",
          "ilike": "exact",
          "indexOf": "exact",
          "isDistinctFrom": "exact",
          "isFinite": "exact",
          "isIn": "exact",
          "isInfinite": "exact",
          "isLeapYear": "exact",
          "isNaN": "exact",
          "isNotDistinctFrom": "exact",
          "isNotNull": "exact",
          "isNull": "exact",
          "isoWeek": "exact",
          "isoYear": "exact",
          "jsonExtract": "exact",
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listContains": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
          "listMax": "exact",
          "listMean": "exact",
          "listMin": "exact",
          "listReverse": "exact",
          "listSlice": "exact",
          "listSort": "exact",
          "listSum": "exact",
          "listUnique": "exact",
          "ln": "exact",
          "log": "exact",
          "log10": "exact",
          "log2": "exact",
          "lower": "exact",
          "matches": "exact",
          "microsecond": "exact",
          "millisecond": "exact",
          "minute": "exact",
          "modulo": "exact",
          "month": "exact",
          "monthEnd": "exact",
          "monthStart": "exact",
          "multiply": "exact",
          "nanosecond": "exact",
          "negate": "exact",
          "not": "exact",
          "notEqual": "exact",
          "nullIf": "exact",
          "or": "exact",
          "padEnd": "exact",
          "padStart": "exact",
          "pow": "exact",
          "quarter": "exact",
          "radians": "exact",
          "repeat": "exact",
          "replace": "exact",
          "replaceAll": "exact",
          "replaceRegex": "exact",
          "reverse": "exact",
          "right": "exact",
          "round": "exact",
          "roundEven": "exact",
          "roundTo": "exact",
          "second": "exact",
          "shiftLeft": "exact",
          "shiftRight": "exact",
          "sign": "exact",
          "sin": "exact",
          "sinh": "exact",
          "slice": "exact",
          "split": "exact",
          "sqrt": "exact",
          "startsWith": "exact",
          "structField": "exact",
          "subtract": "exact",
          "tan": "exact",
          "tanh": "exact",
          "title": "exact",
          "toBase64": "exact",
          "toDate": "exact",
          "toHex": "exact",
          "toStruct": "exact",
          "toTimestamp": "exact",
          "trim": "exact",
          "trimEnd": "exact",
          "trimStart": "exact",
          "truncate": "exact",
          "truncateTime": "exact",
          "tryCast": "exact",
          "until": "exact",
          "upper": "exact",
          "weekday": "exact",
          "xor": "exact",
          "xxh64": "exact",
          "year": "exact"
        },
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "predicate": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "7ce3775dadc098cea9b50060588ef5534c933966954ea5e13afde923f63553c1"
    },
    "table.groupHead": {
      "revision": 1,
      "class": "exact",
      "cases": 763,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "count": {
            "*": "exact"
          },
          "keys": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "89556ee811e7fbdaadea76ff7ddf6d150c642363fdeafdbf9fe18ce817b4c515"
    },
    "table.join": {
      "revision": 2,
      "class": "exact",
      "cases": 868,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "how": {
            "anti": "exact",
            "cross": "exact",
            "full": "exact",
            "left": "exact",
            "right": "exact",
            "semi": "exact"
          },
          "nullsEqual": {
            "true": "exact"
          },
          "on": {
            "*": "exact"
          },
          "suffix": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ],
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "e8dfed82573d9a390a174dc714311f19d43dfcd69a1d9becdefa3913a43360e0"
    },
    "table.joinAsof": {
      "revision": 1,
      "class": "exact",
      "cases": 821,
      "features": {
        "functions": {},
        "types": {
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "duration": "exact",
          "float32": "exact",
          "float64": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint64": "exact",
          "utf8": "exact"
        },
        "options": {
          "by": {
            "*": "exact"
          },
          "exactMatches": {
            "false": "exact"
          },
          "on": {
            "*": "exact"
          },
          "strategy": {
            "forward": "exact",
            "nearest": "exact"
          },
          "suffix": {
            "*": "exact"
          },
          "tolerance": {
            "*": "exact"
          }
        }
      },
      "digest": "f106a2ed4396b2d64b96ec20336a2e0e16d06fd4b4a6626fc0b7cedd2cb33973"
    },
    "table.joinWhere": {
      "revision": 1,
      "class": "exact",
      "cases": 806,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "on": {
            "*": "exact"
          },
          "suffix": {
            "*": "exact"
          }
        }
      },
      "digest": "2409b4b37031acaf12ecb0a0dd34128830e0ff81e7ba8a44664aa0f17871294b"
    },
    "table.limit": {
      "revision": 1,
      "class": "exact",
      "cases": 780,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "count": {
            "*": "exact"
          },
          "offset": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "f2f2bb328f590c313222dab306c55c1d97dd840398d1fbb053ddcb3934b69dbf"
    },
    "table.project": {
      "revision": 1,
      "class": "exact",
      "cases": 11473,
      "features": {
        "functions": {
          "abs": "exact",
          "acos": "exact",
          "add": "exact",
          "addMonths": "exact",
          "addYears": "exact",
          "and": "exact",
          "asin": "exact",
          "atan": "exact",
          "atan2": "exact",
          "bitAnd": "exact",
          "bitNot": "exact",
          "bitOr": "exact",
          "bitXor": "exact",
          "bucket": "exact",
          "byteLength": "exact",
          "case": "exact",
          "cast": "exact",
          "cbrt": "exact",
          "ceil": "exact",
          "clip": "exact",
          "coalesce": "exact",
          "concat": "exact",
          "contains": "exact",
          "cos": "exact",
          "cosh": "exact",
          "countMatches": "exact",
          "date": "exact",
          "day": "exact",
          "dayOfYear": "exact",
          "decodeUtf8": "exact",
          "degrees": "exact",
          "divide": "exact",
          "encodeUtf8": "exact",
          "endsWith": "exact",
          "epoch": "exact",
          "equal": "exact",
          "equalsIgnoreCase": "exact",
          "exp": "exact",
          "extract": "exact",
          "extractAll": "exact",
          "floor": "exact",
          "floorDivide": "exact",
          "formatNumber": "exact",
          "formatTime": "exact",
          "fromBase64": "exact",
          "fromHex": "exact",
          "greater": "exact",
          "greaterEqual": "exact",
          "greatest": "exact",
          "hour": "exact",
          "ilike": "exact",
          "indexOf": "exact",
          "isDistinctFrom": "exact",
          "isFinite": "exact",
          "isIn": "exact",
          "isInfinite": "exact",
          "isLeapYear": "exact",
          "isNaN": "exact",
          "isNotDistinctFrom": "exact",
          "isNotNull": "exact",
          "isNull": "exact",
          "isoWeek": "exact",
          "isoYear": "exact",
          "jsonExtract": "exact",
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listContains": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
          "listMax": "exact",
          "listMean": "exact",
          "listMin": "exact",
          "listReverse": "exact",
          "listSlice": "exact",
          "listSort": "exact",
          "listSum": "exact",
          "listUnique": "exact",
          "ln": "exact",
          "log": "exact",
          "log10": "exact",
          "log2": "exact",
          "lower": "exact",
          "matches": "exact",
          "microsecond": "exact",
          "millisecond": "exact",
          "minute": "exact",
          "modulo": "exact",
          "month": "exact",
          "monthEnd": "exact",
          "monthStart": "exact",
          "multiply": "exact",
          "nanosecond": "exact",
          "negate": "exact",
          "not": "exact",
          "notEqual": "exact",
          "nullIf": "exact",
          "or": "exact",
          "padEnd": "exact",
          "padStart": "exact",
          "pow": "exact",
          "quarter": "exact",
          "radians": "exact",
          "repeat": "exact",
          "replace": "exact",
          "replaceAll": "exact",
          "replaceRegex": "exact",
          "reverse": "exact",
          "right": "exact",
          "round": "exact",
          "roundEven": "exact",
          "roundTo": "exact",
          "second": "exact",
          "shiftLeft": "exact",
          "shiftRight": "exact",
          "sign": "exact",
          "sin": "exact",
          "sinh": "exact",
          "slice": "exact",
          "split": "exact",
          "sqrt": "exact",
          "startsWith": "exact",
          "structField": "exact",
          "subtract": "exact",
          "tan": "exact",
          "tanh": "exact",
          "title": "exact",
          "toBase64": "exact",
          "toDate": "exact",
          "toHex": "exact",
          "toStruct": "exact",
          "toTimestamp": "exact",
          "trim": "exact",
          "trimEnd": "exact",
          "trimStart": "exact",
          "truncate": "exact",
          "truncateTime": "exact",
          "tryCast": "exact",
          "until": "exact",
          "upper": "exact",
          "weekday": "exact",
          "xor": "exact",
          "xxh64": "exact",
          "year": "exact"
        },
        "types": {
          "binary": "exact",
          "binaryView": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "fixedSizeList": "exact",
          "float16": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeBinary": "exact",
          "largeList": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "null": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "columns": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "15812bbea0720f69daa794b7c544558b4c1a0a8346691d0a983996ed2dca2fe8"
    },
    "table.sample": {
      "revision": 1,
      "class": "exact",
      "cases": 776,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "count": {
            "*": "exact"
          },
          "fraction": {
            "*": "exact"
          },
          "seed": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "42e11f775df367e3d0b7876314463bd06b25b4327b7e5e4c1391ea2b112c7bd4"
    },
    "table.sort": {
      "revision": 1,
      "class": "exact",
      "cases": 790,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "keys": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "51684db352d88ede1ed5beeaa0577f4cc8832bcb4868c6124ae819ebc0b454a5"
    },
    "table.tail": {
      "revision": 1,
      "class": "exact",
      "cases": 762,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "count": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "2893ee740982c6a4ed228e2a2325875e97ebdf6d6a18c3105561ebfec2af6b59"
    },
    "table.window": {
      "revision": 1,
      "class": "exact",
      "cases": 880,
      "features": {
        "functions": {
          "all": "exact",
          "any": "exact",
          "approxCountDistinct": "exact",
          "argMax": "exact",
          "argMin": "exact",
          "corr": "exact",
          "count": "exact",
          "countDistinct": "exact",
          "cov": "exact",
          "cumeDist": "exact",
          "denseRank": "exact",
          "ewmMean": "exact",
          "first": "exact",
          "histogram": "exact",
          "join": "exact",
          "kurtosis": "exact",
          "lag": "exact",
          "last": "exact",
          "lead": "exact",
          "list": "exact",
          "listBy": "exact",
          "max": "exact",
          "mean": "exact",
          "median": "exact",
          "min": "exact",
          "mode": "exact",
          "nthValue": "exact",
          "ntile": "exact",
          "percentRank": "exact",
          "quantile": "exact",
          "rank": "exact",
          "rowNumber": "exact",
          "skew": "exact",
          "std": "exact",
          "sum": "exact",
          "var": "exact"
        },
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "windows": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "e3ba8a3056b3f5b934853933346fe1ec8e25fbc47bc5b7a06d664eb53f5e605c"
    },
    "table.withRowIndex": {
      "revision": 1,
      "class": "exact",
      "cases": 738,
      "features": {
        "functions": {},
        "types": {
          "binary": "exact",
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "dictionary": "exact",
          "duration": "exact",
          "fixedSizeBinary": "exact",
          "float32": "exact",
          "float64": "exact",
          "int16": "exact",
          "int32": "exact",
          "int64": "exact",
          "int8": "exact",
          "largeUtf8": "exact",
          "list": "exact",
          "struct": "exact",
          "time": "exact",
          "timestamp": "exact",
          "uint16": "exact",
          "uint32": "exact",
          "uint64": "exact",
          "uint8": "exact",
          "utf8": "exact",
          "utf8View": "exact"
        },
        "options": {
          "name": {
            "*": "exact"
          },
          "offset": {
            "*": "exact"
          }
        }
      },
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.explode",
          "table.filter",
          "table.groupHead",
          "table.join",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window"
        ]
      ],
      "digest": "00d65a765a1d0803a2b44e15535fbd5ca07c30045a2af95e77f637d768d67d86"
    }
  }
};
