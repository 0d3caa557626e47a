/** Figures of different units are never added: points, yuan, times and counts stay apart, a percentage goes with points alone. */
import { Problem } from '../../problem.js';
import type { Amount, Expr, ExprObject, Wording } from '../language/expression.js';
import type { Sheet, SheetRule } from '../language/language-sheet.js';
import type { UnitOfOutput } from '../language/parts.js';
import type { Composed } from './compose.js';

/** `undefined`: a plain number or something counted, which goes with anything; a count that is named goes with its like. */
type Unit = Exclude<UnitOfOutput, 'count'> | `count of ${string}` | undefined;

const isMixed = (a: Unit, b: Unit): boolean =>
  a !== b &&
  a !== undefined &&
  b !== undefined &&
  !(['points', 'percent'].includes(a) && ['points', 'percent'].includes(b));

/** Reads the unit that a fact or parameter names: `元`, `元/次` and `分` are known, others count as plain. */
function unitNamed({ zh }: Wording): Unit {
  if (/^(人民币)?元/.test(zh)) return 'yuan';
  if (/^(分|points)/.test(zh) && !/^分(钟|行|局)/.test(zh)) return 'points';
  if (/^(人日|工作日|自然日|日|天)$/.test(zh)) return 'days';
  if (/^小时$/.test(zh)) return 'hours';
  return /^[%％]/.test(zh) ? 'percent' : undefined;
}

/** @throws Problem pack.units_mixed, naming the output or rule and both units */
export function checkUnits({ rules, parameters, bind }: Composed): void {
  const items = new Map(rules.facts.map((fact) => [fact.item, unitNamed(fact.unit)]));
  const outputs = new Map<string, Unit>([
    ...[...rules.sheets, ...rules.blends].map((item): [string, Unit] => [item.output, unitOfFigure(item)]),
    ...rules.accounts.map((account): [string, Unit] => [account.output, 'points']),
  ]);
  const ofItem = (name: string | undefined) => (name === undefined ? undefined : items.get(bind[name] ?? name));
  const ofOutput = (name: string) => outputs.get(bind[name] ?? name);
  const ofAmount = (amount: Amount | undefined): Unit => {
    const found = typeof amount === 'object' && 'parameter' in amount ? parameters[amount.parameter] : undefined;
    return found && unitNamed(found.unit);
  };
  const unitOf = (expr: Expr, where: string): Unit => {
    if (typeof expr === 'string') return ofItem(expr);
    const together = (parts: readonly Expr[]) =>
      same(
        parts.map((part) => unitOf(part, where)),
        where,
      );
    if (expr.parameter !== undefined) return ofAmount({ parameter: expr.parameter });
    if (expr.points !== undefined) return 'points';
    if (expr.days !== undefined) return 'days';
    if (expr.share) return 'percent';
    if (expr.change) return expr.change.as === 'PERCENT' ? 'percent' : ofOutput(expr.change.output);
    if (expr.members) return expr.members.aggregate === 'COUNT' ? undefined : ofOutput(expr.members.output);
    if (expr.history) return ofOutput(expr.history.output);
    if (expr.before) {
      const { output, otherwise } = expr.before;
      return same([ofOutput(output), otherwise === undefined ? undefined : unitOf(otherwise, where)], where);
    }
    if (expr.output !== undefined) return ofOutput(expr.output);
    if (expr.round) return unitOf(expr.round.of, where);
    if (expr.times) {
      // A percentage times a hundredth is a plain number: how often one thing goes into another.
      const units = expr.times.map((part) => unitOf(part, where));
      if (expr.times.includes('0.01') && units.includes('percent')) units[units.indexOf('percent')] = undefined;
      return product(units);
    }
    const parts = partsOf(expr);
    return parts ? together(parts) : ofItem(expr.sum ?? expr.value ?? expr.mean);
  };
  for (const sheet of rules.sheets) checkSheet(sheet, ofAmount, unitOf);
  for (const blend of rules.blends)
    same([unitOfFigure(blend), ...blend.parts.map((part) => unitOf(part.measure, part.id))], blend.output);
}

const unitOfFigure = ({ unit, counts }: { unit?: UnitOfOutput | undefined; counts?: Wording | undefined }): Unit =>
  unit === 'count' ? `count of ${counts?.zh ?? ''}` : (unit ?? 'points');

/** Parts that become one figure side by side. */
function partsOf(expr: ExprObject): readonly Expr[] | undefined {
  if (expr.given) return [expr.given.take, ...(expr.given.otherwise === undefined ? [] : [expr.given.otherwise])];
  return expr.add ?? expr.minus ?? expr.greatest ?? expr.least ?? expr.choose?.map((arm) => arm.take);
}

/** A share of money is money; of two real units the product is neither. */
function product(units: readonly Unit[]): Unit {
  const real = units.filter((unit) => unit !== undefined && unit !== 'percent' && !unit.startsWith('count'));
  if (real.length === 0) return units.includes('percent') ? 'percent' : undefined;
  return real.length === 1 ? real[0] : undefined;
}

function checkSheet(
  sheet: Sheet,
  ofAmount: (amount: Amount | undefined) => Unit,
  unitOf: (expr: Expr, where: string) => Unit,
): void {
  const unit = unitOfFigure(sheet);
  const eachOf = (rule: SheetRule) => ('each' in rule ? rule.each : undefined);
  for (const section of sheet.sections) {
    same([unit, ofAmount(section.base)], section.id);
    for (const rule of section.rules) {
      same([unit, ofAmount(eachOf(rule))], rule.id);
      if (!('measure' in rule)) continue;
      const measured = unitOf(rule.measure, rule.id);
      const isPlain = rule.kind === 'rule' && !rule.each && !rule.bands && !rule.ladder;
      if (isPlain) same([unit, measured], rule.id);
    }
  }
}

function same(units: readonly Unit[], where: string): Unit {
  let found: Unit;
  for (const unit of units) {
    if (isMixed(found, unit))
      throw new Problem(
        'pack.units_mixed',
        { where, first: String(found), second: String(unit) },
        {
          errors: [
            {
              where,
              got: `${found} + ${unit}`,
              message: { 'zh-CN': '不同单位不能相加', en: 'different units are never added' },
            },
          ],
        },
      );
    found ??= unit;
  }
  return found;
}
