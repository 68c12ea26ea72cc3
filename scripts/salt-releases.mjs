// Which releases of Salt the interop tests run, on which Pythons, and with which versions of the libraries.
// Old releases do not run with today's libraries, so theirs are pinned; the newer ones name their own.

/**
 * @typedef {object} SaltRelease
 * @property {string} release the version on PyPI
 * @property {0 | 2 | 3} era version of the envelope its minion speaks
 * @property {"test" | "matrix"} suite `npm test` runs "test"; `npm run test:matrix` runs both
 * @property {readonly string[]} pythons Pythons it runs on, the best first
 * @property {readonly string[]} [pins] exact libraries; without them the release's own requirements are used
 */

const oldLibraries = [
  "setuptools<58",
  "wheel",
  "pycryptodomex==3.9.8",
  "PyYAML==5.4.1",
  "Jinja2==2.11.3",
  "MarkupSafe==1.1.1",
  "requests==2.25.1",
  "distro==1.5.0",
  "psutil==5.8.0",
  "pyzmq==20.0.0",
];
// Up to 2019.2 Tornado comes from outside, and only Tornado 4 fits.
const tornado4 = [...oldLibraries, "pycryptodome==3.9.8", "msgpack==0.5.6", "tornado==4.5.3"];
const ownTornado = [...oldLibraries, "msgpack==0.6.2"];
const withContextvars = [...ownTornado, "contextvars==2.4"];

const python2Libraries = [
  "setuptools<45",
  "wheel",
  "msgpack==0.5.6",
  "pyzmq==19.0.2",
  "pycryptodomex==3.9.8",
  "pycryptodome==3.9.8",
  "PyYAML==5.4.1",
  "Jinja2==2.11.3",
  "MarkupSafe==1.1.1",
  "requests==2.25.1",
  "psutil==5.8.0",
  "tornado==4.5.3",
  "futures==3.3.0",
];

const libraries3005 = [
  "setuptools<66",
  "wheel",
  "msgpack==1.0.3",
  "pyzmq==23.2.0",
  "pycryptodomex==3.15.0",
  "PyYAML==6.0.1",
  "Jinja2==3.1.2",
  "MarkupSafe==2.1.2",
  "requests==2.28.2",
  "distro==1.8.0",
  "psutil==5.9.5",
  "contextvars==2.4",
  "jmespath==1.0.1",
  "packaging==21.3",
  "cryptography==39.0.2",
];

// 3006 and 3007 before they wrote their requirements into the package.
const libraries3006 = [
  "setuptools<72",
  "wheel",
  "msgpack==1.0.8",
  "pyzmq==26.2.0",
  "pycryptodomex==3.20.0",
  "PyYAML==6.0.2",
  "Jinja2==3.1.4",
  "MarkupSafe==3.0.2",
  "requests==2.32.3",
  "urllib3==2.2.3",
  "distro==1.9.0",
  "psutil==6.1.0",
  "jmespath==1.0.1",
  "packaging==24.1",
  "looseversion==1.3.0",
  "cryptography==42.0.8",
  "certifi",
];
const libraries3007 = [...libraries3006, "tornado==6.4.2", "aiohttp==3.10.11", "immutables==0.21", "contextvars==2.4"];

const modern = ["3.11", "3.10", "3.12", "3.13", "3.9"];

/** @type {readonly SaltRelease[]} */
export const releases = [
  { release: "3008.5", era: 3, suite: "test", pythons: modern },
  { release: "3007.17", era: 3, suite: "test", pythons: modern },
  { release: "3006.30", era: 3, suite: "test", pythons: modern },
  { release: "3006.8", era: 2, suite: "test", pythons: ["3.11", "3.10", "3.12", "3.13", "3.9"], pins: libraries3006 },

  { release: "3007.3", era: 2, suite: "matrix", pythons: ["3.11", "3.10", "3.9"], pins: libraries3007 },
  { release: "3007.1", era: 2, suite: "matrix", pythons: ["3.11", "3.10", "3.9"], pins: libraries3007 },
  { release: "3006.12", era: 3, suite: "matrix", pythons: ["3.11", "3.10", "3.9"], pins: libraries3006 },
  { release: "3006.11", era: 2, suite: "matrix", pythons: ["3.11", "3.10", "3.9"], pins: libraries3006 },
  { release: "3006.0", era: 2, suite: "matrix", pythons: ["3.10", "3.9", "3.8"], pins: libraries3006 },
  { release: "3005.5", era: 2, suite: "matrix", pythons: ["3.9", "3.8", "3.7", "3.10"], pins: libraries3005 },
  { release: "3005", era: 2, suite: "matrix", pythons: ["3.9", "3.8", "3.7", "3.10"], pins: libraries3005 },
  { release: "3004.2", era: 2, suite: "matrix", pythons: ["3.7", "3.6", "3.8"], pins: withContextvars },
  { release: "3004", era: 0, suite: "matrix", pythons: ["3.7", "3.6", "3.8"], pins: withContextvars },
  { release: "3003.5", era: 2, suite: "matrix", pythons: ["3.7", "3.6", "3.8"], pins: withContextvars },
  { release: "3003", era: 0, suite: "matrix", pythons: ["3.7", "3.6", "3.8"], pins: withContextvars },
  { release: "3002.9", era: 2, suite: "matrix", pythons: ["3.7", "3.6", "3.8"], pins: withContextvars },
  { release: "3002", era: 0, suite: "matrix", pythons: ["3.7", "3.6"], pins: withContextvars },
  { release: "3001.8", era: 0, suite: "matrix", pythons: ["3.7", "3.6"], pins: withContextvars },
  { release: "3001", era: 0, suite: "matrix", pythons: ["3.7", "3.6"], pins: withContextvars },
  { release: "3000.9", era: 0, suite: "matrix", pythons: ["2.7"], pins: python2Libraries },
  { release: "3000", era: 0, suite: "matrix", pythons: ["3.7", "3.6"], pins: ownTornado },
  { release: "2019.2.8", era: 0, suite: "matrix", pythons: ["2.7"], pins: python2Libraries },
  { release: "2019.2.0", era: 0, suite: "matrix", pythons: ["3.7", "3.6"], pins: tornado4 },
  { release: "2018.3.5", era: 0, suite: "matrix", pythons: ["2.7"], pins: python2Libraries },
  { release: "2018.3.0", era: 0, suite: "matrix", pythons: ["3.6", "3.7"], pins: tornado4 },
];

/** Its minions are the demo's. */
export const demoRelease = "3008.5";

/** Its Python code is what our codec, crypto, argument typing and outputters are compared with. */
export const differentialRelease = "3006.30";

/** What `npm test` runs. */
export const testReleases = releases.filter((entry) => entry.suite === "test").map((entry) => entry.release);

/** @param {"test" | "matrix"} suite */
export function releasesFor(suite) {
  return releases.filter((entry) => suite === "matrix" || entry.suite === suite);
}

/**
 * The entry of a release; one that is not in the table is taken as a new one that names its own requirements.
 * @param {string} release
 * @returns {SaltRelease}
 */
export function releaseOf(release) {
  return releases.find((entry) => entry.release === release) ?? { release, era: 3, suite: "matrix", pythons: modern };
}
