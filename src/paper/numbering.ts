/** `政服通〔2026〕3号`, `ZS-2026-0032`: six-cornered brackets, full year, no leading zero unless the pattern asks for width. */
export function numberOf(pattern: string, values: { prefix: string; year: number; serial: number }): string {
  return pattern.replace(
    /\{(prefix|year|serial)(?::(\d+))?\}/g,
    (_, name: 'prefix' | 'year' | 'serial', width?: string) => String(values[name]).padStart(Number(width ?? 0), '0'),
  );
}
