/**
 * `opsbook completion`: scripts that ask `opsbook` itself what may stand at the cursor, so that they
 * fit every version. It prints a line for each candidate, `value<tab>description`, and as the last
 * line what the shell completes besides: `:files`, `:folders` or `:none`.
 */

/** Splits at spaces alone: `=` and `:`, where bash breaks words, are part of options and codes. */
const BASH = `# bash completion for opsbook
_opsbook() {
  local line=\${COMP_LINE:0:COMP_POINT} words current before reply value directive=:none
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current=\${words[\${#words[@]}-1]}
  before=\${current%"\${current##*[=:]}"}
  COMPREPLY=()
  while IFS= read -r reply; do
    if [[ $reply == :* ]]; then
      directive=$reply
    else
      value=\${reply%%$'\\t'*}
      COMPREPLY+=("\${value#"$before"}")
    fi
  done < <("\${COMP_WORDS[0]}" __complete "\${words[@]:1}" 2> /dev/null)
  case $directive in
    :none) compopt +o default 2> /dev/null ;;
    :folders) compopt +o default -o dirnames 2> /dev/null ;;
  esac
}
complete -o default -F _opsbook opsbook
`;

const ZSH = `#compdef opsbook
# zsh completion for opsbook
_opsbook() {
  local -a replies candidates
  local reply value description directive=:none
  replies=("\${(@f)$("\${(Q)words[1]}" __complete "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2> /dev/null)}")
  for reply in $replies; do
    if [[ $reply == :* ]]; then
      directive=$reply
      continue
    fi
    value=\${reply%%$'\\t'*}
    description=\${reply#*$'\\t'}
    candidates+=("\${value//:/\\\\:}\${description:+:$description}")
  done
  (( $#candidates )) && _describe opsbook candidates
  [[ $directive == :none ]] && return
  compset -P '--*='
  if [[ $directive == :folders ]]; then _files -/; else _files; fi
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _opsbook "$@"
else
  compdef _opsbook opsbook
fi
`;

const FISH = `# fish completion for opsbook
function __opsbook_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l directive :none
  for reply in ($words[1] __complete $words[2..] "$current" 2> /dev/null)
    if string match -q ':*' -- $reply
      set directive $reply
    else
      echo $reply
    end
  end
  set -l path (string replace -r '^--[^=]*=' '' -- "$current")
  switch $directive
    case :files
      __fish_complete_path "$path"
    case :folders
      __fish_complete_directories "$path"
  end
end
complete -c opsbook -f -a '(__opsbook_complete)'
`;

export const COMPLETION_SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH };
