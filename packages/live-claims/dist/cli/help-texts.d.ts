import { type RoleTable } from '../core/index.js';
import type { AdminRequest } from './request.js';
import type { Paint } from './terminal.js';
export type CommandName = AdminRequest['command'];
/** How long an invite is open where nobody says. */
export declare const DEFAULT_INVITE_DAYS = 7;
/** What one types after `npm run admin --`, and what it does. */
type Example = readonly [typed: string, does: string];
/** What a command's own help says, beside its arguments and options. */
export declare function commandHelp(roles: RoleTable): Readonly<Record<CommandName, {
    readonly description: string;
    readonly examples: readonly Example[];
}>>;
/** What the help of the whole command line says at its end. */
export declare function programHelp(roles: RoleTable, paint: Paint): string;
export declare function examplesText(examples: readonly Example[], paint: Paint): string;
export {};
