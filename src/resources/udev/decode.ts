/** Text of the `…_ENC` properties: bytes other than plain ASCII are written `\x20`. White space round it is padding. */
export function decodeUdev(text: string): string {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const decoded = bytes.replace(/\\x([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(decoded, 'latin1')
    .toString('utf8')
    .replace(/^[\s\0]+|[\s\0]+$/g, '');
}
