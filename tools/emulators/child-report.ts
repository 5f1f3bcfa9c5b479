/** What the firebase-tools process tells the launcher of each process that it starts. */
export type ChildReport =
  | { readonly type: 'child-started'; readonly pid: number; readonly command: string }
  | {
      readonly type: 'child-ended';
      readonly pid: number;
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
    };

/** Names, for the firebase-tools process, what to remove when the launcher cannot: a JSON array of paths. */
export const REMOVE_VARIABLE = 'LIVE_CLAIMS_REMOVE';
