/** Which fields a shape takes at a place: what a refusal of an unknown field offers instead. */
import type { z } from 'zod';

/** Those parts of zod's definitions that lead from a shape to the shapes inside it. */
interface Inner {
  def: {
    type: string;
    shape?: Record<string, Inner>;
    element?: Inner;
    valueType?: Inner;
    innerType?: Inner;
    in?: Inner;
    options?: readonly Inner[];
    items?: readonly Inner[];
  };
}

/** Names of the fields at `path`, in the order of the shape; of all branches where a choice of shapes is due. */
export function keysAt(shape: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const found = path.reduce<Inner[]>(
    (level, part) => level.flatMap((one) => step(one, part)).flatMap(unwrapped),
    unwrapped(shape as unknown as Inner),
  );
  return [...new Set(found.flatMap((one) => Object.keys(one.def.shape ?? {})))];
}

/** The shape under optional, default, nullable, pipe and union. */
function unwrapped(shape: Inner): Inner[] {
  const { def } = shape;
  if (def.innerType) return unwrapped(def.innerType);
  if (def.type === 'pipe' && def.in) return unwrapped(def.in);
  if (def.options) return def.options.flatMap(unwrapped);
  return [shape];
}

function step({ def }: Inner, part: PropertyKey): Inner[] {
  const inner = def.shape?.[String(part)] ?? def.element ?? def.items?.[Number(part)] ?? def.valueType;
  return inner ? [inner] : [];
}
