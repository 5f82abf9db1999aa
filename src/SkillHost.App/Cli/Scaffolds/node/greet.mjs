// Greets one person.
import { readFileSync } from 'node:fs';

const greet = ({ name, loud = false }) => {
  const greeting = `Hello, ${name}!`;
  return { greeting: loud ? greeting.toUpperCase() : greeting };
};

process.stdout.write(JSON.stringify(greet(JSON.parse(readFileSync(0, 'utf8')))));
