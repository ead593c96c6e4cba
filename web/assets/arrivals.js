// Brings what is new into the parts marked `data-new` while somebody looks. Without this the page is reloaded by hand.
'use strict';

const page = document.querySelector('[data-arrivals]');
const status = page.querySelector('[data-said]');
let seen = page.dataset.seen;
let source;

// Nothing changes under a pointer or around the focus: it waits until both have left.
const busy = (part) => part.contains(document.activeElement) || (matchMedia('(hover: hover)').matches && part.matches(':hover'));

function put(part, now) {
  const known = new Set([...part.querySelectorAll('h3 a')].map(({ href }) => href));
  part.replaceChildren(...now.childNodes);
  const come = [...part.querySelectorAll('h3 a')].filter(({ href }) => !known.has(href));
  come.forEach((link) => link.closest('article').classList.add('arrived'));
  const titles = come.map((link) => link.textContent).join('; ');
  if (titles) status.textContent = status.dataset.said.replace('{title}', titles);
}

function later(part, now) {
  if (!busy(part)) return put(part, now);
  const leave = () => setTimeout(() => part.waiting === now && !busy(part) && (stop(), put(part, now)));
  const stop = () => ['focusout', 'pointerleave'].forEach((event) => part.removeEventListener(event, leave));
  part.waiting = now;
  ['focusout', 'pointerleave'].forEach((event) => part.addEventListener(event, leave));
}

async function bring() {
  const answer = await fetch(location.href, { cache: 'no-cache' });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-new]')) {
    const now = fresh.querySelector(`[data-new="${part.dataset.new}"]`);
    if (now && now.innerHTML !== part.innerHTML) later(part, now);
  }
}

function listen() {
  source = new EventSource(page.dataset.arrivals);
  source.onmessage = ({ data }) => {
    const now = JSON.parse(data);
    // Not all pages at once.
    if (seen !== now) setTimeout(() => bring().catch(() => {}), Math.random() * 2000);
    seen = now;
  };
}

// A page in the background holds no connection; it catches up when it is looked at again.
document.addEventListener('visibilitychange', () => (document.hidden ? source?.close() : listen()));
if (!document.hidden) listen();
