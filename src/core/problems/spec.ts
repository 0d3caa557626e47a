/** What the catalogue says of a refusal, in each language. */
export interface ProblemText {
  title: string;
  /** What happened and why; `{name}` is replaced from the facts. */
  detail: string;
  /** What to do next. */
  hint: string;
}

export interface ProblemSpec {
  status: number;
  zh: ProblemText;
  en: ProblemText;
}
