/** The element's own style: it lives in a shadow root, so that no page's style reaches it. */
export const STYLE = `
:host { display: block; font: inherit; color: inherit; --level: 0; }
[hidden] { display: none !important; }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
button, select, input { font: inherit; color: inherit; }
button { padding: 6px 12px; border: 1px solid currentColor; border-radius: 9px; background: none; cursor: pointer; }
button:focus-visible, select:focus-visible, input:focus-visible, .talk:focus-visible { outline: 2px solid; outline-offset: 2px; }
.call { display: flex; gap: 8px; align-items: center; }
.level { width: 10px; height: 10px; border-radius: 50%; background: currentColor; opacity: .35;
  transform: scale(calc(1 + var(--level) * 1.2)); }
:host([live]) .level { background: #d3383b; opacity: 1; }
.held { background: rgba(127, 127, 127, .3); }
.mute[aria-pressed=true] { background: rgba(211, 56, 59, .2); }
select { max-width: 14em; padding: 5px; border-radius: 9px; background: transparent; }
.state { min-height: 1.2em; margin: 6px 0 0; font-size: .9em; }
.talk { max-height: 16em; overflow-y: auto; margin: 8px 0; }
.talk p { margin: 4px 0; }
.heard { text-align: right; font-weight: 600; }
.draft { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 8px 0; font-size: .9em; }
.draft dt { opacity: .75; }
.draft dd { margin: 0; }
.typing { display: flex; gap: 8px; }
.typing input { flex: 1; min-width: 0; padding: 6px 10px; border: 1px solid currentColor; border-radius: 9px; background: transparent; }
@media (prefers-reduced-motion: reduce) { .level { transform: none; } }
`;
