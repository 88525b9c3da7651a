// Starts the service worker in built pages and says when a newer version has
// taken over behind an open page. Does not know what the worker keeps.

class NewVersion {
  /** The next load of this page will be a newer one. */
  ready = $state(false);

  register(): void {
    if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
    const worker = navigator.serviceWorker;
    // The first worker of a device also takes over; that one is no news.
    let taken = worker.controller !== null;
    worker.addEventListener("controllerchange", () => {
      this.ready = taken;
      taken = true;
    });
    // Without it the page works as well, only not offline.
    worker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => undefined);
  }
}

export const newVersion = new NewVersion();
