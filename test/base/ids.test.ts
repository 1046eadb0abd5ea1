import {describe, expect, it} from 'vitest';
import {isQualified, namespaceOf, partialId, qualify, unitId} from '../../src/base/ids.ts';

describe('unit ids', () => {
  it('join a namespace and a partial id', () => {
    expect(unitId('com.example', 'disk/read')).toBe('com.example::disk/read');
  });

  it('are qualified only where they are partial', () => {
    expect(qualify('disk/read', 'com.example')).toBe('com.example::disk/read');
    expect(qualify('org.other::disk/read', 'com.example')).toBe('org.other::disk/read');
    expect([isQualified('disk/read'), isQualified('org.other::disk/read')]).toEqual([false, true]);
  });

  it('come apart again', () => {
    const id = unitId('com.example', 'a::b');
    expect([namespaceOf(id), partialId(id)]).toEqual(['com.example', 'a::b']);
  });
});
