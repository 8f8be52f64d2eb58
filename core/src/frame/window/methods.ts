import { checkOptionNames, hasMembers, ParquetFrameError } from '../../contract/errors/index.js';
import type { AggregateOptions } from '../../contract/functions/index.js';
import type { LiteralValue, UserExpression, WindowExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import { ANYWHERE, columnOf, type Over } from './over.js';

/** An expression as the methods see it. */
interface Operand {
  readonly node: UserExpression;
}
/** What a method makes of an expression and of its arguments. @throws ParquetFrameError `INVALID_ARGUMENT` */
type Make = (this: Operand, ...given: readonly unknown[]) => UserExpression;

export const windowNode = (f: string, more: Partial<WindowExpression> = {}): WindowExpression => ({
  kind: 'window',
  function: f,
  ...ANYWHERE,
  ...more,
});

const literal = (value: LiteralValue): UserExpression => ({ kind: 'literal', value });
const call = (f: string, ...operands: readonly UserExpression[]): UserExpression => ({
  kind: 'call',
  function: f,
  arguments: operands,
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
    if (filler === undefined || filler === null) return windowNode(f, { input: node, options: { offset } });
    const other = valueNode(taker, filler);
    const common = (isThere: boolean): UserExpression => call('case', literal(isThere), node, other);
    return windowNode(f, { input: common(true), second: common(false), options: { offset } });
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

const lagged = (node: UserExpression, offset: number): UserExpression => windowNode('lag', { input: node, options: { offset } });

/** An aggregate of all rows up to this one. */
const running = (f: string): Make =>
  function () {
    return windowNode(f, { input: this.node, frame: RUNNING });
  };

/** An aggregate of the last rows, or of those that are not too far behind. */
const rolling = (taker: string, f: string, more?: AggregateOptions): Make =>
  function (given) {
    const over = rollingFrame(taker, given);
    const { minSamples = 1 }: { readonly [option: string]: unknown } = { ...(hasMembers(given) ? given : {}) };
    const least = whole(`${taker}: minSamples`, minSamples, 1);
    const value = windowNode(f, { input: this.node, ...(more ? { options: more } : {}), ...over });
    if (least === 1) return value;
    const enough = call('greaterEqual', windowNode('count', { input: this.node, ...over }), literal(least));
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
  const least = windowNode(f, { orderBy });
  const others = call('subtract', windowNode('count', { orderBy, frame: { range: ['current', 'current'] } }), literal(1));
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
    `ewmMean takes one of alpha (above 0, at most 1), span (1 or more) and halfLife (above 0), as in ewmMean({ span: 10 }); received ${described(given)}`,
    { details: { received: hasMembers(given) ? Object.keys(given) : null } },
  );
}

const filled = (f: 'first' | 'last', frame: WindowExpression['frame']): Make =>
  function () {
    return windowNode(f, { input: this.node, options: { ignoreNulls: true }, frame });
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
      return call('subtract', this.node, lagged(this.node, whole('diff', rows)));
    },
  ],
  [
    'pctChange',
    1,
    function (rows = 1) {
      return call('subtract', call('divide', this.node, lagged(this.node, whole('pctChange', rows))), literal(1));
    },
  ],
  [
    'firstValue',
    0,
    function () {
      return windowNode('first', { input: this.node, options: { ignoreNulls: false } });
    },
  ],
  [
    'lastValue',
    0,
    function () {
      return windowNode('last', { input: this.node, options: { ignoreNulls: false } });
    },
  ],
  [
    'nthValue',
    1,
    function (n) {
      return windowNode('nthValue', { input: this.node, options: { n: whole('nthValue', n, 1) } });
    },
  ],
  ['cumSum', 0, running('sum')],
  ['cumMin', 0, running('min')],
  ['cumMax', 0, running('max')],
  ['cumCount', 0, running('count')],
  ['rollingSum', 1, rolling('rollingSum', 'sum')],
  ['rollingMean', 1, rolling('rollingMean', 'mean')],
  ['rollingMin', 1, rolling('rollingMin', 'min')],
  ['rollingMax', 1, rolling('rollingMax', 'max')],
  ['rollingStd', 1, rolling('rollingStd', 'std', { ddof: 1 })],
  ['fillForward', 0, filled('last', RUNNING)],
  ['fillBackward', 0, filled('first', { rows: ['current', 'unbounded'] })],
  ['rank', 1, rank],
  [
    'ewmMean',
    1,
    function (given) {
      return windowNode('ewmMean', { input: this.node, options: { alpha: alphaOf(given) } });
    },
  ],
];
