/** Words of the machines for people, read once from the folders of the kinds. What has no word yet shows its own name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { parse } from 'yaml';
import type { Language } from '../core/problem.js';
import { projectRoot } from '../platform/config/project-root.js';

type Words = Record<string, string | Record<string, string>>;

export type LabelGroup = 'states' | 'events' | 'fields' | 'values' | 'deadlines' | 'steps';

@Injectable()
export class CaseLabels {
  private readonly read = new Map<string, Words>();

  /** Name of a kind of case, e.g. 请假. */
  kind(kind: string, language: Language): string {
    const words = this.of(kind, language);
    const name = words.kind ?? words.title ?? words.name;
    return typeof name === 'string' ? name : kind;
  }

  word(kind: string, group: LabelGroup, name: string, language: Language): string {
    const list = this.of(kind, language)[group];
    const found = typeof list === 'object' ? list[name] : undefined;
    return found ?? name;
  }

  /** Parallel regions and nested states are said one after the other. */
  state(kind: string, state: string, language: Language): string {
    return state
      .split('|')
      .map((part) => {
        const whole = this.word(kind, 'states', part, language);
        if (whole !== part) return whole;
        const leaf = part.split('.').at(-1) ?? part;
        return this.word(kind, 'states', leaf, language);
      })
      .join(language === 'en' ? ', ' : '、');
  }

  private of(kind: string, language: Language): Words {
    const file = join(projectRoot, 'workflows', kind, `labels.${language}.yaml`);
    const known = this.read.get(file);
    if (known) return known;
    const words = (existsSync(file) ? parse(readFileSync(file, 'utf8')) : {}) as Words;
    this.read.set(file, words);
    return words;
  }
}
