/** Texts of the messages, by name and language; placeholders `{name}` are filled from the effect's arguments. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Language } from '../core/problem.js';
import { projectRoot } from '../platform/config/project-root.js';

const shape = z.record(z.string(), z.string().min(1));
export type MessageTexts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** @throws Error when a message has a text in one language only */
export function readMessages(folder = join(projectRoot, 'src', 'notification')): MessageTexts {
  const read = (language: Language) =>
    shape.parse(parse(readFileSync(join(folder, `messages.${language}.yaml`), 'utf8')));
  const texts = { 'zh-CN': read('zh-CN'), en: read('en') };
  const lonely = [...Object.keys(texts['zh-CN']), ...Object.keys(texts.en)].filter(
    (name) => !(name in texts['zh-CN']) || !(name in texts.en),
  );
  if (lonely.length > 0) throw new Error(`messages with one language only: ${lonely.join(', ')}`);
  return texts;
}

/** The sentence in the reader's language. A message that has lost its text still says what happened, by its name. */
export function say(
  texts: MessageTexts,
  language: Language,
  message: string,
  args: Readonly<Record<string, string | number>>,
): string {
  const template = texts[language][message] ?? message;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    args[name] === undefined ? whole : String(args[name]),
  );
}
