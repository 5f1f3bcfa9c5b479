/** The process that counts, with a stack of its own. Started by `measure-costs.ts`. */
import { workForParent } from '../own-process.ts';
import { countCosts } from './count-costs.ts';

export interface CostsInput {
  readonly times: number;
  /** Ids of the strategies to look at, or of those to leave out. */
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

await workForParent<CostsInput>(({ times, only, without = [] }, say) =>
  countCosts({
    times,
    wants: (id) => only?.includes(id) ?? !without.includes(id),
    onProgress: (done, total) => say(`strategy ${done} of ${total}`),
  }),
);
