import { checkOptionNames, hasMembers, ParquetFrameError } from '../../contract/errors/index.js';
import type { AggregateOptions } from '../../contract/functions/index.js';
import type { Called, LiteralValue, UserExpression, WindowExpression } from '../../contract/plan/index.js';
import { described, shown } from '../described.js';
import { ANYWHERE, columnOf, type Over } from './over.js';

/** An expression as the methods see it. */
interface Operand {
  readonly node: UserExpression;
}
/** What a method makes of an expression and of its arguments. @throws ParquetFrameError `INVALID_ARGUMENT` */
type Make = (this: Operand, ...given: readonly unknown[]) => UserExpression;

/** `called`: the method, where it has another name. */
export const windowNode = (f: string, more: Partial<WindowExpression> = {}, called?: string): WindowExpression => ({
  kind: 'window',
  function: f,
  ...(called === undefined || called === f ? {} : { called }),
  ...ANYWHERE,
  ...more,
});

const literal = (value: LiteralValue): UserExpression => ({ kind: 'literal', value });
const call = (f: string, ...operands: readonly UserExpression[]): UserExpression => ({
  kind: 'call',
  function: f,
  arguments: operands,
});
/** A function that a method is spelled out in. */
const callAs = (called: Called, f: string, ...operands: readonly UserExpression[]): UserExpression => ({
  kind: 'call',
  function: f,
  arguments: operands,
  called,
});

const RUNNING = { rows: ['unbounded', 'current'] } as const;

/** A whole number. @throws ParquetFrameError `INVALID_ARGUMENT` */
function whole(taker: string, given: unknown, least = -(2 ** 31 - 1)): number {
  if (typeof given === 'number' && Number.isInteger(given) && given >= least && given < 2 ** 31) return given;
  const range = least === 1 ? ', 1 or more' : '';
  throw new ParquetFrameError('INVALID_ARGUMENT', `${taker} takes a whole number of rows${range}, received ${described(given)}`);
}

/** `lag` and `lead`; the value where there is no row makes both operands of the type that they have in common. */
const shift = (taker: string, f: 'lag' | 'lead'): Make =>
  function (rows = 1, options?: unknown) {
    const { node } = this;
    checkOptionNames(taker, options, ['default']);
    const offset = whole(taker, rows);
    const filler: unknown = hasMembers(options) ? options['default'] : undefined;
    if (filler === undefined || filler === null) return windowNode(f, { input: node, options: { offset } }, taker);
    const other = valueNode(taker, filler);
    const called: Called = { name: taker, accepts: 'a default of the type of the column', of: node, operands: [1, 2] };
    const common = (isThere: boolean): UserExpression => callAs(called, 'case', literal(isThere), node, other);
    return windowNode(f, { input: common(true), second: common(false), options: { offset } }, taker);
  };

function valueNode(taker: string, given: unknown): UserExpression {
  if (hasMembers(given) && 'node' in given && hasMembers(given['node'])) return given['node'] as UserExpression;
  if (given instanceof Date && Number.isNaN(given.getTime()))
    throw new ParquetFrameError('INVALID_ARGUMENT', `${taker}: default is an invalid Date; give a time that there is`);
  const isLiteral =
    ['boolean', 'number', 'bigint', 'string'].includes(typeof given) || given instanceof Date || given instanceof Uint8Array;
  if (isLiteral) return literal(given as LiteralValue);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker}: default must be a value or an expression, received ${described(given)}`,
  );
}

const lagged = (called: string, node: UserExpression, offset: number): UserExpression =>
  windowNode('lag', { input: node, options: { offset } }, called);

/** An aggregate of all rows up to this one. */
const running = (taker: string, f: string): Make =>
  function () {
    return windowNode(f, { input: this.node, frame: RUNNING }, taker);
  };

/** An aggregate of the last rows, or of those that are not too far behind. */
const rolling = (taker: string, f: string, more?: AggregateOptions): Make =>
  function (given) {
    const over = rollingFrame(taker, given);
    const { minSamples = 1 }: { readonly [option: string]: unknown } = { ...(hasMembers(given) ? given : {}) };
    const least = whole(`${taker}: minSamples`, minSamples, 1);
    const value = windowNode(f, { input: this.node, ...(more ? { options: more } : {}), ...over }, taker);
    if (least === 1) return value;
    const enough = call('greaterEqual', windowNode('count', { input: this.node, ...over }, taker), literal(least));
    return call('case', enough, value, literal(null));
  };

function rollingFrame(taker: string, given: unknown): Partial<Over> {
  const example = `${taker}({ rows: 7 }) or ${taker}({ range: '7d', by: 'date' })`;
  if (!hasMembers(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${taker} takes how far back it looks, as in ${example}; received ${described(given)}`,
    );
  checkOptionNames(taker, given, ['rows', 'range', 'by', 'minSamples']);
  const { rows, range, by } = given;
  if ((rows === undefined) === (range === undefined))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${taker} takes either rows or a range, as in ${example}; received ${rows === undefined ? 'neither' : 'both'}`,
    );
  if (rows !== undefined) {
    if (by !== undefined)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `${taker}: by is for a range; the order of rows is given by over({ orderBy })`,
      );
    return { frame: { rows: [1 - whole(`${taker}: rows`, rows, 1), 'current'] } };
  }
  if (by === undefined)
    throw new ParquetFrameError('INVALID_ARGUMENT', `${taker}: a range needs the column it is of, as in ${example}`);
  return { frame: { range: [behind(taker, range), 'current'] }, orderBy: [{ expression: columnOf('by', by) }] };
}

function behind(taker: string, range: unknown): number | bigint | string {
  if ((typeof range === 'number' || typeof range === 'bigint') && range >= 0) return -range;
  if (typeof range === 'string' && /^\d/.test(range)) return `-${range}`;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker}: range is how far back it looks, such as 7 or '7d', not below 0; received ${described(range)}`,
  );
}

