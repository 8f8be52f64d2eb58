/**
 * Everything a node stands on, inputs before what uses them, each once, the node itself last. Without recursion, so that plans of thousands of steps in a row
 * do not overflow the stack: whatever remembers its results per node and is called in this order never goes deeper than one level. O(nodes + edges).
 */
export function inputsFirst<T>(root: T, inputsOf: (node: T) => readonly T[]): readonly T[] {
  const order: T[] = [];
  const seen = new Set<T>([root]);
  const path = [visitOf(root, inputsOf)];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const next = top.inputs.next();
    if (next.done === true) {
      order.push(top.node);
      path.pop();
    } else if (!seen.has(next.value)) {
      seen.add(next.value);
      path.push(visitOf(next.value, inputsOf));
    }
  }
  return order;
}

const visitOf = <T>(node: T, inputsOf: (node: T) => readonly T[]) => ({ node, inputs: inputsOf(node).values() });
