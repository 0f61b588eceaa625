import { FramelatchError } from './errors';

/** @param where the line, from 1, or what the schema says as a whole */
export function refuseSchema(where: number | 'schema', reason: string): never {
  throw new FramelatchError({
    code: 'schema-invalid',
    operation: 'read schema',
    target: where === 'schema' ? where : `line ${where}`,
    reason,
    next: 'Write members as C does: int a, float samples[256], char name[64]. docs/layouts.md says what is understood.',
  });
}
