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
      "cases": 811,
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
      "digest": "946433c8fb4640b20bf239d85a2abf40e7e3bc802d33839751e31f84350b1c6f"
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
      "digest": "5df2e1dbddc4630c277441f1da0f10ad0c7a2f856e8ca5a3a45bca2285173945"
    },
    "table.aggregate": {
      "revision": 1,
      "class": "exact",
      "cases": 1215,
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
      "digest": "fd9bdb94d9ae63a57d802ac994ce4b39c6ad931d8154102cdf2566b933ac6741"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1001,
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
      "digest": "ab099859d73cc397b1ffcb35a51cf0ace6be4e2c8eafbdf19a3ff01e3e647efc"
    }
  }
};
