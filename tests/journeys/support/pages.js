// Every page of the portal, below its language. `on` and `kind`: the first link of this kind on another page;
// `own`, `withdrawn`: a page of a resource that the member has published, or withdrawn. The matrix fails on links that lead to a page
// missing here.

const member = true;
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
  { name: 'account', at: '/account', member },
  { name: 'publish', at: '/library/new', member },
  { name: 'publish refused', at: '/library/new', member, ...refused },
  { name: 'own resource', own: '', member },
  { name: 'edit resource', own: '/edit', member },
  { name: 'withdraw resource', own: '/withdraw', member },
  { name: 'withdrawn resource', withdrawn: '', member, status: 410 },
  { name: 'bookmarks', at: '/bookmarks', member },
  { name: 'statement of points', at: '/points', member },
  { name: 'resource for a member', on: '/library', kind: /^\/library\/(?!new|feed)[^/]+$/, member },

  { name: 'country for its editor', at: '/countries/br', editor: true },
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
  return PAGES.some(({ at, kind, own }) => kind?.test(path) || at?.split('?')[0] === path || (own && path.endsWith(own)));
}
