import { Tag } from 'antd';
import { use } from 'react';
import { Link } from 'react-router';
import type { Line } from '../../../src/leave/leave-balance.contract.js';
import { pick } from '../api/words.js';
import { ArticleHome } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** A reason with the article behind it, which opens its text. */
export function NoteText({ note }: { note: Line }) {
  const { language } = useSay();
  const home = use(ArticleHome);
  return (
    <>
      {pick(note, language)}{' '}
      {note.article ? (
        <Link to={`${home}#${note.article}`}>
          <Tag color="blue" variant="outlined">
            {note.article}
          </Tag>
        </Link>
      ) : null}
    </>
  );
}

/** Reasons one below the other. */
export function NoteList({ notes }: { notes: readonly Line[] }) {
  return (
    <ul className="note-list">
      {notes.map((note) => (
        <li key={note.zh}>
          <NoteText note={note} />
        </li>
      ))}
    </ul>
  );
}
