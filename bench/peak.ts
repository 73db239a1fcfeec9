/** Preloaded by `bench`: reports the peak memory of the process it is loaded into. */
process.on('exit', () => {
  process.stderr.write(`opsbook-peak-kb ${process.resourceUsage().maxRSS}\n`);
});
