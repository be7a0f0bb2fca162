/** Texts in pictures, where `exporting/encoding` puts them. Only the parts of a file that may hold one are read. */

const EDGE_BYTES = 256 * 1024;
const PNG_SIGNATURE_BYTES = 8;

const bytesOf = async (file: Blob, start: number, end: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(Math.max(0, start), end).arrayBuffer());

/** The `iTXt` chunk named Comment before the first pixels of a PNG. */
export async function pngComment(file: Blob): Promise<string | undefined> {
  const bytes = await bytesOf(file, 0, EDGE_BYTES);
  const view = new DataView(bytes.buffer);
  const decoder = new TextDecoder();
  for (let at = PNG_SIGNATURE_BYTES; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IDAT') return undefined;
    if (type === 'iTXt' && at + 8 + length <= bytes.length) {
      // Keyword, two bytes that say whether it is compressed, language, translated keyword, text.
      const [keyword, flags, , text] = split(bytes.subarray(at + 8, at + 8 + length));
      if (decoder.decode(keyword) === 'Comment' && flags?.[0] === 0) return decoder.decode(text);
    }
    at += 12 + length;
  }
  return undefined;
}

/** An `iTXt` chunk's data: keyword, the two bytes after it, language, and the text after the translated keyword. */
function split(data: Uint8Array): (Uint8Array | undefined)[] {
  const keywordEnd = data.indexOf(0);
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = data.indexOf(0, languageEnd + 1);
  if (keywordEnd < 0 || languageEnd < 0 || translatedEnd < 0) return [];
  return [
    data.subarray(0, keywordEnd),
    data.subarray(keywordEnd + 1, keywordEnd + 3),
    data.subarray(keywordEnd + 3, languageEnd),
    data.subarray(translatedEnd + 1),
  ];
}

/** The comment that a GIF ends with. */
export async function gifComment(file: Blob): Promise<string | undefined> {
  const tail = await bytesOf(file, file.size - EDGE_BYTES, file.size);
  for (let at = 0; at + 1 < tail.length; at++) {
    if (tail[at] !== 0x21 || tail[at + 1] !== 0xfe) continue;
    const text = commentAt(tail, at + 2);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Blocks of a length and as many bytes, up to an empty one and the end of the file. */
function commentAt(tail: Uint8Array, start: number): string | undefined {
  let text = '';
  let at = start;
  for (let length = tail[at]; length !== undefined && length > 0; length = tail[at]) {
    text += String.fromCharCode(...tail.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return at === tail.length - 2 && tail[at + 1] === 0x3b ? text : undefined;
}

/** The description in the XMP packet of a WebP file. */
export async function webpDescription(file: Blob): Promise<string | undefined> {
  const HEAD = 8;
  for (let at = 12; at + HEAD <= file.size; ) {
    const head = await bytesOf(file, at, at + HEAD);
    const length = new DataView(head.buffer).getUint32(4, true);
    if (String.fromCharCode(...head.subarray(0, 4)) === 'XMP ') {
      if (length > EDGE_BYTES || at + HEAD + length > file.size) return undefined;
      const packet = new TextDecoder().decode(await bytesOf(file, at + HEAD, at + HEAD + length));
      const [, text] = /<dc:description><rdf:Alt><rdf:li[^>]*>([^<]*)</.exec(packet) ?? [];
      return text === undefined ? undefined : unescapeXml(text);
    }
    at += HEAD + length + (length % 2);
  }
  return undefined;
}

const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
