// Uploads a chosen file beside its form by the protocol tus 1.0.0: with progress, and going on after a break of the
// line or of the page. Without it, or where it fails, the file is sent with the form.
'use strict';

const TUS = { 'tus-resumable': '1.0.0' };
// Seconds before trying again; the last one from then on.
const WAITS = [1, 2, 5, 10, 20, 30];

// One request with what it says of its progress; rejects where there is no answer. A script cannot stream otherwise.
function tus(method, address, { headers = {}, body, begun, sent } = {}) {
  return new Promise((answered, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ ...TUS, ...headers })) request.setRequestHeader(name, value);
    request.onload = () => answered(request);
    request.onerror = request.onabort = () => failed(new Error());
    if (sent) request.upload.onprogress = ({ loaded }) => sent(loaded);
    begun?.(request);
    request.send(body);
  });
}

const said = (answer) => {
  try {
    return JSON.parse(answer.responseText).title;
  } catch {
    return '';
  }
};

function uploader(root) {
  const form = root.closest('form');
  const input = form.querySelector('input[name=file]');
  const kept = form.querySelector('input[name=kept_file]');
  const bar = root.querySelector('progress');
  const status = root.querySelector('[role=status]');
  const cancel = root.querySelector('button');
  const texts = root.dataset;
  let current; // What is being uploaded; another takes its place.
  let last = ''; // What was said last, so that screen readers hear whole steps only.
  let wish; // The button that sent the form too early.

  const words = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  function say(text, values) {
    const line = words(text, values);
    if (line !== last) status.textContent = last = line;
  }
  const size = (bytes) => {
    const [unit, name] = bytes < 1e6 ? [1e3, 'kilobyte'] : bytes < 1e9 ? [1e6, 'megabyte'] : [1e9, 'gigabyte'];
    const style = { style: 'unit', unit: name, maximumFractionDigits: unit === 1e9 ? 1 : 0 };
    return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / unit);
  };
  function show(upload, offset) {
    bar.hidden = false;
    bar.max = upload.file.size;
    bar.value = offset;
    const percent = Math.floor((100 * offset) / upload.file.size);
    if (offset === upload.file.size) say(texts.checking);
    // Each tenth is told, the bar shows the rest.
    else if (percent - (upload.told ?? -10) >= 10 || percent === 0) {
      upload.told = percent;
      say(texts.progress, { percent, left: size(upload.file.size - offset) });
    }
  }

  // Which upload a file belongs to, for this member on this device.
  const key = ({ name, size: bytes, lastModified }) => `upload:${texts.member}:${name}:${bytes}:${lastModified}`;
  const memory = {
    get: (file) => { try { return localStorage.getItem(key(file)); } catch { return null; } },
    set: (file, address) => { try { localStorage.setItem(key(file), address); } catch { /* Not remembered. */ } },
    forget: (file) => { try { localStorage.removeItem(key(file)); } catch { /* Not remembered. */ } },
  };

  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  async function begin(upload) {
    const { file } = upload;
    const headers = { 'upload-length': file.size, 'upload-metadata': `filename ${encoded(file.name)}` };
    const answer = await tus('POST', texts.upload, { headers });
    if (answer.status === 201) {
      upload.address = answer.getResponseHeader('location');
      memory.set(file, upload.address);
    }
    return answer;
  }

  // One attempt: asks where the upload stands and sends the rest. Whether it is finished.
  async function attempt(upload) {
    const { file } = upload;
    let answer;
    if (upload.address) {
      answer = await tus('HEAD', upload.address);
      if ([404, 410].includes(answer.status)) {
        memory.forget(file);
        upload.address = null;
      }
    }
    if (!upload.address) {
      answer = await begin(upload);
      if (answer.status !== 201) return judged(answer);
    } else if (answer.status !== 200) return judged(answer);
    const offset = Number(answer.getResponseHeader('upload-offset') ?? 0);
    if (upload !== current) return false;
    show(upload, offset);
    answer = await tus('PATCH', upload.address, {
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': offset },
      body: file.slice(offset),
      begun: (request) => (upload.request = request),
      sent: (loaded) => {
        if (upload !== current) return;
        // It goes on: the next break is waited for from the beginning.
        upload.tries = 0;
        show(upload, offset + loaded);
      },
    });
    return answer.status === 204 ? Number(answer.getResponseHeader('upload-offset')) === file.size : judged(answer);
  }

  // What trying again may mend is an error to wait for, all else is final.
  function judged(answer) {
    // Where the line broke the page says so itself.
    const text = [408, 409].includes(answer.status) ? '' : said(answer);
    if (answer.status >= 500 || [401, 408, 409, 423, 429].includes(answer.status)) {
      throw Object.assign(new Error(text), { wait: Number(answer.getResponseHeader('retry-after')) });
    }
    throw Object.assign(new Error(text || texts.failed), { status: answer.status });
  }

  async function run(upload) {
    while (upload === current) {
      try {
        if (await attempt(upload)) return finished(upload);
      } catch (error) {
        if (upload !== current) return;
        if (error.status) return failed(upload, error);
        const seconds = error.wait || WAITS[Math.min(upload.tries++, WAITS.length - 1)];
        upload.told = undefined;
        say(error.message ? `${error.message} ${texts.retrying}` : texts.paused, { seconds });
        await new Promise((again) => {
          upload.again = again;
          setTimeout(again, 1000 * seconds);
        });
      }
    }
  }
  // The line is back: no need to wait any longer.
  addEventListener('online', () => current?.again?.());

  function rest() {
    current = null;
    bar.hidden = cancel.hidden = true;
    input.removeAttribute('aria-invalid');
  }

  function finished(upload) {
    kept.value = upload.address.split('/').pop();
    // Not sent a second time with the form.
    input.value = '';
    rest();
    cancel.hidden = false;
    current = upload;
    upload.done = true;
    say(texts.finished, { name: upload.file.name });
    send();
  }

  // The form that was sent before the file had come.
  function send() {
    const button = wish;
    wish = null;
    if (button) form.requestSubmit(button);
  }

  // The file stays chosen and goes with the form, whose answer says what is wrong in place: unless it is too
  // large for that as well.
  function failed(upload, { message, status }) {
    memory.forget(upload.file);
    rest();
    say(message);
    input.setAttribute('aria-invalid', 'true');
    if (status === 413) wish = null;
    else send();
  }

  input.addEventListener('change', () => {
    current?.request?.abort();
    if (current?.address) {
      memory.forget(current.file);
      tus('DELETE', current.address).catch(() => {});
    }
    wish = null;
    rest();
    const [file] = input.files;
    if (!file) return say('');
    root.hidden = false;
    cancel.hidden = false;
    kept.value = '';
    say(texts.preparing);
    current = { file, address: memory.get(file), tries: 0 };
    run(current);
  });

  cancel.addEventListener('click', () => {
    const upload = current;
    wish = null;
    rest();
    upload?.request?.abort();
    upload?.again?.();
    if (upload) memory.forget(upload.file);
    if (upload?.address) tus('DELETE', upload.address).catch(() => {});
    if (upload?.done) kept.value = '';
    input.value = '';
    say(texts.cancelled);
    input.focus();
  });

  // A form that is sent too early waits, or the file would be sent a second time.
  form.addEventListener('submit', (event) => {
    // The form that is sent has the upload from now on; the same file chosen for another is uploaded anew.
    if (current?.done) memory.forget(current.file);
    if (event.submitter?.name === 'preview' || !current || current.done) return;
    event.preventDefault();
    wish = event.submitter;
    say(texts.waiting);
    root.scrollIntoView({ block: 'nearest' });
  });
}

document.querySelectorAll('[data-upload]').forEach(uploader);
