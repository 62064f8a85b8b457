// Runs every audit of graphql-http against a running registry and fails unless all of them pass.
//
//   node audit.mjs [http://127.0.0.1:8080/graphql]

import { auditServer } from 'graphql-http';

const EXPECTED_AUDITS = 61;
const url = process.argv[2] ?? 'http://127.0.0.1:8080/graphql';

try {
  await fetch(url, { signal: AbortSignal.timeout(5000) });
} catch (error) {
  console.error(`error: ${url} does not answer (${error.cause?.code ?? error.message}); start the server first`);
  process.exit(1);
}

const results = await auditServer({ url });
const failed = results.filter((result) => result.status !== 'ok');
for (const result of failed) {
  console.error(`${result.status}: ${result.id} ${result.name}: ${result.reason ?? ''}`);
}
console.log(`${results.length - failed.length} of ${results.length} audits passed at ${url}`);

if (results.length !== EXPECTED_AUDITS) {
  console.error(`error: expected ${EXPECTED_AUDITS} audits, found ${results.length}; is graphql-http 1.23.1 installed?`);
}
process.exit(failed.length === 0 && results.length === EXPECTED_AUDITS ? 0 : 1);
