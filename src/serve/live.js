// Loads the page again when the preview shows something else than when the page was sent.
// A page in a hidden tab lets go of its connection: browsers allow six to a server.
'use strict';
(() => {
  const own = document.currentScript.dataset.state;
  let events;
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    const current = new EventSource('/__konspekt/events');
    events = current;
    current.onmessage = ({ data }) => {
      if (data === own) return;
      current.close();
      location.reload();
    };
    // A lost connection comes back by itself, a refused one does not.
    current.onerror = () => {
      if (current === events && current.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  };
  document.addEventListener('visibilitychange', listen);
  addEventListener('pageshow', (event) => { if (event.persisted) listen(); });
  listen();
})();
