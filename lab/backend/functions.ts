/*
 * What the lab runs: our functions as they are deployed, and those of the other approaches. All of
 * them on one Functions emulator, so that all pay the same for a call, a trigger and a start.
 */
export * from '../../functions/src/index.ts';
export { labBaseline, labBaselineCall, labHop } from './baseline.ts';
export { labDocsMarker } from './docs-marker.ts';
export { labExtension } from './extension.ts';
export { labAdmin } from './lab-admin.ts';
export { labApi } from './lab-api.ts';
