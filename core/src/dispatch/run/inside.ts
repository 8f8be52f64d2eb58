import { AsyncLocalStorage } from 'node:async_hooks';
import { Admission, type AdmissionControl, type Demand, type Lease } from './admission.js';
import type { Session } from './session.js';

/** A kernel that runs, as calls from inside it see it. */
interface Inside {
  /** the dispatcher that runs it */
  readonly owner: object;
  readonly session: Session;
  /** what the kernel lends; undefined once it has ended */
  readonly lent: () => AdmissionControl | undefined;
  readonly outer: Inside | undefined;
}

const running = new AsyncLocalStorage<Inside>();
/** Rooms that are open: while there is none, nothing is tracked, which would make every promise of the process dearer. */
let rooms = 0;

/** What a call from inside a kernel is run with. */
export interface Enclosing {
  readonly session: Session;
  readonly admission: AdmissionControl;
}

/** The innermost kernel of this dispatcher that the caller is part of and that still runs. */
export function enclosing(owner: object): Enclosing | undefined {
  for (let inside = running.getStore(); inside; inside = inside.outer) {
    const admission = inside.owner === owner ? inside.lent() : undefined;
    if (admission) return { session: inside.session, admission };
  }
  return undefined;
}

/** What a kernel runs in: calls from inside it are admitted by what it has leased. */
export interface Room {
  run<T>(kernel: () => Promise<T>): Promise<T>;
  /** It has ended, or nobody waits for it any more: its lease is given back as soon as nothing that it let in runs. */
  end(): void;
}

export function openRoom(
  owner: object,
  session: Session,
  { admission, demand, lease }: { readonly admission: AdmissionControl; readonly demand: Demand; readonly lease: Lease },
): Room {
  let lent: Admission | undefined;
  let ended = false;
  rooms++;
  const lend = (): AdmissionControl | undefined => {
    if (ended) return undefined;
    lent ??= new Admission(lease.threads > 0 ? lease.threads : Infinity, () => demand.bytes, admission);
    return lease.threads > 0 ? lent : coreless(lent, admission);
  };
  return {
    run: kernel => running.run({ owner, session, lent: lend, outer: running.getStore() }, kernel),
    end() {
      if (ended) return;
      ended = true;
      if (--rooms === 0) running.disable();
      if (lent) lent.close(lease.release);
      else lease.release();
    },
  };
}

/** Where nothing that runs calls its runtime. */
export const closedRoom = (lease: Lease): Room => ({
  run: kernel => kernel(),
  end: () => {
    lease.release();
  },
});

/** A kernel that uses no core has none to lend: the calls inside it get them from where it would have. */
const coreless = (memory: Admission, outer: AdmissionControl): AdmissionControl => ({
  threads: outer.threads,
  get bytes() {
    return memory.bytes;
  },
  async acquire(demand, signal) {
    const room = await memory.acquire({ threads: 0, bytes: demand.bytes }, signal);
    try {
      const cores = await outer.acquire({ threads: demand.threads, bytes: 0, nested: true }, signal);
      return {
        threads: cores.threads,
        get alone() {
          return cores.alone && room.alone;
        },
        release: () => {
          cores.release();
          room.release();
        },
      };
    } catch (error) {
      room.release();
      throw error;
    }
  },
  announce: () => outer.announce(),
  borrow: bytes => memory.borrow(bytes),
  giveBack: bytes => {
    memory.giveBack(bytes);
  },
});
