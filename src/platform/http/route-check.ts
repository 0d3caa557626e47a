/**
 * Refuses to start when a route has no policy, or a route that takes a body or a query has no shape for it. A forgotten
 * decorator is then found by the first start and not by the first attacker.
 */
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { ModulesContainer } from '@nestjs/core';
import { POLICY, type Policy, UNREPEATED, UPLOAD } from './policy.js';

export interface RouteInfo {
  method: string;
  path: string;
  handler: string;
  policy: Policy | undefined;
  unshaped: readonly string[];
  /** The zod shapes that validate the request. */
  shapes: { body?: unknown; query?: unknown };
  /** It must carry an Idempotency-Key. */
  isKeyed: boolean;
  /** It takes one file as multipart/form-data. */
  isUpload: boolean;
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Every route of every controller with its policy and the arguments that lack a shape. */
export function routesOf(modules: ModulesContainer): RouteInfo[] {
  const routes: RouteInfo[] = [];
  for (const module of modules.values()) {
    for (const controller of module.controllers.values()) {
      const type = controller.metatype as { name: string; prototype: Record<string, unknown> } | null;
      if (!type) continue;
      for (const name of Object.getOwnPropertyNames(type.prototype)) {
        const handler = type.prototype[name];
        if (
          name === 'constructor' ||
          typeof handler !== 'function' ||
          Reflect.getMetadata(METHOD_METADATA, handler) === undefined
        )
          continue;
        routes.push(describe(type, name, handler));
      }
    }
  }
  return routes;
}

function describe(type: object & { name: string }, name: string, handler: object): RouteInfo {
  const prefix = String(Reflect.getMetadata(PATH_METADATA, type) ?? '');
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, type, name) ?? {}) as Record<
    string,
    { schema?: unknown; data?: unknown }
  >;
  // RouteParamtypes: 3 = body, 4 = query
  const unshaped = Object.entries(args)
    .filter(([key, value]) => (key.startsWith('3:') || key.startsWith('4:')) && !value.schema)
    .map(([key]) => (key.startsWith('3:') ? 'body' : 'query'));
  const schemaOf = (kind: string) => Object.entries(args).find(([key]) => key.startsWith(kind))?.[1].schema;
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '?';
  return {
    method,
    path: `/${prefix}/${String(Reflect.getMetadata(PATH_METADATA, handler) ?? '')}`
      .replace(/\/+/g, '/')
      .replace(/(.)\/$/, '$1'),
    handler: `${type.name}.${name}`,
    policy: (Reflect.getMetadata(POLICY, handler) ?? Reflect.getMetadata(POLICY, type)) as Policy | undefined,
    unshaped,
    shapes: { body: schemaOf('3:'), query: schemaOf('4:') },
    isKeyed: changing.has(method) && !Reflect.getMetadata(UNREPEATED, handler),
    isUpload: Reflect.getMetadata(UPLOAD, handler) === true,
  };
}

/** @throws Error naming every route that is not fit to be served. */
export function assertRoutes(modules: ModulesContainer): void {
  const faults = routesOf(modules).flatMap((route) => [
    ...(route.policy === undefined ? [`${route.method} ${route.path} (${route.handler}) has no policy`] : []),
    ...route.unshaped.map((part) => `${route.method} ${route.path} (${route.handler}) has no shape for its ${part}`),
  ]);
  if (faults.length > 0) throw new Error(`routes are not fit to be served:\n${faults.join('\n')}`);
}
