import * as v from 'valibot';
import type { AccessSettings } from './access-settings.js';
import { type Marker } from './marker.js';
import { type RoleTable } from './roles.js';
/** Where a client asks for its access when its listener cannot run. */
export declare const ME_PATH = "/api/users/me";
/** The answer of `GET /api/users/me`: what a client would learn by listening. */
export declare const meSchema: v.ObjectSchema<{
    readonly uid: v.StringSchema<undefined>;
    /** The role that the marker names and that counts now; null for none, an expired or a disabled one. */
    readonly role: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    /** What that role may do. */
    readonly permissions: v.ArraySchema<v.StringSchema<undefined>, undefined>;
    /** Null when there is none that can be read. */
    readonly marker: v.NullableSchema<v.SchemaWithPipe<readonly [v.UnknownSchema, v.TransformAction<unknown, Marker | null>, v.CheckAction<Marker | null, "must be a marker">, v.TransformAction<Marker | null, Marker>]>, undefined>;
    readonly settings: v.ObjectSchema<{
        readonly lockdown: v.BooleanSchema<undefined>;
        /** Whole seconds since the Unix epoch; null for none. */
        readonly minimumAuthTime: v.NullableSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>]>, undefined>;
    }, undefined>;
}, undefined>;
export type Me = v.InferOutput<typeof meSchema>;
/** The answer in unknown data; null when it cannot be read as one. */
export declare function parseMe(data: unknown): Me | null;
/**
 * What to answer, ready for JSON. The ID token plays no part in it.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function describeMe(roles: RoleTable, uid: string, { marker, settings }: {
    readonly marker: Marker | null;
    readonly settings: AccessSettings;
}, now: number): Me;
