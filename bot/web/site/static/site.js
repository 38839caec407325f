// The page's own buttons use the widget's JavaScript API.
const widget = () => document.querySelector("enamix-careers");

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-open], [data-ask]");
  if (!button) return;
  customElements.whenDefined("enamix-careers").then(() => {
    if (button.dataset.ask) widget()?.ask(button.dataset.ask);
    else widget()?.open();
  });
});
