/** The Firestore rules that are in force, to look at and to replace. */
export interface ReleasedRules {
    /** Their text and the name of their ruleset; null where nobody can tell. */
    readonly current: () => Promise<{
        readonly name: string;
        readonly text: string;
    } | null>;
    readonly release: (text: string) => Promise<void>;
    /** @param name of a ruleset that was in force before; null where nobody could tell. */
    readonly releaseFormer: (name: string) => Promise<void>;
}
/**
 * Rules that refuse everyone.
 *
 * @param former name of the ruleset to bring back, kept in the text itself: so that any machine can.
 */
export declare function closedRules(former: string): string;
/** The name of the ruleset that closed rules stand in for; null for any other rules. */
export declare function formerIn(text: string): string | null;
/**
 * Closes by rules, or opens again.
 *
 * @returns false when it was so already.
 * @throws {AdminError} `cannot-apply` when the rules to bring back cannot be had; nothing was changed then.
 */
export declare function switchRules(rules: ReleasedRules, on: boolean): Promise<boolean>;
