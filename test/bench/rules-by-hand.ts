/**
 * The sheet of R11 and the points of R63 written out by hand: loops over the facts that know this one regulation and its
 * figures by heart, with nothing to explain, to refuse or to set. Amounts are whole ten-thousandths, as in the engine.
 */
import type { EvaluationInput } from '../../src/core/rules/types.js';
import { bankRules, sheetBases, sheetItems } from './rules-data.js';

const UNIT = 10_000;

export interface SheetByHand {
  /** By subject. */
  totals: Float64Array;
  /** Five for each subject. */
  sections: Float64Array;
}

const MEASURED = [
  'hall.cases',
  'hall.ratable',
  'hall.rated',
  'hall.peerTotal',
  'hall.peerGood',
  'hall.satisfactionRate',
];

/** Attendance, cases, fees, archives by price and quantity; volume, rating, peer review and satisfaction by their bands. */
export function sheetByHand({ subjects, facts, period }: EvaluationInput): SheetByHand {
  const size = subjects.length;
  const sections = new Float64Array(size * 5);
  const totals = new Float64Array(size);
  const measured = new Float64Array(size * MEASURED.length);
  const counted = new Float64Array(size * MEASURED.length);
  const indexOf = new Map(subjects.map((subject, index) => [subject.key, index]));
  const priced = new Map(sheetItems.map(([item, section, points]) => [item, { section, points }]));
  const figures = new Map(MEASURED.map((item, index) => [item, index]));
  for (const fact of facts) {
    if (fact.happenedOn < period.from || fact.happenedOn > period.to) continue;
    const subject = indexOf.get(fact.subject);
    if (subject === undefined) continue;
    const price = priced.get(fact.item);
    if (price) sections[subject * 5 + price.section]! += price.points * fact.quantity;
    else {
      const figure = figures.get(fact.item);
      if (figure === undefined) continue;
      measured[subject * 6 + figure]! += fact.quantity;
      counted[subject * 6 + figure]! += fact.count;
    }
  }
  for (let subject = 0; subject < size; subject++) {
    const at = subject * 6;
    const [cases, ratable, rated, votes, good, satisfied] = measured.subarray(at, at + 6) as unknown as number[];
    const [hasCases, hasRatable, , hasVotes, , hasSatisfied] = counted.subarray(at, at + 6) as unknown as number[];
    const exempt = subjects[subject]?.attributes?.lowVolumeExempt === true;
    let [low, share, peers, lost] = [0, 0, 0, 0];
    if (hasCases! > 0 && !exempt && cases! < 2 * UNIT) low = -3 * UNIT;
    if (hasRatable! > 0 && ratable !== 0 && rated! * 100 < 90 * ratable!) share = -2 * UNIT;
    if (hasVotes! > 0 && votes !== 0) {
      if (good! * 100 < 30 * votes!) peers = -4 * UNIT;
      else if (good! * 100 <= 60 * votes!) peers = -2 * UNIT;
    }
    if (hasSatisfied! > 0 && satisfied! < 100 * UNIT) lost = -Math.floor((100 * UNIT - satisfied!) / UNIT) * UNIT;
    const own = subject * 5;
    sections[own + 1]! += low + share;
    sections[own + 4]! += peers + lost;
    let total = 0;
    for (let section = 0; section < 5; section++) {
      const left = Math.max(0, sheetBases[section]! * UNIT + sections[own + section]!);
      sections[own + section] = left;
      total += left;
    }
    totals[subject] = total;
  }
  return { totals, sections };
}

export interface AccountByHand {
  /** By subject: the balance, what is to be paid and received, the place. */
  totals: Float64Array;
  fines: Float64Array;
  rewards: Float64Array;
  ranks: Int32Array;
  /** By subject: days on which the balance was used up and on which a streak was full, as days since 1970. */
  exhausted: Int32Array;
  streaks: number[][];
}

const START = 12 * UNIT;
const WINDOW = 30;
const CROWDS = [
  { items: ['R63.P01a', 'R63.P01b'], points: -UNIT, money: -50 * UNIT },
  { items: ['R63.P02'], points: -UNIT, money: -50 * UNIT },
];
/** By rule: the crowd that it counts for, −1 for none. */
const crowdOf = bankRules.map((rule) => CROWDS.findIndex((crowd) => crowd.items.includes(rule.item)));

/** What was found in one person's facts: in the order of their days, doubled where repeated. */
interface Found {
  size: number;
  day: Int32Array;
  rule: Uint8Array;
  points: Float64Array;
  money: Float64Array;
  fact: Int32Array;
  factor: Uint8Array;
}

