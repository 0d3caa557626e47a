/**
 * Draws the seal pictures of the example offices: red ring, star, the name around it. Run after a build with
 * `node dist/src/paper/build-seals.js`; the pictures are committed. They are pictures, not electronic seals in the sense
 * of the law: a licensed seal service puts those on, and the screens say so.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOneColour } from './png.js';
import { startBrowser } from './renderer/browser.js';
import { templatesFolder } from './template.js';

const seals = {
  'city-hall': '示例市政务服务中心',
  'bank-department': '示例银行营业部',
  hospital: '示例市人民医院',
};
/** 42 mm at 363 dpi: crisp in print, a third of the size of 600 dpi in every paper. */
const SIZE = 600;

function picture(name: string): string {
  const letters = [...name];
  const sweep = Math.min(270, 26 * letters.length);
  const around = letters.map((letter, index) => {
    const angle = -sweep / 2 + (sweep * index) / (letters.length - 1);
    return `<text x="0" y="-59.5" text-anchor="middle" font-size="25" transform="rotate(${angle}) scale(.92 1)">${letter}</text>`;
  });
  const star = Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5 - Math.PI / 2;
    const radius = index % 2 ? 11.1 : 29;
    return `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `<!doctype html><meta charset="utf-8"><style>body{margin:0}</style><svg width="${SIZE}" height="${SIZE}" viewBox="-100 -100 200 200" font-family="GovBiaoSong" fill="#e60012"><circle r="96" fill="none" stroke="#e60012" stroke-width="5.2"/><polygon points="${star.join(' ')}"/>${around.join('')}</svg>`;
}

const folder = join(templatesFolder(), '_shared', 'seals');
mkdirSync(folder, { recursive: true });
const running = await startBrowser({
  cache: join(tmpdir(), 'kaoping-seals'),
  fonts: join(templatesFolder(), '_shared', 'fonts'),
});
try {
  const page = await running.browser.newPage();
  await page.setViewport({ width: SIZE, height: SIZE, deviceScaleFactor: 1 });
  for (const [id, name] of Object.entries(seals)) {
    await page.setContent(picture(name), { waitUntil: 'load' });
    writeFileSync(
      join(folder, `${id}.png`),
      inOneColour(await page.screenshot({ type: 'png', omitBackground: true }), [230, 0, 18]),
    );
  }
} finally {
  await running.close();
}
