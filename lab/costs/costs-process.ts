/** The process that counts, with a stack of its own. Started by `measure-costs.ts`. */
import { workForParent } from '../own-process.ts';
import { countCosts } from './count-costs.ts';

export interface CostsInput {
  readonly times: number;
  /** The strategy to look at; or all but some, of those every other one, from the first or the second on. */
  readonly which:
    | { readonly only: string }
    | { readonly without: readonly string[]; readonly from: 0 | 1 };
}

await workForParent<CostsInput>(({ times, which }, say) =>
  countCosts({
    times,
    choose(ids) {
      if ('only' in which) return [which.only];
      const others = ids.filter((id) => !which.without.includes(id));
      return others.filter((_, index) => index % 2 === which.from);
    },
    onProgress: (done, total) => say(`strategy ${done} of ${total}`),
  }),
);
