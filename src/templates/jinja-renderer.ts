import {compareText} from '../expressions/value.ts';
import {type Environment, Interpreter, type Node, type RuntimeValue} from './jinja-engine.ts';
import {isNode, longestText, printed, printedItems, toRuntime} from './jinja-values.ts';
import type {HoleSource} from './rendered.ts';
import {mark} from './shell/place.ts';

/** Evaluations that one text may take; one that gives a long text or list counts as many. */
const mostSteps = 50_000;
const charactersInStep = 128;
const itemsInStep = 8;
/** Evaluations within one another: macros that call themselves. The engine takes an overflow for a missing variable. */
const deepest = 400;
const close = '\uFDD1';
const token = new RegExp(`${mark}(\\d+)${close}`, 'g');
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
const environments = new Set(['__system_env__', '__checkbox_env__']);

/** The values of environment variables, as every text is handed them. */
export const environmentTexts = new WeakSet<RuntimeValue>();

/** What a text must not do, or a value it cannot have. Caught where the text is rendered. */
export class JinjaRefusal extends Error {}

/** A variable without a value where one is printed or ordered. */
export class MissingVariable extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(`the record has no key "${variable}"`);
    this.variable = variable;
  }
}

export interface Output {
  readonly text: string;
  readonly items?: readonly string[];
  readonly source: HoleSource;
  readonly node: Node;
}

export interface RenderOptions {
  /** The nodes of the text that print something. */
  readonly outputs: ReadonlySet<Node>;
  readonly sources: WeakMap<RuntimeValue, HoleSource>;
  /** Prose for people goes out with a gap where a value is missing. */
  readonly lenient: boolean;
}

function part(node: Node, name: string): unknown {
  return Reflect.get(node, name);
}

function identifierOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'Identifier')
    return undefined;
  return 'value' in value && typeof value.value === 'string' ? value.value : undefined;
}

/**
 * Fills in one text for one record. What `{{ … }}` prints does not go into the text: a token with its number does, so
 * that no value is mistaken for the author's words. Lives for one text and one record.
 */
export class Renderer extends Interpreter {
  readonly outputs: Output[] = [];
  /** Variables that had no value, in the order they were asked for. */
  readonly missed: string[] = [];
  /** Of these, the ones whose absence was taken for an answer. */
  readonly absent = new Set<string>();
  readonly #options: RenderOptions;
  /** Texts that the template made of its own words and of tokens. */
  readonly #made = new WeakSet<RuntimeValue>();
  readonly #macros = new WeakSet<RuntimeValue>();
  #steps = 0;
  #depth = 0;

  constructor(environment: Environment, options: RenderOptions) {
    super(environment);
    this.#options = options;
  }

  override evaluate(node: Node | undefined, environment: Environment): RuntimeValue {
    if (++this.#steps > mostSteps) throw new JinjaRefusal(`it takes more than ${mostSteps} steps`);
    if (this.#depth === deepest) throw new JinjaRefusal('it calls itself without end, or nests too deeply');
    if (node === undefined) return super.evaluate(node, environment);
    this.#depth++;
    try {
      const value = this.#options.outputs.has(node) ? this.#print(node, environment) : this.#compute(node, environment);
      this.#weigh(value);
      return value;
    } finally {
      this.#depth--;
    }
  }

  #weigh({type, value}: RuntimeValue): void {
    if (type === 'StringValue' && typeof value === 'string') {
      if (value.length > longestText) throw new JinjaRefusal(`it makes a text of more than ${longestText} characters`);
      this.#steps += Math.floor(value.length / charactersInStep);
    } else if (Array.isArray(value)) this.#steps += Math.floor(value.length / itemsInStep);
  }

  /** A text with the values in the place of their tokens. */
  expanded(text: string): string {
    let whole = text;
    for (let depth = 0; depth < 20 && whole.includes(mark); depth++) {
      whole = whole.replace(token, (_, index) => this.outputs[Number(index)]?.text ?? '');
      if (whole.length > longestText) throw new JinjaRefusal(`it makes a text of more than ${longestText} characters`);
    }
    if (whole.includes(mark) || whole.includes(close)) throw new JinjaRefusal('it takes a filled-in text apart');
    return whole;
  }

  #compute(node: Node, environment: Environment): RuntimeValue {
    switch (node.type) {
      case 'Identifier':
        return this.#variable(node, environment);
      case 'BinaryExpression': {
        const operator = part(node, 'operator');
        const written = typeof operator === 'object' && operator !== null ? Reflect.get(operator, 'value') : undefined;
        return comparisons.has(String(written))
          ? this.#compare(node, String(written), environment)
          : super.evaluate(node, environment);
      }
      case 'StringLiteral':
      case 'IntegerLiteral':
      case 'FloatLiteral': {
        const value = super.evaluate(node, environment);
        this.#options.sources.set(value, 'author');
        return value;
      }
      case 'Set':
      case 'Macro':
        return this.#define(node, environment);
      case 'CallExpression':
      case 'CallStatement':
        return this.#call(node, environment);
      default:
        return super.evaluate(node, environment);
    }
  }

