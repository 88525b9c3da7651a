// Registers the service worker in production builds, and says when a newer version has
// taken over while the page is open. Does not know what the worker caches.

class NewVersion {
  /** The next load of this page will be a newer version. */
  ready = $state(false);

  register(): void {
    if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
    const worker = navigator.serviceWorker;
    // The first worker on a device takes over too, but is not a new version.
    let taken = worker.controller !== null;
    worker.addEventListener("controllerchange", () => {
      this.ready = taken;
      taken = true;
    });
    // Without the worker the page works, but not offline.
    worker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => undefined);
  }
}

export const newVersion = new NewVersion();
