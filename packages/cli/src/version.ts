/** Version of these programs; a test keeps it the one of package.json. */
export const version = "0.1.0";
