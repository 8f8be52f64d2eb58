import { setTimeout } from 'node:timers/promises';
import { ParquetFrameError, type SourcePart, type StoragePlugin } from '@parquetframe/core';

export interface Request {
  readonly url: string;
  readonly offset: number;
  readonly length: number;
}

/** A store in memory, with the latency of a network, that says what was asked of it. Its URLs take credentials, as many stores do. */
export class FakeStore implements StoragePlugin {
  readonly space = 'fake';
  readonly objects = new Map<string, { bytes: Uint8Array; version: number }>();
  readonly requests: Request[] = [];
  listings = 0;
  pages = 0;
  /** requests under way, now and at most */
  underWay = 0;
  most = 0;
  /** called when a request has been noted, before its latency */
  onRequest: (request: Request) => void = () => undefined;

  put(name: string, bytes: Uint8Array): void {
    const version = (this.objects.get(name)?.version ?? 0) + 1;
    this.objects.set(name, { bytes, version });
  }

  async *list(url: string, signal: AbortSignal): AsyncGenerator<readonly SourcePart[]> {
    this.listings++;
    const prefix = url.replace(/^fake:\/\/([^@/]*@)?/, '').replace(/[*?].*$/, '');
    const found = [...this.objects].filter(([name]) => name.startsWith(prefix)).reverse();
    for (let at = 0; at < found.length; at += 100) {
      await setTimeout(1, undefined, { signal });
      this.pages++;
      yield found.slice(at, at + 100).map(([name, { bytes, version }]) => ({
        url: `fake://${name}`,
        bytes: bytes.length,
        fingerprint: `v${String(version)}`,
        values: {},
      }));
    }
  }

  open({ url, fingerprint }: SourcePart) {
    return {
      read: async (offset: number, length: number, signal: AbortSignal): Promise<Uint8Array> => {
        const request = { url, offset, length };
        this.requests.push(request);
        this.most = Math.max(this.most, ++this.underWay);
        try {
          this.onRequest(request);
          await setTimeout(5, undefined, { signal });
        } finally {
          this.underWay--;
        }
        const object = this.objects.get(url.slice('fake://'.length));
        if (object?.version !== Number(fingerprint.slice(1)))
          throw new ParquetFrameError('SOURCE_CHANGED', `${url} is another version now`, { details: { url } });
        return object.bytes.slice(offset, offset + length);
      },
    };
  }

  get bytesRead(): number {
    return this.requests.reduce((sum, { length }) => sum + length, 0);
  }

  forget(): void {
    this.requests.length = 0;
    this.most = 0;
  }
}
