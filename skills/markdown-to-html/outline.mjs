import { readArguments } from './arguments.mjs';
import { parse } from './blocks.mjs';
import { headings } from './html.mjs';

process.stdout.write(JSON.stringify({ headings: headings(parse(readArguments().markdown)) }));
