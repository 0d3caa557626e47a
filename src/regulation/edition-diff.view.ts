/** Two editions side by side: items with their old and new points, choices, articles, and every other figure. */
import type { Composed } from '../core/rules/pack/compose.js';
import { changedWords } from '../core/rules/pack/diff.js';
import type { CompiledEdition } from '../core/rules/types.js';
import type { EditionDiff } from './draft.contract.js';
import type { ItemView } from './regulation.contract.js';
import { itemView } from './regulation.view.js';

interface Side {
  edition: CompiledEdition;
  composed: Composed;
}

export function editionDiff(before: Side, after: Side): EditionDiff {
  const ref = ({ edition: { id, edition, hash } }: Side) => ({ id, edition, hash });
  const items = itemChanges(before, after);
  const told = new Set(items.changed.filter((one) => one.fields.includes('points')).map((one) => one.item));
  return {
    before: ref(before),
    after: ref(after),
    items,
    settings: choiceChanges(
      before.edition.settings.map(({ setting, zh, en, chosen }) => ({ name: setting, zh, en, value: chosen })),
      after.edition.settings.map(({ setting, zh, en, chosen }) => ({ name: setting, zh, en, value: chosen })),
    ),
    parameters: choiceChanges(
      before.edition.parameters.map(({ parameter, zh, en, value }) => ({
        name: parameter,
        zh,
        en,
        value: value ?? null,
      })),
      after.edition.parameters.map(({ parameter, zh, en, value }) => ({
        name: parameter,
        zh,
        en,
        value: value ?? null,
      })),
    ),
    articles: articleChanges(before.edition, after.edition),
    // The points of an item stand in `items` already.
    others: changedWords(before.composed, after.composed).filter(
      ({ rule, field }) => !(told.has(rule) && /^(each|points)/.test(field)),
    ),
  };
}

function itemChanges(before: Side, after: Side): EditionDiff['items'] {
  const old = new Map(before.edition.items.map((item) => [item.item, itemView(item)]));
  const fresh = new Map(after.edition.items.map((item) => [item.item, itemView(item)]));
  return {
    added: [...fresh.values()].filter((item) => !old.has(item.item)),
    removed: [...old.values()].filter((item) => !fresh.has(item.item)),
    changed: [...fresh.values()].flatMap((now) => {
      const was = old.get(now.item);
      const fields = was ? differing(was, now) : [];
      return was && fields.length > 0 ? [{ item: now.item, fields, before: was, after: now }] : [];
    }),
  };
}

const differing = (was: ItemView, now: ItemView): string[] =>
  (Object.keys(now) as (keyof ItemView)[]).filter((field) => JSON.stringify(was[field]) !== JSON.stringify(now[field]));

interface Choice {
  name: string;
  zh: string;
  en: string;
  value: string | null;
}

function choiceChanges(before: readonly Choice[], after: readonly Choice[]): EditionDiff['settings'] {
  const old = new Map(before.map((choice) => [choice.name, choice]));
  const fresh = new Map(after.map((choice) => [choice.name, choice]));
  return [...new Set([...fresh.keys(), ...old.keys()])].flatMap((name) => {
    const [was, now] = [old.get(name), fresh.get(name)];
    if ((was?.value ?? null) === (now?.value ?? null)) return [];
    const { zh, en } = (now ?? was) as Choice;
    return [{ name, zh, en, before: was?.value ?? null, after: now?.value ?? null }];
  });
}

function articleChanges(before: CompiledEdition, after: CompiledEdition): EditionDiff['articles'] {
  const old = new Map(before.articles.map((entry) => [entry.article, JSON.stringify(entry)]));
  const fresh = new Map(after.articles.map((entry) => [entry.article, JSON.stringify(entry)]));
  return {
    added: [...fresh.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !fresh.has(name)),
    changed: [...fresh.keys()].filter((name) => old.has(name) && old.get(name) !== fresh.get(name)),
  };
}
