import { useSay } from '../i18n.js';
import { type BoardProps, CellPeople } from './BoardTable.js';

/** One day on a phone: a card for each window, morning and afternoon one under the other. */
export function BoardCards({ board, groups, holes, onChoose }: BoardProps) {
  const { say } = useSay();
  const day = board.days[0];
  if (!day) return null;
  return groups.map((group) => (
    <section key={group.key} aria-label={group.name} style={{ marginBottom: 14 }}>
      {group.name ? <h2 className="part-head">{group.name}</h2> : null}
      <ul className="rows">
        {group.windows.map((window) => (
          <li key={window.code} className="duty-card">
            <strong>
              {window.code} {window.name === window.code ? '' : window.name}
            </strong>
            {(['AM', 'PM'] as const).map((half, index) => {
              const hole = holes.get(`w:${window.code} ${index}`);
              const cell = window.cells[index] ?? [];
              return (
                <button
                  type="button"
                  key={half}
                  data-hole={hole ? '' : undefined}
                  onClick={() => onChoose({ window: window.code, day: day.date, half })}
                >
                  <span className="muted">{say(half === 'AM' ? 'half.am' : 'half.pm')}</span>
                  <span>
                    {hole ? (
                      <span className="hole">
                        ⚠ {say('duty.short')} {hole.present}/{hole.least}
                      </span>
                    ) : null}
                    {cell.length > 0 ? (
                      <CellPeople cell={cell} people={board.people} />
                    ) : (
                      <span className="muted">{say('duty.nobody')}</span>
                    )}
                  </span>
                </button>
              );
            })}
          </li>
        ))}
      </ul>
    </section>
  ));
}
