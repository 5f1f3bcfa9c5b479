import type { ChaosCase } from '../chaos-case.ts';
import { ROLE_CHANGE_STEPS, type Step, SYNC_STEPS } from '../steps.ts';
import { strikeCallable } from './callable.ts';
import { CLIENTS } from './clients.ts';
import { DELIVERIES } from './deliveries.ts';
import { CLAIMS_LAND_LATE } from './late.ts';
import { strikeTrigger } from './trigger.ts';

const MOMENTS = ['before', 'after'] as const;

/** The callable neither locks an account nor ends its sessions here, and syncs what its edit has read. */
const NOT_BY_CALL: readonly Step[] = [
  'documents.read',
  'accounts.setDisabled',
  'accounts.endSessions',
];
const CALLABLE_STEPS = [
  ...ROLE_CHANGE_STEPS,
  ...SYNC_STEPS.filter((step) => !NOT_BY_CALL.includes(step)),
];

const KILLS: readonly ChaosCase[] = [
  ...each(SYNC_STEPS, MOMENTS, (step, moment) =>
    strikeTrigger(`killed ${moment} ${step}`, { step, moment, with: 'kill' }),
  ),
  ...each(CALLABLE_STEPS, MOMENTS, (step, moment) =>
    strikeCallable(`killed ${moment} ${step}`, { step, moment, with: 'kill' }),
  ),
  CLAIMS_LAND_LATE,
];

const ANSWERS = {
  unavailable: { auth: '503', firestore: 'UNAVAILABLE' },
  quota: { auth: '429 QUOTA_EXCEEDED', firestore: 'RESOURCE_EXHAUSTED' },
  cut: { auth: 'connection cut', firestore: 'connection cut' },
} as const;
/** Those that cost nothing but the answer. After a silence the process is ended, so it has fewer cases. */
const FAULTS = ['unavailable', 'quota', 'cut'] as const;

/** Steps that change something: whether that has happened when the answer fails is a difference. */
const WRITES = ['accounts.setClaims', 'documents.publish'] as const;
const READS = ['documents.read', 'accounts.read', 'documents.readSource'] as const;

/** More often than the Admin SDK asks again: the run fails, and its event comes again. */
const TOO_OFTEN = 6;

const FAILING_ANSWERS: readonly ChaosCase[] = [
  ...each(READS, FAULTS, (step, fault) =>
    strikeTrigger(`${wordFor(step, fault)} to ${step}`, { step, moment: 'before', with: fault }),
  ),
  ...each(WRITES, FAULTS, (step, fault) =>
    MOMENTS.map((moment) =>
      strikeTrigger(`${wordFor(step, fault)} ${moment} ${step}`, { step, moment, with: fault }),
    ),
  ).flat(),
  ...each(WRITES, ['unavailable', 'quota'] as const, (step, fault) =>
    strikeTrigger(`${wordFor(step, fault)} to ${step}, ${TOO_OFTEN} times`, {
      step,
      moment: 'before',
      with: fault,
      times: TOO_OFTEN,
    }),
  ),
  silentTrigger('accounts.read', 'before'),
  silentTrigger('accounts.setClaims', 'after'),
  silentTrigger('documents.publish', 'before'),
  ...each(FAULTS, MOMENTS, (fault, moment) => {
    const step = 'roleChange.commit';
    return strikeCallable(`${wordFor(step, fault)} ${moment} ${step}`, {
      step,
      moment,
      with: fault,
    });
  }),
  strikeCallable('no answer after roleChange.commit', {
    step: 'roleChange.commit',
    moment: 'after',
    with: 'hang',
  }),
];

function silentTrigger(step: Step, moment: 'before' | 'after'): ChaosCase {
  return strikeTrigger(`no answer ${moment} ${step}`, { step, moment, with: 'hang' });
}

function wordFor(step: Step, fault: (typeof FAULTS)[number]): string {
  return ANSWERS[fault][step.startsWith('accounts.') ? 'auth' : 'firestore'];
}

function each<A, B, T>(as: readonly A[], bs: readonly B[], make: (a: A, b: B) => T): readonly T[] {
  return as.flatMap((a) => bs.map((b) => make(a, b)));
}

/** Every way for things to go wrong, in the order of the results. */
export const CASES: readonly ChaosCase[] = [
  ...KILLS,
  ...DELIVERIES,
  ...FAILING_ANSWERS,
  ...CLIENTS,
];

/** One or two of each kind, for `npm test`. */
const SHORT_FORM: readonly string[] = [
  'trigger: killed after accounts.setClaims',
  'callable: killed after roleChange.commit',
  'event dropped on its first attempt',
  'event twice at the same time',
  'events of grant and revoke, swapped',
  'trigger: 503 to accounts.read',
  'trigger: 429 QUOTA_EXCEEDED after accounts.setClaims',
  'trigger: connection cut after documents.publish',
  'client: 429 QUOTA_EXCEEDED for two token exchanges',
];

/** The cases of these names. @throws {RangeError} when there is no case of one of them. */
function named(names: readonly string[]): readonly ChaosCase[] {
  return names.map((name) => {
    const found = CASES.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`There is no case named "${name}".`);
    return found;
  });
}

export const SHORT_CASES = named(SHORT_FORM);
