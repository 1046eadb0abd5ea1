import type {Rule} from '../rule.ts';
import {blockers} from './blockers.ts';
import {commands} from './commands.ts';
import {cycles} from './cycles.ts';
import {deadUnits} from './dead-units.ts';
import {exporters} from './exporters.ts';
import {expressions} from './expressions.ts';
import {flags} from './flags.ts';
import {groupCycles} from './group-cycles.ts';
import {ids} from './ids.ts';
import {imports} from './imports.ts';
import {inputs} from './inputs.ts';
import {lists} from './lists.ts';
import {namespaces} from './namespaces.ts';
import {partedGroups} from './parted-groups.ts';
import {planCategories} from './plan-categories.ts';
import {planContents} from './plan-contents.ts';
import {planEffects} from './plan-effects.ts';
import {planLines} from './plan-lines.ts';
import {planSections} from './plan-sections.ts';
import {programs} from './programs.ts';
import {references} from './references.ts';
import {selectedTwice} from './selected-twice.ts';
import {shell} from './shell.ts';
import {templateCycles} from './template-cycles.ts';
import {templateFields} from './template-fields.ts';
import {templateKeys} from './template-keys.ts';
import {texts} from './texts.ts';

export const rules: readonly Rule[] = [
  references,
  namespaces,
  ids,
  expressions,
  imports,
  inputs,
  templateFields,
  templateKeys,
  texts,
  lists,
  commands,
  shell,
  programs,
  flags,
  blockers,
  cycles,
  groupCycles,
  templateCycles,
  partedGroups,
  planContents,
  planLines,
  planCategories,
  planSections,
  planEffects,
  selectedTwice,
  exporters,
  deadUnits,
];
