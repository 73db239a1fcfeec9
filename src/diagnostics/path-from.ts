/** Where a file of the content is, as seen from outside of it. */

/** `../x` from the folder `a/b` is `a/x`. */
export function pathFrom(folder: string, file: string): string {
  if (folder === '' || file === '') return folder + file;
  const [above, below] = [folder.split('/'), file.split('/')];
  while (below[0] === '..' && above.length > 0 && above.at(-1) !== '..') {
    above.pop();
    below.shift();
  }
  return [...above, ...below].join('/');
}
