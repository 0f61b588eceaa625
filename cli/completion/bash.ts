import type { Completed, CommandWords } from './words';

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function action(value: Completed | undefined): string {
  switch (value?.kind) {
    case 'words':
      return `_framelatch_words ${value.words.map(quoted).join(' ')}`;
    case 'file':
      return '_framelatch_files';
    case 'folder':
      return '_framelatch_folders';
    case 'source':
      return '_framelatch_sources';
    default:
      return ':';
  }
}

function optionCases({ name, options }: CommandWords): string[] {
  return options.flatMap(({ names, value }) =>
    value ? [`    ${names.map((option) => `${name}:${option}`).join('|')}) ${action(value)}; return ;;`] : [],
  );
}

function commandCase({ name, options, values }: CommandWords): string {
  const names = options.flatMap((option) => option.names);
  return [
    `    ${name})`,
    `      if [[ $current == -* ]]; then _framelatch_words ${names.map(quoted).join(' ')}; return; fi`,
    '      case $place in',
    ...values.slice(0, -1).map((value, index) => `        ${index}) ${action(value)} ;;`),
    `        *) ${action(values.at(-1))} ;;`,
    '      esac ;;',
  ].join('\n');
}

/** A completion script for bash; it asks `framelatch list --names` for the sources. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  const first = [...commands.map(({ name }) => name), '--help', '--version'];
  const withValue = commands.flatMap(({ name, options }) =>
    options.filter(({ value }) => value).flatMap(({ names }) => names.map((option) => `${name}:${option}`)),
  );
  return `# bash completion for framelatch

_framelatch_words() {
  local word
  for word; do [[ $word == "$current"* ]] && COMPREPLY+=("$(printf %q "$word")"); done
}

_framelatch_sources() {
  local name
  while IFS= read -r name; do _framelatch_words "$name"; done < <(framelatch list --names 2>/dev/null)
}

_framelatch_files() { compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current"); }
_framelatch_folders() { compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current"); }

# Whether that option of the command has the word behind it for its value.
_framelatch_takes_value() {
  case $1 in
    ${withValue.join('|')}) return 0 ;;
  esac
  return 1
}

_framelatch() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= place=0 at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    if [[ -z $command ]]; then
      [[ \${COMP_WORDS[at]} == -* ]] || command=\${COMP_WORDS[at]}
    elif [[ \${COMP_WORDS[at]} != -* ]] && ! _framelatch_takes_value "$command:\${COMP_WORDS[at-1]}"; then
      ((place += 1))
    fi
  done
  if [[ -z $command ]]; then _framelatch_words ${first.map(quoted).join(' ')}; return; fi
  case $command:$previous in
${commands.flatMap(optionCases).join('\n')}
  esac
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}

complete -F _framelatch framelatch
`;
}
