/** The two channels between window and app. */
export const REQUEST_CHANNEL = 'studio:request';
export const EVENT_CHANNEL = 'studio:event';

/** The schemes that the app serves: its own pages, and the files of the library. */
export const APP_SCHEME = 'parastep-app';
export const MEDIA_SCHEME = 'parastep-media';

/** The origin of the app's own pages. */
export const APP_ORIGIN = `${APP_SCHEME}://studio`;
