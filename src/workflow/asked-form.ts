/** A form as it is asked here and now: what its machine says of a field, laid over the JSON schema of the payload. */
import type { FieldAsk } from '../../workflows/kit.js';
import type { Language } from '../core/problem.js';

type Schema = Record<string, unknown>;

/**
 * @param form JSON schema of a payload; it is shared and stays as it is
 * @returns the same with limits (`x-least`, `x-most` in 1/10000), articles and words, without the fields that are not asked
 */
export function askedForm(form: Schema, asks: Readonly<Record<string, FieldAsk>>, language: Language): Schema {
  const properties = { ...(form.properties as Record<string, Schema>) };
  const required = new Set((form.required as string[] | undefined) ?? []);
  for (const [field, ask] of Object.entries(asks)) {
    const schema = properties[field];
    if (!schema) continue;
    if (ask.isAsked === false) {
      delete properties[field];
      required.delete(field);
      continue;
    }
    if (ask.isRequired) required.add(field);
    properties[field] = asked(schema, ask, language);
  }
  return { ...form, properties, required: [...required] };
}

function asked(schema: Schema, ask: FieldAsk, language: Language): Schema {
  return {
    ...schema,
    ...(ask.title ? { title: ask.title[language] } : {}),
    ...(ask.hint?.[language] ? { description: ask.hint[language] } : {}),
    ...(ask.least === undefined ? {} : { 'x-least': ask.least }),
    ...(ask.most === undefined ? {} : { 'x-most': ask.most }),
    ...(ask.article ? { 'x-article': ask.article } : {}),
    ...(ask.follows ? { 'x-follows': ask.follows } : {}),
    ...(ask.choices ? { enum: ask.choices } : {}),
    ...(ask.parts ? recordOf(ask.parts, language) : {}),
  };
}

/** An open record becomes a group of the fields that are asked. */
function recordOf(parts: NonNullable<FieldAsk['parts']>, language: Language): Schema {
  const properties = Object.fromEntries(
    Object.entries(parts).map(([field, ask]) => [
      field,
      asked(
        ask.type === 'number' ? { type: 'string', 'x-amount': true } : { type: 'string', maxLength: 100 },
        ask,
        language,
      ),
    ]),
  );
  const required = Object.entries(parts)
    .filter(([, ask]) => ask.isRequired)
    .map(([field]) => field);
  return { type: 'object', properties, required };
}
