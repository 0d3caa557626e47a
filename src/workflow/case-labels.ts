/** Words of the machines for people, read once from the folders of the kinds. What has no word yet shows its own name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { approvalWords, type KitWords } from '../../workflows/approval/labels.js';
import { type Labels, parseLabels, wordIn } from '../../workflows/labels.js';
import { type Language, Problem } from '../core/problem.js';
import { roleNames } from '../core/roles.js';
import { projectRoot } from '../platform/config/project-root.js';
import { Machines } from './machines.js';

export type LabelGroup = 'states' | 'events' | 'fields' | 'values' | 'tasks' | 'deadlines';

/** Words that belong to the engine and not to a machine. */
const own: Record<Language, Partial<Record<LabelGroup, Record<string, string>>>> = {
  'zh-CN': { events: { 'case.start': '提交', 'case.moved': '改用另一版流程' }, tasks: { incident: '异常处理' } },
  en: { events: { 'case.start': 'Filed', 'case.moved': 'Moved to another version' }, tasks: { incident: 'Incident' } },
};

@Injectable()
export class CaseLabels {
  private readonly read = new Map<string, Labels | null>();
  private readonly shared = new Map<string, KitWords | null>();

  constructor(private readonly machines: Machines) {}

  /** Name of a kind of case, e.g. 请假. */
  kind(kind: string, language: Language): string {
    return this.of(kind, language)?.title ?? kind;
  }

  word(kind: string, group: LabelGroup, name: string, language: Language): string {
    return this.wordIfAny(kind, group, name, language) ?? name;
  }

  wordIfAny(kind: string, group: LabelGroup, name: string, language: Language): string | undefined {
    return (
      wordIn(this.of(kind, language)?.[group], name) ??
      this.kitWord(kind, group, name, language) ??
      own[language][group]?.[name] ??
      role(name, language)
    );
  }

  /** A field as the payload of one event means it, e.g. `to` of a transfer; absent where it means the same everywhere. */
  fieldOf(kind: string, event: string, name: string, language: Language): string | undefined {
    return this.kitWord(kind, 'fields', `${event.split('.').at(-1)}.${name}`, language);
  }

  /** Words of the approval kit, for kinds that use it. */
  private kitWord(kind: string, group: LabelGroup, name: string, language: Language): string | undefined {
    if (group === 'states' || group === 'deadlines') return undefined;
    const key = `${kind} ${language}`;
    let words = this.shared.get(key);
    if (words === undefined) {
      const spec = this.machines.newest(kind);
      words = (spec && approvalWords(spec, language)) ?? null;
      this.shared.set(key, words);
    }
    return words ? wordIn(words[group], name) : undefined;
  }

  /** Parallel regions and nested states are said one after the other. */
  state(kind: string, state: string, language: Language): string {
    return state
      .split('|')
      .map((part) => this.word(kind, 'states', part, language))
      .join(language === 'en' ? ', ' : '、');
  }

  /** The same refusal with state and events in the reader's words; the names for programs stay in `available`. */
  refusal(problem: Problem, kind: string, language: Language): Problem {
    if (problem.code !== 'workflow.transition_refused') return problem;
    const { state, event } = problem.facts as { state: string; event: string };
    const available = (problem.extras.available ?? []).map((name) => this.word(kind, 'events', name, language));
    const said = { state: this.state(kind, state, language), event: this.word(kind, 'events', event, language) };
    const none = language === 'en' ? 'nothing' : '无';
    return new Problem(problem.code, { ...said, available: available.length > 0 ? available : none }, problem.extras);
  }

  private of(kind: string, language: Language): Labels | null {
    const name = `${kind}/labels.${language}.yaml`;
    const known = this.read.get(name);
    if (known !== undefined) return known;
    const file = join(projectRoot, 'workflows', name);
    const labels = existsSync(file) ? parseLabels(readFileSync(file, 'utf8')) : null;
    this.read.set(name, labels);
    return labels;
  }
}

/** A role, or the roles that sign a step together, as `HOME_DEPT_LEADER+CENTRE_LEADER`. */
function role(name: string, language: Language): string | undefined {
  const found = name
    .split('+')
    .map((one) => roleNames[one as keyof typeof roleNames]?.[language === 'en' ? 'en' : 'zh']);
  return found.every((one) => one !== undefined) ? found.join(language === 'en' ? ' and ' : '、') : undefined;
}
