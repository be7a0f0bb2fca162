/** The exports of a WebAssembly module, written as text (build/config/wat-plugin.ts). */
declare module '*.wat' {
  const compiled: unknown;
  export default compiled;
}
