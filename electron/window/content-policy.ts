/** What pages and their workers may load and run: nothing from elsewhere, and no text as code. */
import { MEDIA_SCHEME } from '../contract/channels';

const policy = (...directives: readonly string[]): string => ["default-src 'none'", ...directives].join('; ');

const PAGE = policy(
  "script-src 'self'",
  // The component library sets sizes by style attributes.
  "style-src 'self' 'unsafe-inline'",
  `img-src 'self' ${MEDIA_SCHEME}: data: blob:`,
  `media-src 'self' ${MEDIA_SCHEME}: blob:`,
  `connect-src 'self' ${MEDIA_SCHEME}:`,
  "font-src 'self' data:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
);

/** The FLAC encoder is WebAssembly in a worker that it makes of its own text, and reaches nothing. */
const SOUND_ENCODER = policy("script-src 'self' 'wasm-unsafe-eval'", 'worker-src blob:');

/** The policy under which a file of the window lives; a worker has its own file's, not its page's. */
export const contentPolicy = (file: string): string =>
  /^encode-sound\.worker-[\w-]+\.js$/.test(file) ? SOUND_ENCODER : PAGE;
