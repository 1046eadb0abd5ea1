import {templateEngines} from '../fields/field.ts';
import type {TemplateEngine} from '../unit.ts';
import type {Builder} from './builder.ts';
import {readChoice} from './read-text.ts';

/** The published schema of templates calls the Python format `default`. */
export function readEngine(builder: Builder): TemplateEngine | undefined {
  const engine = readChoice(builder, {name: 'template-engine', choices: templateEngines});
  return engine === 'default' ? 'format' : engine;
}
