import { isDecline, type ClaimedOperation, type Decline, type Engine, type Kernel } from '../../contract/index.js';
import { newerOption, satisfies, usedFeatures, type UsedFeatures } from '../../contract/operations/index.js';
import { functionSince } from '../../contract/functions/index.js';
import { functionsCalled } from '../../contract/plan/index.js';
import { certificateGap, messageOf, pairGap, type EngineRegistry, type RegisteredEngine } from '../../registry/index.js';
import { makeRegion, regionsOf, type Region } from './fragments.js';
import type { BindSources, SourceFacts } from '../../contract/sources/index.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import type { Attempt } from '../../executor/provenance.js';
import type { PricedKernel } from './price.js';
import type { Series } from './wisdom.js';

/** Read once per revision of the measurements: a decision asks for it many times. */
export interface Timings {
  readonly revision: number;
  readonly series: Series | undefined;
  readonly calibration: number;
}

/** An engine's kernel for a region: one way to get a step's result. */
export interface Candidate {
  readonly engine: RegisteredEngine;
  readonly kernel: Kernel;
  readonly region: Region;
  /** key of its timings */
  readonly key: string;
  /** engine and operations: what its estimates are calibrated by */
  readonly subject: string;
  /** what is known of its timings, as of a revision of the measurements */
  timings?: Timings;
  readonly pinned: boolean;
  /** the last price, for whom it was made: kept here, because a decision asks for it many times */
  priced?: { readonly by: object; readonly price: PricedKernel | undefined };
  /** up to this work its estimates have been the same for all residencies that the kernel gives */
  indifferent?: number;
  /** where the region was cut for want of a certificate, in words */
  readonly cuts: readonly string[];
}

/** All ways to get a step's result, and why other engines are not among them. */
export interface StepChoices {
  readonly candidates: readonly Candidate[];
  /** the same by engine, the smallest region first */
  readonly byEngine: ReadonlyMap<string, readonly Candidate[]>;
  readonly left: readonly Attempt[];
}

export interface Policy {
  /** pins every step that has no pin of its own */
  readonly engine: string | undefined;
  readonly uncertified: 'allow' | 'refuse';
  /** why an engine is not tried again during this call */
  excluded(engine: string, step: LogicalStep): Attempt | undefined;
  mayEnter(step: LogicalStep): boolean;
  /** how a file was written, for engines that ask while they bind */
  factsOf(input: LogicalInput): Promise<SourceFacts | undefined>;
}

/** Finds the engines for a step: claims, pins, classes, certificates, then the engine's own answer. */
export async function findCandidates(step: LogicalStep, registry: EngineRegistry, policy: Policy): Promise<StepChoices> {
  const pin = step.origin.engine ?? policy.engine;
  const engines = pin === undefined ? registry.all() : [registry.get(pin)];
  const candidates: Candidate[] = [];
  const left: Attempt[] = [];
  await Promise.all(
    engines.map(async engine => {
      const gap = engineGap(engine, step, policy, pin);
      if (gap) {
        left.push(gap);
        return;
      }
      let opened: Engine;
      try {
        opened = await engine.open();
      } catch (error) {
        left.push(attempt(engine.id, 'unavailable', 'ENGINE_UNAVAILABLE', messageOf(error)));
        return;
      }
      const cuts = new Set<string>();
      const enter = (inner: LogicalStep, parent: LogicalStep, port: number): boolean =>
        policy.mayEnter(inner) &&
        samePin(inner, pin, policy) &&
        inner.origin.determinism === step.origin.determinism &&
        engineGap(engine, inner, policy, pin) === undefined &&
        (trusts(policy, pin) || isCertifiedPair(engine, inner, parent, port, cuts));
      let regions: readonly Region[];
      try {
        regions = regionsOf(step, opened, enter);
      } catch (error) {
        left.push(
          attempt(
            engine.id,
            'declined',
            'ENGINE_DEFECT',
            `it threw when asked what it covers: ${messageOf(error)}`,
            'report it to the author of the engine',
          ),
        );
        return;
      }
      if (regions.length === 0) {
        const alone = makeRegion(step, new Set([step]));
        const answer = await engine.bind(alone.fragment, sourcesOf(alone, policy));
        left.push(
          isDecline(answer)
            ? declined(engine.id, answer)
            : attempt(engine.id, 'declined', 'UNSUPPORTED_OPERATION', 'it does not cover this step by itself'),
        );
        return;
      }
      let refusal: Decline | undefined;
      let bound = 0;
      for (const region of regions) {
        const kernel = await engine.bind(region.fragment, sourcesOf(region, policy));
        if (isDecline(kernel)) refusal ??= kernel;
        else {
          bound++;
          candidates.push({
            engine,
            kernel,
            region,
            key: `${engine.id}@${engine.version}|${region.fragment.signature}`,
            subject: `${engine.id}|${region.steps.map(inner => inner.definition.name).join()}`,
            pinned: pin !== undefined,
            cuts: [...cuts],
          });
        }
      }
      if (bound === 0 && refusal) left.push(declined(engine.id, refusal));
    }),
  );
  return { candidates, byEngine: byEngine(candidates), left };
}

