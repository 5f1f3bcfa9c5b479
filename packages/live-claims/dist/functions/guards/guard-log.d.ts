import type { RefusalDetails } from '../../core/index.js';
import type { Requirement } from './check-access.js';
/** @param uid null when nobody knows who it was. */
export declare function accessRefused(uid: string | null, { permission, strength }: Requirement, { reason }: RefusalDetails): void;
