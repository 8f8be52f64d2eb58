// Written from engine.json by scripts/embed.mjs; edit that one.
export const manifest: unknown = {
  "id": "rust-neon",
  "version": "0.1.0",
  "native": true,
  "description": "Graphs in Rust, bound with neon: the kernels of rust-napi behind another binding.",
  "operations": {
    "graph.build": {
      "revision": 1,
      "class": "exact"
    },
    "graph.bfs": {
      "revision": 1,
      "class": "exact"
    }
  }
};
