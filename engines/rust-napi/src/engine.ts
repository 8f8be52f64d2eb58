import { decline, onlyStep } from '@parquetframe/core/engine';
import type { Decline, Engine, EngineContext, Fragment, Kernel, Step } from '@parquetframe/core/engine';
import type { Fault, RustContext } from './context.js';
import { bindGraphBuild } from './graph/build.js';
import { bindBfs, bindDegree, bindPageRank, bindWcc } from './graph/kernels.js';
import { graphTransfers } from './graph/transfers.js';
import type { Addon } from './native/addon.js';
import { native } from './native/errors.js';
import { declineFunctions } from './table/functions.js';
import { bindMetadata } from './table/metadata.js';
import { bindPipeline, isPipelineStep } from './table/pipeline.js';
import { tableTransfers } from './table/transfers.js';

type BindOne = (step: Step, rust: RustContext, fragment: Fragment) => Kernel | Decline;

/** Operation → how its one-step fragment is bound; scans and table operations are bound as chains instead. */
const SINGLE: { readonly [operation: string]: BindOne } = {
  'parquet.metadata': bindMetadata,
  'graph.build': bindGraphBuild,
  'graph.degree': bindDegree,
  'graph.bfs': bindBfs,
  'graph.pageRank': bindPageRank,
  'graph.wcc': bindWcc,
};

const isSingle = (operation: string): boolean => Object.hasOwn(SINGLE, operation);

export function openEngine(context: EngineContext, addon: Addon, fault: Fault | undefined): Engine {
  addon.configure(context.threads, context.settings.nativeLog);
  if (fault) addon.armFaults();
  const space = context.space('memory');
  const rust: RustContext = {
    addon,
    functions: { scalar: new Set(addon.scalarFunctions()), aggregate: new Set(addon.aggregateFunctions()) },
    table: { space, layout: 'arrow' },
    graph: { space, layout: 'rust-napi:csr+csc' },
    fault,
  };
  return {
    transfers: [...tableTransfers(rust), ...graphTransfers(rust)],
    covers: step => (isSingle(step.operation) || isPipelineStep(step) ? 'alone' : 'no'),
    bind(fragment) {
      const kernel = declineFunctions(fragment, rust) ?? bind(fragment, rust);
      return fault && 'run' in kernel && operations(fragment.root).includes(fault.operation)
        ? failing(kernel, fault, addon)
        : kernel;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function bind(fragment: Fragment, rust: RustContext): Kernel | Decline {
  const step = onlyStep(fragment);
  const single = step && SINGLE[step.operation];
  if (single) return single(step, rust, fragment);
  return bindPipeline(fragment, rust) ?? declineFragment(fragment);
}

function declineFragment(fragment: Fragment): Decline {
  const known = operations(fragment.root).find(operation => !isSingle(operation) && !isPipelineOperation(operation));
  return known === undefined
    ? decline('UNSUPPORTED_FRAGMENT', 'only scans and table operations are fused', 'none needed: the steps are run one by one')
    : decline('UNSUPPORTED_OPERATION', `rust-napi has no ${known}`, 'install an engine that has it, such as ts-reference');
}

const isPipelineOperation = (operation: string): boolean =>
  operation === 'parquet.scan' || ['filter', 'project', 'aggregate', 'limit'].some(name => operation === `table.${name}`);

const operations = (step: Step): string[] => [
  step.operation,
  ...step.inputs.flatMap(input => (input.kind === 'step' ? operations(input) : [])),
];

/** A kernel that panics, aborts or hangs before it starts. */
const failing = (kernel: Kernel, { kind }: Fault, addon: Addon): Kernel => ({
  ...kernel,
  run: async call => {
    await native(() => addon.fault(kind, call.cancelled));
    return kernel.run(call);
  },
});
