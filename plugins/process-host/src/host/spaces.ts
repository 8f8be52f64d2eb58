import { HEAP_RECORD, sameResidency, type EngineContext, type Residency, type Space } from '@parquetframe/core/engine';

/**
 * Names of memory, inside and outside: what is `heap` in the child is `<id>@process/heap` here, a space that its engine minted keeps its name. Files are files for
 * both, and records are passed by value: they are here.
 */
export interface Spaces {
  outward(residency: Residency): Residency;
  inward(residency: Residency): Residency;
  /** the outer name of a space of the child; one with a budget of its own lies elsewhere */
  outwardSpace(space: string, budget?: unknown): Space;
  /** every space that was named so far */
  known(): readonly Space[];
}

export function makeSpaces(context: Pick<EngineContext, 'space'>): Spaces {
  const outer = new Map<string, Space>();
  const inner = new Map<string, string>();
  const outwardSpace = (space: string, budget?: unknown): Space => {
    if (space === 'file') return space;
    const known = outer.get(space);
    if (known !== undefined && budget === undefined) return known;
    // `<engine>/<name>`: the engine's id is replaced by ours. Engines cannot mint names that are ours (heap, shared).
    const minted = context.space(space.slice(space.indexOf('/') + 1), typeof budget === 'number' ? { budget } : {});
    outer.set(space, minted);
    inner.set(minted, space);
    return minted;
  };
  return {
    outwardSpace,
    outward: residency =>
      sameResidency(residency, HEAP_RECORD) ? residency : { ...residency, space: outwardSpace(residency.space) },
    inward: residency => ({ ...residency, space: inner.get(residency.space) ?? residency.space }),
    known: () => [...outer.values()],
  };
}
