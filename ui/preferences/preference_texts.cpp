// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preference_texts.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace studio {

namespace {

struct Texts
{
    const char *id;
    const char *title;
    const char *help;
    const char *usual;
    const char *unit;
};

constexpr std::array texts{
    Texts{"window.theme", QT_TRANSLATE_NOOP("studio::Preferences", "Theme"), "", "", ""},
    Texts{"editor.syntaxTheme", QT_TRANSLATE_NOOP("studio::Preferences", "Theme of the code"), "",
          QT_TRANSLATE_NOOP("studio::Preferences", "As the window"), ""},
    Texts{"editor.fontFamily", QT_TRANSLATE_NOOP("studio::Preferences", "Font"), "",
          QT_TRANSLATE_NOOP("studio::Preferences", "As the desktop"), ""},
    Texts{"editor.fontSize", QT_TRANSLATE_NOOP("studio::Preferences", "Font size"),
          QT_TRANSLATE_NOOP("studio::Preferences", "Ctrl+wheel makes it larger or smaller for the open project."),
          QT_TRANSLATE_NOOP("studio::Preferences", "As the desktop"), QT_TRANSLATE_NOOP("studio::Preferences", " pt")},
    Texts{"editor.formatOnSave", QT_TRANSLATE_NOOP("studio::Preferences", "Format Rust files when they are saved"),
          QT_TRANSLATE_NOOP("studio::Preferences", "By rustfmt. A file that cannot be read as Rust is saved as it is."),
          "", ""},
    Texts{"editor.wrapLines", QT_TRANSLATE_NOOP("studio::Preferences", "Wrap long lines"), "", "", ""},
    Texts{"editor.showLineNumbers", QT_TRANSLATE_NOOP("studio::Preferences", "Show line numbers"), "", "", ""},
    Texts{"editor.showProblems", QT_TRANSLATE_NOOP("studio::Preferences", "Show problems behind the code"),
          QT_TRANSLATE_NOOP("studio::Preferences", "The message of each line's worst problem stands at its end."), "",
          ""},
    Texts{"editor.showInlayHints", QT_TRANSLATE_NOOP("studio::Preferences", "Show inlay hints"),
          QT_TRANSLATE_NOOP("studio::Preferences", "Types and names of parameters, which rust-analyzer infers."), "",
          ""},
    Texts{"editor.showIndentationGuides", QT_TRANSLATE_NOOP("studio::Preferences", "Show indentation guides"), "", "",
          ""},
    Texts{"editor.colourBrackets", QT_TRANSLATE_NOOP("studio::Preferences", "Colour bracket pairs"), "", "", ""},
    Texts{"editor.showWhitespace", QT_TRANSLATE_NOOP("studio::Preferences", "Show whitespace"), "", "", ""},
    Texts{"editor.showRuler", QT_TRANSLATE_NOOP("studio::Preferences", "Show a ruler at column 100"),
          QT_TRANSLATE_NOOP("studio::Preferences", "Where rustfmt breaks lines by default."), "", ""},
    Texts{"rust.analyzer", QT_TRANSLATE_NOOP("studio::Preferences", "Use rust-analyzer"),
          QT_TRANSLATE_NOOP("studio::Preferences",
                            "Without it there is no completion, and errors come from compiles only."),
          "", ""},
    Texts{"rust.check", QT_TRANSLATE_NOOP("studio::Preferences", "Check a project while it is edited"),
          QT_TRANSLATE_NOOP("studio::Preferences",
                            "Only in folders that you trust: a check runs build scripts and macros."),
          "", ""},
    Texts{"rust.analyzerMemory", QT_TRANSLATE_NOOP("studio::Preferences", "Memory that rust-analyzer may use"),
          QT_TRANSLATE_NOOP("studio::Preferences", "One that needs more is ended and started again."),
          QT_TRANSLATE_NOOP("studio::Preferences", "Half of this machine's"),
          QT_TRANSLATE_NOOP("studio::Preferences", " MiB")},
    Texts{"rust.toolchain", QT_TRANSLATE_NOOP("studio::Preferences", "Rust that compiles"),
          QT_TRANSLATE_NOOP("studio::Preferences", "A version such as 1.95, or the name of a rustup toolchain."),
          QT_TRANSLATE_NOOP("studio::Preferences", "The nearest to the platform's"), ""},
};

struct Choice
{
    const char *id;
    const char *choice;
    const char *text;
};

constexpr std::array choices{
    Choice{"window.theme", "system", QT_TRANSLATE_NOOP("studio::Preferences", "As the system")},
    Choice{"window.theme", "light", QT_TRANSLATE_NOOP("studio::Preferences", "Light")},
    Choice{"window.theme", "dark", QT_TRANSLATE_NOOP("studio::Preferences", "Dark")},
    Choice{"rust.check", "check", QT_TRANSLATE_NOOP("studio::Preferences", "With cargo check")},
    Choice{"rust.check", "clippy", QT_TRANSLATE_NOOP("studio::Preferences", "With cargo clippy")},
    Choice{"rust.check", "off", QT_TRANSLATE_NOOP("studio::Preferences", "No")},
};

QString translated(const char *text)
{
    return *text == '\0' ? QString() : QCoreApplication::translate("studio::Preferences", text);
}

Texts textsOf(const QString &id)
{
    const auto found = std::ranges::find_if(texts, [&](const Texts &one) { return id == QLatin1String(one.id); });
    return found != texts.end() ? *found : Texts{"", "", "", "", ""};
}

} // namespace

QString groupTitle(const QString &group)
{
    if (group == QLatin1String("window")) {
        return QCoreApplication::translate("studio::Preferences", "Window");
    }
    if (group == QLatin1String("editor")) {
        return QCoreApplication::translate("studio::Preferences", "Editor");
    }
    return group == QLatin1String("rust") ? QStringLiteral("Rust") : QString();
}

QString preferenceTitle(const QString &id)
{
    return translated(textsOf(id).title);
}

QString preferenceHelp(const QString &id)
{
    return translated(textsOf(id).help);
}

QString preferenceUnit(const QString &id)
{
    return translated(textsOf(id).unit);
}

QString usualText(const QString &id)
{
    return translated(textsOf(id).usual);
}

QString choiceText(const QString &id, const QString &choice)
{
    const auto found = std::ranges::find_if(
        choices, [&](const Choice &one) { return id == QLatin1String(one.id) && choice == QLatin1String(one.choice); });
    return found != choices.end() ? translated(found->text) : QString();
}

} // namespace studio
