/** Chance that is the same at every run: the examples are generated, and committed as generated. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** mulberry32: from 0 up to but not including 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both possible. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let at = result.length - 1; at > 0; at -= 1) {
      const other = this.whole(0, at);
      [result[at], result[other]] = [result[other] as T, result[at] as T];
    }
    return result;
  }
}

const surnames = [
  ...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹苏潘葛范彭鲁韦马方俞任袁柳史唐薛雷贺倪汤罗郝安常于傅齐康伍余顾孟黄萧尹姚邵',
];
const given = [
  ...'安平宁静和清远明朗哲思齐雅文书言诚信立新嘉禾云帆江海青松竹兰梅雪霜晨曦晓岚峰岩川泽润溪桐楠柏榕悦欣怡然若初向阳知行一鸣',
];

/** Invented names, none twice. */
export function names(dice: Dice): () => string {
  const used = new Set<string>();
  return () => {
    for (;;) {
      const name = dice.pick(surnames) + dice.pick(given) + (dice.next() < 0.7 ? dice.pick(given) : '');
      if (used.has(name) || /(.)\1/.test(name)) continue;
      used.add(name);
      return name;
    }
  };
}
