namespace Claudeonomics.Cli.Completion;

/// <summary>What a shell has to be told so that it completes this program's words.</summary>
/// <remarks>Each asks the program itself (System.CommandLine's directive <c>[suggest:POSITION] LINE</c>), so that there is one list of commands and
/// options. Left out of the answers are the spellings of help that nobody wants offered.</remarks>
internal static class CompletionScripts
{
    public static string[] Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, null),
    };

    private const string Bash =
        """
        # Put this into ~/.bashrc: source <(claudeonomics completion bash)
        _claudeonomics() {
          local word=${COMP_WORDS[COMP_CWORD]} suggestion
          local before="claudeonomics${COMP_LINE:${#1}:COMP_POINT-${#1}}"
          COMPREPLY=()
          while IFS= read -r suggestion; do
            case $suggestion in '-?' | -h | '/?' | /h) continue ;; esac
            [[ $suggestion == "$word"* ]] && COMPREPLY+=("$suggestion")
          done < <("$1" "[suggest:${#before}]" "$before" 2> /dev/null)
        }
        complete -o default -F _claudeonomics claudeonomics

        """;

    private const string Zsh =
        """
        #compdef claudeonomics
        # Put this into ~/.zshrc, after compinit: source <(claudeonomics completion zsh)
        _claudeonomics() {
          local before="claudeonomics ${(j: :)words[2,CURRENT]}"
          local -a suggestions
          suggestions=("${(@f)$(${words[1]} "[suggest:${#before}]" "$before" 2> /dev/null)}")
          suggestions=("${(@)suggestions:#(-\?|-h|/\?|/h|)}")
          if (( ${#suggestions} )); then
            compadd -a suggestions
          else
            _files
          fi
        }
        if [ "${funcstack[1]}" = _claudeonomics ]; then
          _claudeonomics "$@"
        else
          compdef _claudeonomics claudeonomics
        fi

        """;

    private const string Fish =
        """
        # Put this into ~/.config/fish/config.fish: claudeonomics completion fish | source
        function __claudeonomics_complete
            set -l before (string replace -r '^\s*\S+' claudeonomics -- (commandline -cp))
            claudeonomics "[suggest:"(string length -- "$before")"]" "$before" 2> /dev/null | string match -v -r '^(-\?|-h|/\?|/h)$'
        end
        complete -c claudeonomics -f -a '(__claudeonomics_complete)'

        """;

    private const string PowerShell =
        """
        # Put this into $PROFILE: claudeonomics completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName claudeonomics -ScriptBlock {
            param($word, $line, $position)
            claudeonomics "[suggest:$position]" "$line" 2> $null |
                Where-Object { $_ -notin '-?', '-h', '/?', '/h' -and $_.StartsWith($word) } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;
}
