import { createHash } from 'node:crypto';

const ROUNDS = 3;

/** Engines of a runtime that are available and claim all of these operations. */
export const enginesFor = (pf, ...operations) =>
  pf
    .engines()
    .filter(({ availability, manifest }) => availability.available && operations.every(name => name in manifest.operations))
    .map(({ id }) => id);

/**
 * Runs the same question pinned to each engine in turn: once to warm up (moving data to where the engine wants it), then timed, interleaved over the rounds.
 * `frameOn(engine)` makes the frame; rows are compared as a set within 1e-12, or bit by bit when `exact`.
 */
export async function compare(title, engines, frameOn, { exact }) {
  const sides = engines.map(engine => ({ engine, samples: [], rows: undefined, hash: undefined, failure: undefined }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of sides) {
      if (side.failure) continue;
      try {
        const start = performance.now();
        const table = await (await frameOn(side.engine)).collect();
        const elapsed = performance.now() - start;
        if (round > 0) side.samples.push(elapsed);
        else {
          side.rows = table.toRows();
          side.hash = hash(side.rows);
        }
        await table.close();
      } catch (error) {
        side.failure = `${error.code ?? 'ERROR'}: ${error.message.split('\n')[0]}`;
      }
    }
  }
  const ran = sides.filter(side => !side.failure);
  const [first] = ran;
  const agree =
    ran.length === sides.length && ran.every(side => (exact ? side.hash === first.hash : sameRows(side.rows, first.rows)));
  return {
    title,
    agree,
    agreement: exact ? 'same bytes' : 'floats within 1e-12',
    engines: sides.map(({ engine, samples, failure }) => ({
      engine,
      milliseconds: samples.length ? median(samples) : null,
      failure: failure ?? null,
    })),
  };
}

export const median = samples => [...samples].sort((a, b) => a - b)[samples.length >> 1];

const text = value =>
  typeof value === 'bigint' ? `${value}n` : typeof value === 'number' ? value.toPrecision(17) : JSON.stringify(value);
const hash = rows =>
  createHash('sha256')
    .update(rows.map(row => Object.values(row).map(text).join()).join('\n'))
    .digest('hex');

function sameRows(a, b) {
  if (a.length !== b.length) return false;
  const key = row =>
    Object.values(row)
      .filter(value => typeof value === 'string')
      .join();
  const [x, y] = [a, b].map(rows => [...rows].sort((p, q) => (key(p) < key(q) ? -1 : 1)));
  return x.every((row, i) => Object.entries(row).every(([name, value]) => close(value, y[i][name])));
}
const close = (a, b) => a === b || (typeof a === 'number' && Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)));

/** Which engine ran each part of a table, how long, and why. */
export const decisions = table =>
  table.provenance.stages.map(({ operations, engine, seconds, why, fallbacks }) => ({
    operations: operations.join(' → '),
    engine,
    milliseconds: seconds * 1000,
    why,
    fallbacks,
  }));
