export interface Output {
  write(text: string): unknown;
}

interface LiveLineOptions {
  readonly out: Output;
  readonly isTerminal: boolean;
  readonly columns: () => number;
}

/** The last line of a terminal, drawn over itself below the lines that stay. Elsewhere there is none. */
export function createLiveLine({out, isTerminal, columns}: LiveLineOptions) {
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) out.write('\r\u001b[K');
    isDrawn = false;
  };
  return {
    clear,
    draw(text: string): void {
      if (!isTerminal) return;
      out.write(`\r\u001b[K${text.slice(0, Math.max(20, columns() - 1))}`);
      isDrawn = true;
    },
    /** A line that stays. */
    print(text: string): void {
      clear();
      out.write(`${text}\n`);
    },
  };
}
