/** Colours are Okabe and Ito's, as in the window; dark where the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --dim: #595f69; --page: #fff; --line: #dfe2e6; --wait: #c4c8cd; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8ea; --dim: #a9aeb6; --page: #16181a; --line: #33373b; --wait: #56595e; }
}
body { max-width: 920px; margin: 32px auto; padding: 0 24px; background: var(--page); color: var(--text);
  font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 20px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 32px 0 8px; }
h3 { font-size: 14px; margin: 16px 0 4px; }
p { margin: 4px 0; }
.dim { color: var(--dim); }
.failure { border-left: 4px solid #d55e00; padding-left: 12px; }
svg { width: 100%; height: auto; display: block; }
svg text { font-size: 11px; fill: var(--dim); }
.compute { fill: #0072b2; }
.exchange { fill: #e69f00; }
.wait { fill: var(--wait); }
.failed { fill: #d55e00; }
.grid { stroke: var(--line); fill: none; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child, .facts td { text-align: left; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
details { margin-top: 8px; }
summary { cursor: pointer; }
@media print { details { display: none; } }
`;
