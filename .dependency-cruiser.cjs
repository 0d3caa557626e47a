/**
 * Who may import whom: the floors of the house. From the top: the entries, `app.module`, the businesses, `scoring`, the
 * engines, `identity` and `organization`, `platform`, `core`. Types count like values. Specs are bound like the code beside
 * them, except that they may use what tests use.
 */
const engines = 'regulation|workflow|ledger|paper|notification';
const grounds = 'identity|organization';
const floors = `core|platform|${grounds}|${engines}|scoring`;
/** Everything in `src` that is a folder and no floor below the businesses. */
const business = `^src/(?!(${floors}|cli|demo)/)[a-z-]+/`;
const spec = '\\.spec\\.ts$';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    // A circle of types alone is no circle at run time.
    rule('no-cycle', 'A circle has no floor to stand on.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule(
      'core-is-pure',
      'core knows zod and small pure libraries: no framework, no database, no input and output.',
      { path: '^src/core/', pathNot: spec },
      { path: '^(src|workflows)/', pathNot: '^src/core/' },
    ),
    rule(
      'core-packages',
      'Only pure libraries may be imported by core and workflows.',
      { path: '^(src/core|workflows)/', pathNot: spec },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'core'],
        pathNot: '(^|/)node_modules/(zod|fraction\\.js|yaml|xstate|chinese-days|@noble/hashes)/|^(crypto|node:crypto)$',
      },
    ),
    rule(
      'workflows-stand-on-core',
      'A machine knows the dialect and core, nothing else of src.',
      { path: '^workflows/', pathNot: spec },
      { path: '^(src|web|test)/', pathNot: '^src/core/' },
    ),
    rule(
      'kinds-do-not-meet',
      'One kind of case never imports another; they meet by effects.',
      { path: '^workflows/([a-z-]+)/' },
      { path: '^workflows/([a-z-]+)/', pathNot: '^workflows/$1/' },
    ),
    rule(
      'platform-is-technical',
      'platform stands on core; its specs may use what it carries.',
      { path: '^src/platform/', pathNot: spec },
      { path: '^(src|workflows|web|test)/', pathNot: '^src/(platform|core)/' },
    ),
    rule(
      'grounds-stand-on-platform',
      'identity and organization know no engine and no business.',
      { path: `^src/(${grounds})/`, pathNot: spec },
      { path: '^(src|web|test)/', pathNot: `^src/(${grounds}|platform|core)/` },
    ),
    rule(
      'engines-do-not-meet',
      'Engines meet by effects and fact providers, never by import.',
      { path: `^src/(${engines})/`, pathNot: spec },
      { path: `^(src|web|test)/`, pathNot: `^src/($1|${grounds}|platform|core)/` },
    ),
    rule(
      'scoring-joins-rules-and-facts',
      'scoring stands on regulation and ledger alone of the engines.',
      { path: '^src/scoring/', pathNot: spec },
      { path: '^(src|web|test)/', pathNot: `^src/(scoring|regulation|ledger|${grounds}|platform|core)/` },
    ),
    rule(
      'businesses-do-not-meet',
      'Businesses meet by case files and facts, never by import.',
      { path: '^src/([a-z-]+)/', pathNot: [`^src/(${floors}|cli|demo)/`, spec] },
      { path: business, pathNot: '^src/$1/' },
    ),
    rule(
      'nobody-imports-the-entries',
      'main, worker, supervisor, cli and app.module are the roof.',
      { path: '^(src/[a-z-]+/|workflows/)', pathNot: ['^src/(cli|demo)/', spec] },
      { path: '^src/((main|worker|supervisor|cli|app\\.module|create-[a-z]+|migrate|migrations)\\.ts$|cli/|demo/)' },
    ),
    rule(
      'web-takes-contracts',
      'The browser takes contracts, machines and pure code, never a server file.',
      { path: '^web/', pathNot: spec },
      { path: '^(src|test)/', pathNot: '^src/(.+\\.contract\\.ts$|core/|platform/http/shapes\\.ts$)' },
    ),
    rule(
      'contracts-are-shapes',
      'A contract imports zod, core, other contracts and its own form only, so that the browser can take it.',
      { path: '^src/.+\\.contract\\.ts$' },
      { path: '^(src|web|test)/|node_modules', pathNot: '\\.contract\\.ts$|^src/platform/http/shapes\\.ts$|^src/core/|^workflows/|node_modules/zod/' },
    ),
    rule('sources-do-not-import-tests', 'The product does not know its tests.', { path: '^(src|workflows|web/src)/', pathNot: spec }, { path: `^test/|${spec}` }),
    rule('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true, pathNot: '^(@jest/globals|virtual:)|\\?' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules/.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
    
  },
};
