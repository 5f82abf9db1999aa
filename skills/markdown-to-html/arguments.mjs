// The arguments: one JSON object on standard input.
import { readFileSync } from 'node:fs';

export const readArguments = () => JSON.parse(readFileSync(0, 'utf8'));
