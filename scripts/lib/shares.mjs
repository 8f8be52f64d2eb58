/** How many operations ran where, from the stages that `record-stages.mjs` wrote. */

/** Rust in this process or in one of its own. */
export const isRust = engine => engine.startsWith('rust-');

/**
 * What dispatch was free to do: a pinned stage runs where it is told, one with a single candidate where it can. A choice that no Rust engine is part of
 * (the runtime has none, or none can do it) says nothing about which is chosen, but counts as one.
 */
export function freedom(why) {
  if (why === 'pinned') return 'pinned';
  return why === 'only candidate' ? 'only candidate' : 'chosen';
}

/**
 * Operations by freedom and engine: a stage of three fused operations counts three.
 * @param {Iterable<{ operations: readonly string[], engine: string, why: string }>} stages
 * @returns {Map<string, Map<string, number>>}
 */
export function tally(stages) {
  const counts = new Map();
  for (const { operations, engine, why } of stages) {
    const kind = freedom(why);
    const engines = counts.get(kind) ?? new Map();
    counts.set(kind, engines.set(engine, (engines.get(engine) ?? 0) + operations.length));
  }
  return counts;
}

/** Operations on Rust and on all engines, over the kinds of freedom that count. */
export function share(counts, kinds) {
  let rust = 0;
  let all = 0;
  for (const kind of kinds)
    for (const [engine, operations] of counts.get(kind) ?? []) {
      all += operations;
      if (isRust(engine)) rust += operations;
    }
  return { rust, all, percent: all === 0 ? 0 : (100 * rust) / all };
}
