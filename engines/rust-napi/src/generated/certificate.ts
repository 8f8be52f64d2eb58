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
      "cases": 1025,
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
      "digest": "abe4db102e5d1645b27e0ac1e27d05d4cb280157f538b403b81a2000f976d6bf"
    },
    "table.aggregate": {
      "revision": 2,
      "class": "exact",
      "cases": 1464,
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
      "digest": "13a324ebb09b7381d7c90fecfdfc0630844d7f1512a48b085282fc15aa951000"
    },
    "table.distinct": {
      "revision": 1,
      "class": "exact",
      "cases": 699,
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
      "digest": "42d7c7d5d07d7b25d914791dc3063078dd02df64abb4790d91641c90296cc076"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 1018,
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
      "digest": "11ef4d25c17ef2294dca779eb1a46654edea47daca60573b1e8aedad26ef6e66"
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
          "table.limit",
          "table.project"
        ]
      ],
      "digest": "f2f2bb328f590c313222dab306c55c1d97dd840398d1fbb053ddcb3934b69dbf"
    },
    "table.project": {
      "revision": 1,
      "class": "exact",
      "cases": 2512,
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
          "table.limit",
          "table.project"
        ]
      ],
      "digest": "2bbe2950ef23854020ba0f7692896614289ac1773f4456107619bd3c9f39d2d8"
    }
  }
};
