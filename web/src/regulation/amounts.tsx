import { Tag } from 'antd';
import { figure, movement, pick } from '../api/words.js';
import { useSay } from '../i18n.js';
import type { AmountView, BandView, EditionView } from './shapes.js';

type Setting = EditionView['settings'][number];

const isNumber = (text: string): boolean => /^[+-]?\d+(\.\d+)?$/.test(text);

/** What a reading is called. */
export function useReading(settings: readonly Setting[]): (setting: string, value: string) => string {
  const { language } = useSay();
  return (setting, value) =>
    pick(settings.find((one) => one.setting === setting)?.values.find((one) => one.value === value) ?? value, language);
}

/** An amount as it counts; a blank that nobody filled in is marked by a word. `signed` writes `+2` and `−2`. */
export function AmountText({
  amount,
  settings = [],
  signed,
  unit,
}: {
  amount: AmountView;
  settings?: readonly Setting[];
  signed?: boolean;
  unit?: string;
}) {
  const { say } = useSay();
  const reading = useReading(settings);
  const { text, parameter, setting } = amount;
  if (text === null)
    return (
      <Tag color="warning" variant="outlined" title={parameter ?? undefined}>
        {say('regulation.blank')}
      </Tag>
    );
  const shown = isNumber(text) ? (signed ? movement(text) : figure(text, 4)) : setting ? reading(setting, text) : text;
  return (
    <span className="tnum" title={parameter ?? setting ?? undefined}>
      {shown}
      {unit && isNumber(text) ? ` ${unit}` : ''}
    </span>
  );
}

/** Ends of a band: `≥ 60`, `> 60 且 ≤ 80`. */
export function BandEnds({ band }: { band: BandView }) {
  const { say } = useSay();
  const ends: [string, AmountView | null][] = [
    ['≥', band.from],
    ['>', band.above],
    ['≤', band.to],
    ['<', band.below],
  ];
  const given = ends.filter((end): end is [string, AmountView] => end[1] !== null);
  if (given.length === 0) return say('rule.always');
  return given.map(([sign, amount], index) => (
    <span key={sign}>
      {index ? say('common.comma') : ''}
      {sign} <AmountText amount={amount} />
    </span>
  ));
}
