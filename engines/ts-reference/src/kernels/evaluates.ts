import { hasKernel, kernelOf } from './expression/functions.js';

/** Whether a scalar function can be evaluated here: on this thread also those that a plugin brought. */
export const evaluates = (name: string): boolean => hasKernel(name) || kernelOf(name) !== undefined;