  #call(node: Node, environment: Environment): RuntimeValue {
    const call = node.type === 'CallStatement' ? part(node, 'call') : node;
    const name = isNode(call) ? identifierOf(part(call, 'callee')) : undefined;
    const isMacro = name !== undefined && this.#macros.has(environment.lookupVariable(name));
    const value = super.evaluate(node, environment);
    if (isMacro) this.#made.add(value);
    return value;
  }

  #variable(node: Node, environment: Environment): RuntimeValue {
    const value = super.evaluate(node, environment);
    if (value.type === 'UndefinedValue') this.missed.push(identifierOf(node) ?? '');
    if (value.type !== 'StringValue' || !value.toString().includes(mark)) return value;
    return toRuntime(this.expanded(value.toString()));
  }

  #define(node: Node, environment: Environment): RuntimeValue {
    const result = super.evaluate(node, environment);
    const name = identifierOf(part(node, node.type === 'Set' ? 'assignee' : 'name'));
    if (name === undefined) return result;
    const value = environment.lookupVariable(name);
    if (node.type === 'Macro') this.#macros.add(value);
    else if (part(node, 'value') === null) this.#made.add(value);
    return result;
  }

  #plain(value: RuntimeValue): string {
    return this.expanded(value.toString());
  }

  /** As Python compares: text is never a number, and text is ordered by code point. */
  #compare(node: Node, operator: string, environment: Environment): RuntimeValue {
    const asked = this.missed.length;
    const [left, right] = [this.#operand(node, 'left', environment), this.#operand(node, 'right', environment)];
    for (const name of this.missed.slice(asked)) this.absent.add(name);
    const order = this.#order(left, right);
    if (operator === '==') return toRuntime(order === 0);
    if (operator === '!=') return toRuntime(order !== 0);
    if (order === undefined) {
      const [missing] = this.missed.slice(asked);
      if (missing !== undefined) throw new MissingVariable(missing);
      throw new JinjaRefusal(`${operator} cannot compare ${kindOf(left)} with ${kindOf(right)}`);
    }
    return toRuntime((operator.startsWith('<') ? order < 0 : order > 0) || (operator.endsWith('=') && order === 0));
  }

  #operand(node: Node, side: 'left' | 'right', environment: Environment): RuntimeValue {
    const operand = part(node, side);
    if (!isNode(operand)) throw new Error('Internal error: a comparison has no operand');
    return this.evaluate(operand, environment);
  }

  #order(left: RuntimeValue, right: RuntimeValue): number | undefined {
    if (left.type === 'StringValue' && right.type === 'StringValue')
      return compareText(this.#plain(left), this.#plain(right));
    const [a, b] = [numberOf(left), numberOf(right)];
    if (a !== undefined && b !== undefined) return a - b;
    const [some, others] = [printedItems(left), printedItems(right)];
    if (some !== undefined && others !== undefined) return some.join('\0') === others.join('\0') ? 0 : undefined;
    return left.type === right.type && left.value === right.value ? 0 : undefined;
  }

  #print(node: Node, environment: Environment): RuntimeValue {
    const name = identifierOf(node);
    const direct = name === undefined ? undefined : environment.lookupVariable(name);
    const asked = this.missed.length;
    const value = direct !== undefined && this.#made.has(direct) ? direct : this.#valueOf(node, environment);
    if (this.#made.has(value)) return value;
    const source = this.#options.sources.get(value) ?? (isOfEnvironment(value, node) ? 'environment' : 'record');
    const items = printedItems(value);
    const text = value.type === 'UndefinedValue' ? this.#nothing(node, asked) : (printed(value) ?? items?.join(' '));
    if (text === undefined) throw new JinjaRefusal(`${kindOf(value)} has no text of its own`);
    this.outputs.push({text: this.expanded(text), source, node, ...(items === undefined ? {} : {items})});
    return toRuntime(`${mark}${this.outputs.length - 1}${close}`);
  }

  /** An expression on a missing variable makes the engine stop with an error of its own; the variable is the reason. */
  #valueOf(node: Node, environment: Environment): RuntimeValue {
    const asked = this.missed.length;
    try {
      return this.#compute(node, environment);
    } catch (error) {
      const [missing] = this.missed.slice(asked);
      if (missing === undefined || error instanceof JinjaRefusal) throw error;
      if (!this.#options.lenient) throw new MissingVariable(missing);
      return toRuntime(undefined);
    }
  }

  /** What prints where there is no value: nothing, in prose or for a variable of the environment that is not set. */
  #nothing(node: Node, asked: number): string {
    const [missing] = this.missed.slice(asked);
    const root = rootOf(node);
    if (missing !== undefined && !this.#options.lenient) throw new MissingVariable(missing);
    const gap = missing ?? root;
    if (gap === undefined) throw new JinjaRefusal('it has no value');
    this.absent.add(gap);
    return '';
  }
}

function isOfEnvironment(value: RuntimeValue, node: Node): boolean {
  return environmentTexts.has(value) || rootOf(node) !== undefined;
}

/** `__system_env__` or `__checkbox_env__`, where the expression takes something out of it. */
function rootOf(node: unknown): string | undefined {
  const name = identifierOf(node);
  if (name !== undefined) return environments.has(name) ? name : undefined;
  if (typeof node !== 'object' || node === null) return undefined;
  if ('object' in node) return rootOf(node.object);
  return 'callee' in node ? rootOf(node.callee) : undefined;
}

function numberOf(value: RuntimeValue): number | undefined {
  if (value.type !== 'IntegerValue' && value.type !== 'FloatValue' && value.type !== 'BooleanValue') return undefined;
  return Number(value.value);
}

function kindOf(value: RuntimeValue): string {
  const kinds: Readonly<Record<string, string>> = {
    StringValue: 'text',
    IntegerValue: 'a number',
    FloatValue: 'a number',
    BooleanValue: 'a boolean',
    UndefinedValue: 'nothing',
    NullValue: 'None',
    ArrayValue: 'a list',
    ObjectValue: 'a mapping',
  };
  return kinds[value.type] ?? 'this';
}
