export {
  createDevtools,
  type Devtools,
  type DevtoolsOptions,
  type Known,
} from './create-devtools.ts';
export { type ClientEvent, describeEvent, type RefreshReason } from './events.ts';
export { type ExplainedCheck, explainChecks } from './explain-check.ts';
export { REAL, type Simulation } from './simulation.ts';
