// Every page of the portal, below its language. `on` and `kind`: the first link of this kind on another page;
// `own`, `withdrawn`: a page of a resource that the member has published, or withdrawn; `draft`: a page of rules that
// the administrator has drafted. The matrix fails on links that lead to a page
// missing here.

const member = true;
const admin = true;
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
  { name: 'programme', on: '/countries/br', kind: /^\/programmes\/[^/]+$/ },
  { name: 'countries of the months', at: '/featured' },
  { name: 'why a country', on: '/featured', kind: /^\/featured\/\d{4}-\d\d$/ },
  { name: 'library', at: '/library' },
  { name: 'library filtered', at: '/library?theme=children&country=BR' },
  { name: 'library without matches', at: '/library?country=AG&theme=child-labour&language=fr&kind=law' },
  { name: 'members without matches', at: '/members?q=xyzzyxyzzy' },
  { name: 'resource', on: '/library', kind: /^\/library\/(?!new|feed)[^/]+$/ },
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
  { name: 'publish', at: '/library/new', member },
  { name: 'publish refused', at: '/library/new', member, ...refused },
  { name: 'own resource', own: '', member },
  { name: 'edit resource', own: '/edit', member },
  { name: 'withdraw resource', own: '/withdraw', member },
  { name: 'withdrawn resource', withdrawn: '', member, status: 410 },
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
  { name: 'overrule a month', at: `/featured/${new Date().toISOString().slice(0, 7)}/overrule`, admin },
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
  { name: 'history of a country', at: '/organisations/br/history', editor: true },
  { name: 'waiting for translation', at: '/organisations/translations', editor: true },
  { name: 'edit a country', at: '/organisations/br/edit', editor: true },
  { name: 'edit a country refused', at: '/organisations/br/edit', editor: true, ...refused, fill: { '#website': 'nowhere' } },
];

/** The path of a URL below the language, or null where it has none. */
export function below(address) {
  const found = /^\/(?:en|es|pt|fr)(\/.*)?$/.exec(address.pathname);
  return found && (found[1] ?? '');
}

/** Is there a page for this address in the table? */
export function isListed(path) {
  return PAGES.some(
    ({ at, kind, own, draft }) =>
      kind?.test(path) ||
      at?.split('?')[0] === path ||
      (own && path.endsWith(own)) ||
      (draft !== undefined && path.startsWith('/admin/points/drafts/') && path.endsWith(draft)),
  );
}
