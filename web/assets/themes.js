// Suggestions while themes are chosen: a box above them leaves those of which a name or a synonym, in any of
// the four languages, has every typed word. Without it all are there to be ticked.
(() => {
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  for (const list of document.querySelectorAll('fieldset[data-filter]')) {
    const choices = [...list.querySelectorAll('.choice')].map((element) => ({
      element,
      tick: element.querySelector('input'),
      words: words(`${element.textContent} ${element.dataset.words}`),
    }));
    const make = (name, properties) => Object.assign(document.createElement(name), properties);
    const box = make('input', { id: `${list.id}-filter`, type: 'search', autocomplete: 'off' });
    const label = make('label', { htmlFor: box.id, textContent: list.dataset.filter });
    const said = make('p', { className: 'hint' });
    said.setAttribute('role', 'status');
    list.querySelector('.choices').before(label, box, said);

    const left = () => choices.filter(({ element }) => !element.hidden);
    let later;
    const narrow = () => {
      const typed = words(box.value);
      let found = 0;
      for (const { element, tick, words: known } of choices) {
        const fits = typed.every((word) => known.some((other) => other.startsWith(word)));
        found += fits;
        // What is ticked stays in sight.
        element.hidden = !fits && !tick.checked;
      }
      clearTimeout(later);
      // Said once, when the typing pauses.
      later = setTimeout(() => {
        said.textContent = typed.length ? (found ? `${list.dataset.found} ${found}` : list.dataset.none) : '';
      }, 400);
    };
    box.addEventListener('input', narrow);
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === 'ArrowDown') {
        // Enter would send the form.
        event.preventDefault();
        left().find(({ tick }) => !tick.checked)?.tick.focus();
      } else if (event.key === 'Escape' && box.value) {
        event.preventDefault();
        box.value = '';
        narrow();
      }
    });
  }
})();
