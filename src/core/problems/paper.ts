import { defineProblems, text } from './define.js';

export const paperProblems = defineProblems({
  'paper.browser_missing': {
    status: 503,
    zh: text('没有可用的打印浏览器', '没有找到可以运行的 Chrome 或 Chromium（{path}）', '请安装 Chrome/Chromium，或在 PUPPETEER_EXECUTABLE_PATH 中写明其路径'),
    en: text('No browser to print with', 'No Chrome or Chromium that can run was found ({path})', 'Install Chrome or Chromium, or name its path in PUPPETEER_EXECUTABLE_PATH'),
  },
});
