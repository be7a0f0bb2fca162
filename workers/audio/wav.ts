const HEADER_BYTES = 58;
const IEEE_FLOAT = 3;

/**
 * A mono WAV file of 32-bit floats: every sample as it is, nothing clipped or rounded. Non-PCM formats carry a
 * `fact` chunk and an extension size (Microsoft, "New Multimedia Data Types and Data Techniques", 1994).
 */
export function floatWav(samples: Float32Array, sampleRate: number): Uint8Array {
  const bytes = samples.length * Float32Array.BYTES_PER_ELEMENT;
  const file = new Uint8Array(HEADER_BYTES + bytes);
  const view = new DataView(file.buffer);
  const tag = (offset: number, text: string): void => {
    for (let i = 0; i < text.length; i++) view.setUint8(offset + i, text.charCodeAt(i));
  };
  tag(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 18, true);
  view.setUint16(20, IEEE_FLOAT, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * Float32Array.BYTES_PER_ELEMENT, true);
  view.setUint16(32, Float32Array.BYTES_PER_ELEMENT, true);
  view.setUint16(34, 32, true);
  tag(38, 'fact');
  view.setUint32(42, 4, true);
  view.setUint32(46, samples.length, true);
  tag(50, 'data');
  view.setUint32(54, bytes, true);
  for (const [i, value] of samples.entries()) view.setFloat32(HEADER_BYTES + i * 4, value, true);
  return file;
}
