import { faultOfZone, fixedOffset, unitsPerSecond, valueType, zoneTable, type DataType } from '../data/index.js';
import { ParquetFrameError } from '../errors/index.js';
import type { ScalarFunctionDefinition } from '../functions/index.js';
import type { Expression } from './expression.js';
import type { ParameterList } from './resolve.js';

type Call = Extract<Expression, { readonly kind: 'call' }>;
type Timestamp = Extract<DataType, { readonly id: 'timestamp' }>;
/** Makes a literal a parameter. */
type Lift = (parameters: ParameterList, value: unknown, type: DataType) => Expression;

const MONTHS: readonly unknown[] = ['month', 'quarter', 'year'];
/** Seconds in half of a unit of the clock, which are of one length. */
const HALVES: { readonly [unit: string]: number } = { hour: 1800, minute: 30, second: 0.5 };
const isOfClock = (unit: unknown): unit is string => typeof unit === 'string' && Object.hasOwn(HALVES, unit);

/**
 * A call on timestamps of zones whose clocks change, spelled out in functions of clocks without a zone: engines know no zones, and get the changes of the clock as a literal. Other calls are as
 * they are.
 * @throws ParquetFrameError `TYPE_MISMATCH` for a zone that there is not
 */
export function withoutZones(
  call: Call,
  { zoned }: ScalarFunctionDefinition,
  constants: readonly unknown[],
  parameters: ParameterList,
  lift: Lift,
): Expression {
  const [time, ...others] = call.arguments;
  const type = time && timestampOf(time.type);
  if (!zoned || !time || !type) return call;
  const clocks = new Clocks(call.function, parameters, lift);
  if (zoned === 'convert') return cast(time, call.type);
  if (zoned === 'local') {
    const local = clocks.local(time, type);
    const to = timestampOf(call.type);
    const [, , ambiguous = 'raise', nonExistent = 'raise'] = constants;
    return typeof to?.timezone !== 'string' ? cast(local, call.type) : clocks.zoned(local, to, [ambiguous, nonExistent]);
  }
  if (fixedOffset(type.timezone) !== undefined) return call;
  const local = clocks.local(time, type);
  if (zoned === 'round' && isOfClock(constants[1])) return clocks.rounded(call, time, type, constants[1]);
  switch (zoned) {
    case 'clock':
      return { ...call, arguments: [local, ...others] };
    case 'distance': {
      const [until, unit] = others;
      if (!until || !unit || !MONTHS.includes(constants[2])) return call;
      const other = timestampOf(until.type);
      const seen: Timestamp = { id: 'timestamp', unit: other?.unit ?? 'ms', timezone: type.timezone };
      return { ...call, arguments: [local, clocks.local(cast(until, seen), seen), unit] };
    }
    case 'round':
    case 'start':
    case 'moved': {
      const moved: Expression = { ...call, arguments: [local, ...others], type: { ...type, timezone: null } };
      const modes = zoned === 'moved' ? ['same', 'shift'] : [isOfClock(constants[1]) ? 'same' : 'earliest', 'next'];
      return clocks.zoned(moved, type, modes, time);
    }
  }
}

class Clocks {
  readonly #name: string;
  readonly #parameters: ParameterList;
  readonly #lift: Lift;

  constructor(name: string, parameters: ParameterList, lift: Lift) {
    this.#name = name;
    this.#parameters = parameters;
    this.#lift = lift;
  }

  /** What the clock of its zone shows. */
  local(time: Expression, { unit, timezone }: Timestamp): Expression {
    if (timezone === null) return time;
    const type: DataType = { id: 'timestamp', unit, timezone: null };
    return { kind: 'call', function: 'localTime', arguments: [time, this.#table(timezone)], type };
  }

  /** When the clock of a zone shows it. `like`: a moment whose offset from UTC is preferred. */
  zoned(local: Expression, type: Timestamp, modes: readonly unknown[], like?: Expression): Expression {
    const zone = type.timezone ?? 'UTC';
    const text = (value: unknown): Expression => this.#lift(this.#parameters, value, { id: 'utf8' });
    const operands = [local, text(zone), this.#table(zone), ...modes.map(text), ...(like ? [like] : [])];
    return { kind: 'call', function: 'zonedTime', arguments: operands, type };
  }

  /** The nearest beginning of a unit of the clock: where half of the unit later is. */
  rounded(call: Call, time: Expression, type: Timestamp, unit: string): Expression {
    const half = (HALVES[unit] ?? 0) * Number(unitsPerSecond(type.unit));
    // Whole seconds are rounded to seconds.
    if (!Number.isInteger(half)) return cast(time, call.type);
    const duration = this.#lift(this.#parameters, BigInt(half), { id: 'duration', unit: type.unit });
    const later: Expression = { ...call, function: 'add', arguments: [time, duration], type };
    const local = { ...call, function: 'truncateTime', arguments: [this.local(later, type), ...call.arguments.slice(1)] };
    return this.zoned({ ...local, type: { ...type, timezone: null } }, type, ['same', 'next'], later);
  }

  #table(zone: string): Expression {
    const table = zoneTable(zone);
    if (table) return this.#lift(this.#parameters, table, { id: 'binary' });
    throw new ParquetFrameError('TYPE_MISMATCH', `${this.#name}: ${faultOfZone(zone) ?? zone}`, {
      details: { function: this.#name, zone },
    });
  }
}

function timestampOf(given: DataType): Timestamp | undefined {
  const type = valueType(given);
  return type.id === 'timestamp' ? type : undefined;
}

const cast = (operand: Expression, type: DataType): Expression => ({
  kind: 'call',
  function: 'cast',
  arguments: [operand],
  type,
});
