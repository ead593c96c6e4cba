// Improves the editors of long texts: toolbar, preview beside the text, counting, mentions, pictures, drafts.
// Without it, or where it fails, the form is an ordinary form; whatever fails leaves the text as it is.
'use strict';

const ask = async (address, options = {}) => {
  const answer = await fetch(address, { redirect: 'error', ...options });
  if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
  return answer;
};
const later = (wait, act) => {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait, ...given);
  };
};

// As the portal counts them: marks that stand alone, as in lists, are no words.
const wordsIn = (text) => text.split(/\s+/u).filter((word) => /[\p{Alphabetic}\p{N}]/u.test(word)).length;

function editor(root) {
  const text = root.querySelector('textarea');
  const bar = root.querySelector('[role=toolbar]');
  const pane = root.querySelector('[role=region]');
  const status = root.querySelector('[role=status]');
  const count = root.querySelector('.count');
  const preview = root.querySelector('button[name=preview]');
  const say = (words) => (status.textContent = words);

  // Through the browser's own typing where it can, so that undoing works.
  function put(words, from, to, selected = [words.length, words.length]) {
    text.focus();
    text.setSelectionRange(from, to);
    if (!document.execCommand('insertText', false, words)) {
      text.setRangeText(words, from, to, 'end');
      text.dispatchEvent(new Event('input', { bubbles: true }));
    }
    text.setSelectionRange(from + selected[0], from + selected[1]);
  }

  function around(mark) {
    const { selectionStart: from, selectionEnd: to, value } = text;
    const n = mark.length;
    if (value.slice(from - n, from) === mark && value.slice(to, to + n) === mark) {
      put(value.slice(from, to), from - n, to + n, [0, to - from]);
    } else {
      put(mark + value.slice(from, to) + mark, from, to, [n, n + to - from]);
    }
  }

  function before(mark) {
    const { selectionStart, selectionEnd, value } = text;
    const from = value.lastIndexOf('\n', selectionStart - 1) + 1;
    const end = value.indexOf('\n', selectionEnd);
    const to = end < 0 ? value.length : end;
    const lines = value.slice(from, to).split('\n');
    const marked = lines.every((line) => line.startsWith(mark));
    const changed = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join('\n');
    put(changed, from, to, lines.length > 1 ? [0, changed.length] : undefined);
  }

  function link() {
    const { selectionStart: from, selectionEnd: to, value } = text;
    const label = value.slice(from, to);
    const address = root.dataset.address;
    // What is missing is selected, to be typed over: the address, or first the words.
    put(`[${label}](${address})`, from, to, label ? [label.length + 3, label.length + 3 + address.length] : [1, 1]);
  }

  const file = bar.querySelector('input[type=file]');
  const tools = {
    bold: () => around('**'),
    italic: () => around('*'),
    heading: () => before('# '),
    list: () => before('- '),
    quote: () => before('> '),
    link,
    picture: () => file.click(),
  };

  // Pictures: sent as they are, shown by the address that the portal gives them.
  async function send(picture) {
    say(root.dataset.uploading);
    const form = new FormData();
    form.append('file', picture);
    try {
      const answer = await ask(root.dataset.pictures, { method: 'POST', body: form, headers: { accept: 'application/json' } });
      const { address, error } = await answer.json();
      if (error) return show(error);
      const words = root.dataset.describe;
      put(`![${words}](${address})`, text.selectionEnd, text.selectionEnd, [2, 2 + words.length]);
      show('');
    } catch {
      show(root.dataset.failed);
    }
  }
  // What went wrong stands where everybody sees it.
  function show(words) {
    say(words);
    status.classList.toggle('visually-hidden', !words);
  }
  const pictures = (items) => [...(items?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
  file.addEventListener('change', () => {
    for (const picture of file.files) send(picture);
    file.value = '';
  });
  for (const [event, items] of [['paste', 'clipboardData'], ['drop', 'dataTransfer']]) {
    text.addEventListener(event, (happened) => {
      const found = pictures(happened[items]);
      if (!found.length) return;
      happened.preventDefault();
      found.forEach(send);
    });
  }

  // The toolbar: one stop for the tab key, arrows within.
  const buttons = [...bar.querySelectorAll('button')];
  bar.addEventListener('click', ({ target }) => tools[target.closest('button')?.dataset.tool]?.());
  bar.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = buttons.at(to % buttons.length);
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  });
  text.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = { b: 'bold', i: 'italic', k: 'link' }[event.key.toLowerCase()];
    if (!tool) return;
    event.preventDefault();
    tools[tool]();
  });
  bar.hidden = false;
  // The button does it in place.
  root.querySelector('[data-picture-page]').remove();

  // The preview beside the text, kept up while one types.
  async function render() {
    try {
      const body = new URLSearchParams({ text: text.value });
      const answer = await ask(root.dataset.preview, { method: 'POST', body });
      if (answer.status !== 200) throw new Error(answer.status);
      // Clean: the portal made it by the same rules as the page.
      pane.innerHTML = await answer.text();
      show('');
    } catch {
      show(root.dataset.failed);
    }
  }
  const renderLater = later(700, () => pane.hidden || render());
  preview.type = 'button';
  const expanded = () => {
    preview.setAttribute('aria-expanded', !pane.hidden);
    root.toggleAttribute('data-previewing', !pane.hidden);
  };
  expanded();
  preview.addEventListener('click', async () => {
    pane.hidden = !pane.hidden;
    expanded();
    if (!pane.hidden) await render();
  });

  // Counting. A screen reader is told when little is left, and not with each letter.
  const limits = [
    [Number(root.dataset.words), root.dataset.countWords, wordsIn],
    [Number(root.dataset.characters), root.dataset.countCharacters, (words) => [...words].length],
  ].filter(([limit]) => limit);
  const tell = later(1500, (words) => say(words));
  function counted(typed) {
    const figures = limits.map(([limit, words, of]) => [of(text.value.trim()), limit, words]);
    const told = figures.map(([n, , words]) => words.replace('{count}', n.toLocaleString(document.documentElement.lang)));
    count.textContent = told.join(' · ');
    count.toggleAttribute('data-over', figures.some(([n, limit]) => n > limit));
    const near = figures.findIndex(([n, limit]) => n > limit * 0.9);
    if (typed && near >= 0) tell(told[near]);
  }
  if (limits.length) {
    count.hidden = false;
    text.setAttribute('aria-describedby', `${text.getAttribute('aria-describedby') ?? ''} ${count.id}`.trim());
    counted();
  }
  text.addEventListener('input', () => {
    counted(true);
    renderLater();
  });

  mentions(root, text, put);
}

