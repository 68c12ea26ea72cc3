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
