/** What is read from an address is what it was made of. */
import { expect, test } from 'vitest';
import {
  documentUrl,
  fileOf,
  fileUrl,
  imageFile,
  isArtifactPath,
  isDocumentUrl,
  searchUrl,
  stepAnchor,
  stepOf,
  taskAnchor,
  taskOf,
  templateFile,
  twinOf,
  twinUrl,
} from '../../schemas/addresses.ts';

const document = { id: 'sop.a.b' };

test('fragments of steps and tasks give back what they name', () => {
  expect(stepOf(stepAnchor('upload'))).toBe('upload');
  expect(stepOf(stepAnchor(2))).toBe('2');
  expect(taskOf(taskAnchor('publish'))).toBe('publish');
  expect([stepOf('task-x'), taskOf('step-x'), taskOf('task-')]).toEqual(Array(3).fill(undefined));
});

test('the twin of a page is found from its address, fragment and all', () => {
  expect(twinOf(documentUrl(document))).toBe(twinUrl(document));
  expect(twinOf(`${documentUrl(document)}#step-2`)).toBe(`${twinUrl(document)}#step-2`);
});

test('pages and artifacts are told apart', () => {
  expect(isDocumentUrl(documentUrl(document))).toBe(true);
  const artifacts = [
    templateFile('x'),
    imageFile('0123456789ab', 'A.PNG'),
    fileOf(twinUrl(document)),
  ];
  expect(artifacts.map(isArtifactPath)).toEqual([true, true, true]);
  expect(isArtifactPath(fileOf(documentUrl(document)))).toBe(false);
  expect(fileOf(fileUrl(templateFile('x')))).toBe(templateFile('x'));
});

test('an image keeps its ending, in lower case, and nothing else of its name', () => {
  expect(imageFile('0123456789ab', 'b.c/My File.PNG')).toBe('images/0123456789ab.png');
  expect(imageFile('0123456789ab', 'noname')).toBe('images/0123456789ab');
});

test('a query is encoded, and an empty one is the empty form', () => {
  expect(searchUrl('')).toBe('/search/');
  expect(searchUrl('a & b')).toBe('/search/?q=a+%26+b');
});
