import type { Completed, CommandWords, OptionWords } from './words';

/** Of what stands between brackets or colons of a specification, inside single quotes. */
function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, '\\$&').replaceAll("'", "'\\''");
}

function action(value: Completed): string {
  switch (value.kind) {
    case 'words':
      return `(${value.words.map(escaped).join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'source':
      return '_framelatch_sources';
    default:
      return ' ';
  }
}

function optionLines({ names, about, value }: OptionWords): string[] {
  const behind = value ? `:value:${action(value)}` : '';
  return names.map((name) => `'${name}[${escaped(about)}]${behind}'`);
}

function commandCase({ name, options, values }: CommandWords): string {
  const places = values.map((value, index) => `'${index === values.length - 1 ? '*' : index + 1}: :${action(value)}'`);
  return `    ${name}) _arguments ${[...options.flatMap(optionLines), ...places].join(' \\\n      ')} ;;`;
}

/** A completion script for zsh; it asks `framelatch list --names` for the sources. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  return `#compdef framelatch

_framelatch_sources() {
  local -a names
  names=("\${(@f)$(framelatch list --names 2>/dev/null)}")
  compadd -a names
}

_framelatch() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
${commands.map(({ name, about }) => `      '${name}:${escaped(about)}'`).join('\n')}
    )
    _describe command commands
    _arguments '--help[display help]' '--version[print the version]'
    return
  fi
  local command=$words[2]
  words=("\${(@)words[2,-1]}")
  (( CURRENT -= 1 ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}

compdef _framelatch framelatch
`;
}
