import { figure, movement, pick, unitsText } from '../../web/src/api/words.js';
import { kindOf, payloadOf, placeErrors, unitsOf } from '../../web/src/components/schema.js';

describe('figures on the screen', () => {
  it.each([
    ['94.4', '94.4'],
    ['94.40', '94.4'],
    ['472/5', '94.4'],
    ['1/3', '0.33'],
    ['2/3', '0.67'],
    ['-0.005', '−0.01'],
    ['-0.004', '0'],
    ['0.1', '0.1'],
    ['100', '100'],
    ['-12.50', '−12.5'],
    ['99999999999.995', '100000000000'],
    ['abc', 'abc'],
  ])('%s is shown as %s', (text, shown) => expect(figure(text)).toBe(shown));

  it('says the direction of a movement', () => {
    expect([movement('2'), movement('-0.5'), movement('0')]).toEqual(['+2', '−0.5', '0']);
  });

  it('reads integers of 1/10000 and decimal text alike', () => {
    expect([unitsText(-20_000), unitsText('-2'), unitsText(5_000)]).toEqual(['−2', '−2', '0.5']);
  });

  it('picks the reader’s language and falls back to the other', () => {
    expect([
      pick({ zh: '甲', en: 'A' }, 'en'),
      pick({ zh: '甲', en: 'A' }, 'zh-CN'),
      pick('x', 'en'),
      pick(null, 'en'),
    ]).toEqual(['A', '甲', 'x', '']);
  });
});

describe('forms from a JSON schema', () => {
  const hash = 'a'.repeat(64);
  const schema = {
    type: 'object',
    required: ['reason'],
    properties: {
      reason: { type: 'string', maxLength: 2000 },
      remark: { type: 'string' },
      points: { type: 'integer' },
      evidence: { type: 'array', items: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
      to: { type: 'object', properties: { day: { type: 'string', format: 'date' }, half: { enum: ['am', 'pm'] } } },
      norms: { type: 'boolean', const: true },
    },
  };

  it('chooses a control for each field', () => {
    const kinds = Object.entries(schema.properties).map(([name, part]) => kindOf(name, part as never));
    expect(kinds).toEqual(['long', 'long', 'units', 'files', 'group', 'confirm']);
    expect(kindOf('day', schema.properties.to.properties.day)).toBe('day');
    expect(kindOf('to', { type: 'string' })).toBe('person');
    expect(kindOf('panel', { type: 'array', items: { type: 'string' } })).toBe('people');
  });

  it('sends decimals as exact units, files as hashes, and leaves blanks out', () => {
    const values = {
      reason: 'x',
      remark: '',
      points: '-0.1',
      evidence: [{ hash, name: 'a.jpg' }],
      to: { day: '2026-09-03', half: 'am' },
      norms: true,
    };
    expect(payloadOf(schema as never, values)).toEqual({
      reason: 'x',
      points: -1_000,
      evidence: [hash],
      to: { day: '2026-09-03', half: 'am' },
      norms: true,
    });
    expect([unitsOf('1.15'), unitsOf('-2'), unitsOf('0.0001')]).toEqual([11_500, -20_000, 1]);
  });

  it('puts refused lines beside their fields and keeps the others', () => {
    const lines = [
      { pointer: '/payload/reason', message: 'too short', hint: 'say more' },
      { pointer: '/payload/other', message: 'unknown' },
    ];
    const { beside, rest } = placeErrors(lines, (path) => path[0] === 'reason');
    expect(beside).toEqual([{ name: ['reason'], errors: ['too short（say more）'] }]);
    expect(rest).toHaveLength(1);
  });
});
