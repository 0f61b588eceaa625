import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { bundledPackages } from '../build/bundled-packages.ts';

export default defineConfig({
  base: './',
  plugins: [react(), bundledPackages('renderer')],
  publicDir: 'public',
  build: {
    // The oldest page engine that is tested: Electron 22.
    target: 'chrome108',
    outDir: '../out/renderer',
    emptyOutDir: true,
    // Data URLs are no concern of a strict policy when there are none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1024,
  },
  worker: { format: 'es', plugins: () => [bundledPackages('renderer-worker')] },
});
