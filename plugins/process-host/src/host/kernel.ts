import {
  decline,
  isDecline,
  ParquetFrameError,
  type BindSources,
  type Decline,
  type Fragment,
  type SourceFacts,
  type Kernel,
  type Residency,
  type Statistics,
  type CostEstimate,
} from '@parquetframe/core/engine';
import { ProtocolError } from '../wire/protocol-error.js';
import { readCount, readList, readObject, readText } from '../wire/read.js';
import { encodeValue } from '../wire/value.js';
import { readResidencies } from './answers.js';
import { callFields, readResult, wireInput, type EngineHost } from './engine-host.js';
import { readEstimate } from './estimates.js';
import type { Answer } from './pending.js';
import type { Session } from './session.js';

/** Seconds that a message there and back costs, beyond the work itself. */
export const MESSAGE_SECONDS = 5e-5;

/** A kernel as one incarnation of the child knows it. */
interface Bound {
  readonly kernel: number;
  readonly inputs: readonly (readonly Residency[])[];
  readonly outputs: readonly Residency[];
  readonly cpu: NonNullable<Kernel['cpu']>;
  readonly estimate: ((statistics: Statistics) => CostEstimate) | undefined;
}

/**
 * Binds a fragment in the child. The kernel outlives the child it was bound in: run in a later incarnation, it is bound there again first.
 * @throws ParquetFrameError when the child cannot be asked
 */
export async function bindKernel(host: EngineHost, fragment: Fragment, sources?: BindSources): Promise<Kernel | Decline> {
  const facts: { [port: string]: SourceFacts | null } = {};
  const incarnations = new WeakMap<Session, Promise<Bound | Decline>>();
  const boundIn = (session: Session): Promise<Bound | Decline> => {
    const known = incarnations.get(session);
    if (known !== undefined) return known;
    const asked = bindIn(session);
    incarnations.set(session, asked);
    return asked;
  };
  const bindIn = async (session: Session): Promise<Bound | Decline> => {
    const answer = await session.ask(
      'bind',
      {
        root: fragment.root,
        determinism: fragment.determinism,
        // Types are plain JSON; a parameter of unknown type is null.
        parameters: fragment.parameters.map(type => type ?? null),
        facts,
      },
      received => readAsks(received) ?? readBound(received),
      { deadline: host.messageDeadline },
    );
    if (!('asks' in answer)) return answer;
    const asks = answer.asks.filter(port => !Object.hasOwn(facts, String(port)));
    if (asks.length === 0)
      throw new ParquetFrameError('ENGINE_DEFECT', `${host.id} asks for facts of its sources again and again`);
    for (const port of asks) facts[String(port)] = (await sources?.facts(port)) ?? null;
    return await bindIn(session);
  };
  const first = await boundIn(await host.supervisor.current());
  if (isDecline(first)) return first;
  const { estimate } = first;
  return {
    inputs: first.inputs.map(port => port.map(host.spaces.outward)),
    outputs: first.outputs.map(host.spaces.outward),
    cpu: first.cpu,
    ...(estimate === undefined
      ? {}
      : {
          estimate: statistics => {
            const inside = estimate(statistics);
            return { ...inside, seconds: inside.seconds + MESSAGE_SECONDS };
          },
        }),
    async run(call) {
      const session = await host.supervisor.current();
      const bound = await boundIn(session);
      if (isDecline(bound)) return bound;
      return await session.ask(
        'run',
        {
          kernel: bound.kernel,
          inputs: call.inputs.map(input => wireInput(host, session, input)),
          arguments: call.arguments.map(encodeValue),
          want: host.spaces.inward(call.want),
          ...callFields(call),
        },
        answer => declinedRun(session, answer) ?? readResult(host, session, answer),
        { signal: call.signal, keepsSlot: call.want.once === true, progress: fraction => call.progress(fraction) },
      );
    },
    async [Symbol.asyncDispose]() {
      const session = host.supervisor.live;
      const bound = session && (await incarnations.get(session)?.catch(() => undefined));
      if (session && bound && !isDecline(bound)) session.connection.tell('unbind', { kernel: bound.kernel });
    },
  };
}

const CPUS = ['none', 'one', 'many'] as const;

function readDecline({ header }: Pick<Answer, 'header'>): Decline | undefined {
  if (header['declined'] === undefined) return undefined;
  const declined = readObject(header, 'declined');
  return decline(readText(declined, 'code'), readText(declined, 'reason'), readText(declined, 'remedy'));
}

/** It looked at its inputs and does not take them. */
function declinedRun(session: Session, answer: Answer): Decline | undefined {
  const declined = readDecline(answer);
  if (declined && answer.slot !== undefined) session.connection.releaseSlot(answer.slot);
  return declined;
}

/** Ports whose files it wants to know more of before it answers. */
function readAsks({ header }: Answer): { readonly asks: readonly number[] } | undefined {
  if (header['asks'] === undefined) return undefined;
  const asks = readList(header, 'asks').map(port => {
    if (typeof port === 'number' && Number.isSafeInteger(port) && port >= 0) return port;
    throw new ProtocolError('a port that is asked about must be a whole number');
  });
  return { asks };
}

function readBound({ header }: Answer): Bound | Decline {
  const declined = readDecline({ header });
  if (declined) return declined;
  const cpu = CPUS.find(known => known === readText(header, 'cpu'));
  if (!cpu) throw new ProtocolError(`field cpu of a message must be one of ${CPUS.join(', ')}`);
  return {
    kernel: readCount(header, 'kernel'),
    inputs: readList(header, 'inputs').map(readResidencies),
    outputs: readResidencies(header['outputs']),
    cpu,
    estimate: readEstimate(header['estimates']),
  };
}
