import type { GenerationRequest } from '../pipelines/request';

/** What a job is to make, in one line: the prompt, or what kind of job it is where there is none. */
export function titleOf(request: GenerationRequest): string {
  const prompt = 'prompt' in request ? request.prompt.trim() : '';
  return prompt === '' ? `${request.kind}, seed ${request.seed}` : prompt;
}
