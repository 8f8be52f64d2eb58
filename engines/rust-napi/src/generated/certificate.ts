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
      "cases": 801,
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
      "digest": "012cc19f4bbb637e26814ad9182760d251854acf701b45f7bf45c926861851f2"
    },
    "graph.build": {
      "revision": 1,
      "class": "exact",
      "cases": 838,
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
      "digest": "82dbfc64e43f7dd0facc4a9fcd27b01cae505942f48ed680ab7f63b665d5819b"
    },
    "graph.degree": {
      "revision": 1,
      "class": "exact",
      "cases": 734,
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
      "digest": "2301dd96bcee9f7da6d567954b42b4f7dfbdcec2fa59e720e99bea352639723c"
    },
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
    "graph.triangles": {
      "revision": 1,
      "class": "exact",
      "cases": 759,
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
      "digest": "c9b699eff1668eef4ae9bc29d141cf12e4975b51dbb0b344e7d2fe44534fdf2d"
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
      "digest": "5df2e1dbddc4630c277441f1da0f10ad0c7a2f856e8ca5a3a45bca2285173945"
    },
    "parquet.metadata": {
      "revision": 1,
      "class": "exact",
      "cases": 810,
      "features": {
        "functions": {},
        "types": {},
        "options": {}
      },
      "digest": "04da73f2868e26b21f0d90b4944895ac2c22bfc6f5beaf879c60200329f1fe04"
    },
    "parquet.scan": {
      "revision": 1,
      "class": "exact",
      "cases": 965,
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
          "float32": "exact",
          "float64": "exact",
          "int32": "exact",
          "int64": "exact",
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
      "digest": "d21723ce2a2cb233fdd7fa2516d51e988218167a162354f636b680ff35997b16"
    },
    "table.aggregate": {
      "revision": 1,
      "class": "exact",
      "cases": 1221,
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
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.filter",
          "table.limit",
          "table.project"
        ]
      ],
      "digest": "fd9bdb94d9ae63a57d802ac994ce4b39c6ad931d8154102cdf2566b933ac6741"
    },
    "table.distinct": {
      "revision": 1,
      "class": "exact",
      "cases": 696,
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
          "table.limit",
          "table.project"
        ]
      ],
      "digest": "b4445407ac48cef63c23d908a9f762627a2871d532cc9e5ff0c8e3962879317e"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1010,
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
      "pairs": [
        [
          "parquet.scan",
          "table.aggregate",
          "table.distinct",
          "table.filter",
          "table.limit",
          "table.project"
        ]
      ],
      "digest": "ab099859d73cc397b1ffcb35a51cf0ace6be4e2c8eafbdf19a3ff01e3e647efc"
    },
    "table.limit": {
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
          "table.limit",
          "table.project"
        ]
      ],
      "digest": "961689d454aa26c6339d6b4a9134b5361f96d0f25827f5a297d31af02771dacf"
    },
    "table.project": {
      "revision": 1,
      "class": "exact",
      "cases": 1845,
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
          "table.limit",
          "table.project"
        ]
      ],
      "digest": "692061d7387b02f56fa463775f6a76cef9fce21fb96cf8fa642cae416699963b"
    }
  }
};