// Members to mention: after an @ and two letters, up to four words of a name; chosen with the arrows and Enter,
// or by a click.
function mentions(root, text, put) {
  const list = root.querySelector('[role=listbox]');
  text.setAttribute('aria-autocomplete', 'list');
  text.setAttribute('aria-controls', list.id);
  let people = [];
  let chosen = 0;
  let asked = 0;

  const typed = () => /(?:^|[\s(])@([\p{L}\p{M}\p{N}.'’-]{2,}(?: [\p{L}\p{M}\p{N}.'’-]*){0,3})$/u.exec(text.value.slice(0, text.selectionStart));
  const close = () => {
    list.hidden = true;
    text.removeAttribute('aria-activedescendant');
  };
  const mark = () => {
    [...list.children].forEach((option, n) => (option.ariaSelected = n === chosen));
    text.setAttribute('aria-activedescendant', `${list.id}-${chosen}`);
  };
  const choose = ({ id, name }) => {
    const letters = typed()?.[1];
    close();
    if (letters === undefined) return;
    const to = text.selectionStart;
    put(`[${name.replace(/[[\]\\]/g, '')}](member:${id}) `, to - letters.length, to);
  };
  const search = later(250, async () => {
    const letters = typed()?.[1];
    if (!letters) return close();
    const mine = ++asked;
    try {
      people = await (await ask(`${root.dataset.mentions}?${new URLSearchParams({ q: letters })}`)).json();
    } catch {
      people = [];
    }
    if (mine !== asked) return;
    if (!people.length || !typed()) return close();
    list.replaceChildren(
      ...people.map((person, n) => {
        const option = document.createElement('li');
        option.role = 'option';
        option.id = `${list.id}-${n}`;
        option.append(person.name);
        if (person.beside) option.append(Object.assign(document.createElement('small'), { textContent: ` ${person.beside}` }));
        option.addEventListener('mousedown', (event) => {
          event.preventDefault();
          choose(person);
        });
        return option;
      }),
    );
    chosen = 0;
    list.hidden = false;
    mark();
  });
  text.addEventListener('input', search);
  text.addEventListener('blur', close);
  text.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      chosen = (chosen + step + people.length) % people.length;
      mark();
    } else if (event.key === 'Enter' || event.key === 'Tab') choose(people[chosen]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
}

// What is typed is kept in this browser until the form is saved: for this member and form, a week at most.
function drafts(notice) {
  const form = notice.closest('form');
  const member = notice.dataset.drafts;
  const key = `draft ${member} ${new URL(form.action).pathname}`;
  const week = 7 * 24 * 3600 * 1000;
  const saved = /(?:^|; )saved=([^;]*)/.exec(document.cookie)?.[1];
  const stored = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith('draft '))) {
    const draft = stored(name);
    const theirs = !name.startsWith(`draft ${member} `);
    if (theirs || !draft || draft.command === saved || Date.now() - draft.at > week) localStorage.removeItem(name);
  }
  const fields = () => [...form.elements].filter(({ name, type }) => name && !['hidden', 'password', 'file', 'submit', 'button'].includes(type));
  const boxed = ({ type }) => type === 'checkbox' || type === 'radio';
  const values = () => fields().map((field) => [field.name, boxed(field) ? `${field.value}:${field.checked}` : field.value]);
  const draft = stored(key);
  const beginning = JSON.stringify(values());
  if (draft && JSON.stringify(draft.values) !== beginning) {
    const time = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
    notice.querySelector('p').textContent = notice.dataset.kept.replace('{time}', time);
    notice.hidden = false;
  }
  notice.addEventListener('click', ({ target }) => {
    const what = target.dataset.draft;
    if (!what) return;
    if (what === 'discard') localStorage.removeItem(key);
    else {
      fields().forEach((field) => {
        // The form may have other fields, and other boxes, than when the draft was kept.
        const kept = draft.values.filter(([name]) => name === field.name).map(([, value]) => value);
        if (!kept.length) return;
        if (boxed(field)) field.checked = kept.includes(`${field.value}:true`);
        else [field.value] = kept;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      });
    }
    notice.hidden = true;
    form.querySelector('textarea').focus();
  });
  const keep = () => {
    const draft = { at: Date.now(), command: form.elements.command_id?.value, values: values() };
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // The browser keeps nothing, or is full: the form works all the same.
    }
  };
  form.addEventListener('input', later(400, keep));
  // With the number of this form, by which it is known once it is saved.
  form.addEventListener('submit', () => JSON.stringify(values()) !== beginning && keep());
}

document.querySelectorAll('[data-editor]').forEach(editor);
document.querySelectorAll('[data-drafts]').forEach(drafts);
