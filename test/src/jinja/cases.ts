/** Templates, one a line, that are rendered here and by stock Salt. Shared names: see CONTEXT. */

export const CONTEXT = {
  a: 1,
  zero: 0,
  big: 12345678901234,
  f: 1.5,
  s: "hello world",
  html: "<b>&'\"",
  multi: "line1\nline2\n\nline4",
  uni: "grün €😀",
  empty: "",
  none_value: null,
  yes: true,
  nums: [3, 1, 2],
  words: ["banana", "Apple", "cherry", "apple"],
  d: { b: 2, a: 1, c: [1, 2], "key with space": "v" },
  nested: { web: { ports: [80, 443], name: "nginx", on: true, ratio: 0.25, none: null, text: "a\nb\t'q'" } },
  users: [
    { name: "bob", age: 30, tags: ["x", "y"], address: { city: "Bonn" } },
    { name: "Alice", age: 25, tags: [], address: { city: "Aachen" } },
    { name: "carol", age: 30, tags: ["z"], address: { city: "Bonn" } },
  ],
  tree: [
    {
      n: "r",
      kids: [
        { n: "k1", kids: [{ n: "g", kids: [] }] },
        { n: "k2", kids: [] },
      ],
    },
  ],
  grains: { os: "Debian", id: "node1.local.lan", ip4: ["10.0.0.1", "127.0.0.1"], num_cpus: 8, osrelease: "12.4" },
  proto: { __proto__x: 1, constructor: "c", toString: "t", hasOwnProperty: "h" },
};

export const FILES: Record<string, string> = {
  "lib.jinja":
    "{% macro hi(name='you') %}hi {{ name }}{% endmacro %}\n{% set exported = 5 %}{% set _hidden = 6 %}{% set map = {'p': a} %}\n",
  "dir/rel.jinja": "{% set here = tpldir ~ ':' ~ tplfile %}rel\n",
  "dir/sub/deep.jinja": "{% from './../rel.jinja' import here %}{% set deep = here %}{{ tpldir }}|{{ tplfile }}\n",
  "inc.txt": "included {{ a }} {{ local is defined }}{{ local|default('no') }}\n",
  "data.yaml": "x: [1, 2]\ny: {z: text}\n",
  "data.json": '{"x": [1, 2.5], "y": null}\n',
  "plain.txt": "some\ntext {{ a }}\n",
  "base.html":
    "<{% block title %}base{% endblock %}|{% block body %}B{{ a }}{% endblock %}|{% block scoped_ %}{% endblock %}>\n",
  "child.html":
    "{% extends 'base.html' %}ignored{% set z = 3 %}{% block title %}child {{ super() }}{{ z }}{% endblock %}",
  "broken.jinja": "ok\n\n{{ nothere.x }}\n",
  "syntax.jinja": "ok\n{% if %}\n",
  "loop.jinja": "{{ i }}{{ loop is defined }}",
};

