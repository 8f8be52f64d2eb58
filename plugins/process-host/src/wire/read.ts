import type { Json, JsonObject } from '@parquetframe/core/engine';
import { ProtocolError } from './protocol-error.js';

/** Checked reading of message fields: what the other process sent is not trusted to have the right types. All throw ProtocolError. */
const wrong = (name: string, expected: string, value: Json | undefined): ProtocolError =>
  new ProtocolError(`field ${name} of a message must be ${expected}, received ${value === undefined ? 'nothing' : typeof value}`);

export function readText(from: JsonObject, name: string): string {
  const value = from[name];
  if (typeof value !== 'string') throw wrong(name, 'a string', value);
  return value;
}

export function readNumber(from: JsonObject, name: string): number {
  const value = from[name];
  if (typeof value !== 'number') throw wrong(name, 'a number', value);
  return value;
}

/** A whole number from 0 up. */
export function readCount(from: JsonObject, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw wrong(name, 'a whole number', value);
  return value;
}

export function readBoolean(from: JsonObject, name: string): boolean {
  const value = from[name];
  if (typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  return value;
}

export function readList(from: JsonObject, name: string): readonly Json[] {
  const value = from[name];
  if (!Array.isArray(value)) throw wrong(name, 'an array', value);
  return value as readonly Json[];
}

export function asObject(value: Json | undefined, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name, 'an object', value);
  return value as JsonObject;
}

export const readObject = (from: JsonObject, name: string): JsonObject => asObject(from[name], name);
export const readObjects = (from: JsonObject, name: string): readonly JsonObject[] =>
  readList(from, name).map(item => asObject(item, name));
