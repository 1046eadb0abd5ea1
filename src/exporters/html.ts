import {createHash} from 'node:crypto';
import {counted} from '../base/counted.ts';
import {duration} from '../base/duration.ts';
import {type Assessment, assess, missingRecords, presentOutcomes, type Tally, verdictLabels} from './assess.ts';
import {isoTime, readableTime} from './formatting.ts';
import {type Content, type Markup, markup, ours, toHtml} from './html/markup.ts';
import {resourceList} from './html/resources.ts';
import {anchors, needsAttention, recordJobs, testSections} from './html/results.ts';
import {script} from './html/script.ts';
import {seal} from './html/seal.ts';
import {filterRules, styleSheet} from './html/style.ts';
import {describeMachine, type Machine} from './machine.ts';
import {outcomeLabels, outcomeOf, reasonOf} from './outcome.ts';
import type {Submission} from './submission.ts';

/** How many of the jobs that need attention are listed at the top. */
const mostNamed = 25;

/** Nothing is fetched, and no script but ours runs, whatever a log or a device's name may hold. */
function contentPolicy(): string {
  const digest = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}

function head(title: string, assessment: Assessment): Markup {
  const rules = filterRules(presentOutcomes(assessment.tests.counts).map(([outcome]) => outcome));
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${ours(styleSheet)}${ours(rules)}</style></head>
`;
}

/** The tests by outcome, and apart from them what was only kept. */
function overview({tests, records}: Assessment): Content {
  const present = presentOutcomes(tests.counts);
  const missing = missingRecords(records);
  if (tests.total + records.total === 0) return undefined;
  const bar = present.map(([outcome, count]) => markup`<i class="${outcome}" style="flex-grow:${count}"></i>`);
  const items = [
    ...present.map(([outcome, count]) => markup`<li class="${outcome}"><b>${count}</b> ${outcomeLabels[outcome]}</li>`),
    ...(records.counts.pass === 0
      ? []
      : [
          markup`<li class="kept"><b>${records.counts.pass}</b> ${records.counts.pass === 1 ? 'Record' : 'Records'} kept</li>`,
        ]),
    ...(missing === 0
      ? []
      : [markup`<li class="undecided"><b>${missing}</b> ${missing === 1 ? 'Record' : 'Records'} missing</li>`]),
  ];
  return markup`${present.length === 0 ? undefined : markup`<div class="bar" aria-hidden="true">${bar}</div>`}
<ul class="tally">${items}</ul>
`;
}

function heading(submission: Submission, machine: Machine, assessment: Assessment): Markup {
  const {verdict, sentence} = assessment;
  const name = machine.name ?? submission.title;
  const title = name === submission.title ? undefined : markup`<p class="title">${submission.title}</p>`;
  return markup`<header class="top ${verdict}"><div><p class="eyebrow">Assay certification report</p>
<h1>${name}</h1>${title}</div>${seal(verdict)}
<p class="verdict"><strong>${verdictLabels[verdict]}</strong> ${sentence}</p></header>
${overview(assessment)}`;
}

function definition(label: string, values: Content): Markup {
  const each = Array.isArray(values) ? values : [values];
  return markup`<div><dt>${label}</dt>${each.map((value) => markup`<dd>${value}</dd>`)}</div>`;
}

function time(at: number): Markup {
  return markup`<time datetime="${isoTime(at)}">${readableTime(at)}</time>`;
}

function machineFacts({facts}: Machine): Markup {
  const entries = facts.map(({label, values}) => definition(label, values));
  if (entries.length === 0) return markup`<p class="note">No resource that describes the machine was recorded.</p>\n`;
  return markup`<dl class="facts">${entries}</dl>\n`;
}

function sessionFacts({startedAt, finishedAt, sessionId, plan, application, reboots, complete}: Submission): Markup {
  const took = `${duration(finishedAt - startedAt)}${reboots > 0 ? `, ${counted(reboots, 'reboot')}` : ''}`;
  const entries = [
    definition('Plan', plan),
    definition('Session', sessionId),
    definition('Started', time(startedAt)),
    definition(complete ? 'Finished' : 'Interrupted', time(finishedAt)),
    definition('Took', took),
    definition('Made by', `${application.name} ${application.version}`),
  ];
  return markup`<dl class="facts">${entries}</dl>\n`;
}

/** What somebody has to look at, with the way to it. */
function attention(submission: Submission): Content {
  const anchorOf = anchors(submission);
  const needing = submission.results.filter((result) => needsAttention(outcomeOf(result)));
  if (needing.length === 0) return undefined;
  const items = needing.slice(0, mostNamed).map((result) => {
    const outcome = outcomeOf(result);
    const reason = reasonOf(result);
    return markup`<li class="${outcome}"><a href="#${anchorOf.get(result)}">${result.job.summary}</a><span>${outcomeLabels[outcome]}${reason === undefined ? '' : `: ${reason}`}</span></li>\n`;
  });
  const left = needing.length - mostNamed;
  return markup`<h2>What needs attention</h2>
<ul class="needs">${items}</ul>${left > 0 ? markup`<p class="note">and ${left} more below</p>` : undefined}
`;
}

function filter({counts, total}: Tally): Content {
  const present = presentOutcomes(counts);
  if (present.length < 2) return undefined;
  const choices = present.map(
    ([outcome, count]) =>
      markup`<label><input type="radio" name="show" id="show-${outcome}">${outcomeLabels[outcome]} (${count})</label>\n`,
  );
  return markup`<fieldset class="filter"><legend>Show</legend><label><input type="radio" name="show" id="show-all" checked>All (${total})</label>
${choices}</fieldset>
`;
}

function tools({tests, records}: Assessment): Content {
  if (tests.total + records.total === 0) return undefined;
  const title = tests.total === 0 ? undefined : markup`<h2>Tests</h2>\n${filter(tests)}`;
  return markup`${title}<div class="tools" hidden><input type="search" placeholder="Search the jobs" aria-label="Search the jobs"><button type="button">Open all details</button></div>
`;
}

/** What the machine said of itself, then the jobs that asked it. */
function records(submission: Submission): Content {
  const list = resourceList(submission.resources);
  const jobs = recordJobs(submission);
  return list === undefined && jobs === undefined
    ? undefined
    : markup`<h2>What the machine reported</h2>\n${list}${jobs}`;
}

function footer({application, sessionId, finishedAt}: Submission): Markup {
  return markup`<footer><p>Written by ${application.name} ${application.version} from session ${sessionId} as it stood at ${readableTime(finishedAt)}. The same results as data, with every record, are in submission.json beside this file.</p></footer>
`;
}

/** One self-contained page: no network, no fonts, usable without its script, light, dark and on paper. */
export async function* exportHtml(submission: Submission): AsyncGenerator<string> {
  const assessment = assess(submission);
  const machine = describeMachine(submission.resources);
  yield toHtml(head(`${verdictLabels[assessment.verdict]}: ${machine.name ?? submission.title}`, assessment));
  yield toHtml(markup`<body><main>${heading(submission, machine, assessment)}${attention(submission)}<h2>The machine</h2>
${machineFacts(machine)}<h2>The session</h2>
${sessionFacts(submission)}${tools(assessment)}`);
  for (const section of testSections(submission)) yield toHtml(section);
  yield toHtml(markup`${records(submission)}</main>${footer(submission)}<script>${ours(script)}</script></body></html>
`);
}
