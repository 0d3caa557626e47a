import { Card } from 'antd';
import { use } from 'react';
import { day, pick } from '../api/words.js';
import { useSay } from '../i18n.js';
import { History } from './history.js';

/** Items of earlier editions that are there no more, and until when they counted. */
export function GoneItems() {
  const { say, language } = useSay();
  const history = use(History);
  if (!history?.gone.length) return null;
  return (
    <Card size="small" title={say('rule.gone')} style={{ marginTop: 12 }}>
      <ul className="plain">
        {history.gone.map((one) => (
          <li key={one.rule}>
            <code>{one.rule}</code> {pick(one, language)}{' '}
            <span className="muted tnum">{say('rule.until', { day: day(one.until) })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
