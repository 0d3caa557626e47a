/** Just enough PNG for the seals: one colour whose strength is the alpha channel packs to a third of a screenshot. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Repaints an 8-bit RGBA picture in one colour, keeping its alpha. */
export function inOneColour(png: Uint8Array, [red, green, blue]: readonly [number, number, number]): Buffer {
  const source = Buffer.from(png);
  const width = source.readUInt32BE(16);
  const height = source.readUInt32BE(20);
  if (source[24] !== 8 || source[25] !== 6 || source[28] !== 0)
    throw new Error('an 8-bit RGBA picture without interlace is due');
  const parts: Buffer[] = [];
  for (let at = 8; at < source.length; at += 12 + source.readUInt32BE(at)) {
    if (source.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(source.subarray(at + 8, at + 8 + source.readUInt32BE(at)));
  }
  const pixels = unfiltered(inflateSync(Buffer.concat(parts)), width * 4, height);
  const lines = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = y * (width * 4 + 1) + 1 + x * 4;
      lines.set([red, green, blue, pixels[(y * width + x) * 4 + 3]!], to);
    }
  }
  const packed = deflateSync(lines, { level: 9 });
  return Buffer.concat([
    source.subarray(0, 8),
    chunk('IHDR', source.subarray(16, 29)),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function unfiltered(data: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const left = x >= 4 ? out[y * stride + x - 4]! : 0;
      const up = y > 0 ? out[(y - 1) * stride + x]! : 0;
      const corner = x >= 4 && y > 0 ? out[(y - 1) * stride + x - 4]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      out[y * stride + x] = (data[y * (stride + 1) + 1 + x]! + guess) & 255;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