/** What tells how a file was written is not asked about the file that it is to tell of. */
const sourcesOf = ({ ports, steps }: Region, { factsOf }: Policy): BindSources => ({
  async facts(port) {
    const input = ports[port];
    if (input === undefined || steps.some(({ definition }) => definition.plan?.sourceFacts)) return undefined;
    return await factsOf(input);
  },
});

function byEngine(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(candidate.engine.id);
    if (group) group.push(candidate);
    else groups.set(candidate.engine.id, [candidate]);
  }
  return groups;
}

/** Without certificates nothing is cut: the caller trusts the engine. */
const trusts = ({ uncertified }: Policy, pin: string | undefined): boolean => pin !== undefined || uncertified === 'allow';

function isCertifiedPair(
  { module }: RegisteredEngine,
  inner: LogicalStep,
  parent: LogicalStep,
  port: number,
  cuts: Set<string>,
): boolean {
  const gap = pairGap(module, parent.definition.name, port, inner.definition.name);
  if (gap !== undefined) cuts.add(gap);
  return gap === undefined;
}

const samePin = (inner: LogicalStep, pin: string | undefined, policy: Policy): boolean =>
  (inner.origin.engine ?? policy.engine) === pin;

/** Why an engine is not a candidate for a step, as far as core can tell without asking it. */
function engineGap(engine: RegisteredEngine, step: LogicalStep, policy: Policy, pin: string | undefined): Attempt | undefined {
  const { definition, origin } = step;
  const claim = engine.module.manifest.operations[definition.name];
  if (!claim)
    return attempt(
      engine.id,
      'declined',
      'UNSUPPORTED_OPERATION',
      `it has no ${definition.name}`,
      'install an engine that has it',
    );
  const { availability } = engine;
  if (!availability.available) {
    const { code, reason, remedy, until } = availability;
    return { ...attempt(engine.id, 'unavailable', code, reason, remedy), ...(until === undefined ? {} : { until }) };
  }
  const excluded = policy.excluded(engine.id, step);
  if (excluded) return excluded;
  if (claim.revision < step.revision) {
    const newer = newerOption(definition, step.options, claim.revision);
    return attempt(
      engine.id,
      'declined',
      newer ? 'UNSUPPORTED_OPTION' : 'UNSUPPORTED_OPERATION',
      `${newer ? `option ${newer.name}, as it is used here,` : definition.name} needs revision ${String(newer?.since ?? step.revision)}, it has revision ${String(claim.revision)}`,
      'update the engine',
    );
  }
  const asked = definition.classes[origin.determinism];
  // Whoever takes engines as they are takes their answers too; the provenance says which class they are of.
  if (!satisfies(claim.class, asked) && policy.uncertified !== 'allow')
    return attempt(
      engine.id,
      'declined',
      'UNSUPPORTED_CLASS',
      `it meets ${claim.class}, asked is ${asked}`,
      `ask for determinism "fast", or install an engine that meets ${asked}`,
    );
  const lacking = [...functionsCalled(step.bound)].find(name => !evaluates(claim, name));
  if (lacking !== undefined)
    return attempt(
      engine.id,
      'declined',
      'UNSUPPORTED_EXPRESSION',
      claim.functions
        ? `it does not evaluate ${lacking}`
        : `it has the functions of revision ${String(claim.revision)}, and ${lacking} is not one of them`,
      'install an engine that does',
    );
  if (trusts(policy, pin)) return undefined;
  const gap = certificateGap(engine.module, definition, asked, step.revision, featuresOfStep(step));
  return gap === undefined
    ? undefined
    : attempt(
        engine.id,
        'unavailable',
        'UNCERTIFIED',
        gap,
        'certify the engine, pin it, or create the runtime with uncertified: "allow"',
      );
}

/** A claim without a list means the functions of the revision it names, never those that came later. */
function evaluates(claim: ClaimedOperation, name: string): boolean {
  return claim.functions ? claim.functions.includes(name) : (functionSince(name) ?? Infinity) <= claim.revision;
}

const features = new WeakMap<LogicalStep, UsedFeatures>();

function featuresOfStep(step: LogicalStep): UsedFeatures {
  let used = features.get(step);
  if (!used) features.set(step, (used = usedFeatures(step.definition, step.options, step.bound.binding, [step.bound.output])));
  return used;
}

export const attempt = (engine: string, outcome: Attempt['outcome'], code: string, reason: string, remedy?: string): Attempt => ({
  engine,
  outcome,
  code,
  reason,
  ...(remedy === undefined ? {} : { remedy }),
});
const declined = (engine: string, answer: Decline): Attempt =>
  attempt(engine, 'declined', answer.code, answer.reason, answer.remedy);
