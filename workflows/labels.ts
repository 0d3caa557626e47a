/** Words for people: one YAML file for each kind and language. The shell reads the files; here is only their shape. */
import { parse } from 'yaml';
import { z } from 'zod';
import { approvalWords } from './approval/labels.js';
import type { MachineSpec } from './contract.js';
import { describe } from './run.js';

const texts = z.record(z.string(), z.string().min(1));
export const labelsShape = z.strictObject({
  /** Name of this kind of case. */
  title: z.string().min(1),
  states: texts,
  events: texts,
  /** Fields of the form, the context and the payloads; one text for one name. */
  fields: texts,
  /** Values of choices, e.g. `personal: 事假`. */
  values: texts.default({}),
  /** Names of tasks (steps). */
  tasks: texts.default({}),
  /** Names of deadlines. */
  deadlines: texts.default({}),
});
export type Labels = z.output<typeof labelsShape>;

/** @throws ZodError or YAMLParseError when the file is not what it should be */
export const parseLabels = (yaml: string): Labels => labelsShape.parse(parse(yaml));

/** The word for a name, or for the longest `prefix-*` that it begins with: tasks are named `verify-A01`, `sign-2`. */
export function wordIn(words: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  if (!words) return undefined;
  if (Object.hasOwn(words, name)) return words[name];
  const families = Object.keys(words).filter((key) => key.endsWith('-*') && name.startsWith(key.slice(0, -1)));
  const longest = families.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : words[longest];
}

/** Names of all fields of form, context and payloads, nested ones included. */
export function fieldsOf(spec: MachineSpec): string[] {
  const shapes = [spec.form, spec.context, ...Object.values(spec.events).map((event) => event.payload)];
  const names = new Set<string>();
  const choices = new Set<string>();
  for (const shape of shapes) collect(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }), names, choices);
  return [...names].sort();
}

/** Values of all choices (enums) of form, context and payloads. */
export function choicesOf(spec: MachineSpec): string[] {
  const names = new Set<string>();
  const choices = new Set<string>();
  const shapes = [spec.form, spec.context, ...Object.values(spec.events).map((event) => event.payload)];
  for (const shape of shapes) collect(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }), names, choices);
  return [...choices].filter((choice) => !/^[A-Z_]+$/.test(choice)).sort();
}

function collect(node: unknown, names: Set<string>, choices: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, names, choices);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { properties, enum: values, ...rest } = node as { properties?: Record<string, unknown>; enum?: unknown[] };
  for (const value of values ?? []) if (typeof value === 'string') choices.add(value);
  for (const [name, inner] of Object.entries(properties ?? {})) {
    names.add(name);
    collect(inner, names, choices);
  }
  collect(Object.values(rest), names, choices);
}

/** What a labels file lacks or has too much, as sentences; empty when it fits the machine. */
export function labelFaults(spec: MachineSpec, labels: Labels, language: string): string[] {
  const described = describe(spec);
  const kit = approvalWords(spec, language);
  const compare = (
    what: string,
    needed: readonly string[],
    given: Record<string, string>,
    shared: Readonly<Record<string, string>> = {},
  ) => [
    ...needed
      .filter((name) => !given[name] && !shared[name])
      .map((name) => `${spec.kind} ${language}: no text for ${what} ${name}`),
    ...Object.keys(given)
      .filter((name) => !needed.includes(name))
      .map((name) => `${spec.kind} ${language}: text for unknown ${what} ${name}`),
  ];
  return [
    ...compare(
      'state',
      described.states.map((state) => state.state),
      labels.states,
    ),
    ...compare(
      'event',
      described.events.map((event) => event.event),
      labels.events,
      kit?.events,
    ),
    ...compare('field', fieldsOf(spec), labels.fields, kit?.fields),
    ...compare('value', choicesOf(spec), labels.values, kit?.values),
  ];
}
