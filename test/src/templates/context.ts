/** What the templates of the corpus see: one node of a small cluster, and what its master knows of it. */
export const GRAINS = {
  id: "node1.local.lan",
  os: "Debian",
  os_family: "Debian",
  osrelease: "12.4",
  osmajorrelease: "12",
  kernelrelease: "6.1.0-13-amd64",
  num_cpus: 8,
  mem_total: 2048,
  roles: ["web", "manager"],
  ip4_interfaces: { lo: ["127.0.0.1"], eth0: ["10.0.0.1"] },
};

export const PILLAR = {
  who: "PILLARDATA",
  hosts: { alpha: "10.0.0.1", beta: "10.0.0.2" },
  apache: { lookup: { service: "apache2-custom" } },
  formula: { ports: { https: 8443 }, extra: [1, 2] },
  users: {
    ada: {
      uid: 1001,
      groups: ["sudo", "docker"],
      shell: "/bin/zsh",
      ssh_keys: ["ssh-ed25519 AAAA ada@home", "ssh-rsa BBBB"],
    },
    bob: { home: "/srv/bob" },
    eve: { absent: true },
  },
  nginx: {
    vhosts: {
      "a.example": { names: ["a.example", "www.a.example"], locations: { "/": "http://127.0.0.1:8080" } },
      "b.example": { listen: 443, names: ["b.example"], ssl: { cert: "/etc/ssl/b.pem" } },
    },
  },
  docker: {
    log_size: "10m",
    registries: ["10.0.0.1:5000"],
    services: { web: { image: "nginx", replicas: "3", env: { B: 2, A: 1 } }, cache: { image: "redis", tag: "7" } },
  },
  cron: [
    { name: "backup", cmd: "/usr/bin/backup", hour: 3, user: "root" },
    { name: "clean", cmd: "/usr/bin/clean", hour: 3, minute: "15" },
    { name: "mail", cmd: "/usr/bin/mail", hour: 7 },
  ],
  tree: { branch: { leaf: "green", size: 3 }, top: true },
  flags: { debug: false },
  unit: {
    description: "An app",
    after: ["network.target"],
    exec: "/usr/bin/app",
    args: { port: 80, "log-level": "info" },
  },
  firewall: [{ port: 22, source: "10.0.0.0/8" }, { port: 80 }, { port: 53, proto: "udp" }],
  swarm: { labels: { node1: { ssd: "yes", zone: "a" }, node2: { zone: "b" } } },
};

/** Functions of `salt[...]` that look up a path. */
export const LOOKUPS = {
  "pillar.get": PILLAR,
  "grains.get": GRAINS,
  "config.get": { my: { option: 7 } },
};

/** Functions of `salt[...]` that answer by their first argument. */
export const TABLES = {
  "cmd.run": { "uname -r": "6.1.0-13-amd64", lines: "one\n two \nthree", count: "5" },
  "mine.get": {
    "*": { "node2.lan": ["10.0.0.2"], "node1.lan": ["10.0.0.1", "192.168.0.1"] },
    "role:web": { "web2.lan": ["10.0.1.2"], "web1.lan": ["10.0.1.1"] },
    "role:manager": { "node1.local.lan": ["10.0.0.1"], "node3.local.lan": ["10.0.0.3"] },
  },
} as const;

export const FILES: Record<string, string> = {
  "formula/map.jinja": `{% set server = salt['grains.filter_by']({
  'Debian': {'package': 'server', 'conf_dir': '/etc/server'},
  'Arch': {'package': 'server-bin', 'conf_dir': '/etc/server.d'},
}, merge={'user': grains.os | lower}) %}
`,
  "formula/static.jinja": "{% set defaults = {'port': 8080, 'name': 'static'} %}\n",
  "formula/macros.jinja": "{% macro entry(name, port=443) %}{{ name }}:{{ port }}{% endmacro %}\n",
  "formula/defaults.yaml": "ports:\n  http: 80\n  https: 443\ndeep:\n  list: [a, b]\n  flag: yes\n",
  "formula/data.json": '{"name": "json", "values": [1, 2, 3.5], "nothing": null}\n',
  "formula/motd.txt": "welcome\nto {{ grains.id }}\n",
  "formula/snippet.jinja": "snippet for {{ grains.os }} and {{ pillar.who }}\n",
  "formula/item.jinja": "<{{ item }}>",
  "dir/rel_snippet.jinja": "beside {{ tpldir }}\n",
};
