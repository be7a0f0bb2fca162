/** The first moment at which a user can start a clip, as a mark of the page's performance timeline. */
export const INTERACTIVE = 'parastep.interactive';
