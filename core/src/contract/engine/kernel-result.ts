import { ParquetFrameError } from '../errors/index.js';
import { isDecline, type Decline, type KernelResult } from './contract.js';

/** What a kernel gave, for callers that have no other engine to ask. @throws ParquetFrameError with the code of the Decline, when it gave one */
export function resultOf(answer: KernelResult | Decline): KernelResult {
  if (!isDecline(answer)) return answer;
  throw new ParquetFrameError(answer.code, `${answer.reason} (${answer.remedy})`);
}
