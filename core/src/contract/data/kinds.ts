import { ParquetFrameError, received } from '../errors/index.js';
import type { Json } from './json.js';
import type { Kind, Layout, Residency } from './replica.js';

/** The kinds of core. All that is closed about kinds is here: anything else asks for a codec, or takes what it is given. */
const BUILT_IN: { readonly [kind in Exclude<Kind['kind'], `${string}:${string}`>]: true } = {
  table: true,
  graph: true,
  file: true,
  record: true,
};

/** A kind's name as `plugin:name`. */
const OF_PLUGIN = /^[a-z][A-Za-z0-9-]*:[A-Za-z][A-Za-z0-9-]*$/;

/** What is a value of a plugin's kind when it has left its process. */
export interface EncodedValue {
  readonly about: Json;
  /** read until they are sent, and never written to */
  readonly buffers: readonly ArrayBufferView[];
}

/** How values of a plugin's kind go to another process, and come from there. Both processes must have it. */
export interface KindCodec {
  /** `example:model` */
  readonly kind: `${string}:${string}`;
  /** layout of the values on the heap that it encodes and makes; default the name of the kind */
  readonly layout?: `${string}:${string}`;
  /** @throws TypeError for what is not such a value */
  encode(value: unknown): EncodedValue;
  /** Buffers come as typed arrays of the types that they were. @throws anything, for what is damaged */
  decode(about: Json, buffers: readonly ArrayBufferView[]): unknown;
}

const codecs = new Map<string, KindCodec>();

/** Makes the kinds of an engine or plugin known to this process. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function addKinds(given: readonly KindCodec[]): void {
  const list: unknown = given;
  if (!Array.isArray(list))
    throw new ParquetFrameError('INVALID_ARGUMENT', `kinds must be an array of codecs; received ${received(list)}`);
  for (const codec of given) {
    const { kind, encode, decode }: { readonly [member: string]: unknown } = {
      ...codec,
      encode: codec.encode,
      decode: codec.decode,
    };
    if (typeof kind !== 'string' || !OF_PLUGIN.test(kind) || typeof encode !== 'function' || typeof decode !== 'function')
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `a kind of a plugin has a name such as "example:model", and functions encode and decode; received ${JSON.stringify(String(kind))}`,
      );
    const known = codecs.get(codec.kind);
    if (known && known !== codec && layoutOf(known) !== layoutOf(codec))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `the kind ${codec.kind} is defined twice; a plugin must choose a name of its own`,
        {
          details: { kind: codec.kind },
        },
      );
    codecs.set(codec.kind, codec);
  }
}

export const kindCodec = (kind: string): KindCodec | undefined => codecs.get(kind);
export const kindCodecs = (): readonly KindCodec[] => [...codecs.values()];

/** A name as a kind, or undefined when it is none. */
export function kindName(name: unknown): Kind['kind'] | undefined {
  if (typeof name !== 'string') return undefined;
  return isBuiltIn(name) || isOfPlugin(name) ? name : undefined;
}

const isBuiltIn = (name: string): name is keyof typeof BUILT_IN => Object.hasOwn(BUILT_IN, name);
const isOfPlugin = (name: string): name is `${string}:${string}` => OF_PLUGIN.test(name);

const layoutOf = ({ kind, layout = kind }: KindCodec): Layout => layout;

/** Where values of a plugin's kind lie on the heap. */
export const heapOf = (codec: KindCodec): Residency => ({ space: 'heap', layout: layoutOf(codec) });
