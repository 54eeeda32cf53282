// Copies the text of the element that data-copy names. Hidden until it can work.
each("button[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const label = button.querySelector(".kern-label");
    const before = label.textContent;
    label.textContent = say("Kopiert", "Copied");
    announce(label.textContent);
    setTimeout(() => (label.textContent = before), 2000);
  });
});

each("button[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
