/**
 * How a name sounds, for search boxes: initials and full spelling, e.g. `oyxt ouyangxiaotong` for 欧阳晓彤. Characters with
 * several readings take the one that they have in a family name.
 */
export async function soundOf(names: readonly string[]): Promise<string[]> {
  // Needed only when somebody is written, so its dictionary costs the start nothing.
  const { pinyin } = await import('pinyin-pro');
  const options = { toneType: 'none', type: 'array', mode: 'surname' } as const;
  return names.map((name) => {
    const letters = name.replace(/[^\p{L}\p{N}]/gu, '');
    const said = [pinyin(letters, { ...options, pattern: 'first' }), pinyin(letters, options)];
    return said.map((parts) => parts.join('').toLowerCase()).join(' ');
  });
}
