/** Of all packages; `npm run check` holds it against package.json. */
export const version = "0.1.0";
