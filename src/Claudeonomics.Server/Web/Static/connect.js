// Looks every two seconds whether the first event has come, until it has.

async function look() {
  const note = document.querySelector('.arrival:not(.here)');
  if (!note) {
    return;
  }

  if (!document.hidden) {
    const answer = await fetch('/connect/arrived', { headers: { 'Asked-By-Itself': '1' }, redirect: 'manual' }).catch(() => null);
    if (answer?.ok) {
      const template = document.createElement('template');
      template.innerHTML = await answer.text();
      const now = template.content.firstElementChild;
      if (now.classList.contains('here')) {
        note.classList.add('here');
        note.replaceChildren(...now.childNodes);
        return;
      }
    }
  }

  setTimeout(look, 2000);
}

look();
