import type {Verdict} from '../assess.ts';
import {type Markup, markup, ours} from './markup.ts';

const petals = 18;

const marks: Readonly<Record<Verdict, string>> = {
  passed: 'M-17 1 -5 13 18 -12',
  failed: 'M-13 -13 13 13M13 -13 -13 13',
  incomplete: 'M-15 0 15 0',
  'nothing-ran': 'M-15 0 15 0',
};

/** A rosette as on a banknote with the verdict's mark in it. The verdict stands beside it in words. */
export function seal(verdict: Verdict): Markup {
  const turns = Array.from({length: petals}, (_, index) => {
    const angle = String((180 / petals) * index);
    return markup`<ellipse rx="56" ry="40" transform="rotate(${angle})"/>`;
  });
  return markup`<svg class="seal" viewBox="-60 -60 120 120" fill="none" stroke="currentColor" aria-hidden="true">
<g stroke-width=".7" opacity=".55">${turns}</g>
<circle r="33" fill="var(--paper)" stroke-width="1.5"/><circle r="29.5" stroke-width=".6"/>
<path d="${ours(marks[verdict])}" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
