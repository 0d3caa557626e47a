/**
 * What a new password must not be. No composition rules and no forced change: length, and not the first thing that a
 * guesser would try. Guessers append digits and swap letters for signs, so the core of the word is what is compared.
 */
import { Problem } from '../core/problem.js';

export const MIN_LENGTH = 10;
export const MAX_LENGTH = 128;

const commonWords = new Set(
  `password passw0rd passwd pass mima kouling admin administrator root user guest test demo system manager master super
   welcome hello login letmein default changeme secret private public access server oracle windows office computer internet
   google baidu tencent weixin wechat alipay taobao aliyun huawei xiaomi apple samsung iphone qq qqqq
   qwerty qwertyuiop qwer asdf asdfgh asdfghjkl zxcv zxcvbnm qazwsx qazwsxedc wsxedc qweasd qweasdzxc poiuytrewq mnbvcxz
   abc abcd abcde abcdef abcdefg abcdefgh aaa abcabc xyz iloveyou iloveu loveyou love lovely woaini woaiwojia woaini
   wodemima woshishui nihao nihaoma zhongguo china beijing shanghai guangzhou shenzhen chongqing tianjin nanjing wuhan
   baobao baobei laopo laogong mama baba meinv shuaige dragon monkey tiger lion eagle panda football basketball baseball
   soccer superman batman starwars pokemon naruto sunshine princess flower summer winter spring autumn january february
   monday friday sunday january march april june july august september october november december michael jordan daniel
   jessica charlie jennifer thomas robert william george freedom whatever trustno zaq zaqwsx passpass pwd qiye danwei
   bangong bangongshi zhengfu zhengwu dating fuwu zhongxin kaohe kaoping jixiao renshi caiwu keji gongsi yinhang yiyuan
   kaoping service government hall bank hospital appraisal`.split(/\s+/),
);

/** Keyboard rows and counting, for runs of neighbours. */
const runs = [
  '01234567890',
  '09876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
];

const signs: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** True when a guesser's first lists would hold it, whatever digits stand before or behind. */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase();
  if (new Set(text).size <= 4) return true;
  if (isRun(text) || isRepeat(text)) return true;
  const bare = core(text);
  return [bare, core(plain(bare)), core(plain(text))].some(
    (form) => form === '' || commonWords.has(form) || isRun(form) || commonPair(form) || isRepeat(form),
  );
}

/** Without the digits and signs before and behind. */
const core = (text: string): string => text.replace(/^\P{L}+|\P{L}+$/gu, '');
const plain = (text: string): string => [...text].map((sign) => signs[sign] ?? sign).join('');

const isRun = (text: string): boolean =>
  text.length >= 4 && runs.some((run) => run.includes(text) || pieces(text, run));

/** `1234512345`, `abcabcabc`. */
const isRepeat = (text: string): boolean => /^(.{1,5})\1+.{0,2}$/.test(text);

/** Made of two runs of at least four, such as `12345asdfg`. */
function pieces(text: string, run: string): boolean {
  for (let cut = 4; cut <= text.length - 4; cut += 1) {
    const [head, tail] = [text.slice(0, cut), text.slice(cut)];
    if (run.includes(head) && runs.some((other) => other.includes(tail))) return true;
  }
  return false;
}

/** Two common words side by side, with anything but letters between. */
function commonPair(text: string): boolean {
  const words = text.split(/\P{L}+/u);
  if (words.length > 1 && words.every((word) => word.length < 3 || commonWords.has(word))) return true;
  for (let cut = 3; cut <= text.length - 3; cut += 1) {
    if (commonWords.has(text.slice(0, cut)) && commonWords.has(text.slice(cut))) return true;
  }
  return false;
}

/**
 * @param names words that a stranger could know: the office's name and code, the account, the person's name
 * @throws Problem `auth.password_too_short`, `auth.password_too_long`, `auth.password_too_common`
 */
export function checkNewPassword(password: string, names: readonly string[]): void {
  const length = [...password].length;
  if (length < MIN_LENGTH) throw new Problem('auth.password_too_short', { min: MIN_LENGTH });
  if (length > MAX_LENGTH) throw new Problem('auth.password_too_long', { max: MAX_LENGTH });
  const text = password.normalize('NFKC').toLowerCase();
  const named = names.some((name) => {
    const known = name.normalize('NFKC').toLowerCase().trim();
    return [...known].length >= 3 && text.includes(known);
  });
  if (named || isCommonPassword(text)) throw new Problem('auth.password_too_common');
}
