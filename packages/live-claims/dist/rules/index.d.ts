export { type Check, defaultNames, type RulesOptions } from './rules-options.js';
export { differences, writeRules } from './write-rules.js';
