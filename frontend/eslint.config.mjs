/** What the linter asks: mistakes and the arrows between the folders. Looks are prettier's. */
import js from '@eslint/js'
import prettier from 'eslint-config-prettier/flat'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'
import arrows from './build/arrows.mjs'

const TYPED = ['**/*.{ts,vue}']
const known = (...names) => Object.fromEntries(names.map((name) => [name, 'readonly']))

export default defineConfig(
  globalIgnores(['dist/', 'src/api/schema.d.ts']), // both are written by a program
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: TYPED, extends: [ts.configs.recommended] },
  vue.configs['flat/recommended'],
  {
    files: TYPED,
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        project: ['./tsconfig.json', './tsconfig.worker.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      // Of those that need types (and time), the ones that find lost work.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-undef': 'off', // vue-tsc tells, with the types
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-static-inline-styles': 'error', // the CSP forbids them
      'vue/no-unused-emit-declarations': 'error',
      'vue/no-unused-refs': 'error',
      'vue/no-v-html': 'error',
      'vue/prefer-define-options': 'error',
      'vue/multi-word-component-names': 'off', // Field, Badge: capitals tell them from elements
      'vue/require-default-prop': 'off', // the type says what an absent one is: undefined
    },
  },
  { files: ['build/*.mjs'], languageOptions: { globals: known('Buffer', 'URL', 'console', 'process') } },
  { files: ['public/*.js'], languageOptions: { globals: known('document', 'localStorage', 'matchMedia') } },
  {
    files: ['src/**'],
    plugins: { arrows: { rules: { allowed: arrows } } },
    rules: { 'arrows/allowed': 'error' },
  },
  prettier,
)
