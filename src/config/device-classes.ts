/** Kinds of machines, as their firmware tells them apart. */
export const deviceClasses = ['desktop', 'laptop', 'tablet', 'handheld', 'server', 'embedded', 'other'] as const;

export type DeviceClass = (typeof deviceClasses)[number];

export function isDeviceClass(word: string): word is DeviceClass {
  return deviceClasses.some((name) => name === word);
}
