/**
 * Writes the table of time zones that all engines share, core/src/contract/data/time-zone-data.ts, from the tz database.
 *
 *   node scripts/time-zones.mjs [tzdata.zi]
 *
 * Takes the compact source of the database (default /usr/share/zoneinfo/tzdata.zi) and its compiler, `zic`. Run it when a new version of the database is out.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { must } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const source = process.argv[2] ?? '/usr/share/zoneinfo/tzdata.zi';
const version = /^# version (\S+)/.exec(readFileSync(source, 'utf8'))?.[1];
if (version === undefined) throw new Error(`${source} does not say its version; it should begin with "# version"`);

const compiled = mkdtempSync(path.join(tmpdir(), 'time-zones-'));
await must('zic', ['-b', 'slim', '-d', compiled, source], { quiet: true });

/** Seconds of `-3`, `+02:30` or `24`, as rules write them. */
function seconds(text) {
  const sign = text.startsWith('-') ? -1 : 1;
  const [hours, minutes = 0, rest = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return sign * (hours * 3600 + minutes * 60 + rest);
}

/** The rule for all later years, as POSIX writes it: offsets ahead of UTC, and when each of the two begins: month, week, weekday, second of the day. Empty where the clock does not change. */
function ruleOf(footer) {
  const parts = /^(?:<[^>]+>|[A-Za-z]+)([-+\d:]+)(?:(?:<[^>]+>|[A-Za-z]+)([-+\d:]*),([^,]+),([^,]+))?$/.exec(footer);
  if (!parts) throw new Error(`the rule ${footer} is not understood`);
  const [, standard, summer, begin, end] = parts;
  if (begin === undefined) return '';
  const ahead = -seconds(standard);
  const change = text => {
    const date = /^M(\d+)\.(\d+)\.(\d+)(?:\/(.+))?$/.exec(text);
    if (!date) throw new Error(`the date ${text} is not understood`);
    return [date[1], date[2], date[3], seconds(date[4] ?? '2')].join(' ');
  };
  return [ahead, summer === '' ? ahead + 3600 : -seconds(summer), change(begin), change(end)].join(' ');
}

/** A zone of a file as RFC 8536 has it: the offset before all changes, changes, and the rule after them. */
function zoneOf(file) {
  const data = readFileSync(file);
  const counts = from => Array.from({ length: 6 }, (_, index) => data.readUInt32BE(from + 20 + 4 * index));
  // The first part is for readers of 32 bits.
  const [utc, standard, leaps, times, types, letters] = counts(0);
  let from = 44 + times * 5 + types * 6 + letters + leaps * 8 + standard + utc;
  const [utc2, standard2, leaps2, times2, types2, letters2] = counts(from);
  from += 44;
  const kinds = from + times2 * 9;
  const offset = type => data.readInt32BE(kinds + 6 * type);
  const changes = [];
  let last = offset(0);
  let time = 0;
  for (let index = 0; index < times2; index++) {
    const next = offset(data[from + times2 * 8 + index]);
    // The last one is kept, for the rule holds from there on.
    if (next === last && index < times2 - 1) continue;
    const then = Number(data.readBigInt64BE(from + 8 * index));
    changes.push(`${(then - time).toString(36)} ${(next - last).toString(36)}`);
    [last, time] = [next, then];
  }
  const footer = data.toString('utf8', kinds + types2 * 6 + letters2 + leaps2 * 12 + standard2 + utc2);
  return `${offset(0).toString(36)};${changes.join(',')};${ruleOf(footer.trim())}`;
}

const zones = new Map();
for (const entry of readdirSync(compiled, { recursive: true, withFileTypes: true })) {
  const name = path.relative(compiled, path.join(entry.parentPath ?? entry.path, entry.name));
  if (!entry.isFile() || name === 'Factory') continue;
  const zone = zoneOf(path.join(compiled, name));
  zones.set(zone, [...(zones.get(zone) ?? []), name]);
}
rmSync(compiled, { recursive: true });

const lines = [...zones].map(([zone, names]) => `${names.toSorted().join(' ')};${zone}`).toSorted();
const packed = brotliCompressSync(lines.join('\n'), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).toString('base64');
const text = `// Written by scripts/time-zones.mjs from the tz database, which is in the public domain.
/** The version of the tz database. */
export const TIME_ZONE_VERSION = '${version}';

/** Every zone, packed: see \`time-zones.ts\`. */
export const TIME_ZONE_DATA =
  '${packed}';
`;
writeFileSync(at('core', 'src', 'contract', 'data', 'time-zone-data.ts'), text);
process.stdout.write(`${String(zones.size)} zones of version ${version}, ${String(packed.length)} characters\n`);
