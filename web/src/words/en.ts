import type { zh } from './zh'

export const en: typeof zh = {
  name: 'Zhiheng',
  platform: 'a district’s quality work',
  place: {
    see: 'See', do: 'Do', check: 'Check', report: 'Report',
    overview: 'Overview', indicators: 'Indicators', paper: 'White paper', plans: 'Plans', tasks: 'Tasks', audit: 'Audit', data: 'Data', about: 'About', more: 'More', wall: 'Wall screen',
  },
  top: {
    district: 'District', search: 'Search', searchHint: 'Find indicators, plans, datasets', language: '中文', theme: 'Appearance', skip: 'Skip to content', places: 'Places', keys: 'Keys',
    nothing: 'Nothing found for “{q}”', searchEmpty: 'Type a name or an id, for example “pass rate”',
  },
  theme: { auto: 'As the system', light: 'Light', dark: 'Dark', contrast: 'High contrast' },
  keys: { title: 'Keys', search: 'Search', help: 'List the keys', go: 'g, then a letter: go to a place', close: 'Close', move: 'Move in the search results', open: 'Open' },
  act: {
    search: 'Search', export: 'Export', columns: 'Columns', density: 'Dense', clear: 'Clear filters', again: 'Try again', back: 'Back', all: 'All', close: 'Close', cancel: 'Cancel',
    show: 'Show', hide: 'Hide', download: 'Download', sortBy: 'Sort by {column}', print: 'Print', table: 'Data table', chart: 'Chart',
  },
  list: { count: '{n} in all', page: 'Page {page} of {pages}', previous: 'Previous', next: 'Next', none: 'Nothing fits these filters', noneHelp: 'Loosen the filters, or clear them all.', filtered: 'filtered' },
  state: {
    failed: 'Could not be read', safe: 'What was saved is safe.', code: 'Code', request: 'Request', loading: 'Reading', simulated: 'Simulated data',
    simulatedHelp: 'This page holds simulated values, made up from published figures. They are not real.', missing: 'missing', none: 'none', aside: ' ({text})', colon: ': ',
  },
  status: { reached: 'Reached', on_track: 'On track', at_risk: 'At risk', behind: 'Behind', missed: 'Missed', no_data: 'No data' },
  overview: {
    title: 'Overview', domains: 'Domains', changed: 'Changed most', missing: 'Missing figures', due: 'Tasks due', total: '{n} indicators', noChange: 'No earlier value to compare with',
    missingHelp: 'Indicators that a plan sets a target for and that have no value yet.', noMissing: 'Every indicator with a target has a value.', noDue: 'No task is due soon.', target: 'Target', against: 'Change', better: 'better', worse: 'worse', year: 'Year',
    targets: 'Targets', withValue: '{n} with values', all: 'All {n}', noTarget: 'no target', wallEmpty: 'There is no indicator to show. Import data first.', real: 'more than chance explains', unreal: 'within chance',
  },
  indicators: {
    title: 'Indicators', name: 'Indicator', domain: 'Domain', owner: 'Department', latest: 'Latest', year: 'Year', years: 'Years', id: 'Id', unit: 'Unit', kind: 'Kind',
    anyDomain: 'All domains', anyOwner: 'All departments', definition: 'Definition', scope: 'Scope', source: 'Source', note: 'Note', frequency: 'Frequency', better: 'Direction', timing: 'Timing',
    from: 'Taken from', formula: 'Formula', definedAt: 'Defined at', reported: 'Reported by the department', values: 'Values by year', lineage: 'Where it comes from', numerator: 'Numerator', denominator: 'Denominator',
    published: 'Published', differs: 'differs from the computed value', files: 'Files and lines', query: 'Query', targets: 'Targets', plan: 'Plan', by: 'By', demand: 'Demand', byTown: 'By town', map: 'Map of towns',
    ranking: 'Ranking with intervals', order: 'Ranking', rankingHelp: 'Whiskers are 95% confidence intervals: where they overlap, the order says nothing.', noInterval: 'No intervals: these are not rates of counts.', history: 'Over time', oneYear: 'One year only: no change can be seen yet.',
    noValues: 'No values yet', noValuesHelp: 'Download the form under Data, fill it in and import it; or enter values in data/reported.', district: 'Whole district', computed: 'Computed from a cube', value: 'Value', area: 'Area', position: 'Place in the source',
    chartNote: 'The axis does not begin at zero', more: 'higher is better', less: 'lower is better', flow: 'over a period', stock: 'at a point in time', interval: 'Interval', townsHere: '{n} towns with values',
  },
  kind: { count: 'Count', amount: 'Amount', rate: 'Rate', level: 'Level', growth: 'Growth', index: 'Index' },
  frequency: { day: 'daily', week: 'weekly', month: 'monthly', quarter: 'quarterly', half: 'half-yearly', year: 'yearly' },
  plans: {
    title: 'Plans', name: 'Plan', period: 'Period', targets: 'Targets', tasks: 'Tasks', issued: 'Issued', draft: 'Draft', none: 'This district has no plans yet', noneHelp: 'Write a plan into the folder plans of its pack.',
    scorecard: 'Scorecard', asOf: 'Judged on', judged: 'on the values of {year}', withSimulated: 'Fill gaps with simulated data', target: 'Target', demand: 'Demand', now: 'Now', status: 'Status', by: 'By', owner: 'Department',
    distance: 'Distance', why: 'Why', oddities: 'Odd targets', goal: 'Goal', allStatus: 'Any status', start: 'Start', forecast: 'Forecast', chance: 'Chance to reach it', expected: 'Expected', between: '{coverage} interval',
    method: 'Method', refused: 'No forecast', milestones: 'Milestones', source: 'In the plan', pace: 'Pace a year', needed: 'Needed a year', fan: 'Course and forecast', measuredBy: 'Measured by', met: 'met', notMet: 'not met', named: 'named by the plan', notNamed: 'the indicator’s department is asked',
    nature: 'Nature', missingYears: 'Years without values', broken: 'The definition changed within the period: before and after can’t be compared.', limit: 'Demanded', short: '{amount} to go', over: '{amount} past it',
  },
  tasks: {
    title: 'Tasks', board: 'Board', table: 'Table', plan: 'Plan', due: 'Due', overdue: '{n} working days over', left: '{n} working days left', today: 'due today', owner: 'Department', state: 'State', task: 'Task', year: 'Year', items: 'What is to be done', deliverables: 'Deliverables',
    reports: 'Progress reports', evidence: 'Evidence', none: 'No tasks', noneHelp: 'This plan names no tasks; choose another plan.', noReport: 'No report yet.', anyYear: 'All years', anyOwner: 'All departments', asOf: 'as of {day}', calendarMissing: 'the working-day calendar lacks {year}',
  },
  taskState: { not_started: 'Not started', in_hand: 'In hand', done: 'Done', overdue: 'Overdue', cancelled: 'Cancelled' },
  paper: {
    title: 'White paper', contents: 'Contents', downloads: 'Download', none: 'This district has no white paper yet', noneHelp: 'It needs the figures of one year; then run zhiheng report white-paper.', findings: 'Findings', number: 'Where the number comes from', tap: 'Tap any number to see where it comes from.',
    table: 'Table {n}', figure: 'Figure {n}', case: 'Case {n}', unit: 'Unit', source: 'Source', notes: 'Notes', issued: 'Issued', rows: 'Files and lines', exact: 'Unrounded', method: 'How', published: 'As published', inferred: 'inferred', findingsHelp: 'Where what was published differs from what follows from the data. The paper prints what was computed; the published figure is listed here.',
    computed: 'Computed', difference: 'Difference', where: 'Where', rounding: 'within rounding', data: 'Data of the figure', openIndicator: 'Open the indicator', area: 'Area',
  },
  method: { reported: 'reported by the department', computed: 'computed by definition', growth: 'against the year before' },
  findingKind: { recompute: 'Computed anew', total: 'Total', growth: 'Growth', conflict: 'Published twice', check: 'Check' },
  audit: {
    title: 'Audit', lead: 'Hand in a document and every number in it is put on trial: totals, rates, changes, units, text against text. It is read here only; the original is not kept.', drop: 'Drop documents here, or choose them', formats: 'Word, PDF, Excel, HTML, Markdown, CSV, text; at most 20 at once',
    run: 'Audit', running: 'Auditing', done: 'Audited', cancelled: 'Cancelled', failed: 'The audit failed', queued: 'Waiting', findings: 'Findings', certain: 'certain', likely: 'likely', held: 'held', kind: 'Kind', severity: 'Severity', anyKind: 'All kinds', anySeverity: 'Any severity', anyFile: 'All documents',
    onlyCertain: 'Certain ones only', stated: 'Stated', recomputed: 'Should be', difference: 'Difference', interval: 'Allowed', line: 'line {n}', cause: 'Likely cause', none: 'No contradiction found', noneHelp: '{n} tests held. That nothing was found does not mean that nothing is wrong.', document: 'Document', unread: 'Documents that could not be read', another: 'Audit another',
    elapsed: '{s} s so far', paragraphs: '{p} paragraphs, {t} tables, {c} cells', gone: 'The result of this audit is no longer on the server', formula: 'Formula', quotes: 'In the document', tooMany: 'At most 20 documents at once',
  },
  severity: { error: 'Error', warning: 'Warning', note: 'Note' },
  data: {
    title: 'Data', datasets: 'Datasets', cubes: 'Cubes', name: 'Name', owner: 'Department', domain: 'Domain', frequency: 'Frequency', columns: 'Columns', cubesOf: 'Cubes', template: 'Download the form', column: 'Column', type: 'Type', required: 'Required', key: 'Key', codes: 'Codes', example: 'Example', note: 'Note',
    range: 'Range', personal: 'Personal data', checks: 'Checks', check: 'Check', level: 'Severity', when: 'When', remedy: 'What to do', due: 'within {n} working days of the period’s end', retention: 'kept for {n} years', also: 'also called', cubeOf: 'Cubes computed from it', rows: 'Rows', year: 'Year', source: 'Source', sourceNote: 'Note', line: 'Line',
    noRows: 'This cube has no figures yet', noRowsHelp: 'They follow from records once there are any, or are entered in data as published.', measures: 'Measures', total: 'Total', dimensions: 'Dimensions', definedAt: 'Defined at', formula: 'Formula', ref: 'refers to', key2: 'Key columns', time: 'Time column', refused: 'rejected', warning: 'warning', against: 'Against the last period',
  },
  type: { text: 'text', integer: 'integer', decimal: 'decimal', date: 'date', time: 'time', boolean: 'yes/no', uscc: 'social credit code', id_number: 'identity number', phone: 'phone', gtin: 'GTIN', gs1: 'GS1', division: 'division code' },
  personal: { name: 'name', id: 'identity', contact: 'contact', address: 'address', health: 'health' },
  about: {
    title: 'About Zhiheng', lead: 'Zhiheng is an open platform on which a district runs its quality work: it gathers figures, computes them, checks them, and once a year makes the quality white paper, in which every number can be followed back to its rows.', what: 'What do you want to do?',
    leader: 'You lead', leaderHelp: 'Look at the overview and the scorecards of plans; the wall screen is for the meeting room.', office: 'You coordinate', officeHelp: 'See what is missing and what is due, read the white paper, audit before you publish.', reporter: 'You report', reporterHelp: 'Download the form, see what each column asks for and how it is checked.', writer: 'You write or review', writerHelp: 'Hand in a document and have every number checked.',
    numbers: 'How numbers are written', numbersHelp: '“—” is missing, 0 is zero. Rates change by percentage points. What is marked “simulated” was made up from published figures, for trying things out.', status: 'Status of a target', colours: 'A status has a colour, a shape and a word: never a colour alone.', free: 'Zhiheng is free software under the Apache-2.0 licence.',
  },
  notFound: { title: 'There is no such page', help: 'The address may be mistyped, or the thing has a new name.', home: 'Back to the overview' },
}