/** Expressions: each is printed. */
export const EXPRESSIONS = String.raw`
1 + 2 * 3
7 // 2
-7 // 2
7 // -2
-7 % 3
7 % -3
7.5 // 2
-7.5 % 2
7 / 2
6 / 2
2 ** 10
2 ** -1
2 ** 3 ** 2
2 ** 0.5
-2 ** 2
10 ** 20
big * big
0.1 + 0.2
1e16
1e15
123456789.123
1.0
100.0 * 3
1e-5
0.0001
3.0 // 1
1_000_000
0x1f + 0b11 + 0o17
1.5e3
'a' 'b' "c"
'a\tb\\n\x41\u20ac'
'it\'s'
"a" ~ 1 ~ none ~ true ~ 1.0
'ab' * 3
3 * 'ab'
[1, 2] * 2
[1] + [2, 3]
(1, 2) + (3,)
(1,)
()
[]
{}
{'a': 1, 'b': [1, 'x', none, true, 1.0]}
{1: 'a', 1.0: 'b', true: 'c'}
{'x': {'y': {'z': 1}}}
[1, [2, [3, ['a']]]]
(1, 'a', (2, 3))
'quote\'s'
["it's", 'dq"', "both'\""]
['a\nb', 'tab\t', '\\', '\x07', 'é', '\u200b']
{'k': 'a\nb'}
{'k': ['a\nb']}
{'k': "it's"}
nested
d
users
1 < 2 < 3
1 < 3 < 2
1 == 1.0
true == 1
'a' < 'b'
[1, 2] < [1, 3]
'a' in 'abc'
'z' not in 'abc'
1 in nums
'b' in d
not true
not 0
true and 'x'
0 or 'y'
none or 0
'x' and ''
1 if true else 2
1 if false else 2
(1 if false) is defined
'x' if a == 1
s[0]
s[-1]
s[1:4]
s[::-1]
s[::2]
s[-5:]
s[:-3]
s[10:2:-2]
nums[0]
nums[-1]
nums[::-1]
nums[1:]
uni[5]
uni[-1]
uni[::-1]
uni|length
range(5)
range(5)|list
range(1, 10, 3)|list
range(10, 0, -3)|list
range(5)[1:3]
range(5)|length
d.a
d['a']
d.items()|list
d.keys()|list
d.values()|list
d.get('a')
d.get('nope')
d.get('nope', 5)
d['key with space']
d.items
users[0].name
users[0]['tags'][1]
users.0.name
grains.ip4.0
grains['ip4'][1]
nested.web.ports[1]
nested['web'].name
proto.constructor
proto['toString']
proto.hasOwnProperty
proto['__proto__'] is defined
d.constructor is defined
s.length is defined
nums.length is defined
d|length
s|upper
s|title
s|capitalize
'HELLO wOrld-foo (bar)'|title
s|replace('o', '0')
s|replace('o', '0', 1)
s|replace('', '-')
'  x '|trim ~ '|'
'xxaxx'|trim('x')
s|center(21)
s|center(20) ~ '|'
'abc'.center(6, '*')
'abc'.center(7, '*')
'abc'.ljust(6, '.')
'abc'.rjust(6, '.')
'42'.zfill(5)
'-42'.zfill(5)
s|wordcount
s|reverse
s|list
s|first
s|last
nums|sort
nums|sort(reverse=true)
words|sort
words|sort(case_sensitive=true)
nums|min
nums|max
nums|sum
nums|join
nums|join(', ')
users|map(attribute='name')|join('|')
users|map(attribute='address.city')|list
users|map(attribute='nope', default='-')|list
words|map('upper')|list
words|map('replace', 'a', 'A')|list
words|select('equalto', 'apple')|list
nums|select('odd')|list
nums|reject('odd')|list
nums|select|list
users|selectattr('age', 'equalto', 30)|map(attribute='name')|list
users|rejectattr('age', 'gt', 26)|map(attribute='name')|list
users|selectattr('tags')|map(attribute='name')|list
users|sum(attribute='age')
users|sort(attribute='name')|map(attribute='name')|list
users|sort(attribute='age,name')|map(attribute='name')|list
users|groupby('age')|length
users|groupby('address.city')|map(attribute='grouper')|list
users|groupby('address.city')|map('first')|list
users|groupby('address.city')|map('last')|map('length')|list
nums|first
nums|last
[]|first is defined
nums|batch(2)|list
nums|batch(2, 'x')|list
range(10)|slice(3)|list
range(10)|slice(3, 'f')|list
words|unique
nums|unique
[1, 1.0, true, 2]|unique
d|dictsort
d|dictsort(reverse=true)
{'b': 1, 'A': 2}|dictsort
{'b': 1, 'A': 2}|dictsort(true)
{'b': 1, 'A': 2}|dictsort(by='value')
d|items|list
nums|reverse|list
'3'|int
'3.7'|int
'x'|int
'x'|int(5)
'0x1f'|int(0, 16)
'0b11'|int(base=2)
' 42 '|int
'1_000'|int
3.9|int
-3.9|int
none|int
true|int
'3.5'|float
'x'|float
'inf'|float
'1e3'|float
3|float
3.14159|round(2)
2.5|round
3.5|round
2.675|round(2)
1234.5|round(-2)
7|round
1.1|round(method='ceil')
1.9|round(0, 'floor')
1.234|round(1, 'ceil')
-5|abs
-5.5|abs
'%s is %d' % ('x', 5)
'%05.2f|%-5s|%5s|%x|%X|%o|%e|%g' % (3.14159, 'a', 'b', 255, 255, 8, 12345.678, 0.00001234)
'%(a)s %(b)d' % d
'%s' % nums
'%s' % (nums,)
'%r %s' % ('q', 'q')
'%5.1f%%' % 99.55
'%+d % d' % (5, 5)
'%#x %#o' % (255, 8)
'%c%c' % (65, 'b')
'%*d' % (5, 42)
'%.3s' % 'abcdef'
'%s'|format('x')
'%s %s'|format(1, [2])
'%(x)s'|format(x=5)
'{} {}'.format(1, 'a')
'{0} {1} {0}'.format('a', 'b')
'{x} {y[0]} {z.a}'.format(x=1, y=[2], z=d)
'{:>8}|{:<8}|{:^8}|{:*^8}'.format('a', 'b', 'c', 'd')
'{:05d} {:+d} {:,} {:_} {:x} {:#x} {:b} {:o} {:e} {:.2f} {:g} {:%}'.format(42, 5, 1234567, 1234567, 255, 255, 5, 8, 12345.678, 3.14159, 0.0001, 0.25)
'{:.3} {:10.3f}|{!r} {!s}'.format('abcdef', 2.0, 'q', 'q')
'{:{w}}|'.format('a', w=5)
'{{}} {}'.format(1)
'{:,.2f}'.format(1234567.891)
'{:010.3f}'.format(-3.14159)
'{:g} {:g} {:g} {:g}'.format(1.0, 1e10, 123456789.0, 0.1)
'{} {} {}'.format(1.0, none, true)
'{:d}'.format(true)
'{a}'.format_map(d)
s.split()
s.split('o')
s.split('o', 1)
s.rsplit('o', 1)
' a  b '.split()
' a  b '.split(' ')
'a,b,,c'.split(',')
' a b c '.rsplit(none, 1)
multi.splitlines()
multi.splitlines(true)
'a-b-c'.partition('-')
'a-b-c'.rpartition('-')
'abc'.partition('x')
', '.join(words)
'-'.join('abc')
s.startswith('hell')
s.endswith('world')
s.startswith(('x', 'h'))
s.find('o')
s.find('o', 5)
s.rfind('o')
s.find('zz')
s.index('w')
s.count('o')
'aaa'.count('')
'abc'.isalpha()
'12'.isdigit()
''.isdigit()
'12.5'.isnumeric()
'Abc'.swapcase()
'ABC'.islower()
'a b'.isspace()
'Hello World'.istitle()
"they're bill's".title()
'straße'.upper()
'ǆ'.title()
'a\tb'.expandtabs(4)
'prefix-x'.removeprefix('prefix-')
'x.txt'.removesuffix('.txt')
'é'.encode('utf-8')
'é'.encode('utf-8').decode('utf-8')
'abc'.encode()[0]
(5).bit_length()
(2.0).is_integer()
nums.index(1)
nums.count(3)
(1, 2, 1).count(1)
'x' is string
1 is number
1.0 is float
1 is integer
true is integer
true is boolean
none is none
nums is iterable
s is iterable
nums is sequence
d is mapping
d is sequence
nums is list
(1, 2) is list
a is defined
nope is defined
nope is undefined
nope|default('dflt')
nope.x is defined
d.nope|default('dflt')
d.nope.x|default('z')
''|default('dflt')
''|default('dflt', true)
none|default('dflt', true)
4 is divisibleby 2
4 is even
3 is odd
'ABC' is upper
'abc' is lower
a is sameas 1
none is sameas none
true is sameas true
1 is eq 1
1 is lt 2
2 is ge 2
1 is in [1, 2]
1 is not in [1, 2]
'upper' is filter
'nofilter' is filter
'odd' is test
range is callable
a is callable
html|e
html|escape|e
html|e|forceescape
html|safe
'<p>a <b>x</b> &amp; y</p>'|striptags
multi|indent
multi|indent(2, true)
multi|indent(2, blank=true)
multi|indent('> ')
multi|indent(width=3, first=true)
'foo bar baz qux'|truncate(9)
'foo bar baz qux'|truncate(9, true)
'foo bar baz qux'|truncate(11)
'foo bar baz qux'|truncate(9, true, '..', 0)
'The quick brown fox jumps over the lazy dog'|wordwrap(15)
'aaaaaaaaaaaaaaaaaaaaaaaa bb'|wordwrap(10)
'aaaaaaaaaaaaaaaaaaaaaaaa bb'|wordwrap(10, false)
'well-known hyphen-words here'|wordwrap(12)
'a b/c?d=é'|urlencode
{'a b': 1, 'c': 'd/e'}|urlencode
[('a', 1), ('b', '&')]|urlencode
{'class': 'x y', 'id': none, 'z': '<'}|xmlattr
1|filesizeformat
999|filesizeformat
1000|filesizeformat
1234567|filesizeformat
1234567|filesizeformat(true)
'see http://example.com/x and www.foo.org, mail a@b.de'|urlize
nums|string
d|string
1.5|string
nested|pprint
users|pprint
nested|python
'x'|python
nested|tojson
nested|json
nested|json(indent=2)
nested|tojson(2)
html|tojson
uni|tojson
uni|json
d|json
{'b': 1.0, 'a': 1e20}|json
nested|yaml
nested|yaml(false)
d|yaml(false)
users|yaml(false)
users|yaml
nums|yaml
'text'|yaml
'yes'|yaml
'1'|yaml
''|yaml
' lead'|yaml
'a: b'|yaml
'# c'|yaml
'- x'|yaml
'a,b'|yaml
'a,b'|yaml(false)
['a,b', '{x}', '@at', '%p', '!t', '&a', '*b', 'null', '~', '1.5', '1e3', '0x1f', '2020-01-01', '12:30', '=', '<<', 'a #b', 'a#b', "it's", 'é', '\x07', 'on']|yaml
['a,b', '{x}', '@at', '%p', '!t', 'null', "it's", 'a\nb', 'a\n', ' x', 'tab\t', '😀', 'a:', ':a', '-', '?', '-a']|yaml(false)
{'a': [], 'b': {}, 'c': [[1, 2], [3]], 'd': [{'x': 1, 'y': 2}], 'e': 'a\nb'}|yaml(false)
multi|yaml
['The quick brown fox jumps over the lazy dog and runs away from the big bad wolf in the dark forest']|yaml(false)
{'key': 'The quick brown fox: jumps over the lazy dog and runs away from the big bad wolf in the dark forest'}|yaml(false)
range(40)|list|yaml
[none, true, 1.0, 1e20, 1.5]|yaml
d|dict_to_sls_yaml_params
{'root': {'a': 1, 'b': {'c': 'x'}}}|xml
{'root': {'l': [{'i': 1}, {'i': 2}], 't': 'x<y'}}|xml
'{a: 1, b: [x, y]}'|load_yaml
'{"a": [1, 2.5, null]}'|load_json
nums|combinations(2)|list
'ab'|permutations|list
nums|product([1])|list
nums|zip(words)|list
nums|zip_longest(words, fillvalue=0)|list
words|compress([1, 0, 1])|list
salt['test.echo'](5)
salt['test.echo']('x')|upper
salt['test.kwargs'](1, *[2, 3], x=4, **{'y': 5})
salt['no.such'] is defined
'test.echo' in salt
namespace(a=1).a
dict(a=1, b=2)
dict([('a', 1)], c=3)
odict(a=1)
cycler('a', 'b').next()
joiner(',')() ~ 'x'
-a|abs
- 5|abs
a + 1|abs
a|string ~ 'x'
(1, 2)[0]
[1, 2, 3][-1]
{'a': 1}['a']
{'a': 1}.a
"%d" % 3.7
1 is none or 2
not a is none
a if a is defined else 0
a == 1 and f == 1.5
(a, f)
[a, f, none_value, yes, s]
d == {'b': 2, 'a': 1, 'c': [1, 2], 'key with space': 'v'}
nums == [3, 1, 2]
(1, 2) == [1, 2]
'a' == none
[] == ()
true + true
true ~ ''
nums|map('string')|map('int')|sum
words|map('length')|list
words|map('first')|join
words|map('truncate', 3, true, '', 0)|list
grains.osrelease.split('.')[0]|int + 1
(grains.num_cpus * 0.5)|int
grains.id.split('.')|first
d|d('x')
d.a|d(5)
users|map(attribute='tags')|sum(start=[])
[[1, 2], [3]]|sum(start=[])
{'a': 1}.items()
{'a': 1}.keys()
{'a': 1}.values()
[1, 2]|attr('nope') is defined
'x'|attr('upper') is defined
d|attr('keys') is defined
'abc'|map('upper')|join
'a' < 'B'
'é' > 'z'
1.0|string
1e100
1e22
12345678901234567890 * 10
7 // 2.0
5 % 3.5
2 ** 62
-3 ** 2
9007199254740993
9007199254740993 / 3
'\N'
1 .real
`
  .trim()
  .split("\n");

