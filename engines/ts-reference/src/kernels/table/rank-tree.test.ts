import test from 'ava';
import { RankTree } from './rank-tree.js';

test('finds the places of every range and bound that looking at all of them finds', t => {
  let state = 7;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  for (const count of [0, 1, 2, 3, 7, 8, 9, 31]) {
    const ranks = Int32Array.from({ length: count }, () => next(10) - 5);
    const tree = new RankTree(ranks);
    for (let start = 0; start <= count; start++) {
      for (let end = start; end <= count; end++) {
        for (let least = -6; least <= 6; least++) {
          const expected = [...ranks.keys()].filter(place => place >= start && place < end && (ranks[place] ?? 0) >= least);
          t.deepEqual([...tree.places(start, end, least)], expected, `${count} places, ${start} to ${end}, at least ${least}`);
        }
      }
    }
  }
});
