// Functions that all behaviours share. Every behaviour is an addition: without it the page does the same, slower.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Runs `act` once for each element: now, or when htmx puts it in. htmx tells of the whole page too, when it begins.
function each(selector, act) {
  const known = new WeakSet();
  const once = (element) => {
    if (known.has(element)) return;
    known.add(element);
    act(element);
  };
  all(selector).forEach(once);
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.(selector)) once(event.target);
    all(selector, event.target).forEach(once);
  });
}

const announce = (() => {
  let region;
  return (text) => {
    if (!region) {
      region = document.createElement("div");
      region.className = "kern-sr-only";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = text;
  };
})();

const inGerman = document.documentElement.lang !== "en";
const say = (german, english) => (inGerman ? german : english);
