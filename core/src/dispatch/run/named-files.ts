import { isParquetFrameError, ParquetFrameError, withFileNames } from '../../contract/errors/index.js';
import { inputsFirst, type PlanInput, type PlanNode } from '../../contract/plan/index.js';
import { FILE_BYTES, sameResidency, type Dataset, type FileReference } from '../../contract/data/index.js';

/**
 * The error as a user may be shown it: engines name files by their absolute paths, and a message may end up with whoever called a server, so it gets the path as the user gave it;
 * the absolute one, and the line that read the file, are in the details.
 */
export function withNamedFiles(error: unknown, plan: PlanInput): unknown {
  if (!isParquetFrameError(error)) return error;
  const about = sourcesOf(plan).filter(({ path }) => error.message.includes(path) || error.details['file'] === path);
  const [first] = about;
  if (first === undefined) return error;
  const named = withFileNames(error, new Map(about.map(({ path, given }) => [path, given])));
  if (!isParquetFrameError(named)) return named;
  const callSite = first.reader.callSite === undefined ? {} : { callSite: first.reader.callSite };
  return new ParquetFrameError(named.code, named.message, {
    cause: named.cause,
    details: { file: first.path, ...callSite, ...named.details },
  });
}

interface Source {
  /** absolute */
  readonly path: string;
  /** as the user gave it */
  readonly given: string;
  readonly reader: PlanNode;
}

/** The files that a plan reads, the longest path first: one may be the beginning of another. */
function sourcesOf(plan: PlanInput): readonly Source[] {
  const sources: Source[] = [];
  for (const node of inputsFirst(plan, inputsOf)) {
    if (node.kind !== 'operation') continue;
    for (const input of node.inputs) {
      const path = input.kind === 'dataset' ? pathOf(input.dataset) : undefined;
      if (input.kind === 'dataset' && path !== undefined) sources.push({ path, given: input.dataset.label, reader: node });
    }
  }
  return sources.sort((a, b) => b.path.length - a.path.length);
}

/** Also what kept datasets, such as graphs, are made of. */
function inputsOf(input: PlanInput): readonly PlanInput[] {
  if (input.kind === 'operation') return input.inputs;
  return input.dataset.recipe === undefined ? [] : [input.dataset.recipe as PlanInput];
}

function pathOf({ replicas }: Dataset): string | undefined {
  const file = replicas.find(({ residency }) => sameResidency(residency, FILE_BYTES))?.value as FileReference | undefined;
  return file?.path;
}
