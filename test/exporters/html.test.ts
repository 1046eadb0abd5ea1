import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {exportHtml} from '../../src/exporters/html.ts';
import type {Submission, SubmissionResult} from '../../src/exporters/submission.ts';
import type {ResourceState} from '../../src/session/events.ts';
import {attempt, exported, id, known, result, submission, unstarted} from '../helpers/submission.ts';

const page = (input: Submission): Promise<string> => exported(exportHtml(input));

/** Every text that comes from outside, everywhere a report can show one. */
function saying(text: string): Submission {
  const results: readonly SubmissionResult[] = [
    result('a', 'fail', {
      job: {
        id: id(text),
        summary: text,
        description: text,
        steps: text,
        categoryName: text,
        provider: text,
        template: id(text),
      },
      attempts: [
        attempt('crash', {end: {type: 'not-started', reason: text}}),
        attempt('fail', {number: 2, reason: text, comments: text, fault: 'test', end: {type: 'exited', code: 1}}),
      ],
      stdout: text,
      stderr: text,
    }),
    unstarted('b', {inhibitor: {type: 'requirement-unmet', expression: text}}),
  ];
  const named = {sys_vendor: text, product_name: text, [text]: text};
  const resources = new Map<ReturnType<typeof id>, ResourceState>([
    [id('dmi'), known(named)],
    [id('net'), known({interface: text}, {interface: text})],
    [id('cpu'), {state: 'unknown', reason: text}],
    [id(text), {state: 'known', records: [], partial: text}],
  ]);
  const application = {name: text, version: text};
  return submission(results, {resources, title: `Plan ${text}`, plan: id(text), sessionId: text, application});
}

const tagsOf = (html: string): readonly string[] => html.match(/<[a-z!/][^>]*>/gi) ?? [];

const hostile = [
  '</pre></td></script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--',
  '&lt;b&gt;',
  '${alert(1)}<%= alert(1) %>',
];