/** @param facts those of one year and the days before it; findings of one inspection fall on one day */
export function accountByHand({ subjects, facts, period }: EvaluationInput): AccountByHand {
  const size = subjects.length;
  const first = dayNumber(period.from);
  const last = dayNumber(period.to);
  const indexOf = new Map(subjects.map((subject, index) => [subject.key, index]));
  const ruleOf = new Map(bankRules.map((rule, index) => [rule.item, index]));
  const back = new Set<string>();
  for (const fact of facts) if (fact.reverses !== undefined) back.add(fact.reverses);
  const days = new Map<string, number>();
  const starts = new Int32Array(size + 1);
  const subjectOf = new Int32Array(facts.length).fill(-1);
  const dayOf = new Int32Array(facts.length);
  for (const [index, fact] of facts.entries()) {
    if (fact.reverses !== undefined || back.has(fact.id)) continue;
    let day = days.get(fact.happenedOn);
    if (day === undefined) {
      day = dayNumber(fact.happenedOn);
      days.set(fact.happenedOn, day);
    }
    const subject = indexOf.get(fact.subject);
    if (subject === undefined || day < first - WINDOW || day > last) continue;
    subjectOf[index] = subject;
    dayOf[index] = day;
    starts[subject + 1]!++;
  }
  for (let subject = 0; subject < size; subject++) starts[subject + 1]! += starts[subject]!;
  const next = starts.slice();
  const order = new Int32Array(starts[size]!);
  for (let index = 0; index < facts.length; index++) {
    const subject = subjectOf[index]!;
    if (subject >= 0) order[next[subject]!++] = index;
  }
  const found = subjects.map((_, subject) =>
    priced(facts, order.subarray(starts[subject]!, starts[subject + 1]!), dayOf, ruleOf),
  );
  const under = new Map<number, number[]>();
  for (const [index, subject] of subjects.entries()) {
    const head = subject.relations?.head === undefined ? undefined : indexOf.get(subject.relations.head);
    if (head !== undefined && head !== index) under.set(head, [...(under.get(head) ?? []), index]);
  }
  const out: AccountByHand = {
    totals: new Float64Array(size),
    fines: new Float64Array(size),
    rewards: new Float64Array(size),
    ranks: new Int32Array(size),
    exhausted: new Int32Array(size),
    streaks: [],
  };
  for (let subject = 0; subject < size; subject++) {
    const moves = movesOf(found[subject]!, first);
    for (const member of under.get(subject) ?? []) shares(found[member]!, facts, first, moves);
    crowds(moves);
    balance(subject, moves, out);
    out.streaks.push(streaksOf(found[subject]!, first));
  }
  rank(out);
  return out;
}

function priced(
  facts: EvaluationInput['facts'],
  own: Int32Array,
  dayOf: Int32Array,
  ruleOf: ReadonlyMap<string, number>,
): Found {
  const size = own.length;
  const keys = new Float64Array(size);
  for (let n = 0; n < size; n++) {
    const index = own[n]!;
    keys[n] = (dayOf[index]! * 64 + ruleOf.get(facts[index]!.item)!) * 4096 + n;
  }
  keys.sort();
  const found: Found = {
    size,
    day: new Int32Array(size),
    rule: new Uint8Array(size),
    points: new Float64Array(size),
    money: new Float64Array(size),
    fact: new Int32Array(size),
    factor: new Uint8Array(size).fill(1),
  };
  const before = new Int32Array(bankRules.length).fill(-1);
  const chain = new Int32Array(size);
  for (let n = 0; n < size; n++) {
    const key = keys[n]!;
    const index = own[key % 4096]!;
    const fact = facts[index]!;
    const rule = Math.floor(key / 4096) % 64;
    const { points, money } = bankRules[rule]!;
    const day = dayOf[index]!;
    let factor = 1;
    if (points[0] < 0) {
      chain[n] = before[rule]!;
      before[rule] = n;
      for (let at = chain[n]!; at >= 0 && day - found.day[at]! <= WINDOW; at = chain[at]!) {
        if (inspectionOf(facts[found.fact[at]!]!) === inspectionOf(fact)) continue;
        factor = 2;
        break;
      }
    }
    const times = (fact.quantity / UNIT) * factor;
    found.day[n] = day;
    found.rule[n] = rule;
    found.fact[n] = index;
    found.factor[n] = factor;
    found.points[n] = (fact.points ?? points[0] * UNIT) * times;
    found.money[n] = (fact.money ?? money[0] * UNIT) * times;
  }
  return found;
}

