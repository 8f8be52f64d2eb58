/**
 * The kernels of the reference engine, one file each. The worker-pool engine runs the same ones on partitions.
 * @packageDocumentation
 */
import type { BindStep } from '@parquetframe/core/engine';
import { bindLimit } from './table/limit.js';

/** Operation → how its step is bound; whoever adds an operation adds one line. */
export const kernels: { readonly [operation: string]: BindStep } = {
  'table.limit': bindLimit,
};
