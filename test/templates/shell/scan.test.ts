import {describe, expect, it} from 'vitest';
import {mark as M} from '../../../src/templates/shell/place.ts';
import {quoteFor} from '../../../src/templates/shell/quote.ts';
import {scan} from '../../../src/templates/shell/scan.ts';

/** Where each placeholder stands and what is asked of it, in short. */
function places(script: string): readonly string[] {
  return scan(script).map(({quoting, demand, runs}) =>
    [quoting, ...(demand === undefined ? [] : [demand.kind]), ...(runs === undefined ? [] : ['runs'])].join(' '),
  );
}

describe('the place of a placeholder', () => {
  it.each([
    [`cmd ${M}`, 'bare'],
    [`cmd "a ${M}"`, 'double'],
    [`cmd 'a ${M}'`, 'single'],
    [`cmd $'a ${M}'`, 'ansi'],
    [`cmd # it's "${M}`, 'comment'],
    [`cmd a#${M}`, 'bare'],
    [`cmd "$(x '${M}')"`, 'single'],
    [`cat <<E\n'${M}'\nE\n`, 'here'],
    [`cat <<'E'\n"${M}"\nE\n`, 'here-quoted'],
    [`cat <<E && x "${M}"\nbody\nE\n`, 'double'],
    [`cat <<A <<'B'\na\nA\n${M}b\nB\n`, 'here-quoted'],
    [`x=$(cat <<E\n)${M}\nE\n) y`, 'here'],
    [`case $x in a) ;; b|${M}) y ;; esac`, 'bare'],
    [`f() { cmd "${M}"; }`, 'double'],
    [`if ! cmd; then x; fi; y "${M}"`, 'double'],
    [`for ((i = 0; i < 3; i++)); do x ${M}; done`, 'bare'],
    [`[[ $x =~ ^(a|b)$ ]] && y "${M}"`, 'double'],
    [`[ \`cmd\` != x ] || y '${M}'`, 'single'],
    [`echo "\${x:-"a"}" "${M}"`, 'double'],
    [`echo \${#x} \${x##*/} '${M}'`, 'single'],
    [`awk '{print $1}' x | grep ${M}`, 'bare'],
    [`docker run -f '{{.Name}}' "${M}"`, 'double'],
    [`echo \\"${M}`, 'bare'],
    [`cmd <<< "$x" "${M}"`, 'double'],
    [`echo $((1 + 2)) $((x)) $( (cd x) ) '${M}'`, 'single'],
    [`arr=(a "b c") ; cmd "${M}"`, 'double'],
    [`cmd 2>&1 >/dev/null "${M}"`, 'double'],
    [`a && ( b || { c "${M}"; } )`, 'double'],
    [`cmd \\\n  '${M}'`, 'single'],
    [`${M} x`, 'bare runs'],
    [`sudo -u root ${M}`, 'bare runs'],
    [`timeout 5 ${M} x`, 'bare runs'],
    [`X=1 ./${M}.sh`, 'bare runs'],
    [`x | "${M}"`, 'double runs'],
    [`timeout ${M} x`, 'bare'],
    [`env LANG=${M} x`, 'bare'],
    [`sh script.sh ${M}`, 'bare'],
    [`sh -c 'echo "$1"' sh ${M}`, 'bare'],
    [`python3 x.py --name ${M}`, 'bare'],
    [`awk -f x.awk ${M}`, 'bare'],
    [`grep -e ${M} file`, 'bare'],
  ])('%j is %s', (script, expected) => {
    expect(places(script)).toEqual([expected]);
  });

  it.each([
    [`echo \`cmd ${M}\``, 'bare inert'],
    [`sh -c "cmd ${M}"`, 'double inert'],
    [`eval "${M}"`, 'double inert'],
    [`x="${M}"; eval "$x"`, 'double inert'],
    [`awk "/${M}/"`, 'double plain'],
    [`echo $((${M}))`, 'bare arithmetic'],
    [`echo \${${M}}`, 'bare name'],
    [`echo \${x:-${M}}`, 'bare plain'],
    [`echo \\${M}`, 'bare plain'],
    [`echo "${M}`, 'double plain'],
    [`echo ${M} )`, 'bare plain'],
    [`echo ${M} "`, 'bare plain'],
    [`cat <<E\n${M}\n`, 'bare plain'],
    [`echo "\${x:-'a'}" ${M}`, 'bare plain'],
    [`echo $'\\'' ${M}`, 'bare plain'],
    [`cat <<${M}\nx\n`, 'bare plain'],
  ])('%j is %s', (script, expected) => {
    expect(places(script)).toEqual([expected]);
  });

  it('is found for every placeholder, in order', () => {
    expect(places(`${M} '${M}' "${M}" # ${M}\n"$(x ${M} "${M}")${M}"`)).toEqual([
      'bare runs',
      'single',
      'double',
      'comment',
      'bare',
      'double',
      'double runs',
    ]);
    expect(scan('no placeholder "')).toEqual([]);
  });
});

describe('the form of a value', () => {
  const form = (script: string, value: string, mayRun = true): string => {
    const [place] = scan(script);
    if (place === undefined) throw new Error('there is no placeholder');
    const quoted = quoteFor(place, value, {mayRun});
    return quoted.ok ? quoted.text : `refused: ${quoted.because}`;
  };

  it.each([
    [`x ${M}`, 'a-b_c.d/e:f@g%h+i=j,k', 'a-b_c.d/e:f@g%h+i=j,k'],
    [`x ${M}`, 'a b', "'a b'"],
    [`x ${M}`, "it's", `'it'\\''s'`],
    [`x "${M}"`, "it's (a) b; c", "it's (a) b; c"],
    [`x "${M}"`, '$x', `"'$x'"`],
    [`x '${M}'`, '$x "y"', '$x "y"'],
    [`x '${M}'`, "it's", `it'\\''s`],
    [`x #${M}`, 'a\nb', 'a_b'],
    [`cat <<E\n.${M}\nE\n`, '$x', '\\$x'],
    [`x >${M}`, '', "''"],
    [`x {${M}}`, 'a,b', "'a,b'"],
    [`x ${M}>y`, '2', "'2'"],
    [`x ${M}`, '', ''],
    [`x ${M}`, 'a\0b', 'refused: it holds a NUL character'],
    [`cat <<E\n${M}\nE\n`, 'E', 'refused: its line could be E, which ends the here-document'],
    [`x $${M}`, '(y)', 'refused: a $ before it would read it as an expansion'],
  ])('at %j, %j is %s', (script, value, expected) => {
    expect(form(script, value)).toBe(expected);
  });

  it('never names a program where it comes from hardware', () => {
    expect(form(`${M} x`, 'reboot', false)).toMatch(/^refused/);
    expect(form(`x ${M}`, 'reboot', false)).toBe('reboot');
    expect(form(`${M} x`, 'docker-compose')).toBe('docker-compose');
    for (const value of ['a b', 'LD_PRELOAD=/x', 'eval', '/bin/sh', 'if'])
      expect(form(`${M} x`, value)).toMatch(/^refused/);
  });

  it('is refused when it is too long for a command line', () => {
    expect(form(`x ${M}`, 'a'.repeat(70_000))).toMatch(/^refused: it is 70000 characters long/);
  });
});
