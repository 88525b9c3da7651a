// Light, dark, or as the device has it: the one preference that views keep
// themselves, on this device. Knows no colours; those are tokens.css.

export type Theme = "system" | "light" | "dark";

const place = "theme";

function kept(): Theme {
  try {
    const value = localStorage.getItem(place);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    // A browser may forbid storage altogether; the device's choice then holds.
    return "system";
  }
}

class ThemeChoice {
  #theme = $state<Theme>(kept());

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    try {
      if (theme === "system") localStorage.removeItem(place);
      else localStorage.setItem(place, theme);
    } catch {
      // It then lasts until the page is closed.
    }
    this.apply();
  }

  apply(): void {
    if (this.#theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = this.#theme;
  }
}

export const themeChoice = new ThemeChoice();
