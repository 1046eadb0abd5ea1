/** The last part of what was kept and what comes after it, in memory of its own. */
export function lastBytes(kept: Buffer<ArrayBuffer>, bytes: Uint8Array, most: number): Buffer<ArrayBuffer> {
  if (bytes.length >= most) return Buffer.from(bytes.subarray(-most));
  return Buffer.concat([kept.subarray(-(most - bytes.length)), bytes]);
}
