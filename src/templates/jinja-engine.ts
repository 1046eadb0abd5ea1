import * as engine from '@huggingface/jinja';

/** A node of a parsed text; `type` tells the kinds apart. The package's own types do not resolve for us. */
export interface Node {
  readonly type: string;
}

/** A value inside the engine. */
export interface RuntimeValue {
  readonly type: string;
  readonly value: unknown;
  toString(): string;
}

export interface Environment {
  set(name: string, value: unknown): RuntimeValue;
  setVariable(name: string, value: RuntimeValue): RuntimeValue;
  /** An undefined value where there is no such variable. */
  lookupVariable(name: string): RuntimeValue;
}

export interface Interpreter {
  evaluate(node: Node | undefined, environment: Environment): RuntimeValue;
  run(program: Node): RuntimeValue;
}

interface BlockOptions {
  readonly lstrip_blocks: boolean;
  readonly trim_blocks: boolean;
}

export const Environment: new () => Environment = engine.Environment;
export const Interpreter: new (environment: Environment) => Interpreter = engine.Interpreter;
/** Throws for what it cannot read. */
export const tokenize: (text: string, options: BlockOptions) => readonly unknown[] = engine.tokenize;
/** Throws for what it cannot read. */
export const parse: (tokens: readonly unknown[]) => Node = engine.parse;
