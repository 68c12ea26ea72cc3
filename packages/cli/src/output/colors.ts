const escapes = {
  RED: "\x1b[0;31m",
  GREEN: "\x1b[0;32m",
  YELLOW: "\x1b[0;33m",
  BLUE: "\x1b[0;34m",
  MAGENTA: "\x1b[0;35m",
  CYAN: "\x1b[0;36m",
  LIGHT_RED: "\x1b[0;1;31m",
  LIGHT_GREEN: "\x1b[0;1;32m",
  LIGHT_YELLOW: "\x1b[0;1;33m",
  LIGHT_BLUE: "\x1b[0;1;34m",
  LIGHT_MAGENTA: "\x1b[0;1;35m",
  LIGHT_GRAY: "\x1b[0;37m",
  DARK_GRAY: "\x1b[0;1;30m",
  WHITE: "\x1b[0;1;37m",
  ENDC: "\x1b[0;0m",
} as const;

export type ColorName = keyof typeof escapes;
/** The escape string of each colour; all empty when colour is off. */
export type Colors = Readonly<Record<ColorName, string>>;

export const colors: Colors = escapes;
export const noColors: Colors = {
  RED: "",
  GREEN: "",
  YELLOW: "",
  BLUE: "",
  MAGENTA: "",
  CYAN: "",
  LIGHT_RED: "",
  LIGHT_GREEN: "",
  LIGHT_YELLOW: "",
  LIGHT_BLUE: "",
  LIGHT_MAGENTA: "",
  LIGHT_GRAY: "",
  DARK_GRAY: "",
  WHITE: "",
  ENDC: "",
};
