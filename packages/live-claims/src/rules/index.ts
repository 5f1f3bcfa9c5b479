export type { RulesOptions } from './rules-options.ts';
export { RulesProblem } from './rules-problem.ts';
export { differences, writeRules } from './write-rules.ts';
