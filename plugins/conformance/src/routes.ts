import { residencyKey, sameResidency, type Kind, type Residency, type Transfer } from '@parquetframe/core/engine';

/** The fewest transfers that bring a dataset from one residency to another; empty when it is there already, undefined when there is no way. */
export function findRoute(
  kind: Kind['kind'],
  from: Residency,
  to: Residency,
  transfers: readonly Transfer[],
): readonly Transfer[] | undefined {
  if (sameResidency(from, to)) return [];
  const seen = new Set([residencyKey(from)]);
  let frontier: { readonly at: Residency; readonly route: readonly Transfer[] }[] = [{ at: from, route: [] }];
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { at, route } of frontier) {
      for (const transfer of transfers) {
        if (transfer.kind !== kind || !sameResidency(transfer.from, at) || seen.has(residencyKey(transfer.to))) continue;
        if (sameResidency(transfer.to, to)) return [...route, transfer];
        seen.add(residencyKey(transfer.to));
        next.push({ at: transfer.to, route: [...route, transfer] });
      }
    }
    frontier = next;
  }
  return undefined;
}
