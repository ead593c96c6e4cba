// Accessibility by axe, and what axe does not look at: language, headings, width, texts left untranslated.
import AxeBuilder from '@axe-core/playwright';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A message that has no translation is shown as its id, such as `library-title`. */
const MESSAGE =
  /^(admin|audit|bookmarks|calendar|error|highlights|home|library|membership|newsroom|organisations|points|ui)(-[a-z0-9]+)+$/;

/** The rules whose answer depends on colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds, one line each: rule, where, and why. `colours` is `only` where nothing else has changed, and
 * `none` where they were looked at already: that is most of axe's time.
 */
export async function violations(page, { colours = 'too' } = {}) {
  // There are no frames on these pages: the legacy mode spares a second page for each run.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  if (colours === 'only') axe.withRules(COLOURS);
  else axe.withTags(RULES);
  if (colours === 'none') axe.disableRules(COLOURS);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const why = failureSummary.split('\n').slice(1).map((line) => line.trim()).join('; ');
      return `axe ${id} at ${target.join(' ')}: ${why}`;
    }),
  );
}

/** Faults that a page has at every width and in every colour scheme. */
export async function faultsOfContent(page, language) {
  const { lang, headings, words } = await page.evaluate(() => {
    const named = [...document.querySelectorAll('[aria-label], [alt], [title], [placeholder]')];
    const labels = named.flatMap((element) =>
      ['aria-label', 'alt', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    );
    return {
      lang: document.documentElement.lang,
      headings: document.querySelectorAll('h1').length,
      words: [document.title, document.body.innerText, ...labels].join(' ').split(/\s+/),
    };
  });
  const untranslated = words.filter((word) => MESSAGE.test(word));
  return [
    lang !== language && `its lang is ${lang}`,
    headings !== 1 && `it has ${headings} headings of the first level`,
    untranslated.length > 0 && `it shows the ids of messages: ${untranslated.join(' ')}`,
  ].filter(Boolean);
}

/** What sticks out to the right and makes the page scroll sideways. */
export async function overflow(page) {
  const wide = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const beyond = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
      .map((element) => element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join(''));
    return { scrollWidth, clientWidth, beyond: [...new Set(beyond)].slice(0, 5) };
  });
  return wide ? [`scrolls sideways (${wide.scrollWidth} > ${wide.clientWidth}): ${wide.beyond.join(', ')}`] : [];
}
