import {Environment, type Node, type RuntimeValue} from './jinja-engine.ts';

/** Longest text that a template may make or hold while it is filled in. */
export const longestText = 262_144;

/** A plain value as one of the engine's. Objects become maps, so no key reaches a prototype. */
export function toRuntime(value: unknown): RuntimeValue {
  return new Environment().set('value', value);
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Every node right below this one. Names of attributes and filters are nodes too. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  const take = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) take(item);
    else if (value instanceof Map) for (const entry of value) take(entry);
    else if (isNode(value)) children.push(value);
  };
  for (const value of Object.values(node)) take(value);
  return children;
}

/** The value as Jinja prints it; undefined for what has no text of its own. */
export function printed(value: RuntimeValue): string | undefined {
  switch (value.type) {
    case 'UndefinedValue':
      return '';
    case 'NullValue':
      return 'None';
    case 'BooleanValue':
      return value.value ? 'True' : 'False';
    case 'StringValue':
    case 'IntegerValue':
    case 'FloatValue':
      return value.toString();
    default:
      return undefined;
  }
}

/** The items of a list as texts; undefined where the value is none, or holds what has no text. */
export function printedItems(value: RuntimeValue): readonly string[] | undefined {
  if (value.type !== 'ArrayValue' || !Array.isArray(value.value)) return undefined;
  const items: string[] = [];
  for (const item of value.value) {
    const text = printed(item);
    if (text === undefined) return undefined;
    items.push(text);
  }
  return items;
}
