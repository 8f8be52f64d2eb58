"""Writes snap-literals.json: facts about the SNAP graphs, by networkx. Run once, with the folder of the graphs:

    python3 snap-literals.py ../../../../../shared/data/snap-graphs > snap-literals.json
"""

import csv
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

import networkx as nx
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank  # does not need scipy


def read(path: Path, directed: bool):
    graph = nx.MultiDiGraph() if directed else nx.MultiGraph()
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            graph.add_edge(int(row["src"]), int(row["dst"]))
    return graph


def levels(graph, source: int):
    counts = Counter(nx.single_source_shortest_path_length(graph, source).values())
    return [counts[depth] for depth in range(len(counts))]


facts = {"networkx": nx.__version__, "graphs": []}
for path in sorted(Path(sys.argv[1]).glob("*.csv.gz")):
    directed = ".directed." in path.name
    graph = read(path, directed)
    sizes = [len(c) for c in (nx.weakly_connected_components(graph) if directed else nx.connected_components(graph))]
    degrees = graph.out_degree() if directed else graph.degree()
    hub = min(graph, key=lambda v: (-degrees[v], v))
    # networkx stops at an L1 change below N * tol
    ranks = pagerank(graph, alpha=0.85, tol=1e-11 / len(graph), max_iter=1000)
    top = sorted(ranks, key=lambda v: (-ranks[v], v))[:10]
    facts["graphs"].append(
        {
            "file": path.name,
            "directed": directed,
            "vertices": graph.number_of_nodes(),
            "edges": graph.number_of_edges(),
            "components": len(sizes),
            "largestComponent": max(sizes),
            "levels": [{"source": source, "counts": levels(graph, source)} for source in (1, hub)],
            "topRanks": [{"vertex": v, "rank": ranks[v]} for v in top],
        }
    )
json.dump(facts, sys.stdout, indent=1)
print()
