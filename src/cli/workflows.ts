/** `workflows list | show KIND | check`: what the machines say, printed; and whether they keep the laws. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { machines, registry } from '../../workflows/index.js';
import { describe, type MachineDescription, type MachineSpec, type Who } from '../../workflows/kit.js';
import { type Labels, parseLabels } from '../../workflows/labels.js';
import { lawFaults, type StoredExample } from '../../workflows/laws.js';
import { samples } from '../../workflows/samples.js';
import { type Role, roleNames } from '../core/roles.js';
import { projectRoot } from '../platform/config/project-root.js';
import { type CliCommand, type CliLanguage, readOptions, UsageError } from './command.js';
import { rolesPage } from './workflows-roles.js';

type Print = (line: string) => void;
const fileOf = (kind: string, ...rest: string[]) => join(projectRoot, 'workflows', kind, ...rest);
const labelsOf = (kind: string, language: CliLanguage): Labels =>
  parseLabels(readFileSync(fileOf(kind, `labels.${language === 'zh' ? 'zh-CN' : 'en'}.yaml`), 'utf8'));

export const command: CliCommand = {
  usage: 'workflows list [--json] | show KIND [--version N] [--json] | roles KIND… | check [--json]',
  zh: '列出、显示和检查各类案卷的流程',
  en: 'List, show and check the machines of all kinds of cases',
  help: {
    zh: 'list 列出全部流程；show 显示一个流程的状态、操作、办理人和效果；roles 列出每个状态下谁可以做什么；check 检查：每个状态可达、处处有出口、文字齐全、旧案卷可读。',
    en: 'list names all machines; show prints states, events, people and effects of one; roles lists who may do what in every state; check tests the laws: every state reached, a way out from everywhere, texts complete, stored cases still readable.',
  },
  async run({ args, language, print }) {
    const { rest, values, flags } = readOptions(args, { flags: ['json'], values: ['version'] });
    const [what, kind, ...more] = rest;
    if (what === 'list') return list(flags.has('json'), language, print);
    if (what === 'show') return show(find(kind, values.version), flags.has('json'), language, print);
    if (what === 'roles') {
      const specs = [kind, ...more].map((one) => find(one, values.version));
      print(rolesPage(specs, (one) => [labelsOf(one, 'zh'), labelsOf(one, 'en')]));
      return 0;
    }
    if (what === 'check') return check(flags.has('json'), language, print);
    throw new UsageError('请指明 list、show、roles 或 check', 'Say list, show, roles or check');
  },
};

function find(kind: string | undefined, version: string | undefined): MachineSpec {
  const versions = registry.get(kind ?? '');
  const known = [...registry.keys()].join(', ');
  if (!versions)
    throw new UsageError(
      `没有“${kind ?? ''}”流程，现有：${known}`,
      `There is no machine "${kind ?? ''}"; known: ${known}`,
    );
  const found = version === undefined ? versions.at(-1) : versions.find((spec) => String(spec.version) === version);
  if (!found) throw new UsageError(`“${kind}”没有第 ${version} 版`, `"${kind}" has no version ${version}`);
  return found;
}

function list(json: boolean, language: CliLanguage, print: Print): number {
  const rows = [...registry].map(([kind, versions]) => {
    const newest = describe(versions.at(-1) as MachineSpec);
    return {
      kind,
      versions: versions.map((spec) => spec.version),
      states: newest.states.map((one) => one.state),
      events: newest.events.map((one) => one.event),
    };
  });
  if (json) print(JSON.stringify(rows, null, 2));
  else {
    for (const row of rows) {
      const counts =
        language === 'zh'
          ? `${row.states.length} 个状态，${row.events.length} 种操作`
          : `${row.states.length} states, ${row.events.length} events`;
      print(`${row.kind.padEnd(18)} v${row.versions.join(', v')}  ${labelsOf(row.kind, language).title}: ${counts}`);
    }
  }
  return 0;
}

/** One way of being allowed, in words: a role, or what the person is to the case. */
function whoText(who: Who, language: CliLanguage): string {
  if ('role' in who) return `${roleNames[who.role as Role][language]}${who.scope ? ` (${who.scope})` : ''}`;
  const words = {
    system: { zh: '系统', en: 'system' },
    applicant: { zh: '申请人', en: 'applicant' },
    subject: { zh: '当事人', en: 'subject' },
    holder: { zh: '待办人', en: 'holder of the task' },
    named: { zh: '指定人员', en: 'named person' },
  };
  return who.is === 'named' ? `${words.named[language]} (${who.field})` : words[who.is][language];
}

