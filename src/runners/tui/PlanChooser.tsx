import {Box, type Key, Text, useInput} from 'ink';
import {fitTo} from '../../base/columns.ts';
import {Frame, innerRows, type Size} from './Frame.tsx';
import {type Press, splitKeys} from './split-keys.ts';
import {moved, windowAround} from './text.ts';
import {useLiveState} from './use-live-state.ts';

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

function plansWith(plans: readonly PlanChoice[], filter: string): readonly PlanChoice[] {
  const wanted = filter.toLowerCase();
  return plans.filter(({id, name}) => `${id} ${name}`.toLowerCase().includes(wanted));
}

interface Place {
  readonly filter: string;
  readonly at: number;
}

function pressed(place: Place, {input, key}: Press, range: {readonly last: number; readonly page: number}): Place {
  const at = moved(key, place.at, range);
  if (at !== undefined) return {...place, at};
  if (key.backspace || key.delete) return {...place, filter: place.filter.slice(0, -1)};
  return isTyped(input, key) ? {filter: place.filter + input, at: 0} : place;
}

/** A list with a cursor; what is typed narrows it. */
export function PlanChooser({plans, size, choose}: PlanChooserProps) {
  const place = useLiveState<Place>({filter: '', at: 0});
  const {filter, at: cursor} = place.read();
  const shown = plansWith(plans, filter);
  const at = Math.min(cursor, Math.max(0, shown.length - 1));
  const rows = innerRows(size) - 2;

  useInput((typed, whole) => {
    let next = place.read();
    for (const press of splitKeys(typed, whole)) {
      const {input, key} = press;
      const found = plansWith(plans, next.filter);
      if (key.escape || (key.ctrl && input === 'c')) return choose(undefined);
      const plan = key.return ? found[next.at] : undefined;
      if (plan !== undefined) return choose(plan.id);
      next = pressed(next, press, {last: found.length - 1, page: rows});
    }
    place.write(next);
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
