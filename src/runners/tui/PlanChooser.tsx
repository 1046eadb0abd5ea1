import {Box, type Key, Text, useInput} from 'ink';
import {useState} from 'react';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {fitTo, moved, windowAround} from './text.ts';

export interface PlanChoice {
  readonly id: string;
  readonly name: string;
}

interface PlanChooserProps {
  readonly plans: readonly PlanChoice[];
  readonly size: Size;
  /** Undefined: leave without choosing. */
  readonly choose: (id: string | undefined) => void;
}

/** A list with a cursor; what is typed narrows it. */
export function PlanChooser({plans, size, choose}: PlanChooserProps) {
  const [filter, setFilter] = useState('');
  const [cursor, setCursor] = useState(0);
  const wanted = filter.toLowerCase();
  const shown = plans.filter(({id, name}) => `${id} ${name}`.toLowerCase().includes(wanted));
  const at = Math.min(cursor, Math.max(0, shown.length - 1));
  const rows = innerRows(size) - 2;

  useInput((input, key) => {
    const next = moved(key, at, {last: shown.length - 1, page: rows});
    if (next !== undefined) setCursor(next);
    else if (key.return) {
      const plan = shown[at];
      if (plan !== undefined) choose(plan.id);
    } else if (key.escape || (key.ctrl && input === 'c')) choose(undefined);
    else if (key.backspace || key.delete) setFilter(filter.slice(0, -1));
    else if (isTyped(input, key)) {
      setFilter(filter + input);
      setCursor(0);
    }
  });

  const {from, to} = windowAround(shown.length, at, rows);
  const nameWidth = Math.floor(size.columns / 2);
  return (
    <Frame
      size={size}
      title="Assay: choose a test plan"
      status={`${shown.length} of ${plans.length}`}
      keys="up/down move   Enter run   type to search   Esc leave"
    >
      <Text wrap="truncate">{filter === '' ? ' ' : ` search: ${filter}`}</Text>
      <Box flexDirection="column">
        {shown.slice(from, to).map((plan, index) => {
          const here = from + index === at;
          const line = `${here ? '>' : ' '} ${fitTo(plan.name, nameWidth)} ${plan.id}`;
          return (
            <Text key={plan.id} bold={here} wrap="truncate">
              {line}
            </Text>
          );
        })}
        {shown.length === 0 ? <Text> no test plan has that in its name or id</Text> : null}
      </Box>
    </Frame>
  );
}

function isTyped(input: string, key: Key): boolean {
  return input !== '' && !(key.ctrl || key.meta || key.tab);
}
