// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "catalogue": 1,
  "engine": "ts-reference",
  "version": "0.1.0",
  "kit": 1,
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
      "cases": 585
    },
    "csv.schema": {
      "revision": 1,
      "class": "exact",
      "cases": 533
    },
    "graph.bfs": {
      "revision": 1,
      "class": "exact",
      "cases": 667
    },
    "graph.build": {
      "revision": 1,
      "class": "exact",
      "cases": 695
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
      "cases": 671
    },
    "parquet.write": {
      "revision": 1,
      "class": "exact",
      "cases": 509
    },
    "table.aggregate": {
      "revision": 1,
      "class": "epsilon",
      "cases": 683
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 741
    },
    "table.join": {
      "revision": 1,
      "class": "equivalence",
      "cases": 655
    },
    "table.limit": {
      "revision": 1,
      "class": "exact",
      "cases": 647
    },
    "table.project": {
      "revision": 1,
      "class": "exact",
      "cases": 805
    },
    "table.sort": {
      "revision": 1,
      "class": "exact",
      "cases": 643
    }
  }
};
