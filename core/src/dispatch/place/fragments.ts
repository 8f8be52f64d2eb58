import { isJsonArray, type DataType, type Json, type JsonObject } from '../../contract/data/index.js';
import type { Engine } from '../../contract/index.js';
import { makeFragment, type Fragment, type Port, type Step } from '../../contract/plan/index.js';
import { kindOf, type LogicalInput, type LogicalStep } from '../resolve/logical.js';

/** A connected part of a plan that one engine may run, with what enters it. */
export interface Region {
  /** from the inputs to the result */
  readonly steps: readonly LogicalStep[];
  readonly ports: readonly LogicalInput[];
  readonly fragment: Fragment;
  /** values for `KernelCall.arguments` */
  readonly values: readonly unknown[];
}

/** Builds the fragment of the steps in `members` that `root` stands on; everything else enters through ports. */
export function makeRegion(root: LogicalStep, members: ReadonlySet<LogicalInput>): Region {
  const steps: LogicalStep[] = [];
  const ports: LogicalInput[] = [];
  const values: unknown[] = [];
  const types: (DataType | undefined)[] = [];
  const convert = (input: LogicalInput): Step | Port => {
    if (input.kind !== 'step' || !members.has(input)) {
      // A port each, also where one dataset is read twice: a join has two inputs, whether or not they are the same.
      ports.push(input);
      return { kind: 'port', index: ports.length - 1, data: kindOf(input) };
    }
    const inputs = input.inputs.map(convert);
    const offset = values.length;
    values.push(...input.values);
    types.push(...input.types);
    steps.push(input);
    return {
      kind: 'step',
      operation: input.definition.name,
      revision: input.revision,
      binding: offset === 0 ? input.bound.binding : (shiftParameters(input.bound.binding, offset) as JsonObject),
      arguments: Object.fromEntries(Object.entries(input.bound.arguments).map(([name, index]) => [name, index + offset])),
      inputs,
      output: input.bound.output,
    };
  };
  const step = convert(root);
  if (step.kind !== 'step') throw new TypeError('a region needs its root');
  return { steps, ports, fragment: makeFragment(step, root.origin.determinism, types), values };
}

function shiftParameters(value: Json, offset: number): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isJsonArray(value)) return value.map(item => shiftParameters(item, offset));
  const shifted: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) shifted[key] = shiftParameters(inner, offset);
  if (value['kind'] === 'parameter' && typeof value['index'] === 'number') shifted['index'] = value['index'] + offset;
  return shifted;
}

const singleSteps = new WeakMap<LogicalStep, Step>();

/** The step by itself, as `covers` wants it. */
export function stepAlone(step: LogicalStep): Step {
  let alone = singleSteps.get(step);
  if (!alone) singleSteps.set(step, (alone = makeRegion(step, new Set([step])).fragment.root));
  return alone;
}

/** Levels to which a region may grow: longer chains are cut, which costs a hand-over and nothing else. */
const LEVELS = 12;

/**
 * The regions rooted at a step that an engine covers: the step alone, then with the covered steps below it, level by level.
 * `mayEnter` says whether a step below may be taken in (not shared, not yet materialised, same pin and class).
 */
export function regionsOf(root: LogicalStep, engine: Engine, mayEnter: (step: LogicalStep) => boolean): Region[] {
  if (engine.covers(stepAlone(root)) !== 'alone') return [];
  const members = new Set<LogicalInput>([root]);
  const regions = [makeRegion(root, members)];
  if (engine.fuses === false) return regions;
  let frontier: readonly LogicalStep[] = [root];
  for (let level = 1; level < LEVELS; level++) {
    const next = frontier
      .flatMap(step => step.inputs)
      .filter(
        (input): input is LogicalStep => input.kind === 'step' && mayEnter(input) && engine.covers(stepAlone(input)) !== 'no',
      );
    if (next.length === 0) break;
    next.forEach(step => members.add(step));
    regions.push(makeRegion(root, members));
    frontier = next;
  }
  return regions;
}