const inspectionOf = (fact: EvaluationInput['facts'][number]) => fact.values?.inspection ?? fact.happenedOn;

/** Columns of what moves one balance: a key of day, rule and kind, the amounts, and for shares how many times they stand for. */
interface Moves {
  key: number[];
  points: number[];
  money: number[];
  /** By crowd: times by day. */
  crowds: Map<number, number>[];
}

const keyOf = (day: number, rule: number, kind: number) => (day * 64 + rule) * 2 + kind;

function movesOf(found: Found, first: number): Moves {
  const moves: Moves = { key: [], points: [], money: [], crowds: CROWDS.map(() => new Map()) };
  for (let n = 0; n < found.size; n++) {
    if (found.day[n]! < first) continue;
    moves.key.push(keyOf(found.day[n]!, found.rule[n]!, 0));
    moves.points.push(found.points[n]!);
    moves.money.push(found.money[n]!);
  }
  return moves;
}

/** In full for a management fault, the rule's own amount where it names one, else by half. */
function shares(found: Found, facts: EvaluationInput['facts'], first: number, moves: Moves): void {
  for (let n = 0; n < found.size; n++) {
    const rule = bankRules[found.rule[n]!]!;
    if (found.day[n]! < first || rule.points[0] >= 0 || rule.joint === false) continue;
    const fact = facts[found.fact[n]!]!;
    let points = found.points[n]!;
    let money = found.money[n]!;
    if (fact.values?.fault === 'own') {
      if (rule.head) {
        const times = (fact.quantity / UNIT) * found.factor[n]!;
        const { points: own, money: fine } = rule.head;
        points = (own[0] === own[1] ? own[0] : Number(fact.values.headPoints)) * UNIT * times;
        money = (fine[0] === fine[1] ? fine[0] : Number(fact.values.headMoney)) * UNIT * times;
      } else {
        points /= 2;
        money /= 2;
      }
    }
    moves.key.push(keyOf(found.day[n]!, found.rule[n]!, 1));
    moves.points.push(points);
    moves.money.push(money);
    const times = moves.crowds[crowdOf[found.rule[n]!]!];
    if (times) times.set(found.day[n]!, (times.get(found.day[n]!) ?? 0) + (rule.byItem ? 1 : fact.quantity / UNIT));
  }
}

/** Three person-times of one breach on one day: the head answers for the day himself, after all else of the day. */
function crowds(moves: Moves): void {
  for (const [index, crowd] of CROWDS.entries())
    for (const [day, times] of moves.crowds[index]!) {
      if (times < 3) continue;
      moves.key.push(keyOf(day, 63, 1));
      moves.points.push(crowd.points);
      moves.money.push(crowd.money);
    }
}

function balance(subject: number, moves: Moves, out: AccountByHand): void {
  const size = moves.key.length;
  const keys = new Float64Array(size);
  for (let n = 0; n < size; n++) keys[n] = moves.key[n]! * 65_536 + n;
  keys.sort();
  let [total, fines, rewards] = [START, 0, 0];
  for (let n = 0; n < size; n++) {
    const key = keys[n]!;
    const at = key % 65_536;
    total += moves.points[at]!;
    if (moves.money[at]! < 0) fines -= moves.money[at]!;
    else rewards += moves.money[at]!;
    if (total <= 0 && out.exhausted[subject] === 0) out.exhausted[subject] = Math.floor(key / 65_536 / 128);
  }
  out.totals[subject] = total;
  out.fines[subject] = fines;
  out.rewards[subject] = rewards;
}

/** Every third violation that lies within 30 days of the first of its three. */
function streaksOf(found: Found, first: number): number[] {
  const days: number[] = [];
  let open: number[] = [];
  for (let n = 0; n < found.size; n++) {
    if (found.points[n]! >= 0) continue;
    open.push(found.day[n]!);
    if (open.length > 3) open.shift();
    if (open.length < 3 || open[2]! - open[0]! > WINDOW) continue;
    if (open[2]! >= first) days.push(open[2]!);
    open = [];
  }
  return days;
}

function rank(out: AccountByHand): void {
  const { totals, ranks } = out;
  const order = Array.from(totals, (_, index) => index).sort((a, b) => totals[b]! - totals[a]!);
  for (const [place, index] of order.entries()) {
    const above = order[place - 1];
    ranks[index] = above !== undefined && totals[above] === totals[index] ? ranks[above]! : place + 1;
  }
}

const dayNumber = (day: string): number => Date.parse(day) / 86_400_000;
