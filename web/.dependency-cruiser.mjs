/*
 * Which folder of src/ may import which. `npm run lint` checks it, for imports of types too.
 * From top to bottom: a folder imports only folders of the lines below its own.
 */
const LAYERS = [
  ['app'], // the shell: header, router, login
  ['dashboard'],
  ['conferences'],
  ['conference'],
  ['controls'], // the head of a page: range, time zone, filters, freshness
  ['charts', 'queries'],
  ['design', 'view'], // general components; what a page shows, as the URL has it
  ['format'], // numbers and dates as text
  ['api', 'browser', 'time'],
]
const FOLDERS = LAYERS.flat()

const onlyDown = LAYERS.map((layer, line) => ({
  name: `${layer.join('-and-')}-imports-only-down`,
  severity: 'error',
  from: { path: `^src/(${layer.join('|')})/` },
  to: {
    path: `^src/(main\\.ts$|(${LAYERS.slice(0, line + 1)
      .flat()
      .join('|')})/)`,
    pathNot: '^src/$1/',
  },
}))

export default {
  forbidden: [
    ...onlyDown,
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-module-is-in-a-folder-of-the-list',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(main\\.ts$|env\\.d\\.ts$|(${FOLDERS.join('|')})/)` },
      to: {},
    },
    {
      name: 'every-module-is-used',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/', pathNot: '\\.(test|d)\\.ts$', reachable: false },
    },
    { name: 'every-import-is-found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.app.json' },
    tsPreCompilationDeps: true, // imports of types count
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.d.ts', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
    },
  },
}
