// Written from engine.json by scripts/embed.mjs; edit that one.
export const manifest: unknown = {
  "id": "rust-napi",
  "version": "0.1.0",
  "native": true,
  "description": "Parquet, tables and graphs in Rust, bound with napi-rs, without copies.",
  "operations": {
    "parquet.metadata": {
      "revision": 1,
      "class": "exact"
    },
    "parquet.scan": {
      "revision": 1,
      "class": "exact"
    },
    "table.filter": {
      "revision": 1,
      "class": "exact"
    },
    "table.project": {
      "revision": 1,
      "class": "exact"
    },
    "table.aggregate": {
      "revision": 3,
      "class": "exact"
    },
    "table.distinct": {
      "revision": 1,
      "class": "exact"
    },
    "table.sort": {
      "revision": 1,
      "class": "exact"
    },
    "table.groupHead": {
      "revision": 1,
      "class": "exact"
    },
    "table.join": {
      "revision": 2,
      "class": "exact"
    },
    "table.window": {
      "revision": 1,
      "class": "exact"
    },
    "table.limit": {
      "revision": 1,
      "class": "exact"
    },
    "table.tail": {
      "revision": 1,
      "class": "exact"
    },
    "table.withRowIndex": {
      "revision": 1,
      "class": "exact"
    },
    "table.sample": {
      "revision": 1,
      "class": "exact"
    },
    "table.explode": {
      "revision": 1,
      "class": "exact"
    },
    "table.concat": {
      "revision": 1,
      "class": "exact"
    },
    "table.beside": {
      "revision": 1,
      "class": "exact"
    },
    "table.joinAsof": {
      "revision": 1,
      "class": "exact"
    },
    "table.joinWhere": {
      "revision": 1,
      "class": "exact"
    },
    "graph.build": {
      "revision": 1,
      "class": "exact"
    },
    "graph.bfs": {
      "revision": 1,
      "class": "exact"
    },
    "graph.degree": {
      "revision": 1,
      "class": "exact"
    },
    "graph.pageRank": {
      "revision": 1,
      "class": "exact"
    },
    "graph.triangles": {
      "revision": 1,
      "class": "exact"
    },
    "graph.wcc": {
      "revision": 1,
      "class": "exact"
    }
  }
};
