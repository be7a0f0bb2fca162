import type { GenerationKind, ModelOf, RequestOf } from '../../../electron/contract/index';
import type { Problems } from '../form/problems';
import type { Stored } from '../form/restore';
import type { CommonValues, ValuesOf } from '../form/values';

/** What the form of one kind of generation holds, and how it becomes a request. What all kinds have is not its affair. */
export interface Mode<K extends GenerationKind> {
  readonly kind: K;
  readonly empty: ValuesOf<K>;
  /** The form as an earlier run of the window left it: whatever of it still makes sense. */
  restore(stored: Stored, common: CommonValues): ValuesOf<K>;
  /** The same form with a model's recommended numbers; what a person made up stays. */
  withDefaults(values: ValuesOf<K>, model: ModelOf<K>): ValuesOf<K>;
  /** A form that asks for the same again. */
  fromRequest(request: RequestOf<K>, common: CommonValues): ValuesOf<K>;
  /** What is wrong with fields that only this kind has. */
  problems(values: ValuesOf<K>, model: ModelOf<K>): Problems;
  /** What is still to be done before anything can be made, which is no error. */
  notReady(values: ValuesOf<K>): string | undefined;
  /** What a form without problems asks for, one request per job. */
  requests(values: ValuesOf<K>, model: ModelOf<K>): Promise<RequestOf<K>[]>;
}
