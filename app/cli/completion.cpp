// SPDX-License-Identifier: GPL-3.0-or-later
// What bash and zsh have in common is a function that prints the candidates for a line, one a line with its help after
// a tab; fish has a description of its own. All that is known stands in the script: completing runs no program.
#include "app/cli/command_tree.h"

namespace studio::cli {

namespace {

QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

/// fish knows \' and \\ inside single quotes.
QString fishQuoted(QString text)
{
    return u'\'' + text.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'")) + u'\'';
}

/// `'app/create') path='app create' ;;` for each command under each of its names.
QString steps(const TreeCommand &tree, const QString &form, QString (*quote)(QString))
{
    QString lines;
    for (const TreeCommand &command : flattened(tree)) {
        for (const TreeCommand &sub : command.below) {
            QStringList words;
            for (const QString &name : QStringList{sub.name} + sub.aliases) {
                words << quote(command.path + u'/' + name);
            }
            const QString separator = form.contains(QLatin1String(";;")) ? QStringLiteral("|") : QStringLiteral(" ");
            lines += form.arg(words.join(separator), quote(sub.path));
        }
    }
    return lines;
}

QString printed(const QStringList &candidates)
{
    QStringList all;
    for (const QString &candidate : candidates) {
        all << quoted(candidate);
    }
    return QStringLiteral("printf '%s\\n' ") + all.join(u' ');
}

QString withHelp(const QString &word, const QString &help)
{
    return word + u'\t' + help;
}

/// What stands after an option that takes a value: its choices, files, or nothing that is known.
QString valueCases(const QString &path, const QList<TreeOption> &options)
{
    QString lines;
    for (const TreeOption &option : options) {
        if (option.names.isEmpty() || option.argument.isEmpty()) {
            continue;
        }
        QStringList words;
        for (const QString &name : option.names) {
            words << (path.isNull() ? u'*' + quoted(u':' + name) : quoted(path + u':' + name));
        }
        QString action = QStringLiteral(":");
        if (option.takesPath) {
            action = QStringLiteral("echo __files__");
        } else if (!option.choices.isEmpty()) {
            action = printed(option.choices);
        }
        lines += QStringLiteral("    %1) %2; return ;;\n").arg(words.join(u'|'), action);
    }
    return lines;
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

/// The function `__ignite_candidates WORD… CURRENT`; the words after the program's name.
QString candidatesFunction(const TreeCommand &tree, const QList<TreeOption> &global)
{
    QString values;
    QString names;
    for (const TreeCommand &command : flattened(tree)) {
        values += valueCases(command.path, command.options);
        QStringList subcommands;
        for (const TreeCommand &sub : command.below) {
            subcommands << withHelp(sub.name, sub.help);
        }
        QStringList arguments; // such as the shells of `completion`
        for (const TreeOption &option : command.options) {
            arguments << (option.names.isEmpty() ? option.choices : QStringList());
        }
        const QStringList options = optionCandidates(command.options);
        names += QStringLiteral("    %1:-*) %2 ;;\n    %1:*) %3 ;;\n")
                     .arg(quoted(command.path), options.isEmpty() ? QStringLiteral(":") : printed(options),
                          subcommands.isEmpty() && arguments.isEmpty() ? QStringLiteral(":")
                                                                       : printed(subcommands + arguments));
    }
    return QStringLiteral("__ignite_candidates() {\n"
                          "    local path='' word before=''\n"
                          "    while [ $# -gt 1 ]; do\n"
                          "        word=$1; before=$1; shift\n"
                          "        case \"$path/$word\" in\n"
                          "%1"
                          "        esac\n"
                          "    done\n"
                          "    case \"$path:$before\" in\n"
                          "%2%3"
                          "    esac\n"
                          "    case \"$1\" in -*) %4 ;; esac\n"
                          "    case \"$path:$1\" in\n"
                          "%5"
                          "    esac\n"
                          "}\n")
        .arg(steps(tree, QStringLiteral("        %1) path=%2 ;;\n"), &quoted), values, valueCases({}, global),
             printed(optionCandidates(global)), names);
}

QString fishOptions(const QString &condition, const QList<TreeOption> &options)
{
    QString lines;
    for (const TreeOption &option : options) {
        if (option.names.isEmpty() && option.choices.isEmpty()) {
            continue;
        }
        QString line = QStringLiteral("complete -c ignite -c dodil -n %1").arg(fishQuoted(condition));
        for (const QString &name : option.names) {
            line += name.startsWith(QLatin1String("--")) ? QStringLiteral(" -l ") + name.sliced(2)
                                                         : QStringLiteral(" -s ") + name.sliced(1);
        }
        if (option.takesPath) {
            line += QStringLiteral(" -r -F");
        } else if (!option.argument.isEmpty()) {
            line +=
                (option.names.isEmpty() ? QStringLiteral(" -f") : QStringLiteral(" -x")) +
                (option.choices.isEmpty() ? QString() : QStringLiteral(" -a ") + fishQuoted(option.choices.join(u' ')));
        }
        lines += line + QStringLiteral(" -d ") + fishQuoted(option.help) + u'\n';
    }
    return lines;
}

} // namespace

QString bashCompletion(const TreeCommand &tree, const QList<TreeOption> &global)
{
    return QStringLiteral("# bash completion for ignite and dodil\n") + candidatesFunction(tree, global) +
           QStringLiteral(
               "__ignite() {\n"
               "    local IFS=$'\\n' current=${COMP_WORDS[COMP_CWORD]} words=(\"${COMP_WORDS[@]:1:COMP_CWORD}\") line\n"
               "    COMPREPLY=()\n"
               "    if [ \"${1##*/}\" = dodil ]; then\n"
               "        if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W ignite -- \"$current\")); return; "
               "fi\n"
               "        words=(\"${words[@]:1}\")\n"
               "    fi\n"
               "    while read -r line; do\n"
               "        case $line in\n"
               "        __files__) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- \"$current\")) ;;\n"
               "        *) line=${line%%$'\\t'*}; case $line in \"$current\"*) COMPREPLY+=(\"$line\") ;; esac ;;\n"
               "        esac\n"
               "    done < <(__ignite_candidates \"${words[@]}\")\n"
               "}\n"
               "complete -F __ignite ignite dodil\n");
}

QString zshCompletion(const TreeCommand &tree, const QList<TreeOption> &global)
{
    return QStringLiteral("#compdef ignite dodil\n") + candidatesFunction(tree, global) +
           QStringLiteral("__ignite() {\n"
                          "    local -a given found; local line\n"
                          "    given=(\"${(@)words[2,CURRENT]}\")\n"
                          "    if [[ $service == dodil ]]; then\n"
                          "        if (( CURRENT == 2 )); then compadd ignite; return; fi\n"
                          "        given=(\"${(@)given[2,-1]}\")\n"
                          "    fi\n"
                          "    while IFS= read -r line; do\n"
                          "        if [[ $line == __files__ ]]; then _files; return; fi\n"
                          "        found+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\")\n"
                          "    done < <(__ignite_candidates \"${given[@]}\")\n"
                          "    _describe ignite found\n"
                          "}\n"
                          "if [[ $funcstack[1] == _ignite ]]; then __ignite \"$@\"; elif (( $+functions[compdef] )); "
                          "then compdef __ignite ignite dodil; fi\n");
}

QString fishCompletion(const TreeCommand &tree, const QList<TreeOption> &global)
{
    QString script =
        QStringLiteral("# fish completion for ignite and dodil\n"
                       "function __ignite_path\n"
                       "    set -l words (commandline -opc)\n"
                       "    set -l path ''\n"
                       "    if string match -q '*dodil' -- $words[1]\n"
                       "        if not contains -- ignite $words\n"
                       "            echo dodil\n"
                       "            return\n"
                       "        end\n"
                       "        set -e words[1]\n"
                       "    end\n"
                       "    for word in $words[2..]\n"
                       "        switch \"$path/$word\"\n") +
        steps(tree, QStringLiteral("            case %1\n                set path %2\n"), &fishQuoted) +
        QStringLiteral("        end\n"
                       "    end\n"
                       "    echo $path\n"
                       "end\n"
                       "complete -c ignite -c dodil -f\n"
                       "complete -c dodil -n 'test (__ignite_path) = dodil' -a ignite -d 'The Ignite runtime'\n") +
        fishOptions(QStringLiteral("test (__ignite_path) != dodil"), global);
    for (const TreeCommand &command : flattened(tree)) {
        const QString condition = QStringLiteral("test (__ignite_path) = \"%1\"").arg(command.path);
        for (const TreeCommand &sub : command.below) {
            script += QStringLiteral("complete -c ignite -c dodil -n %1 -f -a %2 -d %3\n")
                          .arg(fishQuoted(condition), fishQuoted(sub.name), fishQuoted(sub.help));
        }
        script += fishOptions(condition, command.options);
    }
    return script;
}

} // namespace studio::cli
