"""Facts of the SNAP graphs in the test data, by networkx, for parquetframe/test/outside/snap.test.ts.

    pip install networkx==3.6.1 scipy
    python3 scripts/networkx-literals.py ../shared/data/snap-graphs > parquetframe/test/outside/networkx-literals.json
    npx prettier --write parquetframe/test/outside/networkx-literals.json

Edges are read as they are: multi-edges and self-loops are kept.
"""

import csv
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

import networkx

SOURCES = (1, 100)


def read(path: Path) -> networkx.MultiGraph:
    graph = networkx.MultiDiGraph() if ".directed." in path.name else networkx.MultiGraph()
    with gzip.open(path, "rt") as lines:
        for row in csv.DictReader(lines):
            graph.add_edge(int(row["src"]), int(row["dst"]))
    return graph


def facts(graph: networkx.MultiGraph) -> dict:
    components = (
        networkx.weakly_connected_components(graph) if graph.is_directed() else networkx.connected_components(graph)
    )
    sizes = sorted((len(component) for component in components), reverse=True)
    ranks = networkx.pagerank(graph, alpha=0.85, tol=1e-15 / graph.number_of_nodes(), max_iter=1000)
    top = sorted(ranks.items(), key=lambda entry: (-entry[1], entry[0]))[:10]
    levels = {}
    for source in SOURCES:
        counts = Counter(networkx.single_source_shortest_path_length(graph, source).values())
        levels[str(source)] = [counts[level] for level in range(max(counts) + 1)]
    return {
        "vertices": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
        "selfLoops": networkx.number_of_selfloops(graph),
        "components": len(sizes),
        "largestComponents": sizes[:5],
        "levels": levels,
        "topRanks": [{"vertex": vertex, "rank": rank} for vertex, rank in top],
    }


folder = Path(sys.argv[1])
graphs = {path.name: facts(read(path)) for path in sorted(folder.glob("*.csv.gz"))}
json.dump({"networkx": networkx.__version__, "graphs": graphs}, sys.stdout, indent=2)
print()
