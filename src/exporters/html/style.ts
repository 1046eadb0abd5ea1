/** The report's whole style sheet. Colours are pairs of ink and wash that keep a contrast of 4.5 to 1 in both schemes. */
export const styleSheet = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2126;--soft:#57606a;--line:#d5dae0;--wash:#f4f6f8;
--pass:#17693a;--pass-wash:#e3f4ea;--fail:#b3151f;--fail-wash:#fdeaea;--warn:#7d5200;--warn-wash:#fbf1dc;--off:#525b66;--off-wash:#eceff2;--link:#0b5cad}
@media (prefers-color-scheme:dark){:root{--paper:#13171b;--ink:#e4e8ec;--soft:#9da7b1;--line:#323a42;--wash:#1b2026;
--pass:#6fd196;--pass-wash:#143021;--fail:#ff8f8f;--fail-wash:#3d181b;--warn:#e9bd62;--warn-wash:#35290f;--off:#aab4be;--off-wash:#262d34;--link:#7db8f5}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
main,footer{max-width:64rem;margin:0 auto;padding:0 1.5rem}
a{color:var(--link)}
h1,h2,h3{line-height:1.2;text-wrap:balance;margin:0}
h1{font:600 2.1rem/1.15 "Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,"DejaVu Serif",serif;overflow-wrap:anywhere}
h2{font:600 1.35rem/1.2 "Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,"DejaVu Serif",serif;margin:3rem 0 .75rem}
h3{font-size:1rem;margin:2rem 0 .5rem}
h3 small{font-weight:400;color:var(--soft)}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
code{font-size:.8125rem;color:var(--soft);overflow-wrap:anywhere}
.top{border-top:.375rem solid var(--v);padding:2.5rem 0 0;display:grid;grid-template-columns:1fr auto;gap:0 2rem;align-items:start}
.passed{--v:var(--pass);--vw:var(--pass-wash)}.failed{--v:var(--fail);--vw:var(--fail-wash)}
.incomplete,.nothing-ran{--v:var(--warn);--vw:var(--warn-wash)}
.eyebrow{margin:0 0 .5rem;font-size:.8125rem;letter-spacing:.09em;text-transform:uppercase;color:var(--soft)}
.title{margin:.4rem 0 0;color:var(--soft)}
.seal{width:8.5rem;height:8.5rem;color:var(--v)}
.verdict{grid-column:1/-1;margin:1.75rem 0 0;padding:1rem 1.25rem;background:var(--vw);border-radius:.375rem;font-size:1.125rem}
.verdict strong{color:var(--v);font-size:1.375rem;margin-right:.4em}
.bar{display:flex;height:.625rem;gap:2px;margin:1.25rem 0 0}
.bar i{flex:1 1 0;min-width:3px;background:currentColor}.bar i:first-child{border-radius:.3rem 0 0 .3rem}.bar i:last-child{border-radius:0 .3rem .3rem 0}
.pass{--o:var(--pass);--ow:var(--pass-wash)}.fail,.crash{--o:var(--fail);--ow:var(--fail-wash)}
.not-run,.undecided{--o:var(--warn);--ow:var(--warn-wash)}
.skip,.skipped-dependency,.skipped-resource,.skipped-manifest{--o:var(--off);--ow:var(--off-wash)}
.bar i,.tally b{color:var(--o)}.tally b{font-size:1.5rem;line-height:1.1;display:block;font-variant-numeric:tabular-nums}
.tally .kept{--o:var(--soft)}.tally .kept:not(:first-child){border-left:1px solid var(--line);padding-left:2rem}
.tally{display:flex;flex-wrap:wrap;gap:.75rem 2rem;list-style:none;margin:1rem 0 0;padding:0;font-size:.875rem}
dl.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem 2rem;margin:0}
dl.facts div{border-top:1px solid var(--line);padding-top:.5rem}
dt{font-size:.8125rem;color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:inherit}
.results{table-layout:fixed}.results>*>tr>*{border-top:1px solid var(--line);padding:.6rem .75rem .6rem 0;vertical-align:top}
.results>thead>tr>th{border:0;font-size:.8125rem;color:var(--soft);padding-bottom:.25rem}.results>thead th:first-child{width:9.5rem}.results>thead th:last-child{width:6rem}
.results>*>tr>:last-child{text-align:right;padding-right:0;font-variant-numeric:tabular-nums}.results>tbody>tr>:last-child{color:var(--soft);white-space:nowrap}
.badge{display:inline-block;padding:.05rem .5rem;border-radius:1rem;background:var(--ow);color:var(--o);font-size:.8125rem;font-weight:600}
.results th[scope=row] code{display:block}
.tag{font-size:.75rem;border:1px solid var(--line);border-radius:.25rem;padding:0 .35rem;color:var(--soft);white-space:nowrap;margin-left:.4rem}
.results p{margin:.25rem 0 0;font-size:.875rem;overflow-wrap:anywhere}
.results .why{color:var(--o)}.skipped-resource .why,.skipped-manifest .why{color:var(--soft)}.why code{display:block}
blockquote{margin:.4rem 0 0;padding:.1rem 0 .1rem .75rem;border-left:3px solid var(--line);font-size:.875rem;white-space:pre-wrap;overflow-wrap:anywhere}
.needs{padding:0;list-style:none;margin:0}.needs li{border-top:1px solid var(--line);padding:.5rem 0 .5rem .9rem;border-left:4px solid var(--o);margin-bottom:.5rem;border-top:0;overflow-wrap:anywhere}
.needs span{display:block;font-size:.875rem;color:var(--soft)}
details{margin-top:.4rem}summary{cursor:pointer;font-size:.875rem;color:var(--link);width:fit-content}
summary:focus-visible,input:focus-visible,button:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px}
pre{margin:.4rem 0 0;padding:.75rem;background:var(--wash);border:1px solid var(--line);border-radius:.25rem;font-size:.8125rem;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere;max-height:30rem;overflow:auto;tab-size:4}
.log{font-size:.8125rem;color:var(--soft)}
.filter{border:0;padding:0;margin:0 0 .5rem;display:flex;flex-wrap:wrap;gap:.5rem 1.1rem;font-size:.875rem;align-items:center}
.filter legend{float:left;padding:0;margin-right:1.1rem;color:var(--soft)}.filter label{white-space:nowrap}
.filter input[type=radio]{accent-color:var(--link);margin:0 .3rem 0 0}
.tools{display:flex;flex-wrap:wrap;gap:.5rem;margin:0 0 .5rem}.tools[hidden]{display:none}
.tools input,.tools button{font:inherit;font-size:.875rem;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:.25rem;padding:.3rem .6rem}
.tools input{flex:1 1 12rem;max-width:24rem}.tools button{cursor:pointer}
.scroll{overflow-x:auto;margin-top:.5rem}
.records{width:auto;min-width:100%;font-size:.8125rem}.records th,.records td{border-top:1px solid var(--line);padding:.3rem 1rem .3rem 0;vertical-align:top;white-space:nowrap}
.records thead th{color:var(--soft);border-top:0}.records td{max-width:28rem;overflow-wrap:break-word;white-space:normal}.one td{overflow-wrap:anywhere}.one th{color:var(--soft);width:12rem}
.note{color:var(--soft);font-size:.875rem;margin:.25rem 0}.note.warn{color:var(--warn)}
.gathering{border-top:1px solid var(--line);margin:0;padding:.75rem 0}.gathering>summary{color:inherit;font-size:1rem}.gathering>summary small{color:var(--soft);margin-left:.4rem}
.resource{border-top:1px solid var(--line);padding:.5rem 0;margin:0}.resource>summary{width:auto;font-size:1rem;color:inherit}.resource>summary small{color:var(--soft);margin-left:.4rem}
footer{margin-top:3.5rem;padding-top:1rem;padding-bottom:3rem;color:var(--soft);font-size:.8125rem}footer p{border-top:1px solid var(--line);padding-top:1rem;margin:0;overflow-wrap:anywhere}
@media (max-width:40rem){main,footer{padding:0 1rem}h1{font-size:1.6rem}.top{padding-top:1.5rem;column-gap:1rem}.seal{width:4.5rem;height:4.5rem}.verdict{margin-top:1.25rem;padding:.75rem 1rem}
.results>thead th:first-child{width:6.25rem}.results>thead th:last-child{width:3.75rem}.results>tbody>tr>:last-child{white-space:normal}.results>*>tr>*{padding-right:.5rem}.results details{margin-left:-6.25rem;margin-right:-4.25rem}.results summary{margin-left:6.25rem}.badge{border-radius:.4rem;line-height:1.25;padding:.15rem .4rem}.one th{width:8rem}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--wash:#fff;--pass:#17693a;--pass-wash:#fff;--fail:#b3151f;--fail-wash:#fff;--warn:#7d5200;--warn-wash:#fff;--off:#444;--off-wash:#fff;--link:#000}
body{font-size:10pt}main,footer{max-width:none;padding:0}.verdict{border:1px solid var(--v)}.badge{padding:0}.bar i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.filter,.tools,.results details:not([open]){display:none}pre{max-height:none;overflow:visible}tr,.needs li,dl.facts div{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}a{text-decoration:none}}
`;

/** Rules that carry out the filter without a script: one radio button an outcome. It is for the tests alone. */
export function filterRules(outcomes: readonly string[]): string {
  return outcomes
    .map((outcome) => {
      const chosen = `body:has(#show-${outcome}:checked)`;
      return `${chosen} .category .job:not(.${outcome}),${chosen} .category:not(:has(.${outcome})){display:none}`;
    })
    .join('\n');
}
