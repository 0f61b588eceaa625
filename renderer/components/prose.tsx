import { createElement, Fragment } from 'react';

/** A sentence whose commands stand between backticks: those are set as code. */
export function Prose({ text }: { text: string }) {
  // Every second part stood between backticks.
  const parts = text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part));
  return createElement(Fragment, null, ...parts);
}
