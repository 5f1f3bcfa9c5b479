import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, PlantedFault } from '../support/emulator-proxy.ts';
import type { Lab } from './lab.ts';
import { type Step, StepReader } from './steps.ts';

/** The platform ends an instance whose run is over its time limit: 60 s in production, less here. */
const TIME_LIMIT_MS = 3000;

export type FunctionName = 'syncClaims' | 'setUserRole';

/** Strikes a function at a step, for one person. */
export interface Strike {
  readonly uid: string;
  readonly target: FunctionName;
  readonly step: Step;
  readonly moment: 'before' | 'after';
  /** `kill` ends its process; everything else is what it gets for an answer. */
  readonly with: 'kill' | Fault;
  /** How many times; once unless given. */
  readonly times?: number;
  /** With `before`: the request was on its way, and takes effect once this resolves. */
  readonly lands?: Promise<unknown>;
}

const steps = new StepReader();

/** Plants it; the first times that the function comes by, it strikes. */
export function strike(lab: Lab, given: Strike): PlantedFault {
  const { proxy, workers } = lab;
  const { uid, target, step, moment, with: blow, times, lands } = given;
  return proxy.faults.plant({
    moment,
    fault: blow === 'kill' ? 'hang' : blow,
    ...(times !== undefined && { times }),
    ...(lands !== undefined && { lands }),
    async matches(call) {
      const taken = steps.read(call);
      if (taken?.step !== step || taken.uid !== uid) return false;
      return (await workers.at(call.port)).target === target;
    },
    async onFault(call) {
      const worker = await workers.at(call.port);
      if (blow === 'kill') await worker.kill();
      if (blow === 'hang') void sleep(TIME_LIMIT_MS).then(worker.kill);
    },
  });
}
