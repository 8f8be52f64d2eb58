// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "catalogue": 1,
  "engine": "worker-pool",
  "version": "0.1.0",
  "kit": 1,
  "wraps": {
    "piscina": "5.3.2"
  },
  "operations": {
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
    "table.aggregate": {
      "revision": 1,
      "class": "epsilon",
      "cases": 671
    },
    "table.filter": {
      "revision": 1,
      "class": "exact",
      "cases": 723
    }
  }
};
