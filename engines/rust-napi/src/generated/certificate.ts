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
      "cases": 1705,
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
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
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
          "subtract": "exact",
          "tan": "exact",
          "tanh": "exact",
          "title": "exact",
          "toBase64": "exact",
          "toDate": "exact",
          "toHex": "exact",
          "toTimestamp": "exact",
          "trim": "exact",
          "trimEnd": "exact",
          "trimStart": "exact",
          "truncate": "exact",
          "truncateTime": "exact",
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
      "digest": "a8a1bba5618757e78b57da960d543c94e210891c9bf0dcee5000f54fcd320771"
    },
    "table.aggregate": {
      "revision": 3,
      "class": "exact",
      "cases": 2580,
      "features": {
        "functions": {
          "all": "exact",
          "any": "exact",
          "argMax": "exact",
          "argMin": "exact",
          "corr": "exact",
          "count": "exact",
          "countDistinct": "exact",
          "cov": "exact",
          "first": "exact",
          "join": "exact",
          "last": "exact",
          "list": "exact",
          "max": "exact",
          "mean": "exact",
          "median": "exact",
          "min": "exact",
          "mode": "exact",
          "quantile": "exact",
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "856e933f4e8d4f790940ff19c8c8dcfa95ea48922179049f4d7981437cb14ea8"
    },
    "table.distinct": {
      "revision": 1,
      "class": "exact",
      "cases": 755,
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "42d7c7d5d07d7b25d914791dc3063078dd02df64abb4790d91641c90296cc076"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1698,
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
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
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
          "subtract": "exact",
          "tan": "exact",
          "tanh": "exact",
          "title": "exact",
          "toBase64": "exact",
          "toDate": "exact",
          "toHex": "exact",
          "toTimestamp": "exact",
          "trim": "exact",
          "trimEnd": "exact",
          "trimStart": "exact",
          "truncate": "exact",
          "truncateTime": "exact",
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "14fe396f3734d0e25032cd0d5b8e955c5de9f8efefaa717c9b1e514fa65b8add"
    },
    "table.groupHead": {
      "revision": 1,
      "class": "exact",
      "cases": 758,
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "89556ee811e7fbdaadea76ff7ddf6d150c642363fdeafdbf9fe18ce817b4c515"
    },
    "table.join": {
      "revision": 2,
      "class": "exact",
      "cases": 862,
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
      "digest": "e8dfed82573d9a390a174dc714311f19d43dfcd69a1d9becdefa3913a43360e0"
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "f2f2bb328f590c313222dab306c55c1d97dd840398d1fbb053ddcb3934b69dbf"
    },
    "table.project": {
      "revision": 1,
      "class": "exact",
      "cases": 10594,
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
          "least": "exact",
          "left": "exact",
          "length": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "levenshtein": "exact",
          "like": "exact",
          "listGet": "exact",
          "listJoin": "exact",
          "listLength": "exact",
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
          "subtract": "exact",
          "tan": "exact",
          "tanh": "exact",
          "title": "exact",
          "toBase64": "exact",
          "toDate": "exact",
          "toHex": "exact",
          "toTimestamp": "exact",
          "trim": "exact",
          "trimEnd": "exact",
          "trimStart": "exact",
          "truncate": "exact",
          "truncateTime": "exact",
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "87617c703392bc057cd93b95ebc6524971a1b4105248d841409de33a56cd216d"
    },
    "table.sort": {
      "revision": 1,
      "class": "exact",
      "cases": 784,
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "51684db352d88ede1ed5beeaa0577f4cc8832bcb4868c6124ae819ebc0b454a5"
    },
    "table.window": {
      "revision": 1,
      "class": "exact",
      "cases": 874,
      "features": {
        "functions": {
          "all": "exact",
          "any": "exact",
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
          "join": "exact",
          "lag": "exact",
          "last": "exact",
          "lead": "exact",
          "list": "exact",
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
          "table.filter",
          "table.groupHead",
          "table.limit",
          "table.project",
          "table.sort",
          "table.window"
        ]
      ],
      "digest": "7e91fa91ec6cad5c1a4cad9ee21829de304ab8cbbf8abffba1878818a7145100"
    }
  }
};
