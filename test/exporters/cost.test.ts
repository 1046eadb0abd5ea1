import {expect, it} from 'vitest';
import {exportHtml} from '../../src/exporters/html.ts';
import type {Outcome} from '../../src/session/events.ts';
import {exported, id, known, result, submission} from '../helpers/submission.ts';

const outcomes: readonly Outcome[] = ['pass', 'pass', 'pass', 'fail', 'skipped-resource'];

const thousand = Array.from({length: 1000}, (_, index) => {
  const category = `category-${index % 12}`;
  return result(`area/some_check_of_device_${index}`, outcomes[index % outcomes.length] ?? 'pass', {
    job: {category: id(category), categoryName: category, summary: `Device number ${index} does what it is there for`},
  });
});

const devices = Array.from({length: 300}, (_, index) => ({
  path: `/devices/pci0000:00/${index}`,
  bus: 'pci',
  name: 'x',
}));

it('reports at the end: the page of a thousand results takes under 300 KB', async () => {
  const input = submission(thousand, {resources: new Map([[id('device'), known(...devices)]])});
  const page = await exported(exportHtml(input));
  expect(page.length).toBeLessThan(300_000);
});
