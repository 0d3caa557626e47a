/**
 * The one error class of the product. Services throw it with a stable code and facts; a single filter turns it into
 * `application/problem+json` (RFC 9457) in the reader's language. Services know no HTTP.
 */
import { catalogue } from './problems/index.js';
import type { ProblemSpec, ProblemText } from './problems/spec.js';

export type Language = 'zh-CN' | 'en';

/** One line of `errors`: where it is, what was found, what is allowed, what to do. `where` is a JSON pointer, `sheet!cell` or `line:column`. */
export interface ProblemDetail {
  where: string;
  message: string | Record<Language, string>;
  got?: string;
  allowed?: string | readonly string[];
  hint?: string | Record<Language, string>;
}

/** Values for the placeholders of the catalogue's texts; they are shown to people, so no secrets and no SQL. */
export type ProblemFacts = Record<string, string | number | boolean | readonly string[] | null | undefined>;

export interface ProblemExtras {
  errors?: readonly ProblemDetail[];
  /** Events that are possible instead, for 409 answers. */
  available?: readonly string[];
  /** Article anchors that forbid it, e.g. `R15.S1`. */
  articles?: readonly string[];
  /** The revision that the record has now, for 412 and 409. */
  revision?: number;
  /** Seconds to wait, for 429 and 503. */
  retryAfter?: number;
  trace?: unknown;
  cause?: unknown;
}

export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: string,
    readonly facts: ProblemFacts = {},
    readonly extras: ProblemExtras = {},
  ) {
    super(code, { cause: extras.cause });
  }

  get status(): number {
    return specOf(this.code).status;
  }

  /** Title, detail and hint in the reader's language, placeholders filled. */
  text(language: Language): ProblemText {
    const spec = specOf(this.code);
    const text = language === 'en' ? spec.en : spec.zh;
    return {
      title: fill(text.title, this.facts),
      detail: fill(text.detail, this.facts),
      hint: fill(text.hint, this.facts),
    };
  }
}

export function specOf(code: string): ProblemSpec {
  const spec = catalogue[code];
  if (!spec) throw new Error(`problem code ${code} is not in the catalogue`);
  return spec;
}

function fill(template: string, facts: ProblemFacts): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = facts[name];
    if (value === undefined || value === null) return whole;
    return Array.isArray(value) ? value.join('、') : String(value);
  });
}
