import type {UnitId} from '../base/ids.ts';
import {positionAt, type Span} from '../base/source.ts';
import type {Placed} from './order.ts';
import type {EdgeKind, Inclusion} from './plan.ts';

const clauses: Readonly<Record<EdgeKind, (waiting: UnitId) => string>> = {
  depends: (waiting) => `${waiting} depends on it`,
  after: (waiting) => `${waiting} comes after it`,
  before: (waiting) => `it comes before ${waiting}`,
  salvages: (waiting) => `${waiting} salvages it`,
  requires: (waiting) => `${waiting} requires its records`,
  template: (waiting) => `${waiting} is made of its records`,
  input: (waiting) => `${waiting} takes its output`,
  suspend: (waiting) => `it runs once before ${waiting} puts the machine to sleep and once after`,
  group: (waiting) => `${waiting} waits for its group`,
};

/** One sentence on why a line stands where it stands. */
export function explainPlace({node, because, spared}: Placed, bootstrapped: boolean): string {
  const {inclusion} = node;
  if (spared === true && inclusion.type === 'selected') {
    const plugged = [...(node.job?.bench ?? [])].map(([key, value]) => `${key} ${value}`).join(', ');
    const reason = plugged === '' ? 'before that is changed' : `as long as that is plugged (${plugged})`;
    return `moved up so that less has to be plugged: ${reason}`;
  }
  if (because !== undefined) {
    const {waiting, wait} = because;
    const lead = inclusion.type === 'pulled' ? 'pulled in' : 'moved up';
    const reason = wait.to === node ? clauses[wait.kind](waiting.id) : groupReason(node.job?.group, because);
    return `${lead}: ${reason}`;
  }
  if (bootstrapped) return `run before the plan is made: ${bootstrapReason(inclusion)}`;
  if (inclusion.type === 'pulled') return `pulled in with its group: ${clauses[inclusion.edge](inclusion.by)}`;
  return explainLine(inclusion);
}

/** For a job that stands where the line that selects it puts it. */
export function explainLine({section, plan, span}: Extract<Inclusion, {type: 'selected'}>): string {
  return `${sectionLead[section]} ${plan}, ${placeOf(span)}`;
}

const sectionLead = {
  setup: 'prepares the machine: setup_include of',
  bootstrap: 'gives records before all else: bootstrap_include of',
  mandatory: 'mandatory, so among the first: mandatory_include of',
  include: 'in its place: include of',
} as const;

function bootstrapReason(inclusion: Inclusion): string {
  if (inclusion.type === 'pulled') return clauses[inclusion.edge](inclusion.by);
  return `its records decide what ${inclusion.plan} holds`;
}

function groupReason(group: string | undefined, {waiting, wait}: NonNullable<Placed['because']>): string {
  return group === undefined
    ? `${waiting.id} waits for ${wait.to.id}`
    : `${clauses[wait.kind](waiting.id).replace(/\bit\b|\bits\b/, wait.to.id)}, which is in the same group ${group}`;
}

function placeOf({file, start}: Span): string {
  return `${file.path}:${positionAt(file, start).line}`;
}
