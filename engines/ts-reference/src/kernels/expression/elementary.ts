import type { DataType } from '@parquetframe/core/engine';
import { nearestDoubles } from './arithmetic.js';
import { binary, unary, type Kernels, type ScalarKernel } from './kernel.js';
import { acos, asin, atan, atan2 } from './msun/arcs.js';
import { cubeRoot } from './msun/cube-root.js';
import { cosh, exp, sinh, tanh } from './msun/exponential.js';
import { ln, log10, log2 } from './msun/logarithm.js';
import { pow } from './msun/power.js';
import { cos, sin, tan } from './msun/trigonometry.js';
import { bothValid } from './vector.js';

const FLOAT64: DataType = { id: 'float64' };

/** Functions of floats with a float as result. NaN has one form, whichever it came from. */
export const ELEMENTARY_KERNELS: Kernels = {
  exp: of(exp),
  ln: of(ln),
  log2: of(log2),
  log10: of(log10),
  log: ofTwo((x, base) => (base === 2 ? log2(x) : base === 10 ? log10(x) : ln(x) / ln(base))),
  pow: ofTwo(pow),
  cbrt: of(cubeRoot),
  sin: of(sin),
  cos: of(cos),
  tan: of(tan),
  asin: of(asin),
  acos: of(acos),
  atan: of(atan),
  atan2: ofTwo(atan2),
  sinh: of(sinh),
  cosh: of(cosh),
  tanh: of(tanh),
  degrees: of(x => x * 57.295_779_513_082_32),
  radians: of(x => x * 0.017_453_292_519_943_295),
};

function of(f: (x: number) => number): ScalarKernel {
  return unary(operand => {
    const { step, validity, values } = nearestDoubles(operand);
    return { form: 'number', type: FLOAT64, step, validity, values: values.map(x => canonical(f(x))) };
  });
}

function ofTwo(f: (x: number, y: number) => number): ScalarKernel {
  return binary((left, right, { rows: { length } }) => {
    const [a, b] = [nearestDoubles(left), nearestDoubles(right)];
    const values = new Float64Array(length);
    for (let i = 0; i < length; i++) values[i] = canonical(f(a.values[i * a.step] ?? 0, b.values[i * b.step] ?? 0));
    return { form: 'number', type: FLOAT64, step: 1, validity: bothValid(left, right, length), values };
  });
}

const canonical = (x: number): number => (Number.isNaN(x) ? NaN : x);
