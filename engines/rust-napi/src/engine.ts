import { decline, onlyStep, nativeCall } from '@parquetframe/core/engine';
import type { Decline, Engine, EngineContext, Fragment, Kernel, Step } from '@parquetframe/core/engine';
import type { Fault, RustContext } from './context.js';
import { bindGraphBuild } from './graph/build.js';
import { bindGraphKernel } from './graph/kernels.js';
import { graphTransfers } from './graph/transfers.js';
import type { Addon } from './native/addon.js';
import { offers, operationsOf, type NativeOperations } from './native/operations.js';
import { declineFunctions } from './table/functions.js';
import { bindMetadata } from './table/metadata.js';
import { bindPipeline } from './table/pipeline.js';
import { isPipelineStep } from './table/shape.js';
import { bindBeside, bindConcat, bindJoinAsof, bindJoinWhere } from './table/tables.js';
import { tableTransfers } from './table/transfers.js';

type BindOne = (step: Step, rust: RustContext, fragment: Fragment) => Kernel | Decline;

/** Operation → how its one-step fragment is bound. Graph algorithms are what the binary offers; scans, joins and table operations are bound as pipelines. */
const SINGLE: { readonly [operation: string]: BindOne } = {
  'parquet.metadata': bindMetadata,
  'graph.build': bindGraphBuild,
  'table.concat': bindConcat,
  'table.beside': bindBeside,
  'table.joinAsof': bindJoinAsof,
  'table.joinWhere': bindJoinWhere,
};

export function openEngine(context: EngineContext, addon: Addon, fault: Fault | undefined): Engine {
  addon.configure(context.threads, context.settings.nativeLog);
  if (fault) addon.armFaults();
  const space = context.space('memory');
  const rust: RustContext = {
    addon,
    functions: {
      scalar: new Set(addon.scalarFunctions()),
      aggregate: new Set(addon.aggregateFunctions()),
      window: new Set(addon.windowFunctions()),
    },
    table: { space, layout: 'arrow' },
    graph: { space, layout: 'rust-napi:csr+csc' },
    scratch: bytes => context.scratch(bytes),
    fault,
  };
  const offered = operationsOf(addon);
  const isSingle = (operation: string): boolean => Object.hasOwn(SINGLE, operation) || Object.hasOwn(offered.graph, operation);
  return {
    transfers: [...tableTransfers(rust), ...graphTransfers(rust)],
    covers: step => (isSingle(step.operation) || isPipelineStep(step) ? 'alone' : 'no'),
    bind(fragment) {
      const kernel = declineFunctions(fragment, rust) ?? bind(fragment, rust, offered);
      return fault && 'run' in kernel && operations(fragment.root).includes(fault.operation)
        ? failing(kernel, fault, addon)
        : kernel;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function bind(fragment: Fragment, rust: RustContext, offered: NativeOperations): Kernel | Decline {
  const step = onlyStep(fragment);
  const single = step && SINGLE[step.operation];
  if (single) return single(step, rust, fragment);
  const cost = step && offered.graph[step.operation];
  if (cost) return bindGraphKernel(cost, step, rust, fragment);
  return bindPipeline(fragment, rust) ?? declineFragment(fragment, offered);
}

function declineFragment(fragment: Fragment, offered: NativeOperations): Decline {
  const unknown = operations(fragment.root).find(operation => !offers(offered, operation));
  return unknown === undefined
    ? decline('UNSUPPORTED_FRAGMENT', 'only scans and table operations are fused', 'none needed: the steps are run one by one')
    : decline('UNSUPPORTED_OPERATION', `rust-napi has no ${unknown}`, 'install an engine that has it, such as ts-reference');
}

const operations = (step: Step): string[] => [
  step.operation,
  ...step.inputs.flatMap(input => (input.kind === 'step' ? operations(input) : [])),
];

/** A kernel that panics, aborts or hangs before it starts. */
const failing = (kernel: Kernel, { kind }: Fault, addon: Addon): Kernel => ({
  ...kernel,
  run: async call => {
    await nativeCall(() => addon.fault(kind, call.cancelled));
    return kernel.run(call);
  },
});
