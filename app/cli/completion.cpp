// SPDX-License-Identifier: GPL-3.0-or-later
// The program computes the candidates itself, from the parser's tree. The script of each shell only runs
// `ignite __complete WORD… CURRENT` on a Tab, so an updated program needs no new script.
#include "app/cli/command_tree.h"

namespace studio::cli {

namespace {

/// Asks the script for the names of files.
constexpr QLatin1String files("__files__");

const TreeOption *optionNamed(const QString &name, const QList<TreeOption> &own, const QList<TreeOption> &global)
{
    for (const QList<TreeOption> *options : {&own, &global}) {
        for (const TreeOption &option : *options) {
            if (option.names.contains(name)) {
                return &option;
            }
        }
    }
    return nullptr;
}

const TreeCommand *subcommandNamed(const QString &name, const TreeCommand &command)
{
    for (const TreeCommand &sub : command.below) {
        if (sub.name == name || sub.aliases.contains(name)) {
            return &sub;
        }
    }
    return nullptr;
}

QString withHelp(const QString &word, const QString &help)
{
    return word + u'\t' + help.section(u'\n', 0, 0);
}

QStringList valueCandidates(const TreeOption &option)
{
    return option.takesPath ? QStringList(files) : option.choices;
}

QStringList optionCandidates(const QList<TreeOption> &options)
{
    QStringList candidates;
    for (const TreeOption &option : options) {
        for (const QString &name : option.names) {
            candidates << withHelp(name, option.help);
        }
    }
    return candidates;
}

QStringList wordCandidates(const TreeCommand &command)
{
    QStringList candidates;
    for (const TreeCommand &sub : command.below) {
        candidates << withHelp(sub.name, sub.help);
    }
    for (const TreeOption &option : command.options) { // an argument has no name, such as the shell of `completion`
        candidates << (option.names.isEmpty() ? valueCandidates(option) : QStringList());
    }
    return candidates;
}

/// "--output=j" of a shell that takes it for one word, and wants one that begins alike. Files are named without the
/// option: the scripts put it before them.
QStringList assignmentCandidates(const TreeOption &option, const QString &name)
{
    QStringList candidates = valueCandidates(option);
    for (QString &value : candidates) {
        value = value == files ? value : name + u'=' + value;
    }
    return candidates;
}

} // namespace

QStringList completionCandidates(const TreeCommand &tree, const QList<TreeOption> &global, const QStringList &words)
{
    const TreeCommand *command = &tree;
    const TreeOption *expecting = nullptr; // the option whose value comes next
    for (const QString &word : words.first(std::max<qsizetype>(words.size() - 1, 0))) {
        if (expecting) {
            expecting = word == u"=" ? expecting : nullptr; // bash divides "--output=json" at the sign
            continue;
        }
        const TreeOption *option = optionNamed(word, command->options, global);
        if (option && !option->argument.isEmpty()) {
            expecting = option;
        } else if (const TreeCommand *sub = subcommandNamed(word, *command)) {
            command = sub;
        }
    }
    if (expecting) {
        return valueCandidates(*expecting);
    }
    const QString current = words.value(words.size() - 1);
    const QString name = current.section(u'=', 0, 0);
    const TreeOption *const assigned = current.contains(u'=') ? optionNamed(name, command->options, global) : nullptr;
    if (assigned && !assigned->argument.isEmpty()) {
        return assignmentCandidates(*assigned, name);
    }
    if (current.startsWith(u'-')) {
        return optionCandidates(command->options) + optionCandidates(global);
    }
    return wordCandidates(*command);
}

QString completionScript(const QString &shell)
{
    if (shell == QLatin1String("bash")) {
        return QStringLiteral(R"sh(# bash completion for ignite and dodil
__ignite() {
    local IFS=$'\n' current=${COMP_WORDS[COMP_CWORD]#=} line
    COMPREPLY=()
    while read -r line; do
        case $line in
        __files__) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$current")) ;;
        "$current"*) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <("${1/#\~/$HOME}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F __ignite ignite dodil
)sh");
    }
    if (shell == QLatin1String("zsh")) {
        return QStringLiteral(R"sh(#compdef ignite dodil
__ignite() {
    local -a found; local line escaped
    for line in "${(@f)$(${~words[1]} __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == __files__ ]]; then compset -P '--*='; _files; return; fi
        escaped=${line//:/\\:}
        found+=("${escaped/$'\t'/:}")
    done
    _describe ignite found
}
if [[ $funcstack[1] == _ignite ]]; then __ignite; elif (( $+functions[compdef] )); then compdef __ignite ignite dodil; fi
)sh");
    }
    return QStringLiteral(R"sh(# fish completion for ignite and dodil
function __ignite_complete
    set -l words (commandline -opc) "$(commandline -ct)"
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    for line in ($program __complete $words[2..] 2>/dev/null)
        if test "$line" = __files__
            set -l option (string match -r '^--[^=]*=' -- $words[-1])
            set -l value (string replace -r '^--[^=]*=' '' -- $words[-1])
            printf '%s\n' "$option"(__fish_complete_path "$value")
        else
            echo $line
        end
    end
end
complete -c ignite -c dodil -f -a '(__ignite_complete)'
)sh");
}

} // namespace studio::cli
