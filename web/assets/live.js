// Keeps what is marked `data-live` as the server last said it is. Without this the page is reloaded by hand.
'use strict';

// Changes only what differs, so that the focus and what a screen reader reads stay where they are.
function update(old, now) {
  const before = [...old.childNodes];
  const after = [...now.childNodes];
  if (before.length !== after.length || before.some((node, n) => node.nodeName !== after[n].nodeName)) {
    const focused = old.contains(document.activeElement) && document.activeElement.id;
    old.replaceChildren(...after);
    if (focused) document.getElementById(focused)?.focus();
    return;
  }
  before.forEach((node, n) => {
    const next = after[n];
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data !== next.data) node.data = next.data;
      return;
    }
    for (const { name, value } of next.attributes) {
      if (node.getAttribute(name) !== value) node.setAttribute(name, value);
    }
    for (const { name } of [...node.attributes]) if (!next.hasAttribute(name)) node.removeAttribute(name);
    update(node, next);
  });
}

for (const part of document.querySelectorAll('[data-live]')) {
  new EventSource(part.dataset.live).onmessage = ({ data }) => {
    const now = document.createElement('template');
    now.innerHTML = JSON.parse(data);
    update(part, now.content);
  };
}
