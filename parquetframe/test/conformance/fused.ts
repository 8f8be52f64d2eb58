import {
  decline,
  heldReplica,
  isDecline,
  isStep,
  makeFragment,
  onlyStep,
  type Decline,
  type Engine,
  type EngineModule,
  type Fragment,
  type Kernel,
  type KernelCall,
  type KernelResult,
  type Port,
  type Replica,
  type Step,
} from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import { given } from './defect.js';

/** What a fusing engine does otherwise than it should. */
export interface FusedDefect {
  /** operations that it claims, all of which it fuses */
  readonly operations: readonly string[];
  /** runs one step inside a fused fragment: `run` is the right way to do it */
  readonly step?: (
    run: (call: KernelCall) => Promise<KernelResult>,
    call: KernelCall,
    at: { readonly step: Step; readonly root: Step },
  ) => Promise<KernelResult>;
}

/** The reference kernels, run one after another inside one fragment: an engine that fuses whatever it is given, and is right unless a defect says otherwise. */
export function fused({ operations, step: instead }: FusedDefect): EngineModule {
  const right = tsReference();
  const { certificate: _certificate, ...rest } = right;
  const claimed = Object.entries(right.manifest.operations).filter(([name]) => operations.includes(name));
  return {
    ...rest,
    manifest: { ...right.manifest, id: 'fused', operations: Object.fromEntries(claimed) },
    async open(context) {
      const inner = await right.open(context);
      const covers: Engine['covers'] = step => (operations.includes(step.operation) ? inner.covers(step) : 'no');
      return {
        transfers: inner.transfers,
        covers,
        async bind(fragment) {
          const stages = new Map<Step, Kernel>();
          const refused = await bindAll(fragment.root, fragment, inner, covers, stages);
          const root = stages.get(fragment.root);
          if (refused || !root) return refused ?? decline('UNSUPPORTED_FRAGMENT', 'there is nothing to run', 'none');
          if (onlyStep(fragment)) return root;
          const run = async (node: Step, call: KernelCall): Promise<KernelResult> => {
            const kernel = stages.get(node);
            if (!kernel) throw new TypeError('a step was not bound');
            const inputs = await Promise.all(node.inputs.map(input => inputOf(input, call, run)));
            const want = node === fragment.root ? call.want : kernel.outputs[0];
            if (!want) throw new TypeError('a kernel has no outputs');
            const alone: KernelCall = { ...call, inputs, want };
            const usual = async (changed: KernelCall): Promise<KernelResult> => given(await kernel.run(changed));
            return instead ? instead(usual, alone, { step: node, root: fragment.root }) : usual(alone);
          };
          return {
            inputs: fragment.ports.map(port => portInputs(port, fragment.root, stages)),
            outputs: root.outputs,
            run: call => run(fragment.root, call),
          };
        },
        [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
      };
    },
  };
}

async function bindAll(
  step: Step,
  fragment: Fragment,
  inner: Engine,
  covers: Engine['covers'],
  stages: Map<Step, Kernel>,
): Promise<Decline | undefined> {
  if (covers(step) === 'no') return decline('UNSUPPORTED_OPERATION', `it has no ${step.operation}`, 'none');
  const inputs = step.inputs.map((input, index): Port => ({
    kind: 'port',
    index,
    data: isStep(input) ? input.output : input.data,
  }));
  const answer = await inner.bind(makeFragment({ ...step, inputs }, fragment.determinism, fragment.parameters));
  if (isDecline(answer)) return answer;
  stages.set(step, answer);
  for (const input of step.inputs) {
    const refused = isStep(input) ? await bindAll(input, fragment, inner, covers, stages) : undefined;
    if (refused) return refused;
  }
  return undefined;
}

async function inputOf(
  input: Step | Port,
  call: KernelCall,
  run: (step: Step, call: KernelCall) => Promise<KernelResult>,
): Promise<Replica> {
  if (isStep(input)) return (await run(input, call)).replica;
  const replica = call.inputs[input.index];
  return replica ?? heldReplica({ space: 'heap', layout: 'arrow' }, undefined, 0);
}

/** What every step that reads the port takes. */
function portInputs(port: Port, root: Step, stages: ReadonlyMap<Step, Kernel>): Kernel['inputs'][number] {
  const reader = readerOf(port, root);
  return (reader && stages.get(reader.step)?.inputs[reader.at]) ?? [];
}

function readerOf(port: Port, step: Step): { readonly step: Step; readonly at: number } | undefined {
  for (const [at, input] of step.inputs.entries()) {
    if (!isStep(input) && input.index === port.index) return { step, at };
    const deeper = isStep(input) ? readerOf(port, input) : undefined;
    if (deeper) return deeper;
  }
  return undefined;
}
