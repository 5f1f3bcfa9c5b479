/** Of the panel's shadow root. */
export const STYLES = `
:host { all: initial; }
.devtools {
  position: fixed; inset-inline: 0; z-index: 2147483000;
  font: 13px/1.45 system-ui, sans-serif; color-scheme: light dark;
  color: light-dark(#14201f, #e6efee); pointer-events: none;
}
.devtools > * { pointer-events: auto; }
.opener {
  display: flex; gap: .5em; align-items: center; margin-block-end: 8px; margin-inline: auto 8px; padding: 4px 10px;
  font: inherit; color: inherit; background: light-dark(#fff, #1a2429);
  border: 1px solid light-dark(#6b7a78, #7b8b89); border-radius: 999px; cursor: pointer;
}
.opener em { font-style: normal; font-weight: 600; color: light-dark(#9a3412, #fdba74); }
.dot { inline-size: 9px; block-size: 9px; border-radius: 50%; background: light-dark(#6b7a78, #7b8b89); }
.dot.fresh { background: light-dark(#15803d, #4ade80); }
.dot.refreshing, .dot.loading { background: light-dark(#b45309, #fbbf24); }
.dot.stale, .dot.revoked { background: light-dark(#b91c1c, #f87171); }
.panel {
  display: grid; grid-template-rows: auto minmax(0, 1fr); block-size: min(45vh, 28rem);
  background: light-dark(#fff, #10191c); border-block-start: 1px solid light-dark(#6b7a78, #7b8b89);
}
.tabs { display: flex; overflow-x: auto; border-block-end: 1px solid light-dark(#d5dddc, #2f3d40); }
.tabs button {
  padding: 8px 14px; font: inherit; color: inherit; background: none; border: 0;
  border-block-end: 3px solid transparent; cursor: pointer;
}
.tabs [aria-selected=true] { font-weight: 600; border-block-end-color: light-dark(#0f5c63, #5ec4cd); }
:focus-visible { outline: 2px solid light-dark(#0f5c63, #5ec4cd); outline-offset: -2px; }
.body { overflow: auto; padding: 12px 16px; overflow-wrap: anywhere; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { padding: 4px 12px 4px 0; text-align: start; vertical-align: top; border-block-end: 1px solid light-dark(#e3eae9, #243135); }
thead th { font-weight: 600; }
tbody th { font-weight: 400; color: light-dark(#4b5a58, #a3b3b1); }
.differs td { font-weight: 600; color: light-dark(#9a3412, #fdba74); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; }
dt { color: light-dark(#4b5a58, #a3b3b1); }
dd { margin: 0; }
pre, code, time { font-family: ui-monospace, monospace; font-size: 12px; }
pre { white-space: pre-wrap; }
.timeline { margin: 0; padding: 0; list-style: none; }
.timeline li { padding: 3px 0; }
.timeline time { color: light-dark(#4b5a58, #a3b3b1); }
.timeline .refresh { font-weight: 600; }
.timeline .refused, .timeline .listener-lost { color: light-dark(#9a3412, #fdba74); }
.simulate { display: flex; flex-wrap: wrap; gap: 10px 24px; align-items: center; }
.simulate p { flex-basis: 100%; margin: 0; }
.simulate button, .simulate select { font: inherit; padding: 4px 10px; }
@media (forced-colors: active) { .tabs [aria-selected=true] { border-block-end-color: Highlight; } .dot { forced-color-adjust: none; } }
`;
