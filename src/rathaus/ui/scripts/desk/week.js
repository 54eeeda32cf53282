// The week at the desk: a visit is dragged onto another day or counter, or sent there with Shift and the arrows, then
// Enter. Both fill in one form, so the server decides and tells a conflict. Without a script the link "Verschieben" does it.
each("[data-week]", (table) => {
  const form = document.querySelector("[data-week-form]");
  const hint = document.querySelector("[data-week-hint]");
  if (!form) return;
  if (hint) hint.hidden = false;
  let picked = null;
  let target = null;

  const aim = (cell) => {
    target?.classList.remove("week__target");
    target = cell;
    target?.classList.add("week__target");
  };
  const pick = (visit) => {
    picked?.classList.remove("week__visit--picked");
    picked = visit;
    picked?.classList.add("week__visit--picked");
    if (!visit) aim(null);
  };
  const drop = () => {
    if (!picked || !target || picked.closest("td") === target) return pick(null);
    form.elements.nummer.value = picked.dataset.nummer;
    form.elements.tag.value = target.dataset.tag;
    form.elements.schalter.value = target.dataset.schalter;
    form.submit();
  };
  const beside = (cell, key) => {
    const row = cell.parentElement;
    const rows = [...row.parentElement.rows];
    const column = cell.cellIndex;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const next = row.cells[column + (key === "ArrowLeft" ? -1 : 1)];
      return next?.matches("td") ? next : cell;
    }
    return rows[rows.indexOf(row) + (key === "ArrowUp" ? -1 : 1)]?.cells[column] ?? cell;
  };

  all("[data-nummer]", table).forEach((visit) => {
    visit.draggable = true;
    // A link would be dragged as an address instead.
    all("a", visit).forEach((link) => (link.draggable = false));
    visit.addEventListener("dragstart", (event) => {
      pick(visit);
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", visit.dataset.nummer);
    });
    visit.addEventListener("dragend", () => pick(null));
    visit.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && picked) {
        pick(null);
        announce(say("Der Termin bleibt, wo er ist", "The appointment stays where it is"));
      } else if (event.shiftKey && event.key.startsWith("Arrow")) {
        event.preventDefault();
        if (picked !== visit) pick(visit);
        aim(beside(target ?? visit.closest("td"), event.key));
        announce(target.dataset.name);
      } else if (event.key === "Enter" && picked === visit && target) {
        event.preventDefault();
        drop();
      }
    });
    visit.addEventListener("focusout", () => setTimeout(() => visit.contains(document.activeElement) || (picked === visit && !visit.matches(":active") && pick(null))));
  });
  all("td[data-tag]", table).forEach((cell) => {
    cell.addEventListener("dragover", (event) => {
      if (!picked) return;
      event.preventDefault();
      aim(cell);
    });
    cell.addEventListener("drop", (event) => {
      event.preventDefault();
      aim(cell);
      drop();
    });
  });
});