/** Whole templates. Line ends are `¶` so that each stands on one line. */
export const TEMPLATES = String.raw`
plain text
text with line end¶
two line ends¶¶
{{ a }}¶
{% if a == 1 %}one{% elif a == 2 %}two{% else %}other{% endif %}
{% if a == 3 %}one{% elif a == 1 %}two{% else %}other{% endif %}
{% for x in nums %}{{ x }},{% endfor %}
{% for x in [] %}{{ x }}{% else %}none{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}
{% for k, v in d|dictsort %}{{ loop.index }}/{{ loop.length }} {{ k }}{% if not loop.last %}, {% endif %}{% endfor %}
{% for x in nums %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.cycle('a','b') }}{{ loop.changed(x) }}{{ loop.previtem|default('-') }}{{ loop.nextitem|default('-') }};{% endfor %}
{% for x in nums if x > 1 %}{{ loop.index }}:{{ x }}/{{ loop.length }} {% endfor %}
{% for x in nums if x > 9 %}{{ x }}{% else %}nothing{% endfor %}
{% for x in tree recursive %}{{ loop.depth }}{{ x.n }}({{ loop(x.kids) }}){% endfor %}
{% for x in nums %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}
{% for x in nums %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}
{% for x in nums %}{% for y in nums %}{% if y == 1 %}{% break %}{% endif %}{{ x }}{{ y }}{% endfor %}{% endfor %}
{% set x = 1 %}{% for i in nums %}{% set x = i %}{{ x }}{% endfor %}{{ x }}
{% set ns = namespace(n=0) %}{% for i in nums %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}
{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}
{% for i in nums %}{% if loop.first %}{% set y = 'f' %}{% endif %}{{ y|default('u') }}{% endfor %}
{% set x %}block {{ a }}{% endset %}[{{ x }}]
{% set x | upper | replace('B', '8') %}block{% endset %}{{ x }}
{% set x, y = 1, 2 %}{{ x }}{{ y }}
{% set (x, (y, z)) = [1, [2, 3]] %}{{ x }}{{ y }}{{ z }}
{% for a1, (b1, c1) in [(1, (2, 3))] %}{{ a1 }}{{ b1 }}{{ c1 }}{% endfor %}
{% with x = 1, y = a %}{{ x }}{{ y }}{% endwith %}{{ x is defined }}
{% with %}{% set q = 5 %}{{ q }}{% endwith %}{{ q is defined }}
{% with a = 5, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}
{% set l = [] %}{% do l.append(1) %}{% do l.extend([2, 3]) %}{{ l }}
{% set l = [3, 1] %}{% do l.sort() %}{% do l.insert(0, 9) %}{{ l.pop() }}{% do l.reverse() %}{{ l }}{% do l.remove(9) %}{{ l }}
{% set x = {} %}{% do x.update({'a': 1}) %}{% do x.setdefault('b', []).append(5) %}{{ x }}{{ x.pop('a') }}{{ x.pop('q', 7) }}{{ x }}
{% set l = nums.copy() %}{% do l.append(4) %}{{ nums }}{{ l }}
{% macro m(x, y=2, z='q') %}{{ x }}{{ y }}{{ z }}{% endmacro %}{{ m(1) }}|{{ m(1, 5) }}|{{ m(1, z=7) }}|{{ m(y=1, x=0) }}
{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, k=3) }}
{% macro m(x) %}{{ x|default('undef') }}{% endmacro %}{{ m() }}
{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}body {{ a }}{% endcall %}
{% macro m() %}{% for u in users %}{{ caller(u.name, loop.index) }}{% endfor %}{% endmacro %}{% call(n, i) m() %}<{{ n }}{{ i }}>{% endcall %}
{% macro m(x) %}{{ x }}{% if x > 0 %}{{ m(x - 1) }}{% endif %}{% endmacro %}{{ m(3) }}
{% macro m(x, y=x) %}{{ y }}{% endmacro %}{{ m(4) }}
{% macro m() %}{{ later }}{% endmacro %}{% set later = 3 %}{{ m() }}
{% macro m(a) %}{% set a = a + 1 %}{{ a }}{% endmacro %}{{ m(1) }}{{ a }}
{{ m is defined }}{% macro m(x=1) %}{% endmacro %}{{ m.name }}{{ m.arguments }}{{ m.catch_kwargs }}{{ m.caller }}
{% macro m() %}x{% endmacro %}{{ m }}
{% filter upper %}text {{ s }}{% endfilter %}
{% filter replace('a', 'b') | upper %}banana{% endfilter %}
{% filter indent(2) %}a¶b{% endfilter %}
{% raw %}{{ not }} {% parsed %}{% endraw %}
{%- raw -%} x {{ y }} {%- endraw -%} z
{# comment #}x{# {{ y }} #}
a {#- c -#} b
a {%- if true -%} b {%- endif -%} c
a ¶ {%- if true %} b¶ {%+ endif %} c
{% if true %}¶  x¶{% endif %}¶y¶
  {% for x in nums %}¶    - {{ x }}¶  {% endfor %}¶
a  {{- a -}}  b
a¶{{ a -}} ¶ ¶b
{%- for x in nums -%}¶{{ x }}¶{%- endfor %}
{% for x in nums -%}¶  {{ x }}¶{%- endfor -%}¶end
{{ "a" }}{{ 'b' -}}   c
{% print a, s %}
{% block x %}in block {{ a }}{% endblock %}
{% block x scoped %}b{% endblock x %}{{ self.x() }}
{% set t = 5 %}{% block x %}{{ t }}{% endblock %}
{% for i in nums %}{% block y scoped %}{{ i }}{% endblock %}{% endfor %}
{% extends 'base.html' %}{% block body %}mine{% endblock %}
{% extends 'base.html' %}text{% block title %}T{{ super() }}{% endblock %}{% block body %}{{ super() }}+{% endblock %}
{% extends 'child.html' %}{% block title %}G-{{ super() }}{% endblock %}
{% extends 'base.html' %}{% set v = 9 %}{% block body %}{{ v }}{% endblock %}
{% if a == 1 %}{% extends 'base.html' %}{% endif %}{% block body %}x{% endblock %}
{% if a == 2 %}{% extends 'base.html' %}{% endif %}A{% block body %}x{% endblock %}
{% include 'inc.txt' %}
{% set local = 7 %}{% include 'inc.txt' %}
{% set local = 7 %}{% include 'inc.txt' without context %}
{% include 'nope.txt' ignore missing %}x
{% include ['nope.txt', 'inc.txt'] %}
{% for i in nums %}{% include 'loop.jinja' %}{% endfor %}
{% import 'lib.jinja' as lib %}{{ lib.hi() }}{{ lib.exported }}{{ lib.map.p }}{{ lib._hidden is defined }}
{% from 'lib.jinja' import hi, exported as e %}{{ hi('bob') }}{{ e }}
{% from 'lib.jinja' import hi with context %}{{ hi(name=a) }}
{% from 'lib.jinja' import nope %}{{ nope is defined }}
{% from "dir/rel.jinja" import here %}{{ here }}{{ tpldir }}
{% from './rel.jinja' import here %}{{ here }}{{ tpldir }}
{% include 'dir/sub/deep.jinja' %}
{% import 'dir/sub/deep.jinja' as x with context %}{{ x.deep }}
{% import_yaml 'data.yaml' as y %}{{ y }}{{ y.y.z }}
{% import_json 'data.json' as j %}{{ j.x[1] }}{{ j.y }}
{% import_text 'plain.txt' as t %}[{{ t }}]
{% load_yaml as y %}¶a: 1¶b: [x, {{ a }}]¶{% endload %}{{ y }}{{ y.b[1] }}
{% load_json as j %}{"a": {{ a }}}{% endload %}{{ j.a }}
{% load_text as t %} raw {{ a }} {% endload %}[{{ t }}]
{% for i in nums %}{% load_yaml as y %}{n: {{ i }}}{% endload %}{{ y.n }}{% endfor %}
{% profile as 'x' %}body{{ a }}{% endprofile %}
{% autoescape true %}{{ html }}{{ html|safe }}{{ s ~ html }}{{ html|safe ~ html }}{% endautoescape %}{{ html }}
{% autoescape true %}{{ [html]|join(',') }}{{ html|replace('b', '<') }}{% endautoescape %}
{% set c = cycler('odd', 'even') %}{% for i in nums %}{{ c.next() }} {% endfor %}{{ c.current }}{% do c.reset() %}{{ c.current }}
{% set j = joiner('; ') %}{% for i in nums %}{{ j() }}{{ i }}{% endfor %}
{{ [1, 2, 3]|map('string')|join('-') }}{{ {'a': {'b': none}}.a.b }}
{% set x = a if a > 5 else none %}{{ x }}
{% for i in range(3) %}{{ i }}{{ ' ' if not loop.last }}{% endfor %}
{% for i in range(3) %}{{ i }}{{ ',' if not loop.last else '' }}{% endfor %}
a¶  {{ multi|indent(2) }}¶b
{{ multi|replace('\n', ';') }}
x: {{ nested }}¶
x: {{ {'a': 'multi\nline', 'b': [1]} }}¶
{{ nums|yaml ~ html }}
{{ (d|json) + '<' }}
{{ (html|safe) + '<' }}{{ '<' + (html|safe) }}
{{ '%s' % (html|safe) }}{{ ('%s'|safe) % html }}
{{ (html|safe).upper() }}{{ (html|safe)|upper }}
{% set x = true %}{% if x is sameas true %}y{% endif %}
{% if nope is defined and nope.x %}y{% else %}n{% endif %}
{% if d.nope is not defined %}y{% endif %}
{% for user in users if user.age == 30 %}{{ user.name }}{{ loop.last }} {% endfor %}
{% set out = [] %}{% for u in users %}{% do out.append(u.name ~ ':' ~ u.age) %}{% endfor %}{{ out|join(';') }}
{%- set x = 1 -%}¶¶{{ x }}
{% set x = "a{{b}}%}" %}{{ x }}
{% set x = {'a': {'b': 1}} %}{{ x.a.b }}{{x}}
{{ {'a':{'b':1}}}}
{% for a in nums %}{{ a }}{% endfor %}{{ a }}
{% set f = 5 %}{% macro m() %}{{ f }}{% endmacro %}{% set f = 6 %}{{ m() }}
{% for i in [1,2] %}{% set outer = loop %}{% for j in [3] %}{{ outer.index }}{{ loop.index }}{% endfor %}{% endfor %}
{% for x in nums|sort %}{{ x }}{% if loop.changed(x > 1) %}!{% endif %}{% endfor %}
{% for k in d %}{{ k }}{% endfor %}{% for c in 'ab' %}{{ c }}.{% endfor %}
{% for i in range(2) recursive %}{{ i }}{% endfor %}
{% set d2 = dict(d, x=1) %}{{ d2.x }}{{ d.x is defined }}
{{ show_full_context() is mapping }}{{ show_full_context().a }}
#!yaml|jinja¶#jinja2: {"trim_blocks": true}¶{% if true %}¶x¶{% endif %}¶y¶
#jinja2: {"trim_blocks": true, "lstrip_blocks": true}¶  {% if true %}¶x¶  {% endif %}¶y¶
#jinja2: {"lstrip_blocks": true}¶  {% if true %}¶ x¶  {%+ if true %}y{% endif %}{% endif %} {{ a }}¶ {# c #}¶
#jinja2: {"line_statement_prefix": "%", "line_comment_prefix": "##"}¶% for x in nums:¶ - {{ x }} ## c¶% endfor¶## gone¶end¶
#jinja2: {"variable_start_string": "<<", "variable_end_string": ">>"}¶<< a >> {{ b }}¶
#jinja2: {"keep_trailing_newline": true}¶x¶
#jinja2: bad¶x {{ a }}¶
crlf¶
`
  .trim()
  .split("\n")
  .map((line) => line.replaceAll("¶", "\n"))
  .concat(["a\r\n{% if true %}\r\nb\r\n{% endif %}\r\nc\r\n", "x\r\n", "tab\t{{ a }}\t\n \n", ""]);

