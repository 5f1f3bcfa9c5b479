export type { RulesOptions } from './rules-options.ts';
export { differences, writeRules } from './write-rules.ts';
