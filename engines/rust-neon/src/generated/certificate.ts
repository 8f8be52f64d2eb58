// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = {
  "catalogue": 1,
  "engine": "rust-neon",
  "version": "0.1.0",
  "kit": 1,
  "wraps": {
    "neon": "1.1.2",
    "rayon": "1.12.0"
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
      "cases": 695
    }
  }
};
