/// <reference path="./ambient.d.ts" />

export { AuditPage } from './audit/audit-page.tsx';
export { type ConsoleNotice, type ConsoleOptions, ConsoleProvider } from './console-context.tsx';
export type { ConsoleRouter } from './location.ts';
export type { PageFrameProps } from './parts/page-frame.tsx';
export { PeoplePage } from './people/people-page.tsx';
export { PersonPage } from './people/person-page.tsx';
export { LockdownBanner } from './settings/lockdown-banner.tsx';
export { SettingsPage } from './settings/settings-page.tsx';
export { ViewAsBar } from './view-as-bar.tsx';