function show(spec: MachineSpec, json: boolean, language: CliLanguage, print: Print): number {
  const described = describe(spec);
  if (json) print(JSON.stringify(described, null, 2));
  else printMachine(spec, described, language, print);
  return 0;
}

function printMachine(spec: MachineSpec, described: MachineDescription, language: CliLanguage, print: Print): void {
  const zh = language === 'zh';
  const labels = labelsOf(spec.kind, language);
  const own = (state: string) => (state === '*' ? '*' : `${state} ${labels.states[state] ?? ''}`.trim());
  print(`${spec.kind} v${spec.version} ${labels.title}`);
  for (const state of [...described.states.map((one) => one.state), '*']) {
    const node = described.states.find((one) => one.state === state);
    const lines = described.transitions.filter((line) => line.from === state);
    if (state === '*' && lines.length === 0) continue;
    const mark =
      state === described.initial
        ? zh
          ? '（起点）'
          : ' (start)'
        : node?.closed
          ? zh
            ? '（办结）'
            : ' (closed)'
          : '';
    print(`\n${own(state)}${state === '*' ? (zh ? '（任何状态）' : ' (any state)') : mark}`);
    if (node && node.entry.length > 0) print(`  ${zh ? '进入时' : 'on entry'}: ${node.entry.join(', ')}`);
    for (const line of lines) {
      const event =
        line.event === ''
          ? zh
            ? '（自动）'
            : '(by itself)'
          : `${line.event} ${labels.events[line.event] ?? ''}`.trim();
      const to = line.to === line.from ? '' : ` → ${own(line.to)}`;
      print(`  ${event}${to}`);
      if (line.by.length > 0)
        print(`      ${zh ? '办理人' : 'by'}: ${line.by.map((who) => whoText(who, language)).join(', ')}`);
      if (line.guards.length > 0) print(`      ${zh ? '条件' : 'if'}: ${line.guards.join(', ')}`);
      if (line.effects.length > 0) print(`      ${zh ? '效果' : 'effects'}: ${line.effects.join(', ')}`);
    }
  }
}

function check(json: boolean, language: CliLanguage, print: Print): number {
  const results = machines.map((spec) => ({ kind: spec.kind, version: spec.version, faults: faultsOf(spec) }));
  const bad = results.filter((result) => result.faults.length > 0);
  if (json) print(JSON.stringify(results, null, 2));
  else {
    for (const { kind, version, faults } of results) {
      print(`${kind} v${version}: ${faults.length === 0 ? (language === 'zh' ? '合格' : 'good') : ''}`);
      for (const fault of faults) print(`  ${fault}`);
    }
  }
  return bad.length === 0 ? 0 : 1;
}

function faultsOf(spec: MachineSpec): string[] {
  const own = samples[spec.kind];
  if (!own) return [`${spec.kind}: no samples to walk it with`];
  const path = fileOf(spec.kind, 'snapshots', `v${spec.version}.examples.json`);
  const examples = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, StoredExample>) : {};
  try {
    return lawFaults(spec, own, { 'zh-CN': labelsOf(spec.kind, 'zh'), en: labelsOf(spec.kind, 'en') }, examples);
  } catch (error) {
    return [`${spec.kind}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
