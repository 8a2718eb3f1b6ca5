export default [
  {
    files: ['static/js/*.js'],
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-unused-vars': 'error',
      'one-var': ['error', 'never'],
      'prefer-const': 'error',
    },
  },
  { files: ['static/js/embed-host.js', 'static/js/first.js'], languageOptions: { sourceType: 'script' } },
];
