import { CheckOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { CaseEvent, Machine } from '../api/types.js';
import { useSay } from '../i18n.js';
import { ANY, type Arrow, type Box, diagramOf, LINE, pathOf, START, standsIn, takenArrows } from './diagram.js';

const steps = [0.5, 0.65, 0.8, 1, 1.25, 1.5] as const;

/** The machine as a picture: where the case stands, what it went through, and what each state may become. */
export function MachineDiagram({
  machine,
  state,
  events,
}: {
  machine: Machine;
  state: string;
  events: readonly CaseEvent[];
}) {
  const { say } = useSay();
  const id = useId();
  const [size, setSize] = useState(3);
  const [chosen, setChosen] = useState<string>();
  const words = { any: say('machine.any'), byItself: say('machine.byItself') };
  const picture = useMemo(
    () => diagramOf(machine, { any: words.any, byItself: words.byItself }),
    [machine, words.any, words.byItself],
  );
  const taken = useMemo(() => takenArrows(picture.arrows, events), [picture, events]);
  const visited = new Set([...taken].flatMap((arrow) => [arrow.from, arrow.to]));
  const scale = steps[size] ?? 1;
  const sheet = useRef<HTMLElement>(null);
  // A large machine opens where the case stands, and stays there when it is drawn larger or smaller.
  useEffect(() => {
    const now = picture.boxes.find((box) => standsIn(state, box.state));
    if (!sheet.current || !now) return;
    const { clientWidth, clientHeight } = sheet.current;
    sheet.current.scrollLeft = (now.x + now.width / 2) * scale - clientWidth / 2;
    sheet.current.scrollTop = (now.y + now.height / 2) * scale - clientHeight / 2;
  }, [picture, state, scale]);
  return (
    <div className="machine">
      <Space wrap size={[12, 4]} className="machine-key">
        <span>
          <i data-now /> {say('machine.key.now')}
        </span>
        <span>
          <i data-visited>
            <CheckOutlined />
          </i>{' '}
          {say('machine.key.visited')}
        </span>
        <span>
          <i data-final /> {say('machine.key.final')}
        </span>
        <Space size={4}>
          <Button
            size="small"
            icon={<MinusOutlined />}
            aria-label={say('machine.smaller')}
            disabled={size === 0}
            onClick={() => setSize(size - 1)}
          />
          <Button
            size="small"
            icon={<PlusOutlined />}
            aria-label={say('machine.larger')}
            disabled={size === steps.length - 1}
            onClick={() => setSize(size + 1)}
          />
        </Space>
      </Space>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={sheet} className="machine-sheet" tabIndex={0} aria-label={say('machine.picture')}>
        <svg
          width={picture.width * scale}
          height={picture.height * scale}
          viewBox={`0 0 ${picture.width} ${picture.height}`}
          aria-labelledby={`${id}-title`}
        >
          <title id={`${id}-title`}>{say('machine.pictureOf', { kind: machine.label ?? machine.kind })}</title>
          <defs>
            {['plain', 'lit'].map((name) => (
              <marker
                key={name}
                id={`${id}-${name}`}
                className={`tip-${name}`}
                viewBox="0 0 10 10"
                refX="9"
                refY="5"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto-start-reverse"
              >
                <path d="M 0 0 L 10 5 L 0 10 z" />
              </marker>
            ))}
          </defs>
          {picture.arrows.map((arrow) => (
            <ArrowLine
              key={`${arrow.from}>${arrow.to}`}
              arrow={arrow}
              taken={taken.has(arrow)}
              lit={chosen !== undefined && arrow.from === chosen}
              tip={`url(#${id}-${taken.has(arrow) || arrow.from === chosen ? 'lit' : 'plain'})`}
            />
          ))}
          {picture.boxes.map((box) => (
            <StateBox
              key={box.state}
              box={box}
              now={standsIn(state, box.state)}
              visited={visited.has(box.state) && box.state !== ANY}
              leads={picture.arrows.filter((arrow) => arrow.from === box.state)}
              labelOf={(name) => picture.boxes.find((one) => one.state === name)?.label ?? name}
              onChoose={setChosen}
            />
          ))}
        </svg>
      </section>
    </div>
  );
}

function ArrowLine({ arrow, taken, lit, tip }: { arrow: Arrow; taken: boolean; lit: boolean; tip: string }) {
  const top = arrow.label.y - arrow.label.height / 2;
  return (
    <g className="arrow" data-taken={taken || undefined} data-lit={lit || undefined}>
      <path d={pathOf(arrow.points)} markerEnd={tip} />
      {arrow.words.map((word, index) => (
        <text key={arrow.events[index] ?? word} x={arrow.label.x} y={top + index * LINE + 13}>
          {word}
        </text>
      ))}
    </g>
  );
}

function StateBox(props: {
  box: Box;
  now: boolean;
  visited: boolean;
  leads: readonly Arrow[];
  labelOf: (state: string) => string;
  onChoose: (state: string | undefined) => void;
}) {
  const { box, now, visited, leads, labelOf, onChoose } = props;
  const { say } = useSay();
  const { x, y, width, height } = box;
  if (box.state === START) return <circle cx={x + width / 2} cy={y + height / 2} r={width / 2} className="start" />;
  const exits = leads.map((arrow) => `${arrow.words.join('、')} → ${labelOf(arrow.to)}`);
  const told = [
    box.label,
    now ? say('machine.key.now') : visited ? say('machine.key.visited') : '',
    box.kind === 'final' ? say('machine.key.final') : '',
    exits.join('；'),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element of HTML stands inside a drawing
    <g
      className="box"
      role="button"
      tabIndex={0}
      aria-label={told.filter(Boolean).join('，')}
      data-kind={box.kind}
      data-now={now || undefined}
      data-visited={visited || undefined}
      onClick={() => onChoose(box.state)}
      onKeyDown={(event) => event.key === 'Enter' && onChoose(box.state)}
      onFocus={() => onChoose(box.state)}
      onBlur={() => onChoose(undefined)}
      onMouseEnter={() => onChoose(box.state)}
      onMouseLeave={() => onChoose(undefined)}
    >
      <rect x={x} y={y} width={width} height={height} rx={8} />
      {box.kind === 'final' ? <rect x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx={6} /> : null}
      <text className="state-name" x={x + width / 2} y={y + height / 2 + 5}>
        {now ? '● ' : visited ? '✓ ' : ''}
        {box.label}
      </text>
    </g>
  );
}
