// One style sheet for screen, phone and paper, light and dark. Filters are radio buttons and CSS: the page has no script.

export const style = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --soft: #57606a; --rule: #d0d7de; --card: #f6f8fa;
 --pass: #116329; --fail: #a40e26; --unknown: #744500; --waived: #5a3fb0; --none: #57606a; --link: #0550ae; font: 16px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --ink: #e6edf3; --soft: #9da7b1; --rule: #30363d; --card: #161b22;
 --pass: #56d364; --fail: #ff8f8a; --unknown: #e3b341; --waived: #b8a1ff; --none: #9da7b1; --link: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); }
main, header, footer { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; background: var(--ground); padding: .5rem; }
.verdict { font-size: 2.2rem; font-weight: 700; margin: .3rem 0; line-height: 1.1; }
.soft { color: var(--soft); } .pass { --tone: var(--pass); } .fail { --tone: var(--fail); } .unknown { --tone: var(--unknown); }
.waived { --tone: var(--waived); } .not-applicable { --tone: var(--none); }
.verdict, .word { color: var(--tone, var(--ink)); }
fieldset { border: 1px solid var(--rule); border-radius: 6px; display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: .5rem .8rem; }
fieldset label { padding: .2rem 0; cursor: pointer; } input[type=radio], input[type=checkbox] { width: 1.1rem; height: 1.1rem; vertical-align: -.15rem; accent-color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
ul.lines { list-style: none; margin: 0; padding: 0; }
.lines > li { border-left: 5px solid var(--tone); background: var(--card); margin: .4rem 0; padding: .45rem .8rem; border-radius: 0 6px 6px 0; }
.lines p { margin: .1rem 0; overflow-wrap: anywhere; } .lines .word { font-weight: 700; display: inline-block; min-width: 4.2rem; }
.lines > li:not(.counts) { border-left-style: dotted; }
.meta { font-size: .875rem; color: var(--soft); } code { font: .875em ui-monospace, monospace; overflow-wrap: anywhere; }
main:has(#only-fail:checked) .lines > li:not(.fail), main:has(#only-unknown:checked) .lines > li:not(.unknown),
main:has(#only-waived:checked) .lines > li:not(.waived), main:has(#only-pass:checked) .lines > li:not(.pass),
main:has(#only-not-applicable:checked) .lines > li:not(.not-applicable), main:has(#counting:checked) .lines > li:not(.counts) { display: none; }
.group:not(:has(li)) { display: none; }
figure { margin: .5rem 0 1.5rem; } figcaption { font-size: .9rem; color: var(--soft); }
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 6px; padding: .5rem; background: var(--card); }
svg { display: block; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); } svg .strong { font-weight: 700; }
.grid { stroke: var(--rule); } .axis { stroke: var(--soft); } .mark { stroke: var(--waived); stroke-dasharray: 3 2; } .budget { stroke: var(--fail); stroke-width: 2; stroke-dasharray: 6 3; }
.bar { fill: #6e7781; } .start { fill: #4493f8; } .gate { fill: #3fb950; } .route { fill: #a371f7; } .drain { fill: #d29922; } .stop { fill: #db6d28; } .soak { fill: #39a9b8; }
.bar.critical { stroke: var(--ink); stroke-width: 2; } .bar.key { fill: none; } .bar.failed { fill: var(--fail); } .latency, .bytes { fill: #4493f8; }
.edge { fill: none; stroke: var(--soft); stroke-width: 1.3; } .node { fill: var(--ground); stroke: var(--soft); rx: 5px; } .node.up, .node.completed { stroke: var(--pass); stroke-width: 2; } .node.down { stroke: var(--fail); stroke-width: 3; } .node.skipped { stroke-dasharray: 4 3; }
.area { fill: #4493f8; opacity: .25; } .course { fill: none; stroke: #4493f8; stroke-width: 2; }
@media (max-width: 40rem) { :root { font-size: 15px; } .verdict { font-size: 1.8rem; } main, header, footer { padding: .7rem; } }
@media print { :root { --ground: #fff; --ink: #000; --card: #fff; --soft: #444; --rule: #999; --pass: #116329; --fail: #a40e26; --unknown: #744500; --waived: #5a3fb0; --none: #444; font-size: 10pt; color-scheme: light; }
 fieldset, .skip { display: none; } .lines > li, figure { break-inside: avoid; border-radius: 0; } .scroll { overflow: visible; } svg { max-width: 100%; height: auto; } main, header, footer { max-width: none; padding: 0; } }
`;
