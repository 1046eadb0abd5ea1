import {writeSync} from 'node:fs';

let isMeant = false;

/** Ends the process at once. */
export function leave(code: number): never {
  isMeant = true;
  process.exit(code);
}

/** From now on, to come to an end is what is wanted. */
export function leaveWith(code: number): void {
  isMeant = true;
  process.exitCode = code;
}

/** A command that ends in the middle must not look as if all were well. */
export function tellOtherEnds(): void {
  process.on('exit', () => {
    if (isMeant) return;
    writeSync(
      2,
      'assay: ended in the middle: a transform of a provider calls process.exit, or waits for what never comes\n',
    );
    process.exitCode = 4;
  });
}
