import { jsx as _jsx } from "react/jsx-runtime";
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useDocumentOf, useQueryOf } from './use-live-query.js';
/**
 * Makes the React bindings for an app's role table: a permission or a role that the table does not have
 * is a type error. Needs React 18 or 19. The table is a type only, so every call gives the same
 * components and hooks.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsReact } from 'live-claims/react';
 * import type { roles } from './live-claims.config.ts';
 *
 * export const { LiveClaimsProvider, useLiveClaims, useCan, useLiveQuery, Can } =
 *   createLiveClaimsReact<typeof roles>();
 */
export function createLiveClaimsReact() {
    // The provider takes only a client of this table, so the snapshot holds only its roles and permissions.
    return bindings;
}
const ClientContext = /* @__PURE__ */ createContext(null);
const useLiveClaimsClient = () => {
    const client = useContext(ClientContext);
    if (!client)
        throw new Error('Put a <LiveClaimsProvider client={…}> around this component.');
    return client;
};
// Each check asks for itself, so that no two share an answer (reactfire #514, #493).
const useCan = (permission) => {
    const { subscribe, getSnapshot } = useLiveClaimsClient();
    const can = () => getSnapshot().permissions.includes(permission);
    return useSyncExternalStore(subscribe, can, can);
};
const bindings = {
    // `.Provider`, which React 19 no longer needs, is for React 18.
    LiveClaimsProvider: ({ client, children }) => (_jsx(ClientContext.Provider, { value: client, children: children })),
    useLiveClaimsClient,
    useLiveClaims: () => {
        const { subscribe, getSnapshot } = useLiveClaimsClient();
        return useSyncExternalStore(subscribe, getSnapshot, getSnapshot);
    },
    useCan,
    Can: ({ permission, fallback = null, children }) => (useCan(permission) ? children : fallback),
    useLiveQuery: (query, read) => useQueryOf(useLiveClaimsClient(), query, read),
    useLiveDocument: (document, read) => useDocumentOf(useLiveClaimsClient(), document, read),
};
