/** Runs before npm packs or publishes this repository, which is none of the packages made from it. */
process.stderr.write(
  'This repository is not a package: `npm run package` writes those that are, below `package/`.\n',
);
process.exitCode = 2;
