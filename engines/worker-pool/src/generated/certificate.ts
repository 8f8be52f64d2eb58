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
    "table.aggregate": {
      "revision": 2,
      "class": "exact",
      "cases": 1459,
      "features": {
        "functions": {
          "count": "exact",
          "countDistinct": "exact",
          "max": "exact",
          "mean": "exact",
          "min": "exact",
          "sum": "exact"
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
          "aggregates": {
            "*": "exact"
          },
          "keys": {
            "*": "exact"
          }
        }
      },
      "digest": "13a324ebb09b7381d7c90fecfdfc0630844d7f1512a48b085282fc15aa951000"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1006,
      "features": {
        "functions": {
          "abs": "exact",
          "add": "exact",
          "and": "exact",
          "cast": "exact",
          "divide": "exact",
          "equal": "exact",
          "floorDivide": "exact",
          "greater": "exact",
          "greaterEqual": "exact",
          "isNotNull": "exact",
          "isNull": "exact",
          "less": "exact",
          "lessEqual": "exact",
          "modulo": "exact",
          "multiply": "exact",
          "negate": "exact",
          "not": "exact",
          "notEqual": "exact",
          "or": "exact",
          "subtract": "exact",
          "upper": "exact"
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
      "digest": "11ef4d25c17ef2294dca779eb1a46654edea47daca60573b1e8aedad26ef6e66"
    }
  }
};
