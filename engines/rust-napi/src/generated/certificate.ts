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
      "cases": 746,
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
      "cases": 1879,
      "features": {
        "functions": {
          "abs": "exact",
          "acos": "exact",
          "add": "exact",
          "addDays": "exact",
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
          "fromEpoch": "exact",
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
          "jsonDecode": "exact",
          "jsonExtract": "exact",
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listContains": "exact",
          "listFilter": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
          "listMap": "exact",
          "listMax": "exact",
          "listMean": "exact",
          "listMin": "exact",
          "listReverse": "exact",
          "listSlice": "exact",
          "listSort": "exact",
          "listSum": "exact",
          "listUnique": "exact",
          "ln": "exact",
          "localTime": "exact",
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
          "random": "exact",
          "repeat": "exact",
          "replace": "exact",
          "replaceAll": "exact",
          "replaceRegex": "exact",
          "reverse": "exact",
          "right": "exact",
          "round": "exact",
          "roundEven": "exact",
          "roundTime": "exact",
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
          "tryJsonDecode": "exact",
          "tryToDate": "exact",
          "tryToTimestamp": "exact",
          "until": "exact",
          "upper": "exact",
          "weekday": "exact",
          "withField": "exact",
          "xor": "exact",
          "xxh64": "exact",
          "year": "exact",
          "zonedTime": "exact"
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
      "digest": "2c66dc702b1d6b5a6d301fdf525e8711762755cc4a67fa366f1183ebf63b7c31"
    },
    "table.aggregate": {
      "revision": 3,
      "class": "exact",
      "cases": 3955,
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
          "table.concat",
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
      "digest": "994c79df6c25b65a3888aceded2ababbab8add5e5ac72da17f36595b4e1f9c9a"
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
      "digest": "8f538d69c356e73d5dc6b07c0fa60a92a0db61e5bc2029f010420dd497bd4c10"
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
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.concat",
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
      "digest": "63ec8a387216ac50392c0aa12b4bedc8bc907b417789627d221e8c5c7e9824ce"
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
          "table.concat",
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
      "digest": "040127ccf88575aefd74e6cf7d2960516baef548f00a89489aa13ce03b0b3bca"
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
          "table.concat",
          "table.distinct",
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sample",
          "table.sort",
          "table.tail",
          "table.window",
          "table.withRowIndex"
        ]
      ],
      "digest": "0b093fcac303e0a7c32a9d3e706313dbb68ff3eddb67a90edde393e00c06b52d"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1868,
      "features": {
        "functions": {
          "abs": "exact",
          "acos": "exact",
          "add": "exact",
          "addDays": "exact",
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
          "fromEpoch": "exact",
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
          "jsonDecode": "exact",
          "jsonExtract": "exact",
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listContains": "exact",
          "listFilter": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
          "listMap": "exact",
          "listMax": "exact",
          "listMean": "exact",
          "listMin": "exact",
          "listReverse": "exact",
          "listSlice": "exact",
          "listSort": "exact",
          "listSum": "exact",
          "listUnique": "exact",
          "ln": "exact",
          "localTime": "exact",
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
          "random": "exact",
          "repeat": "exact",
          "replace": "exact",
          "replaceAll": "exact",
          "replaceRegex": "exact",
          "reverse": "exact",
          "right": "exact",
          "round": "exact",
          "roundEven": "exact",
          "roundTime": "exact",
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
          "tryJsonDecode": "exact",
          "tryToDate": "exact",
          "tryToTimestamp": "exact",
          "until": "exact",
          "upper": "exact",
          "weekday": "exact",
          "withField": "exact",
          "xor": "exact",
          "xxh64": "exact",
          "year": "exact",
          "zonedTime": "exact"
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
          "table.concat",
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
      "digest": "5d44816e6db0983f6bd2868fe028e353745a0527ec9472dba234aa48775f0d2e"
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
          "table.concat",
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
      "digest": "9e0a26a3bf5b60ffdfee1ba8d7434693446bed9e9a8e222abe5cc2abed9c25b1"
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
          "table.concat",
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
          "table.concat",
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
      "digest": "e4979cc8ae4bd6d5a952a9e458fc8d4bd9656c0004a05dff7d4d3ef38c8a6366"
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
      "cases": 878,
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
      "digest": "3215787d44d9db817be259956ecacd40da24200b1c1d50871918564fa0312f59"
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
          "table.concat",
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
      "digest": "7ef4fc9b6aba3191d6e51022b621fff1ff918f73020d7431381f1e0419cdeadd"
    },
    "table.project": {
      "revision": 1,
      "class": "exact",
      "cases": 16642,
      "features": {
        "functions": {
          "abs": "exact",
          "acos": "exact",
          "add": "exact",
          "addDays": "exact",
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
          "fromEpoch": "exact",
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
          "jsonDecode": "exact",
          "jsonExtract": "exact",
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listContains": "exact",
          "listFilter": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
          "listMap": "exact",
          "listMax": "exact",
          "listMean": "exact",
          "listMin": "exact",
          "listReverse": "exact",
          "listSlice": "exact",
          "listSort": "exact",
          "listSum": "exact",
          "listUnique": "exact",
          "ln": "exact",
          "localTime": "exact",
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
          "random": "exact",
          "repeat": "exact",
          "replace": "exact",
          "replaceAll": "exact",
          "replaceRegex": "exact",
          "reverse": "exact",
          "right": "exact",
          "round": "exact",
          "roundEven": "exact",
          "roundTime": "exact",
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
          "tryJsonDecode": "exact",
          "tryToDate": "exact",
          "tryToTimestamp": "exact",
          "until": "exact",
          "upper": "exact",
          "weekday": "exact",
          "withField": "exact",
          "xor": "exact",
          "xxh64": "exact",
          "year": "exact",
          "zonedTime": "exact"
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
          "table.concat",
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
      "digest": "5a88d848137daae6ef79ea9d346548001e051295bcc32d0b2241e15dd47326d7"
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
          "table.concat",
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
      "digest": "949b524d96f722d2e0463f6eb0ee75a159bcee90ba5985749317817aa96d2888"
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
          "table.concat",
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
      "digest": "3949e898f30f8e6140d36e854752749e8bdef9aaae8105724c48fcdc2b856eb7"
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
          "table.concat",
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
      "digest": "536d96291e1a5f31f8b4422dc4753086b8d0d97cf6fed162fe98b0c71dd5d5f7"
    },
    "table.window": {
      "revision": 1,
      "class": "exact",
      "cases": 1626,
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
          "joinBy": "exact",
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
          "table.concat",
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
      "digest": "027dfadd778c8cc9c947b60f8ccc7217f164f978359edb07d756cfbb2d1451b9"
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
          "table.concat",
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
      "digest": "8167ac4534bd971eb596d883b9b5b48ed6b4f0fa354017498026ca4330c98900"
    }
  }
};
