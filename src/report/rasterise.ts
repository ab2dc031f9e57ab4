import { createRequire } from 'node:module';
import { messageOf } from '../core/errors.js';

/** Makes PNG of SVG, or says in one line why it cannot. */
export type Rasteriser = { readonly png: (svg: string) => Promise<Uint8Array> } | { readonly missing: string };

/**
 * resvg with the font Inter, both optional packages: where they are there, text looks the same on every machine. Without the font
 * the fonts of the system are taken; without resvg there are no PNG.
 * @param scale px of the picture a px of the SVG
 */
export async function createRasteriser(scale: number): Promise<Rasteriser> {
  try {
    const { renderAsync } = await import('@resvg/resvg-js');
    const fontFiles = interFiles();
    const font = { fontFiles, loadSystemFonts: fontFiles.length === 0, defaultFontFamily: 'Inter' };
    return {
      png: async (svg) => {
        const image = await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: scale } });
        // The garbage collector sees the size of a copy of the pixels, not that of the image itself: hundreds would pile up.
        image.pixels.at(0);
        return image.asPng();
      },
    };
  } catch (error) {
    return {
      missing: `no PNG was made, as @resvg/resvg-js cannot be loaded: ${messageOf(error).split('\n')[0] ?? ''}`,
    };
  }
}

const WEIGHTS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];

function interFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  try {
    return WEIGHTS.map((weight) => resolve(`@expo-google-fonts/inter/${weight}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return [];
    throw error;
  }
}