describe('a text from outside', () => {
  it.each(hostile)('never becomes markup: %s', async (text) => {
    const plain = 'plain';
    const escaped = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');
    const html = await page(saying(text));
    expect(html).toContain(escaped);
    expect(tagsOf(html).map((tag) => tag.replaceAll(escaped, plain))).toEqual(tagsOf(await page(saying(plain))));
  });

  it('cannot run a script even so: only ours has the right digest', async () => {
    const html = await page(saying('x'));
    const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.indexOf('</script>'));
    const digest = createHash('sha256').update(script).digest('base64');
    expect(html.replaceAll('&#39;', "'")).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'`,
    );
  });

  it('neither steers a terminal nor turns the direction of what is read', async () => {
    const html = await page(saying('a\u001b[31mb\u0000c\u202ed'));
    expect(html).toContain('ab\u2400c\ufffdd');
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('the report', () => {
  it('stands alone: nothing in it is fetched', async () => {
    const html = await page(saying('x'));
    expect(html).not.toMatch(/https?:|url\(|@import|<link|<img|<iframe| src=/);
  });

  it('opens with the verdict and the machine', async () => {
    const resources = new Map([[id('dmi'), known({sys_vendor: 'Dell', product_name: 'Latitude'})]]);
    const html = await page(submission([result('a', 'pass')], {resources}));
    expect(html).toContain('<title>Passed: Dell Latitude</title>');
    expect(html).toContain('<h1>Dell Latitude</h1>');
    expect(html).toContain('<strong>Passed</strong> The one test passed.');
  });

  it('leaves no job out, and says why one did not run', async () => {
    const results = [
      result('a', 'pass'),
      unstarted('b', {inhibitor: {type: 'cycle', path: [id('b'), id('c'), id('b')]}}),
      unstarted('c'),
    ];
    const html = await page(submission(results));
    expect(html.match(/<tr class="job /g)?.length).toBe(3);
    expect(html).toContain('b → c → b');
    expect(html).toContain('the session ended before its turn');
    expect(html).toContain('<a href="#job-2">Summary of b</a>');
    expect(html).toContain('<tr class="job not-run" id="job-2">');
  });

  describe('with records of the machine', () => {
    const resource = {plugin: 'resource'} as const;
    const jobs = [result('os', 'pass', {job: resource}), result('a', 'pass'), result('b', 'skipped-resource')];

    it('has every job, the tests first', async () => {
      const html = await page(submission(jobs, {resources: new Map([[id('os'), known({kernel: '6.12'})]])}));
      const body = html.slice(html.indexOf('<body>'));
      const order = [
        'The one test passed;',
        '<h2>Tests',
        'id="job-2"',
        'id="job-3"',
        '<h2>What the machine',
        'id="job-1"',
      ];
      const places = order.map((text) => body.indexOf(text));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
      expect(html).toContain('<details class="gathering"><summary>');
    });

    it('counts them apart', async () => {
      const html = await page(submission(jobs));
      expect(
        html
          .match(/<ul class="tally">.*<\/ul>/)?.[0]
          .replace(/<[^>]*>/g, ' ')
          .replace(/ +/g, ' ')
          .trim(),
      ).toBe('1 Passed 1 Not applicable 1 Record kept');
      expect(html).toContain('All (2)');
    });

    it('opens them where one needs attention', async () => {
      const html = await page(submission([...jobs, result('cpu', 'fail', {job: resource})]));
      expect(html).toContain('<details class="gathering" open><summary>');
      expect(html).toContain('<a href="#job-4">');
      expect(html).toContain('<b>1</b> Record missing');
    });
  });

  it("says in words why a test does not apply, and in the author's what it needs", async () => {
    const inhibitor = {type: 'requirement-unmet', expression: "block.type == 'disk'"} as const;
    const html = await page(submission([result('a', 'pass'), unstarted('b', {inhibitor})]));
    expect(html).toContain('<span class="badge">Not applicable</span>');
    expect(html).toContain(
      'this machine does not offer what the job needs<code>needs block.type == &#39;disk&#39;</code>',
    );
  });

  it('filters without a script, by the outcomes there are', async () => {
    const html = await page(submission([result('a', 'pass'), result('b', 'skipped-manifest')]));
    expect(html.match(/type="radio"[^>]*id="[^"]*"/g)).toEqual([
      'type="radio" name="show" id="show-all"',
      'type="radio" name="show" id="show-pass"',
      'type="radio" name="show" id="show-skipped-manifest"',
    ]);
    expect(html).toContain('body:has(#show-pass:checked) .category .job:not(.pass)');
  });

  it('has headings in order and names for the columns and rows', async () => {
    const html = await page(saying('x'));
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.every((level, index) => index === 0 || level - (levels[index - 1] ?? 0) <= 1)).toBe(true);
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<th scope="col">Result');
    expect(html).toContain('<th scope="row">');
  });

  it('shows attempts, whose fault it is and what the operator said', async () => {
    const html = await page(saying('x'));
    expect(html).toContain('fault: the job itself');
    expect(html).toContain('2 attempts');
    expect(html).toContain('<blockquote>x</blockquote>');
  });

  it('clips long logs and long resources, and says so', async () => {
    const records = Array.from({length: 130}, (_, index) => ({name: `device-${index}`}));
    const resources = new Map([[id('device'), known(...records)]]);
    const noisy = result('a', 'pass', {stdout: 'x'.repeat(5_000_000), stderr: new Uint8Array([0]), omittedBytes: 12});
    const html = await page(submission([noisy], {resources}));
    expect(html.length).toBeLessThan(200_000);
    expect(html).toContain('bytes left out');
    expect(html).toContain('12 bytes of output were not kept');
    expect(html).toContain('Standard error: 1 bytes, not text');
    expect(html).toContain('30 more are in submission.json');
  });

  it('holds together with nothing in it', async () => {
    const html = await page(submission([], {complete: false}));
    expect(html).toContain('The session ended before there was a plan.');
    expect(html).not.toContain('type="radio"');
  });
});
