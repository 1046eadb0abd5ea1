import type {UnitId} from '../../base/ids.ts';
import type {EdgeKind, PlannedJob} from '../../planner/plan.ts';
import type {NameOf} from './words.ts';

interface Edge {
  readonly from: UnitId;
  readonly to: UnitId;
  readonly kind: EdgeKind | 'cycle';
}

/** Every edge of every line; jobs of a cycle have none of their own, so theirs are those of the way round. */
export function edgesOf(jobs: readonly PlannedJob[]): readonly Edge[] {
  const there = new Set(jobs.map(({id}) => id));
  const edges = jobs.flatMap((line): readonly Edge[] => {
    if (line.status !== 'dropped') return line.edges.map(({to, kind}) => ({from: line.id, to, kind}));
    if (line.inhibitor.type !== 'cycle') return [];
    const {path} = line.inhibitor;
    const at = path.indexOf(line.id);
    const to = path[(at + 1) % path.length];
    return at === -1 || to === undefined ? [] : [{from: line.id, to, kind: 'cycle'}];
  });
  return edges.filter(({to}) => there.has(to));
}

/** Graphviz: `dot -Tsvg`. Arrows lead from what waits to what it waits for. */
export function dotOf(title: string, jobs: readonly PlannedJob[], names: NameOf): readonly string[] {
  const colours = {planned: 'black', inhibited: 'darkorange', dropped: 'red'} as const;
  const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return [
    `digraph ${quote(title)} {`,
    '  rankdir=RL;',
    '  node [shape=box, fontname="sans-serif"];',
    ...jobs.map(({id, index, status}) => {
      const style = status === 'planned' ? '' : `, color=${colours[status]}, style=dashed`;
      return `  ${quote(id)} [label=${quote(`${index + 1} ${names(id)}`)}${style}];`;
    }),
    ...edgesOf(jobs).map(({from, to, kind}) => `  ${quote(from)} -> ${quote(to)} [label=${quote(kind)}];`),
    '}',
  ];
}

/** Above so many edges Mermaid draws nothing, unless the page that shows it says otherwise. */
export const mostMermaidEdges = 500;

/** For Markdown: a flowchart whose nodes are numbered, because an id may hold anything. */
export function mermaidOf(jobs: readonly PlannedJob[], names: NameOf): readonly string[] {
  const nodes = new Map(jobs.map(({id, index}) => [id, `j${index}`]));
  const quote = (text: string): string => `"${text.replace(/[#"<>]/g, (sign) => `#${sign.codePointAt(0)};`)}"`;
  const marked = (status: PlannedJob['status']): string =>
    jobs.flatMap((line) => (line.status === status ? (nodes.get(line.id) ?? []) : [])).join(',');
  const [inhibited, dropped] = [marked('inhibited'), marked('dropped')];
  return [
    'flowchart RL',
    ...jobs.map(({id, index}) => `  ${nodes.get(id)}[${quote(`${index + 1} ${names(id)}`)}]`),
    ...edgesOf(jobs).map(({from, to, kind}) => `  ${nodes.get(from)} -- ${kind} --> ${nodes.get(to)}`),
    ...(inhibited === ''
      ? []
      : ['  classDef inhibited stroke:#e80,stroke-dasharray:4', `  class ${inhibited} inhibited`]),
    ...(dropped === '' ? [] : ['  classDef dropped stroke:#d00,stroke-dasharray:4', `  class ${dropped} dropped`]),
  ];
}
