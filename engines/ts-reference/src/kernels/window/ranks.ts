import { ranges } from '@parquetframe/core/engine';
import type { ColumnData, Steps, WindowCall } from '@parquetframe/core/engine';
import { columnSink } from '../expression/sink.js';
import type { WindowLayout } from './layout.js';

/** Numbers of rows, peers and parts: from where a position lies. */
type Rank = (at: number) => number;

/** The rank that a function gives; undefined for one that is none. */
function rankOf({ function: f, options }: WindowCall, layout: WindowLayout): Rank | undefined {
  const { starts, ends, peerStarts, peerEnds } = layout;
  const of = (values: Uint32Array, at: number): number => values[at] ?? 0;
  switch (f) {
    case 'rowNumber':
      return at => at - of(starts, at) + 1;
    case 'rank':
      return at => of(peerStarts, at) - of(starts, at) + 1;
    case 'denseRank': {
      let dense = 0;
      // Positions come in their order.
      return at => (dense = of(starts, at) === at ? 1 : dense + Number(of(peerStarts, at) === at));
    }
    case 'percentRank':
      return at => {
        const others = of(ends, at) - of(starts, at) - 1;
        return others === 0 ? 0 : (of(peerStarts, at) - of(starts, at)) / others;
      };
    case 'cumeDist':
      return at => (of(peerEnds, at) - of(starts, at)) / (of(ends, at) - of(starts, at));
    case 'ntile': {
      const parts = Number(options?.['n']);
      return at => {
        const index = at - of(starts, at);
        const count = of(ends, at) - of(starts, at);
        const [small, larger] = [Math.floor(count / parts), count % parts];
        const inLarger = larger * (small + 1);
        return index < inLarger ? Math.floor(index / (small + 1)) + 1 : larger + Math.floor((index - inLarger) / small) + 1;
      };
    }
    default:
      return undefined;
  }
}

/** The column of a ranking function; undefined for any other. */
export function* rankColumn(call: WindowCall, layout: WindowLayout): Steps<ColumnData | undefined> {
  const rank = rankOf(call, layout);
  if (!rank) return undefined;
  const { order } = layout;
  const values = new Float64Array(order.length);
  yield* ranges(order.length, (from, to) => {
    for (let at = from; at < to; at++) values[order[at] ?? 0] = rank(at);
  });
  const isShare = call.function === 'percentRank' || call.function === 'cumeDist';
  return yield* numberColumn(isShare ? 'float64' : 'int64', values);
}

/** A column of numbers that are whole where they are int64; null where `validity` is 0. */
export function* numberColumn(id: 'int64' | 'float64', values: Float64Array, validity?: Uint8Array): Steps<ColumnData> {
  const sink = columnSink({ id }, values.length);
  yield* ranges(values.length, (from, to) => {
    sink.write(
      { form: 'number', type: { id }, step: 1, validity: validity?.subarray(from, to), values: values.subarray(from, to) },
      from,
      to - from,
    );
  });
  return yield* sink.finish();
}
