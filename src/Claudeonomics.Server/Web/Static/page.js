// What every page does with script: menus that close, keys, copy buttons. Nothing here is needed to read or to send a form.

document.documentElement.classList.add('js');

const menus = 'details.choice[open], details.note[open]';

document.addEventListener('click', event => {
  for (const menu of document.querySelectorAll(menus)) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

const keys = [
  ['/', 'Search this list'],
  ['↑ ↓', 'From row to row, or through an open menu'],
  ['Enter', 'Open a row in place'],
  ['Esc', 'Close'],
  ['?', 'These keys'],
];

function help() {
  let dialog = document.querySelector('dialog.help');
  if (!dialog) {
    dialog = document.createElement('dialog');
    dialog.className = 'help';
    dialog.setAttribute('aria-labelledby', 'help-heading');
    const heading = document.createElement('h2');
    heading.id = 'help-heading';
    heading.textContent = 'Keys';
    const list = document.createElement('dl');
    for (const [key, meaning] of keys) {
      const term = document.createElement('dt');
      for (const part of key.split(' ')) {
        const kbd = document.createElement('kbd');
        kbd.textContent = part;
        term.append(kbd, ' ');
      }

      const description = document.createElement('dd');
      description.textContent = meaning;
      list.append(term, description);
    }

    const form = document.createElement('form');
    form.method = 'dialog';
    const close = document.createElement('button');
    close.textContent = 'Close';
    form.append(close);
    dialog.append(heading, list, form);
    document.body.append(dialog);
  }

  dialog.showModal();
}

function moveInMenu(menu, step) {
  const entries = [...menu.querySelectorAll('a, button')].filter(entry => !entry.hidden);
  const at = entries.indexOf(document.activeElement);
  entries[Math.min(entries.length - 1, Math.max(0, at + step))]?.focus();
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }

  const open = document.querySelector(menus);
  if (event.key === 'Escape' && open) {
    open.open = false;
    open.querySelector('summary').focus();
    return;
  }

  if (open?.matches('.choice') && open.contains(document.activeElement) && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    moveInMenu(open, event.key === 'ArrowDown' ? 1 : -1);
    return;
  }

  if (event.target.closest('input, textarea, select, dialog')) {
    return;
  }

  if (event.key === '?') {
    event.preventDefault();
    help();
  } else if (event.key === '/') {
    const search = document.querySelector('input[type=search]');
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

document.querySelector('button.help-keys')?.addEventListener('click', help);

// Without TLS a browser has no clipboard for us: then the text is selected, and one key copies it.
async function copy(pre) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(pre.textContent);
    return true;
  }

  getSelection().selectAllChildren(pre);
  return false;
}

// <div class="copy"><pre>…</pre></div> gets a button.
for (const block of document.querySelectorAll('.copy')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copier';
  button.textContent = 'Copy';
  const said = document.createElement('span');
  said.className = 'vh';
  said.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    const word = await copy(block.querySelector('pre')) ? 'Copied' : 'Selected';
    button.textContent = word;
    said.textContent = word;
    setTimeout(() => {
      button.textContent = 'Copy';
      said.textContent = '';
    }, 2000);
  });
  block.append(button, said);
}

// A notice that will be different soon asks again.
async function askAgain() {
  const notice = document.querySelector('.notice[data-passing]');
  if (notice) {
    const answer = await fetch('/notice', { headers: { 'Asked-By-Itself': '1' } });
    if (answer.ok) {
      const template = document.createElement('template');
      template.innerHTML = await answer.text();
      notice.replaceWith(template.content);
    }

    setTimeout(askAgain, 2000);
  }
}

setTimeout(askAgain, 2000);
