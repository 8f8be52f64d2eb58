// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "engine": "ts-reference",
  "version": "0.1.0",
  "kit": 2,
  "wraps": {
    "hyparquet": "1.31.5",
    "hyparquet-writer": "0.17.0",
    "hyparquet-compressors": "1.1.2",
    "csv-parse": "7.0.3"
  },
  "operations": {
    "csv.scan": {
      "revision": 1,
      "class": "exact",
      "cases": 657,
      "features": {
        "functions": {},
        "types": {
          "bool": "exact",
          "date": "exact",
          "decimal": "exact",
          "float64": "exact",
          "int64": "exact",
          "timestamp": "exact",
          "utf8": "exact"
        },
        "options": {
          "columns": {
            "*": "exact"
          },
          "delimiter": {
            "*": "exact"
          },
          "header": {
            "false": "exact"
          },
          "limit": {
            "*": "exact"
          },
          "nullValues": {
            "*": "exact"
          },
          "schema": {
            "*": "exact"
          }
        }
      },
      "digest": "c0e9e27b850a9bee40de71f4737f28a82462b03409525e63b9bfc02884d3ebc6"
    },
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
      "digest": "012cc19f4bbb637e26814ad9182760d251854acf701b45f7bf45c926861851f2"
    },
    "graph.build": {
      "revision": 1,
      "class": "exact",
      "cases": 841,
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
    "table.aggregate": {
      "revision": 1,
      "class": "exact",
      "cases": 1227,
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
      "cases": 1019,
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
    },
    "table.limit": {
      "revision": 1,
      "class": "exact",
      "cases": 782,
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
      "digest": "961689d454aa26c6339d6b4a9134b5361f96d0f25827f5a297d31af02771dacf"
    },
    "table.sort": {
      "revision": 1,
      "class": "exact",
      "cases": 781,
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
      "digest": "56e65f039938ea914e61a7dcb239cfd6d9e82dc654f1933d249e8f76aae7da07"
    }
  }
};
