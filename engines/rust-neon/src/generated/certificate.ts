// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "engine": "rust-neon",
  "version": "0.1.0",
  "kit": 2,
  "wraps": {
    "neon": "1.1.2",
    "rayon": "1.12.0"
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
      "cases": 845,
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
    }
  }
};
