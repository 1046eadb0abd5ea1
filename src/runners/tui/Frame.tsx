import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {fitTo} from '../../base/columns.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

interface FrameProps {
  readonly size: Size;
  readonly title: string;
  /** Right end of the title line. */
  readonly status: string;
  readonly keys: string;
  readonly children: ReactNode;
}

/** One screen: a title line, what fills it, and the keys that work now on the last line. */
export function Frame({size, title, status, keys, children}: FrameProps) {
  // The last row stays free: a terminal scrolls when it is written to its end.
  const height = size.rows - 1;
  const left = Math.max(0, size.columns - status.length - 2);
  return (
    <Box flexDirection="column" width={size.columns} height={height} overflow="hidden">
      <Text inverse wrap="truncate">{` ${fitTo(title, left)}${status} `}</Text>
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        {children}
      </Box>
      <Text inverse wrap="truncate">
        {fitTo(` ${keys}`, size.columns)}
      </Text>
    </Box>
  );
}

/** Rows between the title and the key line. */
export function innerRows(size: Size): number {
  return Math.max(1, size.rows - 3);
}
