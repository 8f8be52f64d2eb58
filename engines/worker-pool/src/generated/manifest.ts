// Written from engine.json by scripts/embed.mjs; edit that one.
export const manifest: unknown = {
  "id": "worker-pool",
  "version": "0.1.0",
  "native": false,
  "description": "The reference kernels on worker threads, over partitions of shared memory.",
  "operations": {
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
    "table.sort": {
      "revision": 1,
      "class": "exact"
    },
    "table.distinct": {
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
    "graph.pageRank": {
      "revision": 1,
      "class": "exact"
    },
    "graph.wcc": {
      "revision": 1,
      "class": "exact"
    }
  }
};
