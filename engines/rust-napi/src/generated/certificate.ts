// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "catalogue": 1,
  "engine": "rust-napi",
  "version": "0.1.0",
  "kit": 1,
  "wraps": {
    "parquet": "60.1.0",
    "rayon": "1.12.0",
    "napi": "3.16.1"
  },
  "operations": {
    "graph.bfs": {
      "revision": 1,
      "class": "exact",
      "cases": 667
    },
    "graph.build": {
      "revision": 1,
      "class": "exact",
      "cases": 693
    },
    "graph.degree": {
      "revision": 1,
      "class": "exact",
      "cases": 602
    },
    "graph.pageRank": {
      "revision": 1,
      "class": "exact",
      "cases": 643
    },
    "graph.wcc": {
      "revision": 1,
      "class": "exact",
      "cases": 613
    },
    "parquet.metadata": {
      "revision": 1,
      "class": "exact",
      "cases": 651
    },
    "parquet.scan": {
      "revision": 1,
      "class": "exact",
      "cases": 677
    },
    "table.aggregate": {
      "revision": 1,
      "class": "epsilon",
      "cases": 677
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 735
    },
    "table.limit": {
      "revision": 1,
      "class": "exact",
      "cases": 641
    },
    "table.project": {
      "revision": 1,
      "class": "exact",
      "cases": 799
    }
  }
};
