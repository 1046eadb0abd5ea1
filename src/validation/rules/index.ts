import type {Rule} from '../rule.ts';
import {expressions} from './expressions.ts';
import {namespaces} from './namespaces.ts';
import {planCategories} from './plan-categories.ts';
import {planLines} from './plan-lines.ts';
import {planSections} from './plan-sections.ts';
import {references} from './references.ts';
import {selectedTwice} from './selected-twice.ts';

export const rules: readonly Rule[] = [
  references,
  namespaces,
  expressions,
  planLines,
  planCategories,
  planSections,
  selectedTwice,
];
