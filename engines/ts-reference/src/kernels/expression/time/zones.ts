import { formatType } from '@parquetframe/core/engine';
import { failed } from '../cast.js';
import { integerVector } from '../counts.js';
import { binary, type FunctionCall, type Kernels } from '../kernel.js';
import { beyondType } from '../overflow.js';
import { allValid, bothValid, rowNumber } from '../vector.js';
import type { Vector } from '../vector.js';
import { countsOf } from './calendar.js';
import { civilOf } from './civil.js';
import { DAY_SECONDS, clockOf } from './clock.js';
import { Transitions } from './transitions.js';
import { unitText } from './unit.js';

/** Clocks of zones, by the tables that plans have of them. */
export const ZONE_KERNELS: Kernels = {
  localTime: binary((time, table, { type, rows }) => {
    const zone = transitionsOf(table);
    const { days, rest, perSecond } = clockOf(time, 0);
    const count = countsOf(type, perSecond);
    return integerVector(type, rows.length, bothValid(time, table, rows.length), row => {
      const at = row * time.step;
      const [day, units] = [days[at] ?? 0, rest[at] ?? 0];
      const offset = zone.offsetAt(day, Math.floor(units / perSecond));
      const result = count(day, units + offset * perSecond);
      if (result === undefined) throw beyondType(`localTime of ${shown(day, units, perSecond)}`, type, rowNumber(rows, row));
      return result;
    });
  }),
  zonedTime: ([local, zone, table, ambiguous, nonExistent, like], call) => {
    if (!local || !zone || !table || !ambiguous || !nonExistent)
      throw new TypeError('zonedTime was called with too few operands');
    return zonedTime(local, table, [unitText(ambiguous), unitText(nonExistent)], like, call);
  },
};

function transitionsOf(table: Vector): Transitions {
  if (table.form !== 'bytes') throw new TypeError(`a ${table.type.id} is no table of a zone`);
  return new Transitions(table.data.subarray(table.offsets[0], table.offsets[1]));
}

function zonedTime(
  local: Vector,
  table: Vector,
  [ambiguous, nonExistent]: readonly [string, string],
  like: Vector | undefined,
  { type, rows }: FunctionCall,
): Vector {
  const zone = transitionsOf(table);
  const { days, rest, perSecond } = clockOf(local, 0);
  const preferred = like && clockOf(like, 0);
  // Offsets are subtracted here, also those that never change.
  const count = countsOf(local.type, perSecond);
  const offsetOfLike = (row: number): number => {
    const at = row * (like?.step ?? 0);
    return preferred ? zone.offsetAt(preferred.days[at] ?? 0, Math.floor((preferred.rest[at] ?? 0) / preferred.perSecond)) : NaN;
  };
  return integerVector(type, rows.length, allValid(like ? [local, table, like] : [local, table], rows.length), row => {
    const at = row * local.step;
    const [day, units] = [days[at] ?? 0, rest[at] ?? 0];
    const refuse = (why: string): Error =>
      failed(shown(day, units, perSecond), local.type, type, rows, row, `${formatType(type)}, ${why}`);
    const placed = (days: number, rest: number): number | bigint => {
      const result = count(days, rest);
      if (result === undefined) throw beyondType(`zonedTime of ${shown(day, units, perSecond)}`, type, rowNumber(rows, row));
      return result;
    };
    const found = zone.find(day, Math.floor(units / perSecond));
    if ('skippedAt' in found) {
      if (nonExistent === 'null') return undefined;
      if (nonExistent === 'shift') return placed(day, units - found.before * perSecond);
      if (nonExistent === 'next') return placed(found.skippedAt.days, found.skippedAt.seconds * perSecond);
      throw refuse("whose clock skips it; give nonExistent: 'null'");
    }
    const [first = 0, ...others] = found.offsets;
    if (others.length === 0) return placed(day, units - first * perSecond);
    if (ambiguous === 'null') return undefined;
    if (ambiguous === 'raise') throw refuse("whose clock shows it twice; give ambiguous: 'earliest', 'latest' or 'null'");
    const same = ambiguous === 'same' ? found.offsets.find(offset => offset === offsetOfLike(row)) : undefined;
    return placed(day, units - (same ?? (ambiguous === 'latest' ? (others.at(-1) ?? first) : first)) * perSecond);
  });
}

/** `2024-10-27T02:30:00`. */
function shown(days: number, units: number, perSecond: number): string {
  const { year, month, day } = civilOf(days);
  const seconds = Math.floor(units / perSecond) % DAY_SECONDS;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
