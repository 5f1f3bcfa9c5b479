import type { RulesOptions } from './rules-options.js';
/**
 * Security rules with the block between the lines `// <live-claims>` and `// </live-claims>` written
 * anew; every other line comes back as it was.
 *
 * @throws {Error} when the source has not exactly one block, a name cannot stand in rules, or a rule asks
 *   for a permission that no role of the table holds and so would refuse everybody.
 * @example writeFileSync(file, writeRules(readFileSync(file, 'utf8'), { ...defaultNames, roles, can }));
 */
export declare function writeRules(source: string, options: RulesOptions): string;
/**
 * What a reader of a diff expects: the lines from the first to the last that differ, old and new.
 *
 * @example console.error(differences(source, writeRules(source, options)).join('\n'));
 */
export declare function differences(before: string, after: string): string[];
