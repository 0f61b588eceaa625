import type { Completed, CommandWords } from './words';

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function list(words: readonly string[]): string {
  return `@(${words.map(quoted).join(', ')})`;
}

/** An expression for the words; `$null` leaves it to PowerShell, which then completes files. */
function expression(value: Completed | null | undefined): string {
  if (value?.kind === 'words') return list(value.words);
  if (value?.kind === 'source') return '@(framelatch list --names)';
  return '$null';
}

function valueLines({ name, options }: CommandWords): string[] {
  return options.flatMap(({ names, value }) =>
    value ? names.map((option) => `        ${quoted(`${name} ${option}`)} { ${expression(value)} }`) : [],
  );
}

/** A completion script for Windows PowerShell 5 and PowerShell 7; it asks `framelatch list --names` for the sources. */
export function powershellCompletion(commands: readonly CommandWords[]): string {
  const first = [...commands.map(({ name }) => name), '--help', '--version'];
  return `# PowerShell completion for framelatch
Register-ArgumentCompleter -Native -CommandName framelatch -ScriptBlock {
    param($word, $syntax, $cursor)
    $before = @($syntax.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { "$_" })
    $command = @($before | Select-Object -Skip 1 | Where-Object { $_ -notlike '-*' })[0]
    $words = if (-not $command) { ${list(first)} } else {
        switch ("$command $($before[-1])") {
${commands.flatMap(valueLines).join('\n')}
        default {
            switch ($command) {
${commands.map((command) => `                ${quoted(command.name)} { if ($word -like '-*') { ${list(command.options.flatMap(({ names }) => names))} } else { ${expression(command.values.at(-1))} } }`).join('\n')}
            }
        } }
    }
    $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
        $text = if ($_ -match '\\s') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
`;
}
