import { expect, test } from 'vitest';
import { portalConfig } from '../../schemas/config.ts';

test.each(['en', 'de-CH', 'zh-Hant-TW', 'pt-BR'])('%s is a language', (language) => {
  expect(portalConfig.parse({ language }).language).toBe(language);
});

test.each(['en_US', 'de_DE.UTF-8', 'xx-yyyyyyyyyyy', 'german', '', ' en'])(
  '`%s` is none, which a page could not be built with',
  (language) => {
    expect(portalConfig.safeParse({ language }).error?.issues[0]?.message).toMatch(/^a BCP 47/);
  },
);
