import {type Builder, complain} from './builder.ts';
import {readText} from './read-text.ts';

const parts = /^(?:(\d+)h)?[ :]*(?:(\d+)m)?[ :]*(?:(\d+)s)?$/;
const plain = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Seconds (`2.5`) or hours, minutes and seconds (`1h 2m 3s`), in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (text === '') return undefined;
  if (plain.test(text)) return Number(text) * 1000;
  const match = parts.exec(text);
  if (match === null || match.slice(1).every((part) => part === undefined)) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** A duration above zero in milliseconds. */
export function readDuration(builder: Builder, name: string): number | undefined {
  const text = readText(builder, name);
  if (text === undefined) return undefined;
  const duration = parseDuration(text.text);
  if (duration === undefined || !Number.isFinite(duration)) {
    complain(builder, {
      code: 'unit/bad-duration',
      message: `The field "${name}" must be seconds, such as 2.5, or hours, minutes and seconds, such as 1h 2m 3s.`,
      span: text.span,
    });
    return undefined;
  }
  if (duration === 0) {
    complain(builder, {
      code: 'unit/bad-duration',
      severity: 'warning',
      message: `The field "${name}" must be more than zero seconds.`,
      span: text.span,
    });
    return undefined;
  }
  return duration;
}
