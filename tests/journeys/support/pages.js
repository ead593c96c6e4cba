// Every page of the portal, below its language. `on` and `kind`: the first link of this kind on another page;
// `own`, `withdrawn`: a page of a resource that the member has published, or withdrawn; `draft`: a page of rules that
// the administrator has drafted. The matrix fails on links that lead to a page
// missing here. `then`: the page below that link.

const member = true;
const admin = true;
/** The page of one, not those below it. */
const EVENT = /^\/events\/(?!new|feed|month)[^/]+$/;
const HIGHLIGHT = /^\/highlights\/[0-9a-z]{10}(-[^/]*)?$/;
const PROGRAMME = /^\/programmes\/[^/]+$/;
const refused = { submit: 'main form[method="post"]', status: 422 };

export const PAGES = [
  { name: 'home', at: '' },
  { name: 'about', at: '/about' },
  { name: 'countries', at: '/countries' },
  { name: 'country', at: '/countries/br' },
  { name: 'any other country', on: '/countries', kind: /^\/countries\/(?!br)[a-z]{2}$/ },
  { name: 'partners', at: '/partners' },
  { name: 'partner', on: '/partners', kind: /^\/partners\/[^/]+$/ },
  { name: 'institution', on: '/countries/br', kind: /^\/institutions\/[^/]+$/ },
  { name: 'programme', on: '/countries/br', kind: PROGRAMME },
  { name: 'programmes', at: '/programmes' },
  { name: 'programmes without matches', at: '/programmes?country=AG&theme=child-labour' },
  { name: 'countries of the months', at: '/featured' },
  { name: 'why a country', on: '/featured', kind: /^\/featured\/\d{4}-\d\d$/ },
  { name: 'library', at: '/library' },
  { name: 'themes', at: '/themes' },
  { name: 'library filtered', at: '/library?theme=children&country=BR' },
  { name: 'library without matches', at: '/library?country=AG&theme=child-labour&language=fr&kind=law' },
  { name: 'members without matches', at: '/members?q=xyzzyxyzzy' },
  { name: 'resource', on: '/library', kind: /^\/library\/(?!new|feed)[^/]+$/ },
  { name: 'news', at: '/news' },
  { name: 'news without matches', at: '/news?country=AG&kind=link' },
  { name: 'news item', on: '/news', kind: /^\/news\/[0-9a-z]{10}(-[^/]*)?$/ },
  { name: 'highlights', at: '/highlights' },
  { name: 'highlights without matches', at: '/highlights?country=AG&kind=innovation' },
  { name: 'highlight', on: '/highlights?country=BR', kind: HIGHLIGHT },
  { name: 'events', at: '/events' },
  { name: 'events past', at: '/events?when=past&theme=nutrition' },
  { name: 'events of a month', at: '/events/month' },
  { name: 'event of the calendar', on: '/events', kind: EVENT },
  { name: 'leaderboard', at: '/leaderboard' },
  { name: 'leaderboard by country', at: '/leaderboard?country=BR' },
  { name: 'rules of points', at: '/points/rules' },
  { name: 'members', at: '/members' },
  { name: 'member', on: '/members', kind: /^\/members\/[^/]+$/ },
  { name: 'join', at: '/join' },
  { name: 'join refused', at: '/join', ...refused },
  { name: 'join, mail sent', at: '/join/check' },
  { name: 'confirmation spent', at: '/confirm?token=none', status: 410 },
  { name: 'sign in', at: '/sign-in' },
  { name: 'sign in on the way', at: '/sign-in?next=/en/points' },
  { name: 'new password, link spent', at: '/reset?token=none', status: 410 },
  { name: 'forgotten password', at: '/forgot' },
  { name: 'forgotten password, mail sent', at: '/forgot/check' },
  { name: 'no such page', at: '/nowhere', status: 404 },

  { name: 'not allowed', at: '/organisations/br/edit', member, status: 403 },
  { name: 'home of a member', at: '', member },
  { name: 'own profile', on: '', kind: /^\/members\/[^/]+$/, member },
  { name: 'edit profile', at: '/profile', member },
  { name: 'a picture for a text', at: '/pictures', member },
  { name: 'account', at: '/account', member },
  { name: 'own data', at: '/account/data', member },
  { name: 'own data refused', at: '/account/data', member, ...refused },
  { name: 'delete account', at: '/account/erasure', member },
  { name: 'delete account refused', at: '/account/erasure', member, ...refused },
  { name: 'publish', at: '/library/new', member },
  { name: 'publish refused', at: '/library/new', member, ...refused },
  { name: 'own resource', own: '', member },
  { name: 'edit resource', own: '/edit', member },
  { name: 'new version of a document', own: '/document', member },
  { name: 'withdraw resource', own: '/withdraw', member },
  { name: 'translation of a resource', own: '/translation', member },
  { name: 'withdrawn resource', withdrawn: '', member, status: 410 },
  { name: 'write for the newsroom', at: '/news/new', member },
  { name: 'drafts', at: '/news/drafts', member },
  { name: 'draft', on: '/news/drafts', kind: /^\/news\/drafts\/[0-9a-z]{10}$/, member },
  { name: 'share a highlight', at: '/highlights/new', member },
  { name: 'share a highlight refused', at: '/highlights/new', member, ...refused, fill: { '#evidence': 'nowhere' } },
  { name: 'own highlights', at: '/highlights/mine', member },
  { name: 'draft of a highlight', on: '/highlights/mine', kind: /^\/highlights\/drafts\/[0-9a-z]{10}$/, member },
  { name: 'announce an event', at: '/events/new', member },
  { name: 'announce an event refused', at: '/events/new', member, ...refused },
  { name: 'event for its organiser', on: '/events?country=UY', kind: EVENT, member },
  { name: 'edit an event', on: '/events?country=UY', kind: EVENT, then: '/edit', member },
  { name: 'cancel an event', on: '/events?country=UY', kind: EVENT, then: '/cancel', member },
  { name: 'who comes to an event', on: '/events?country=UY', kind: EVENT, then: '/attendance', member },
  { name: 'bookmarks', at: '/bookmarks', member },
  { name: 'statement of points', at: '/points', member },
  { name: 'dispute a line', on: '/points', kind: /^\/points\/lines\/[^/]+\/[^/]+\/dispute$/, member },
  { name: 'dispute a line refused', on: '/points', kind: /^\/points\/lines\/[^/]+\/[^/]+\/dispute$/, member, ...refused },
  { name: 'own disputed line', on: '/points', kind: /^\/points\/disputes\/[^/]+$/, member },
  { name: 'resource for a member', on: '/library', kind: /^\/library\/(?!new|feed)[^/]+$/, member },

  { name: 'read models', at: '/admin', admin },
  { name: 'rebuilds', at: '/admin/rebuilds', admin },
  { name: 'reactors', at: '/admin/reactors', admin },
  { name: 'mails of the portal', at: '/admin/mail', admin },
  { name: 'log', at: '/audit', admin },
  { name: 'event', on: '/audit', kind: /^\/audit\/event\/\d+$/, admin },
  { name: 'history of an item', on: '/audit', kind: /^\/audit\/item\/[^/]+$/, admin },
  { name: 'highlights to review', at: '/highlights/review', admin },
  { name: 'highlight to review', on: '/highlights/review', kind: /^\/highlights\/review\/[0-9a-z]{10}$/, admin },
  { name: 'remove an event', on: '/events', kind: EVENT, then: '/remove', admin },
  { name: 'overrule a month', at: `/featured/${new Date().toISOString().slice(0, 7)}/overrule`, admin },
  { name: 'themes for administrators', at: '/admin/themes', admin },
  { name: 'new theme', at: '/admin/themes/new', admin },
  { name: 'new theme refused', at: '/admin/themes/new', admin, ...refused },
  { name: 'edit a theme', on: '/admin/themes', kind: /^\/admin\/themes\/[^/]+\/edit$/, admin },
  { name: 'merge a theme', at: '/admin/themes/youth/merge', admin },
  { name: 'merge a theme previewed', at: '/admin/themes/youth/merge?into=children', admin },
  { name: 'points for administrators', at: '/admin/points', admin },
  { name: 'rules for administrators', at: '/points/rules', admin },
  { name: 'new rules', at: '/admin/points/drafts/new', admin },
  { name: 'new rules refused', at: '/admin/points/drafts/new', admin, ...refused, fill: { '#valid_from': '2009-01-01', '#each-resource_published': '-1' } },
  { name: 'draft of rules', draft: '', admin },
  { name: 'rehearsal of rules', draft: '/rehearsal', admin },
  { name: 'adopt rules', draft: '/adopt', admin },
  { name: 'adopt rules refused', draft: '/adopt', admin, ...refused },
  { name: 'discard rules', draft: '/discard', admin },
  { name: 'disputed lines', at: '/admin/points/disputes', admin },
  { name: 'disputed lines answered', at: '/admin/points/disputes?state=answered', admin },
  { name: 'disputed line', on: '/admin/points/disputes', kind: /^\/admin\/points\/disputes\/[^/]+$/, admin },
  { name: 'disputed line refused', on: '/admin/points/disputes', kind: /^\/admin\/points\/disputes\/[^/]+$/, admin, ...refused },

  { name: 'country for its editor', at: '/countries/br', editor: true },
  { name: 'programme for its editor', on: '/countries/br', kind: PROGRAMME, editor: true },
  { name: 'describe a programme', at: '/organisations/br/programmes/new', editor: true },
  { name: 'describe a programme refused', at: '/organisations/br/programmes/new', editor: true, ...refused },
  { name: 'edit a programme', on: '/countries/br', kind: PROGRAMME, then: '/edit', editor: true },
  { name: 'history of a programme', on: '/countries/br', kind: PROGRAMME, then: '/history', editor: true },
  { name: 'history of a country', at: '/organisations/br/history', editor: true },
  { name: 'waiting for translation', at: '/organisations/translations', editor: true },
  { name: 'edit a country', at: '/organisations/br/edit', editor: true },
  { name: 'edit a country refused', at: '/organisations/br/edit', editor: true, ...refused, fill: { '#website': 'nowhere' } },
];

/** Pages behind those of the table that the journey of their context looks at. */
const ELSEWHERE = [
  /^\/admin\/themes\/[^/]+\/merge$/,
  /^\/news\/drafts\/[^/]+\/(edit|discard)$/,
  /^\/news\/[^/]+\/(history|correct|withdraw)$/,
  /^\/highlights\/drafts\/[^/]+\/(edit|discard)$/,
  /^\/highlights\/[^/]+\/(history|correct|withdraw)$/,
];

/** The path of a URL below the language, or null where it has none. */
export function below(address) {
  const found = /^\/(?:en|es|pt|fr)(\/.*)?$/.exec(address.pathname);
  return found && (found[1] ?? '');
}

/** Is there a page for this address in the table? */
export function isListed(path) {
  if (ELSEWHERE.some((kind) => kind.test(path))) return true;
  return PAGES.some(
    ({ at, kind, then, own, draft }) =>
      kind?.test(then && path.endsWith(then) ? path.slice(0, -then.length) : path) ||
      at?.split('?')[0] === path ||
      (own && path.endsWith(own)) ||
      (draft !== undefined && path.startsWith('/admin/points/drafts/') && path.endsWith(draft)),
  );
}
