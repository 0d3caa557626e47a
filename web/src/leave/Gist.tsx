import { figure } from '../api/words.js';
import { useSay } from '../i18n.js';
import type { Preview } from './usePreview.js';

/** Above the button on a phone, where what follows lies below the fold: how long, who signs, cover; a tap leads there. */
export function Gist({ preview, minutes }: { preview: Preview; minutes?: number }) {
  const { say } = useSay();
  const { data, error } = preview;
  if (!data && !error) return null;
  const told =
    error || !data
      ? [error?.body.title ?? '']
      : [
          minutes === undefined
            ? `${figure(data.days)} ${say('leave.days')}`
            : say('leave.quick.minutes', { n: minutes }),
          data.chain.map((step) => step.people.map((one) => one.name).join('、')).join(' → '),
          data.substitute.required ? say('leave.gist.cover') : '',
          ...data.balances.map((one) =>
            one.limited && one.isOpen ? say('leave.gist.left', { n: figure(one.remaining) }) : '',
          ),
        ];
  return (
    <button
      type="button"
      className={error ? 'gist refused' : 'gist'}
      title={say('leave.gist.open')}
      onClick={() => document.getElementById('leave-preview')?.scrollIntoView({ block: 'start', behavior: 'smooth' })}
    >
      {told.filter(Boolean).join(' · ')} ↓
    </button>
  );
}
