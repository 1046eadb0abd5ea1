import {cut, flow, type Page, paint, type Style} from './page.ts';

/** Something on a tree: `facts` are dim, the summary is cut to what room there is, the fate stands below. */
export interface Twig {
  readonly head: string;
  readonly facts?: string;
  readonly summary?: string;
  readonly fate?: {readonly text: string; readonly style: Style};
  /** What hangs on it, once it is drawn. */
  readonly twigs?: () => readonly Twig[];
}

/** Deeper than this a chain is written one below the other: nobody sees more levels, and there may be 100,000. */
const deepest = 8;

interface Pending {
  readonly twig: Twig;
  readonly rail: string;
  readonly isLast: boolean;
  readonly depth: number;
}

/** Without recursion: what a job pulled in may be a chain of any length. */
export function draw(root: Twig, page: Page): readonly string[] {
  const lines = [paint(cut(root.head, page.columns), 'bold', page)];
  const stack = pendingOf(root.twigs?.() ?? [], {rail: '', depth: 0, more: false});
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const {twig, rail, isLast, depth} = next;
    const twigs = twig.twigs?.() ?? [];
    const inner = `${rail}${isLast ? '   ' : '│  '}`;
    lines.push(
      ...twigLines(twig, {
        lead: `${rail}${isLast ? '└─ ' : '├─ '}`,
        rail: twigs.length > 0 ? `${inner}│` : inner,
        page,
      }),
    );
    const flat = depth >= deepest;
    stack.push(...pendingOf(twigs, {rail: flat ? rail : inner, depth: depth + 1, more: flat && !isLast}));
  }
  return lines;
}

/** `more`: something else follows on the same level. */
function pendingOf(
  twigs: readonly Twig[],
  {rail, depth, more}: {readonly rail: string; readonly depth: number; readonly more: boolean},
): Pending[] {
  return twigs.map((twig, at) => ({twig, rail, depth, isLast: !more && at === twigs.length - 1})).reverse();
}

function twigLines(
  {head, facts = '', summary = '', fate}: Twig,
  {lead, rail, page}: {readonly lead: string; readonly rail: string; readonly page: Page},
): readonly string[] {
  const room = page.columns - lead.length - head.length - facts.length;
  const said = summary === '' || room < 12 ? '' : cut(`  ${summary}`, room);
  const hanging = {lead, hang: lead.length + 2, rail};
  const first =
    room < 0 ? flow(`${head}${facts}`, page, hanging) : [`${lead}${head}${paint(facts, 'dim', page)}${said}`];
  if (fate === undefined) return first;
  const why = flow(fate.text, page, {lead: rail.padEnd(lead.length), hang: lead.length + 2, rail});
  return [...first, ...why.map((text) => paint(text, fate.style, page))];
}
