/** JSON in nothing but ASCII, for files that hold no other letters; its escapes keep the meaning. */
export const asciiJson = (json: string): string =>
  json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
