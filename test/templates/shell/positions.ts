import {mark as M} from '../../../src/templates/shell/place.ts';

/** A place where a value can stand, and what `show` must then be called with. */
export interface Position {
  readonly name: string;
  readonly script: string;
  readonly expect: (value: string, shell: string) => readonly (readonly string[])[];
  /** Other shells take it for a syntax error. */
  readonly bashOnly?: true;
  /** How many of the hostile values may be refused; none where this is absent. */
  readonly refuses?: 'some' | 'odd';
}

const one = (value: string): string[][] => [[value]];
const words = (...all: readonly string[]): string[][] => [all.filter((word) => word !== '')];

export const positions: readonly Position[] = [
  {name: 'unquoted', script: `show ${M}`, expect: (v) => words(v)},
  {name: 'unquoted, inside a word', script: `show a${M}b`, expect: (v) => one(`a${v}b`)},
  {name: 'unquoted, twice in a word', script: `show =${M}${M}=`, expect: (v) => one(`=${v}${v}=`)},
  {name: 'unquoted, among words', script: `show 1 ${M} 2 x${M}`, expect: (v) => words('1', v, '2', `x${v}`)},
  {name: 'unquoted, after an option', script: `show --name=${M} -o${M}`, expect: (v) => [[`--name=${v}`, `-o${v}`]]},
  {name: 'unquoted, over a continued line', script: `show \\\n  x${M} \\\n  y`, expect: (v) => [[`x${v}`, 'y']]},
  {name: 'double quotes', script: `show "${M}"`, expect: one},
  {
    name: 'double quotes, inside text',
    script: `show "it's ${M} (x) \\" \\$ "`,
    expect: (v) => one(`it's ${v} (x) " $ `),
  },
  {name: 'double quotes, after a variable', script: `x=1; show "\${x}${M}$x-${M}"`, expect: (v) => one(`1${v}1-${v}`)},
  {name: 'single quotes', script: `show '${M}'`, expect: one},
  {name: 'single quotes, inside text', script: `show 'a "${M}" $(b)'`, expect: (v) => one(`a "${v}" $(b)`)},
  {name: 'quotes side by side', script: `show "a"'${M}'b${M}"${M}"`, expect: (v) => one(`a${v}b${v}${v}`)},
  {name: 'command substitution', script: `show "$(printf '%s.' x${M})"`, expect: (v) => one(`x${v}.`)},
  {name: 'command substitution, quoted inside', script: `show "$(printf '%s.' "${M}")"`, expect: (v) => one(`${v}.`)},
  {
    name: 'substitution in substitution',
    script: `show "$(printf '%s.' "$(printf '%s.' 'x${M}')")"`,
    expect: (v) => one(`x${v}..`),
  },
  {name: 'an assignment', script: `x=${M}; show "$x"`, expect: one},
  {name: 'an assignment in double quotes', script: `x="/dev/${M}" y=1; show "$x"`, expect: (v) => one(`/dev/${v}`)},
  {name: 'an exported assignment', script: `export x=a${M}; show "$x"`, expect: (v) => one(`a${v}`)},
  {
    name: 'the list of a for',
    script: `for i in ${M} "${M}"; do show "$i"; done`,
    expect: (v) => (v === '' ? [[v]] : [[v], [v]]),
  },
  {
    name: 'the subject of a case',
    script: `case x${M} in y) show no;; "x${M}") show yes;; esac`,
    expect: () => one('yes'),
  },
  {
    name: 'a case in a substitution',
    script: `show "$(case a in (b|c) :;; a) printf '%s.' "${M}" ;; esac)"`,
    expect: (v) => one(`${v}.`),
  },
  {name: 'the pattern of a case', script: `case zz in ${M}) show hit;; *) show miss;; esac`, expect: () => one('miss')},
  {name: 'a comment', script: `show 1 # ${M} $(${M}\nshow 2`, expect: () => [['1'], ['2']]},
  {name: 'a function', script: `f() { show "$1" x${M}; }\nf "${M}"`, expect: (v) => [[v, `x${v}`]]},
  {name: 'after if', script: `if show "${M}"; then show yes${M}; else show no; fi`, expect: (v) => [[v], [`yes${v}`]]},
  {
    name: 'a pipe',
    script: `printf '%s.' "${M}" | { IFS= read -r line; cat >/dev/null; show "got"; }`,
    expect: () => one('got'),
  },
  {name: 'a redirection', script: `show a >/dev/null 2>&1 3>"x${M}" x${M}`, expect: () => []},
  {name: 'a subshell', script: `(show "${M}") && ( cd . ; show x${M} )`, expect: (v) => [[v], [`x${v}`]]},
  {name: 'braces of the author', script: `show {x${M}}`, expect: (v) => one(`{x${v}}`)},
  {name: 'before a redirection', script: `show ${M}>&1`, expect: (v) => words(v)},
  {
    name: 'a here-document',
    script: `x=$(cat <<EOF\nA ${M} "B" 'C\nEOF\n); show "$x"`,
    expect: (v) => one(`A ${v} "B" 'C`),
    refuses: 'some',
  },
  {
    name: 'a line of a here-document',
    script: `x=$(cat <<EOF\n${M}\n.\nEOF\n); show "$x"`,
    expect: (v) => one(`${v}\n.`),
    refuses: 'some',
  },
  {
    name: 'a quoted here-document',
    script: `x=$(cat <<'EOF'\n\t${M} $(x) \`\nEOF\n); show "$x"`,
    expect: (v) => one(`\t${v} $(x) \``),
    refuses: 'some',
  },
  {
    name: 'a here-document without tabs',
    script: `x=$(cat <<-EOF\n\t\tA${M}\n\tEOF\n); show "$x"`,
    expect: (v) => one(`A${v}`),
    refuses: 'some',
  },
  {
    name: 'a substitution in a here-document',
    script: `x=$(cat <<EOF\n$(printf '%s.' "${M}")\nEOF\n); show "$x"`,
    expect: (v) => one(`${v}.`),
  },
  {name: 'a default value', script: `show "\${unset:-${M}}"`, expect: one, refuses: 'odd'},
  {name: 'backticks', script: `show "\`printf '%s.' ${M}x\`"`, expect: (v) => one(`${v}x.`), refuses: 'odd'},
  {name: 'after a backslash', script: `show \\${M}x`, expect: (v) => one(`${v}x`), refuses: 'odd'},
  {
    name: 'dollar and single quotes',
    script: `show $'a${M}'`,
    expect: (v, shell) => one(shell === 'bash' ? `a${v}` : `$a${v}`),
    refuses: 'some',
  },
  {
    name: 'an array',
    script: `a=(x ${M} y${M}); show "\${a[@]}"`,
    expect: (v) => words('x', v, `y${v}`),
    bashOnly: true,
  },
  {
    name: 'a comparison of [[',
    script: `x="${M}"; [[ $x == "${M}" && ( -n 1 ) ]] && show yes`,
    expect: () => one('yes'),
    bashOnly: true,
  },
  {
    name: 'a pattern of [[',
    script: `[[ zz == ${M}y || zz =~ ^(q|r)${M}x$ ]] || show no`,
    expect: () => one('no'),
    bashOnly: true,
  },
  {name: 'a here-string', script: `show "$(cat <<<"${M}"; echo .)"`, expect: (v) => one(`${v}\n.`), bashOnly: true},
  {
    name: 'a process substitution',
    script: `show "$(cat <(printf '%s.' x${M}))"`,
    expect: (v) => one(`x${v}.`),
    bashOnly: true,
  },
  {name: 'test', script: `if [ "x${M}" = x${M} ]; then show yes; fi`, expect: () => one('yes')},
];

