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
