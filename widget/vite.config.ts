import { defineConfig } from "vite";

// One classic script: it finds its own address through `document.currentScript`, and an
// embedding page needs nothing but the one line.
export default defineConfig({
  build: {
    target: "es2022",
    cssTarget: "esnext",
    outDir: "dist",
    reportCompressedSize: false,
    lib: {
      entry: "src/main.ts",
      formats: ["iife"],
      name: "enamixCareers",
      fileName: () => "widget.js",
    },
  },
});
