// Typesets paper.typ in the current folder to paper.pdf. Arguments: the modules' folder, then font folders.
// Exit codes: 1 the source does not compile, 2 the compiler is missing, 4 a font is missing.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [modules, ...fontFolders] = process.argv.slice(2);
const stop = (code, words) => {
  console.error(words);
  process.exit(code);
};

let NodeCompiler;
try {
  ({ NodeCompiler } = createRequire(join(modules, 'here.js'))(join(modules, '@myriaddreamin/typst-ts-node-compiler')));
} catch (error) {
  stop(2, String(error.message));
}

const compiler = NodeCompiler.create({ workspace: process.cwd(), fontArgs: [{ fontPaths: fontFolders }] });
const outcome = compiler.compile({ mainFilePath: join(process.cwd(), 'paper.typ') });
const words = (list) => (list ?? []).map((each) => `${each.path ?? ''} ${each.range ?? ''} ${each.message}`).join('\n');
const fetched = (taken) => (taken ? compiler.fetchDiagnostics(taken) : []);

if (outcome.hasError()) stop(1, words(fetched(outcome.takeError() ?? outcome.takeDiagnostics())));
const warnings = fetched(outcome.takeWarnings());
if (warnings.some((each) => /unknown font family/.test(each.message))) stop(4, words(warnings));
if (warnings.length > 0) console.error(words(warnings));
writeFileSync('paper.pdf', compiler.pdf(outcome.result));
