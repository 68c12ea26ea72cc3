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