const RANKS: { readonly [method: string]: string } = {
  min: 'rank',
  max: 'rank',
  average: 'rank',
  dense: 'denseRank',
  ordinal: 'rowNumber',
};

/** The rank of a value among those of the column, as pandas and Polars have it: null where it is null. */
const rank: Make = function (given) {
  checkOptionNames('rank', given, ['method', 'descending']);
  const { method = 'average', descending = false }: { readonly [option: string]: unknown } = {
    ...(hasMembers(given) ? given : {}),
  };
  const f = typeof method === 'string' && Object.hasOwn(RANKS, method) ? RANKS[method] : undefined;
  if (f === undefined)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `rank: method must be one of ${Object.keys(RANKS).join(', ')}, received ${described(method)}`,
    );
  if (typeof descending !== 'boolean')
    throw new ParquetFrameError('INVALID_ARGUMENT', `rank: descending must be true or false, received ${described(descending)}`);
  const orderBy = [{ expression: this.node, descending }];
  const least = windowNode(f, { orderBy }, 'rank');
  const peers = windowNode('count', { orderBy, frame: { range: ['current', 'current'] } }, 'rank');
  const others = call('subtract', peers, literal(1));
  const ranks: { readonly [method: string]: UserExpression } = {
    max: call('add', least, others),
    average: call('add', least, call('divide', others, literal(2))),
  };
  return call('case', call('isNotNull', this.node), ranks[String(method)] ?? least, literal(null));
};

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
function alphaOf(given: unknown): number {
  checkOptionNames('ewmMean', given, ['alpha', 'span', 'halfLife']);
  const { alpha, span, halfLife }: { readonly [option: string]: unknown } = { ...(hasMembers(given) ? given : {}) };
  const [only, ...others] = Object.entries({ alpha, span, halfLife }).filter(([, value]) => value !== undefined);
  const [name, value] = only ?? [];
  if (others.length === 0 && typeof value === 'number' && Number.isFinite(value)) {
    if (name === 'alpha' && value > 0 && value <= 1) return value;
    if (name === 'span' && value >= 1) return 2 / (value + 1);
    if (name === 'halfLife' && value > 0) return -Math.expm1(-Math.LN2 / value);
  }
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `ewmMean takes one of alpha (above 0, at most 1), span (1 or more) and halfLife (above 0), as in ewmMean({ span: 10 }); received ${shown(given)}`,
    { details: { received: hasMembers(given) ? Object.keys(given) : null } },
  );
}

const filled = (taker: string, f: 'first' | 'last', frame: WindowExpression['frame']): Make =>
  function () {
    return windowNode(f, { input: this.node, options: { ignoreNulls: true }, frame }, taker);
  };

/** Window functions as methods of expressions, by name, with how many arguments they take. */
export const WINDOW_METHODS: readonly (readonly [name: string, most: number, make: Make])[] = [
  ['lag', 2, shift('lag', 'lag')],
  ['lead', 2, shift('lead', 'lead')],
  ['shift', 2, shift('shift', 'lag')],
  [
    'diff',
    1,
    function (rows = 1) {
      const { node } = this;
      const called: Called = { name: 'diff', accepts: 'numbers, instants, times and durations', of: node };
      return callAs(called, 'subtract', node, lagged('diff', node, whole('diff', rows)));
    },
  ],
  [
    'pctChange',
    1,
    function (rows = 1) {
      const { node } = this;
      const called: Called = { name: 'pctChange', accepts: 'numbers', of: node };
      const ratio = callAs(called, 'divide', node, lagged('pctChange', node, whole('pctChange', rows)));
      return callAs(called, 'subtract', ratio, literal(1));
    },
  ],
  [
    'firstValue',
    0,
    function () {
      return windowNode('first', { input: this.node, options: { ignoreNulls: false } }, 'firstValue');
    },
  ],
  [
    'lastValue',
    0,
    function () {
      return windowNode('last', { input: this.node, options: { ignoreNulls: false } }, 'lastValue');
    },
  ],
  [
    'nthValue',
    1,
    function (n) {
      return windowNode('nthValue', { input: this.node, options: { n: whole('nthValue', n, 1) } });
    },
  ],
  ['cumSum', 0, running('cumSum', 'sum')],
  ['cumMin', 0, running('cumMin', 'min')],
  ['cumMax', 0, running('cumMax', 'max')],
  ['cumCount', 0, running('cumCount', 'count')],
  ['rollingSum', 1, rolling('rollingSum', 'sum')],
  ['rollingMean', 1, rolling('rollingMean', 'mean')],
  ['rollingMin', 1, rolling('rollingMin', 'min')],
  ['rollingMax', 1, rolling('rollingMax', 'max')],
  ['rollingStd', 1, rolling('rollingStd', 'std', { ddof: 1 })],
  ['fillForward', 0, filled('fillForward', 'last', RUNNING)],
  ['fillBackward', 0, filled('fillBackward', 'first', { rows: ['current', 'unbounded'] })],
  ['rank', 1, rank],
  [
    'ewmMean',
    1,
    function (given) {
      return windowNode('ewmMean', { input: this.node, options: { alpha: alphaOf(given) } });
    },
  ],
];
