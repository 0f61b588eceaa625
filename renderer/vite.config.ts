import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [react()],
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
  worker: { format: 'es' },
});
