/** The element's own style: it lives in a shadow root, so that no page's style reaches it. */
const STYLE = `
:host { display: block; font: inherit; color: inherit; --level: 0; --bad: #d3383b;
  --accent: var(--drumbeat-accent, #2f4ac0); --soft: color-mix(in srgb, currentColor 9%, transparent); }
[hidden] { display: none !important; }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
button, select, input { font: inherit; color: inherit; }
button { padding: 7px 14px; border: 1px solid color-mix(in srgb, currentColor 45%, transparent); border-radius: 9px;
  background: none; cursor: pointer; }
button:hover { background: var(--soft); }
button:focus-visible, select:focus-visible, input:focus-visible, .talk:focus-visible { outline: 2px solid; outline-offset: 2px; }
.call { display: flex; gap: 9px; align-items: center; font-weight: 600; }
:host(:not([bare])) .call { border-color: var(--accent); background: var(--accent); color: #fff; }
:host(:not([bare])[up]) .call { border-color: var(--bad); background: none; color: inherit; }
.level { display: flex; gap: 2px; align-items: center; height: 16px; }
.level i { width: 3px; height: 4px; border-radius: 2px; background: currentColor; opacity: .55; }
:host([live]) .level i { height: calc(4px + var(--level) * var(--reach)); background: var(--bad); opacity: 1; transition: height 60ms; }
:host([muted]) .level i { height: 4px; opacity: .4; }
.level i:nth-child(1), .level i:nth-child(5) { --reach: 6px; }
.level i:nth-child(2), .level i:nth-child(4) { --reach: 9px; }
.level i:nth-child(3) { --reach: 12px; }
.held { background: var(--soft); }
.mute[aria-pressed=true] { background: color-mix(in srgb, var(--bad) 20%, transparent); }
.way { display: flex; gap: 5px; align-items: center; font-size: .9em; }
select { max-width: 14em; padding: 6px; border: 1px solid color-mix(in srgb, currentColor 45%, transparent);
  border-radius: 9px; background: transparent; }
option { color: #1f1c24; background: #fff; }
.state { margin: 8px 0 0; font-size: .9em; }
.state:empty { margin: 0; }
:host([trouble]) .state { padding: 8px 12px; border-left: 3px solid var(--bad); border-radius: 4px;
  background: color-mix(in srgb, var(--bad) 10%, transparent); }
.talk { display: flex; flex-direction: column; gap: 6px; max-height: 18em; overflow-y: auto; margin: 12px 0 0; }
.talk:empty { margin: 0; }
.talk p { max-width: 85%; margin: 0; padding: 8px 12px; border-radius: 13px; overflow-wrap: anywhere; }
.said { align-self: flex-start; border-bottom-left-radius: 4px; background: var(--soft); }
.heard { align-self: flex-end; border-bottom-right-radius: 4px; background: var(--accent); color: #fff; }
.partial { opacity: .65; font-style: italic; }
.who { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.draft { display: grid; gap: 1px; margin: 12px 0 0; font-size: .9em; }
.draft:empty { margin: 0; }
.draft div { display: grid; grid-template-columns: 7.5em 1fr; gap: 10px; padding: 4px 8px; border-radius: 6px; }
.draft dt { opacity: .75; }
.draft dd { margin: 0; overflow-wrap: anywhere; opacity: .6; }
.draft .filled dd { opacity: 1; font-weight: 600; }
.draft .fresh { animation: fresh 2s; }
@keyframes fresh { from { background: color-mix(in srgb, var(--accent) 30%, transparent); } }
.typing { display: flex; gap: 8px; margin: 12px 0 0; }
.typing input { flex: 1; min-width: 0; padding: 7px 11px; background: transparent; border-radius: 9px;
  border: 1px solid color-mix(in srgb, currentColor 45%, transparent); }
@media (prefers-reduced-motion: reduce) { .level i { transition: none !important; } .draft .fresh { animation: none; } }
`;

/** As a sheet and no `<style>`: a page whose Content-Security-Policy allows no inline style shows it all the same. */
export function dress(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
}
