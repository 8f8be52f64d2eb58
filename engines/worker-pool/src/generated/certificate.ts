// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "engine": "worker-pool",
  "version": "0.1.0",
  "kit": 2,
  "wraps": {},
  "operations": {
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
    "graph.wcc": {
      "revision": 1,
      "class": "exact",
      "cases": 749,
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
    "table.aggregate": {
      "revision": 3,
      "class": "exact",
      "cases": 2553,
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
      "digest": "d8d6dc60eda97954e856122ac386425d51fc0bbc277eb6fac7a6726408a1fd37"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1444,
      "features": {
        "functions": {
          "abs": "exact",
          "add": "exact",
          "addMonths": "exact",
          "addYears": "exact",
          "and": "exact",
          "bitAnd": "exact",
          "bitNot": "exact",
          "bitOr": "exact",
          "bitXor": "exact",
          "byteLength": "exact",
          "case": "exact",
          "cast": "exact",
          "ceil": "exact",
          "clip": "exact",
          "coalesce": "exact",
          "concat": "exact",
          "contains": "exact",
          "date": "exact",
          "day": "exact",
          "dayOfYear": "exact",
          "divide": "exact",
          "endsWith": "exact",
          "epoch": "exact",
          "equal": "exact",
          "equalsIgnoreCase": "exact",
          "floor": "exact",
          "floorDivide": "exact",
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
          "lower": "exact",
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
          "quarter": "exact",
          "repeat": "exact",
          "replace": "exact",
          "replaceAll": "exact",
          "reverse": "exact",
          "right": "exact",
          "round": "exact",
          "second": "exact",
          "shiftLeft": "exact",
          "shiftRight": "exact",
          "sign": "exact",
          "slice": "exact",
          "sqrt": "exact",
          "startsWith": "exact",
          "subtract": "exact",
          "title": "exact",
          "trim": "exact",
          "trimEnd": "exact",
          "trimStart": "exact",
          "truncate": "exact",
          "truncateTime": "exact",
          "until": "exact",
          "upper": "exact",
          "weekday": "exact",
          "xor": "exact",
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
      "digest": "99295fcc44d907cbc8ea74621469dc22f85a31e139148eba6123bf12dae9dc65"
    }
  }
};
