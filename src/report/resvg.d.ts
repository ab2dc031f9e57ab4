/** What is used of resvg, an optional package: declared here, so that the suite compiles where it is not installed. */
declare module '@resvg/resvg-js' {
  interface Options {
    readonly font: {
      readonly fontFiles: readonly string[];
      readonly loadSystemFonts: boolean;
      readonly defaultFontFamily: string;
    };
    readonly fitTo: { readonly mode: 'zoom'; readonly value: number };
  }

  interface Image {
    readonly pixels: Uint8Array;
    asPng(): Uint8Array;
  }

  export function renderAsync(svg: string, options: Options): Promise<Image>;
}
