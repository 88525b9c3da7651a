// Svelte's compiler settings, shared by the build, the tests and svelte-check.
// Runes everywhere: state never hides behind a bare `let`.

/** @type {import("@sveltejs/vite-plugin-svelte").SvelteConfig} */
export default {
  compilerOptions: {
    runes: true,
    cssHash: ({ hash, css }) => `s${hash(css).slice(0, 4)}`,
  },
};
