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
  /** some of the values come with the call: those of each step, in the order of the steps */
  readonly isOpen: boolean;
  /** how far below the result its steps reach; 1: the result's step alone */
  readonly levels: number;
  readonly members: ReadonlySet<LogicalInput>;
}

/** Builds the fragment of the steps in `members` that `root` stands on; everything else enters through ports. */
export function makeRegion(root: LogicalStep, of: ReadonlySet<LogicalInput>, levels = 1): Region {
  const members = new Set(of);
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
  const fragment = makeFragment(step, root.origin.determinism, types);
  return { steps, ports, fragment, values, isOpen: steps.some(inner => inner.isOpen), levels, members };
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

/** Steps that a region may have where the engine does not say: more than people write, few enough to bind. */
const MOST_STEPS = 64;
/** Up to so many levels a region is offered at each of them; above, when it has doubled, and whole: each one offered is bound and priced. */
const EVERY_LEVEL = 8;

/**
 * The regions rooted at a step that an engine covers: the step alone, then with the covered steps below it, level by level, up to the size that the engine wants.
 * `mayEnter` says whether a step below may be taken in (not shared, not yet materialised, same pin and class).
 */
export function regionsOf(
  root: LogicalStep,
  engine: Engine,
  mayEnter: (step: LogicalStep, parent: LogicalStep, port: number) => boolean,
): Region[] {
  if (engine.covers(stepAlone(root)) !== 'alone') return [];
  const members = new Set<LogicalInput>([root]);
  const regions = [makeRegion(root, members)];
  const most = largest(engine);
  let frontier: readonly LogicalStep[] = [root];
  let offered = 1;
  let levels = 1;
  while (members.size < most) {
    const next = frontier
      .flatMap(parent =>
        parent.inputs.filter(
          (input, port): input is LogicalStep =>
            input.kind === 'step' && mayEnter(input, parent, port) && engine.covers(stepAlone(input)) !== 'no',
        ),
      )
      .slice(0, most - members.size);
    if (next.length === 0) break;
    next.forEach(step => members.add(step));
    frontier = next;
    levels++;
    if (levels > EVERY_LEVEL && members.size < offered * 2) continue;
    regions.push(makeRegion(root, members, levels));
    offered = members.size;
  }
  if (members.size > offered) regions.push(makeRegion(root, members, levels));
  return regions;
}

function largest({ fuses }: Engine): number {
  if (fuses === undefined) return MOST_STEPS;
  return fuses === false || !(fuses.steps >= 1) ? 1 : fuses.steps;
}
