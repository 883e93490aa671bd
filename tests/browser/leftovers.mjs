// What is still open when the tests of a file are over: a test that fails does not come to its end, and a
// server or browser that goes on keeps Node from ending.

import { after } from 'node:test';

const open = new Set();
// Benchmarks use the same servers and browsers, and are no tests.
if (process.env.NODE_TEST_CONTEXT) after(() => Promise.all([...open].map((close) => close())));

/** Has something closed at the end, if nobody did before. Closing twice must do no harm. */
export function closeAtTheEnd(close) {
  open.add(close);
}
