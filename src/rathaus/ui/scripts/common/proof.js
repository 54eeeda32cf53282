// Under attack a time costs a little computing (appointments/proving.py): a number is looked for whose hash, with the
// challenge before it, begins with so many zero bits. Then the choice is sent on. Without Web Crypto (an insecure
// address, an old browser) the page stays as it came, with a button and a telephone number.
each("form[data-proof]", (form) => {
  const subtle = window.crypto?.subtle;
  if (!subtle) return;
  const challenge = form.dataset.proof;
  const bits = Number(form.dataset.bits);
  const result = form.querySelector("[data-proof-result]");
  const working = form.querySelector("[data-proof-working]");
  const waiting = form.querySelector("[data-proof-waiting]");
  const bar = working.querySelector("progress");
  const status = working.querySelector("[role=status]");
  const text = new TextEncoder();

  const zeros = (hash) => {
    const words = new DataView(hash);
    let found = 0;
    for (let at = 0; at < 32; at += 4) {
      const lead = Math.clz32(words.getUint32(at));
      found += lead;
      if (lead < 32) break;
    }
    return found;
  };
  const tell = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };
  const show = (isWorking) => {
    working.hidden = !isWorking;
    waiting.hidden = isWorking;
  };

  const look = async () => {
    const began = Date.now();
    for (let from = 0; ; from += 256) {
      const proofs = Array.from({ length: 256 }, (_, n) => `${challenge}.${from + n}`);
      const hashes = await Promise.all(proofs.map((proof) => subtle.digest("SHA-256", text.encode(proof))));
      const right = hashes.findIndex((hash) => zeros(hash) >= bits);
      if (right >= 0) return proofs[right];
      bar.value = 100 * (1 - Math.exp(-from / 2 ** bits)); // how likely it was to be found by now
      if (Date.now() - began > 5000) tell(status.dataset.longer);
      await new Promise((go) => setTimeout(go)); // the page's own turn: keys, screen readers, painting
    }
  };

  show(true);
  tell(status.dataset.working);
  look().then(
    (proof) => {
      result.value = proof;
      bar.value = 100;
      tell(status.dataset.done);
      form.submit();
    },
    () => show(false),
  );
  // Who comes back to this page finds a used proof in it: the button asks anew.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    result.value = "";
    show(false);
  });
});