/** Scripts that would parse a value again, or name a program by it: only bare words may get in. */
export const reparsing: readonly string[] = [
  `sh -c "show ${M}"`,
  `bash -c 'true ${M}'`,
  `sudo -n bash -ec "true '${M}'"`,
  `eval "true ${M}"`,
  `eval true "${M}"`,
  `x="${M}"; eval "true $x"`,
  `x="${M}"; sh -c "true $x"`,
  `trap "true ${M}" EXIT`,
  `ssh nowhere.invalid "true ${M}"`,
  `su nobody -c "true ${M}"`,
  `echo "true ${M}" | sh`,
  `sh <<EOF\ntrue ${M}\nEOF`,
  `bash <<'EOF'\ntrue ${M}\nEOF`,
  `bash <<< "true ${M}"`,
  `xargs -n1 true <<EOF\nA${M}\nEOF`,
  `echo "${M}" | xargs true`,
  `find . -maxdepth 0 -exec sh -c "true ${M}" \\;`,
  `python3 -c "print('${M}')"`,
  `awk "BEGIN { x = \\"${M}\\" }"`,
  `sed -n "s/x/${M}/" </dev/null`,
  `python3 <<EOF\nx = "${M}"\nEOF`,
  `echo $(( ${M} + 1 ))`,
  `echo $[ ${M} + 1 ]`,
  `(( x = ${M} ))`,
  `let "x = ${M}"`,
  `[[ ${M} -eq 1 ]]`,
  `[[ "${M}" -gt 1 || 1 -eq 1 ]]`,
  `x="${M}"; echo $((x + 1))`,
  `x="${M}"; y=$x; echo $((y + 1))`,
  `x="${M}"; [[ $x -eq 1 ]]`,
  `declare -i x="${M}"`,
  `echo "${M}" | while read -r x; do echo $((x)); done`,
  `f() { echo $(( $1 )); }; f "${M}"`,
  `a=(1 2); x="${M}"; echo "\${a[$x]}"`,
  `a=(1 2); echo "\${a[${M}]}"`,
  `x=abc; echo "\${x:${M}}"`,
  `x="${M}"; echo "\${!x}"`,
  `x="${M}"; echo "\${x@P}"`,
  `unset "${M}"`,
  `printf -v "${M}" 1`,
  `[ -v "${M}" ]`,
  `read -r "${M}" </dev/null`,
  `export "${M}"`,
  `${M} x`,
  `${M}`,
  `exec ${M}`,
  `env ${M} true`,
  `. ${M}`,
  `"${M}" x`,
  `show "\`true ${M}\`"`,
  `show $${M}`,
  `show \\${M}`,
];
