// Passkeys, on the pages of the server that have a form for them. Without this script the forms stay
// hidden: a code or the password does the same.

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const problem = form.querySelector('[role="alert"]');
  const button = form.querySelector('button');
  const answer = form.elements.namedItem('credential');

  function say(sentence) {
    problem.textContent = sentence;
    problem.hidden = sentence === '';
  }

  const isKnown = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';
  // Whoever signs in has another way beside it, and needs no word of this one.
  if (!isKnown && form.dataset.passkey === 'alone') continue;
  form.hidden = false;
  if (!isKnown) {
    button.disabled = true;
    say('This browser knows no passkeys. Use another way, or a newer browser.');
    continue;
  }
  // A page that comes back from the history must not send an old answer.
  window.addEventListener('pageshow', () => {
    answer.value = '';
    button.disabled = false;
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    say('');
    button.disabled = true;
    try {
      const asked = await fetch(form.dataset.options, { method: 'POST' });
      // The session has ended, or needs to be confirmed: the page that says so comes next.
      if (asked.redirected) return location.assign(asked.url);
      if (!asked.ok) throw new Error(String(asked.status));
      const options = await asked.json();
      const credential =
        form.dataset.passkey === 'create'
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
            });
      answer.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      button.disabled = false;
      say(SENTENCES[error.name] ?? 'That did not work. Try again.');
    }
  });
}

const SENTENCES = {
  NotAllowedError: 'No passkey was used. Try again, or use another way.',
  InvalidStateError: 'This device has a passkey for your account already.',
  SecurityError: 'Passkeys do not work at this address. Open the portal by its name.',
};
