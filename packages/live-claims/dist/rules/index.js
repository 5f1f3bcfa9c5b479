export { defaultNames } from './rules-options.js';
export { differences, writeRules } from './write-rules.js';
