// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preferences/preference_list.h"

#include <QObject>

#include <algorithm>

namespace studio {

bool Preference::accepts(const Json &value) const
{
    switch (kind) {
    case Kind::Switch:
        return value.isBoolean();
    case Kind::Number:
        return value.isInteger() && value.integer() >= least && value.integer() <= most;
    case Kind::Choice:
        return value.isString() && choices.contains(value.text());
    case Kind::Text: {
        const QString text = value.text();
        return value.isString() && text.size() <= maxText && !text.contains(u'\n');
    }
    }
    return false;
}

QString Preference::expected() const
{
    switch (kind) {
    case Kind::Switch:
        return QObject::tr("true or false");
    case Kind::Number:
        return QObject::tr("a number from %1 to %2").arg(least).arg(most);
    case Kind::Choice:
        return QObject::tr("one of “%1”").arg(choices.join(QStringLiteral("”, “")));
    case Kind::Text:
        break;
    }
    return QObject::tr("a text of one line and at most %1 characters").arg(maxText);
}

const QList<Preference> &allPreferences()
{
    using enum Preference::Kind;
    static const QList<Preference> all{
        {.id = QStringLiteral("window.theme"),
         .kind = Choice,
         .usual = "system",
         .choices = {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")}},
        {.id = QStringLiteral("editor.syntaxTheme"), .kind = Text, .usual = ""},
        {.id = QStringLiteral("editor.fontFamily"), .kind = Text, .usual = ""},
        {.id = QStringLiteral("editor.fontSize"), .kind = Number, .usual = 0, .least = 0, .most = 48},
        {.id = QStringLiteral("editor.formatOnSave"), .kind = Switch, .usual = false, .isForProjects = true},
        {.id = QStringLiteral("editor.wrapLines"), .kind = Switch, .usual = false},
        {.id = QStringLiteral("editor.showLineNumbers"), .kind = Switch, .usual = true},
        {.id = QStringLiteral("editor.showProblems"), .kind = Switch, .usual = true},
        {.id = QStringLiteral("editor.showInlayHints"), .kind = Switch, .usual = true},
        {.id = QStringLiteral("editor.showIndentationGuides"), .kind = Switch, .usual = true},
        {.id = QStringLiteral("editor.colourBrackets"), .kind = Switch, .usual = true},
        {.id = QStringLiteral("editor.showWhitespace"), .kind = Switch, .usual = false},
        {.id = QStringLiteral("editor.showRuler"), .kind = Switch, .usual = false},
        {.id = QStringLiteral("rust.analyzer"), .kind = Switch, .usual = true},
        {.id = QStringLiteral("rust.check"),
         .kind = Choice,
         .usual = "check",
         .choices = {QStringLiteral("check"), QStringLiteral("clippy"), QStringLiteral("off")},
         .isForProjects = true},
        {.id = QStringLiteral("rust.analyzerMemory"), .kind = Number, .usual = 0, .least = 0, .most = 65'536},
        {.id = QStringLiteral("rust.toolchain"), .kind = Text, .usual = "", .isForProjects = true},
    };
    return all;
}

const Preference *findPreference(const QString &id)
{
    const auto &all = allPreferences();
    const auto found = std::ranges::find(all, id, &Preference::id);
    return found != all.end() ? &*found : nullptr;
}

} // namespace studio
