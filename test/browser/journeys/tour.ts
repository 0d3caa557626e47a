import { dictionary } from '../../../web/src/texts/index.js';
import { drawn, violationsOn } from '../../support/browser.js';
import type { Office } from '../office.js';
import type { Screen } from '../screen.js';

const keys = Object.keys(dictionary(0));

/** Address of the first case of each kind that there is. */
async function firstCases(hall: Office['hall'], reader: string, ...kinds: string[]): Promise<string[]> {
  const { items } = await hall.people.get<{ items: { id: string; kind: string }[] }>(reader, '/api/cases?pageSize=100');
  return kinds.flatMap((kind) => items.filter((one) => one.kind === kind).slice(0, 1)).map((one) => `/cases/${one.id}`);
}

type Pages = (office: Office) => Promise<[string, string[]][]>;

/** Pages with the month on them, by who opens them. */
export const monthPages: Pages = async (office) => {
  const { hall, institution } = office;
  const supervision = hall.one('SUPERVISION');
  return [
    [
      supervision,
      [
        '/tasks',
        '/tasks?box=done',
        '/cycles',
        '/cycles/2026-09?tab=sheets',
        '/cycles/2026-09?tab=ranking',
        '/cycles/2026-09/committee',
        '/findings/new',
        '/papers',
        '/regulations/adopted',
        '/imports',
        '/people',
        '/results/window:A09?period=2026-09',
        ...(await firstCases(hall, supervision, 'finding', 'appeal', 'paper', 'appraisal-cycle')),
        `/public/${institution}/publicity/2026-09`,
      ],
    ],
    ['0016', ['/tasks', '/mine', '/apply', '/appeals/new']],
    [
      hall.one('RULE_ADMIN'),
      [
        '/regulations',
        '/regulations/adopted?tab=outputs',
        '/regulations/adopted?tab=duties',
        '/regulations/adopted?tab=settings',
        '/regulations/adopted?tab=parameters',
        '/regulations/adopted?tab=decisions',
        '/regulations/adopted?tab=cases',
        '/regulations/editions',
        '/regulations/blanks',
        '/regulations/what-if?rule=R11.A4',
      ],
    ],
  ];
};

/** Pages of leave and cover, with the leaves of the journeys on them. */
export const leavePages: Pages = async ({ hall }) => {
  const supervision = hall.one('SUPERVISION');
  return [
    [
      supervision,
      [
        '/leaves',
        '/substitutions',
        '/badges',
        '/absences',
        '/duty',
        '/leave-balances',
        '/calendar',
        '/windows',
        ...(await firstCases(hall, supervision, 'leave', 'substitution')),
      ],
    ],
    ['0016', ['/apply', '/leaves/new', '/leaves/balance', '/leaves?mine', '/duty', '/calendar-feeds', '/deputies']],
  ];
};

/** Both languages, phone and desk, light and dark, normal and large type: no bare key, nothing too wide, no barrier. */
export function tour(office: () => Office, pagesOf: Pages): void {
  it.each([
    ['zh-CN', 'phone', {}],
    ['en', 'phone', { type: 18 }],
    ['en', 'desk', {}],
    ['zh-CN', 'desk', { dark: true, type: 18 }],
  ] as const)(
    'stands in %s on a %s with %j',
    async (language, size, look) => {
      const found: string[] = [];
      for (const [person, paths] of await pagesOf(office())) {
        const screen = await office().as(person, size, language);
        await dress(screen, look);
        for (const path of paths) {
          await screen.go(path);
          await drawn(screen.page);
          found.push(...(await faultsOf(screen)).map((fault) => `${path}: ${fault}`));
        }
        await screen.close();
      }
      expect(found.join('\n')).toBe('');
    },
    480_000,
  );
}

async function dress(screen: Screen, look: { dark?: boolean; type?: number }): Promise<void> {
  if (look.dark) await screen.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  if (look.type) await screen.page.evaluate((size) => localStorage.setItem('kp.size', String(size)), look.type);
}

async function faultsOf(screen: Screen): Promise<string[]> {
  const { page } = screen;
  const faults = screen.faults.splice(0).filter((fault) => !fault.includes('401'));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 1) faults.push(`${wide} px too wide`);
  const words = new Set((await screen.text()).split(/[\s（）()·，、：]+/));
  faults.push(...keys.filter((key) => words.has(key)).map((key) => `bare key ${key}`));
  for (const one of await violationsOn(page))
    if (one.impact === 'serious' || one.impact === 'critical')
      faults.push(
        `${one.id} ${one.nodes[0]?.html.slice(0, 140)} ${one.nodes[0]?.failureSummary?.split('\n')[1] ?? ''}`,
      );
  return faults;
}