/** Templates that fail. What must agree: the message where Jinja2 words it, and the line. */
export const FAILURES = String.raw`
{{ nope }}
x¶¶{{ nope }}
{{ d.nope }}
{{ d['nope'] }}
{{ d[5] }}
{{ nums[9] }}
{{ nums.nope }}
{{ none_value.x }}
{{ s.nope }}
{{ a.nope }}
{{ f.nope }}
{{ nope.x }}
{{ nope['x'] }}
{{ nope() }}
{{ d.nope.deeper }}
{{ nope + 1 }}
{{ nope ~ 'x' }}
{{ nope|upper }}
{{ nope|int }}
{{ nope|length }}
{{ nope|list }}
{{ nope|join }}
{{ nope == 1 }}
{% if nope %}{% endif %}
a¶b¶{% for x in nope %}{% endfor %}
{% for x in nums %}¶{{ x.y }}¶{% endfor %}
{{ 1 in nope }}
{{ 1 if false }}
{{ nope|tojson }}
{{ {'a': nope}|json }}
{{ [nope]|yaml }}
{{ [nope] }}
{{ {'a': nope} }}
{{ users[0].nope }}
{{ users|map(attribute='nope')|join }}
{{ loop.index }}
{% for i in nums %}{{ loop.nope }}{% endfor %}
{% from 'lib.jinja' import nope %}{{ nope }}
{{ []|first }}
{{ nums|nofilter }}
{{ nums is notest }}
{% if false %}{{ x|nofilter }}{% endif %}{{ nope }}
{{ (x|nofilter) if false else nope }}
{% for x in nums %}{{ x|nofilter }}{% endfor %}
{{
{{ a
{{ a }
{% if a %}
{% if a %}{% endfor %}
{% for x in nums %}{% endif %}
{% nosuch %}
{% endif %}
x¶{% for %}{% endfor %}
{% for x nums %}{% endfor %}
{% set x %}
{% set 1 = 2 %}
{% set true = 2 %}
{% set x.y = 2 %}
{{ 1 + }}
{{ (1, 2 }}
{{ [1, 2) }}
{{ {'a' 1} }}
{{ a.'x' }}
{{ 'unterminated }}
{{ a ! b }}
{{ $x }}
{{ a is }}
{{ a| }}
{# unclosed
{% raw %}
{% macro m(x=1, y) %}{% endmacro %}
{% block x %}{% endblock %}{% block x %}{% endblock %}
{% block a-b %}{% endblock %}
{{ m(a=1, a=2) }}
{{ m(a=1, 2) }}
{% include 'nope.txt' %}
{% import 'nope.txt' as x %}
{% include ['n1', 'n2'] %}
{% include '../../x' %}
{% include 'broken.jinja' %}
{% import 'broken.jinja' as x %}
{% include 'syntax.jinja' %}
{% from 'lib.jinja' import _hidden %}
{% macro m(x) %}{% endmacro %}{{ m(1, 2) }}
{% macro m(x) %}{% endmacro %}{{ m(y=1) }}
{% macro m(x) %}{{ x }}{% endmacro %}{{ m() }}
{{ 1 / 0 }}
{{ 1 // 0 }}
{{ 1 % 0 }}
{{ 'a' + 1 }}
{{ 1 + 'a' }}
{{ [] + 1 }}
{{ d + d }}
{{ 'a' < 1 }}
{{ nums|sort|sort(attribute='x') }}
{{ 'a'|int + none }}
{{ none + 1 }}
{{ {[]: 1} }}
{{ nums() }}
{{ 'x'.nope() }}
{{ d.items(1) }}
{{ '%d' % 'x' }}
{{ '%s %s' % 1 }}
{{ '%s' % (1, 2) }}
{{ '%q' % 1 }}
{{ '{}'.format() }}
{{ '{x}'.format() }}
{{ '{:d}'.format('x') }}
{{ '{'.format() }}
{% for a, b in nums %}{% endfor %}
{% for a, b in [(1, 2, 3)] %}{% endfor %}
{{ range(100001) }}
{{ nums.remove(99) }}
{{ nums.index(99) }}
{{ d.pop('zz') }}
{{ []|min }}
{{ raise('my message') }}
{% do raise('stop') %}
{{ ''.__class__ }}
{{ ''.__class__.__mro__ }}
{{ ''['__class__'] }}
{{ ''|attr('__class__') }}
{{ [1]|map(attribute='__class__')|list }}
{{ '{0.__class__}'.format(1) }}
{{ '{0[__class__]}'.format('x') }}
{{ m.__globals__ }}
{% extends 'base.html' %}{% extends 'base.html' %}
{% for x in nums %}{% extends 'base.html' %}{% endfor %}
{% break %}
{{ super() }}
{% block x %}{{ super() }}{% endblock %}
{{ self.nope() }}
{{ caller() }}
{% call nope() %}{% endcall %}
{% call 5 %}{% endcall %}
{{ users|groupby('age') }}
{{ users|groupby('nope') }}
{% load_json as x %}{bad}{% endload %}
{{ 'x'|truncate(1) }}
{{ 1|round(1, 'bad') }}
{{ d|dictsort(by='bad') }}
{{ nums|map|list }}
{{ nums|map('nofilter')|list }}
{{ nums|select('notest')|list }}
{{ 5|list }}
{{ 5|length }}
{{ 5|join }}
{{ none|list }}
{{ 'a' 'b }}
{{ 08 }}
{{ 1__0 }}
{{ 1 2 }}
{{ a b }}
{{ a.b c }}
{{ }}
{% %}
{%- -%}
{{ not }}
{{ if }}
{% if a %}{% else %}{% elif a %}{% endif %}
{% if a %}¶{{ d.x¶ }}{% endif %}
{{ d¶.items()¶.nope }}
{% set x = d.nope.y %}¶x
¶¶{% set x = nope %}{{ x }}
{{ 'a'|replace }}
{{ 'a'|replace('a') }}
{{ 'a'|indent(x=1) }}
{{ s[::0] }}
{{ s['a':2] }}
{{ cycler() }}
{{ dict(5) }}
{{ dict([1]) }}
{{ namespace(5) }}
{% set ns = d %}{% set ns.x = 1 %}
{{ "\x4" }}
{{ '\u12' }}
{{ 10 ** 5000 }}
{{ 'x'|int(base=99) }}
`
  .trim()
  .split("\n")
  .map((line) => line.replaceAll("¶", "\n"));
